"""The record of each claim: everything the reading holds of it, with links to those it denies or bears out."""

from __future__ import annotations

from debar.news.page.kinds import kind_of
from debar.news.page.wording import (
    CERTAINTY,
    POLARITY,
    Book,
    chips,
    facts,
    glyph,
    joined,
    levels,
    measure,
    muted,
    name_of,
    parties,
    party,
    shown,
    spaced,
    when,
)
from debar.news.values import Claim, Source, Span

_LONGEST_QUOTE = 420
_ANSWERED = {
    "denies": "denied by",
    "supports": "supported by",
    "corroborates": "corroborated by",
    "duplicates": "said again in",
}


def records(book: Book) -> str:
    """One record for each claim, in the order of the text."""
    answers = _answers(book)
    measures: dict[str, list[str]] = {}
    for each in book.reading.measures:
        if each.claim is not None:
            measures.setdefault(each.claim, []).append(measure(book, each.id))
    return "".join(
        _record(book, number, claim, answers.get(claim.id, {}), " ".join(measures.get(claim.id, ())))
        for number, claim in enumerate(book.reading.claims)
    )


def _answers(book: Book) -> dict[str, dict[str, list[str]]]:
    """For every claim the claims that deny it, support it …"""
    found: dict[str, dict[str, list[str]]] = {}
    for claim in book.reading.claims:
        for stance in claim.stance:
            found.setdefault(stance.claim, {}).setdefault(stance.stance, []).append(claim.id)
    return found


def _record(book: Book, number: int, claim: Claim, answers: dict[str, list[str]], measures: str) -> str:
    kind = kind_of(claim.type)
    stances: dict[str, list[str]] = {}
    for stance in claim.stance:
        stances.setdefault(stance.stance, []).append(stance.claim)
    rows = [
        ("Said by", chain(book, claim)),
        ("Who", parties(book, claim.actors)),
        ("To whom", parties(book, claim.targets)),
        ("What", _object(book, claim)),
        ("Cue", f"“{shown(claim.cue.text)}” {muted(spaced(claim.cue.kind))}"),
        ("Polarity", joined(spaced(claim.polarity), POLARITY.get(claim.polarity, ""))),
        ("Certainty", _certainty(claim)),
        ("Tense", spaced(claim.tense)),
        ("When", when(claim.date)),
        ("Noted", joined("quoted word for word" if claim.quoted else "", "background" if claim.historical else "")),
        *((word, chips(book, ids)) for word, ids in stances.items()),
        *((_ANSWERED.get(word, word), chips(book, ids)) for word, ids in answers.items()),
        ("Measure", measures),
    ]
    return (
        f'<article class="record f-{kind.family}" id="c{number}" tabindex="-1"><h3>{glyph(kind.family)}'
        f'<span>{shown(kind.noun)}</span><a class="back" href="#t{number}" title="to its place in the article">'
        f"{shown(claim.id)}</a></h3>"
        f'<blockquote dir="auto">{shown(quote(book, claim.span))}</blockquote>{facts(rows)}</article>'
    )


def quote(book: Book, span: Span) -> str:
    """The words of a span, on one line, and of a long one the beginning."""
    text = " ".join(book.reading.document.text[max(span[0], 0) : max(span[1], 0)].split())
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def chain(book: Book, claim: Claim) -> str:
    """Who says it, and who says that they say so; the article where nobody is named."""
    links = [", ".join(_source(book, source) for source in together) for together in levels(claim.source_chain)]
    return f" {muted('according to')} ".join(links) or muted("the article itself")


def _source(book: Book, source: Source) -> str:
    who = party(book, source.party) if source.party else shown(source.name or source.descriptor or "somebody")
    said = [
        source.descriptor if source.party and source.descriptor != name_of(book, source.party) else "",
        source.role,
        "anonymous" if source.anonymous else "",
        f"reliability {source.reliability}" if source.reliability else "",
    ]
    notes = shown(", ".join(each for each in said if each))
    return f"{who} {muted(f'({notes})')}" if notes else who


def _object(book: Book, claim: Claim) -> str:
    given = claim.object
    if given is None:
        return ""
    words = shown(" ".join(given.text.split()))
    marks = chips(book, given.claims)
    meant = parties(book, given.parties)
    return " ".join(part for part in (words, marks, muted(f"({meant})") if meant else "") if part)


def _certainty(claim: Claim) -> str:
    said = CERTAINTY.get(claim.certainty, claim.certainty)
    author = CERTAINTY.get(claim.author_certainty, claim.author_certainty)
    return shown(said) + (muted(f"; as the author has it: {shown(author)}") if claim.author_certainty != "U" else "")


__all__ = ["chain", "quote", "records"]

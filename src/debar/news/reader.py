"""`read`: a text in, a reading out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from debar._version import __version__
from debar.errors import BadText
from debar.news.attribution import Chains
from debar.news.cast import party
from debar.news.effects import effects
from debar.news.judging import color, once, suppose
from debar.news.language import language
from debar.news.parsing import Pipeline
from debar.news.speech import quoted, scopes
from debar.news.text import quotations, sentences
from debar.news.values import Document, Party, Reading
from debar.news.writing import Writing

if TYPE_CHECKING:
    from debar.screen import Screener


ENGINE = f"debar/{__version__}"


# A text of more characters is no article. What is read at once is held in memory at some 100 times its size (5 MB: 530 MB,
# 15 s on one core).
LONGEST_TEXT = 10_000_000


def read(
    text: str,
    *,
    published: date | None = None,
    screener: Screener | None = None,
    title: str | None = None,
    source: str | None = None,
    language_code: str = "en",
    pipeline: Pipeline | None = None,
) -> Reading:
    """Read a text: its parties, claims, measures and effects.

    Args:
        text: plain text, paragraphs apart by an empty line.
        published: the day that "on Tuesday" is counted from.
        screener: ties people, companies, bodies and vessels to listed entities.
        title, source: of the document; kept, not read.
        language_code: the language, of those with tables in ``data/``.
        pipeline: a spaCy pipeline (or any callable with such a result) whose entities join the parties.

    Raises:
        BadText: the text is no text (too long, or full of control characters).

    >>> reading = read("Iran denied it had shipped missiles to Russia.")
    >>> [(claim.type, claim.polarity) for claim in reading.claims]
    [('DENY', 'positive'), ('SUPPLY_ARMS', 'negative')]
    """
    _check(text)
    words = language(language_code)
    document = Document(
        text=text,
        published=published.isoformat() if published else None,
        title=title,
        source=source,
        language=language_code,
    )
    reading = _Reader(text, published, words, pipeline).read(document)
    return reading if screener is None else tied(reading, screener)


def tied(reading: Reading, screener: Screener) -> Reading:
    """A reading whose parties are tied to listed entities: what `read` gives with a screener."""
    from debar.news.listed import tied as look_up

    day = reading.document.published
    parties, warnings = look_up(reading.parties, screener, date.fromisoformat(day) if day else None)
    return msgspec.structs.replace(reading, parties=parties, warnings=warnings)


def _check(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise BadText("text", rule=f"a text must not be longer than {LONGEST_TEXT:,} characters", got=f"{len(text):,}")
    sample = text[:10_000]
    odd = sum((ord(char) < 32 and char not in "\t\n\r\f\v") or char == "\ufffd" for char in sample)
    if odd * 20 > len(sample) > 0:
        raise BadText(
            "text",
            rule="a text must be made of characters that can be read",
            got=f"{odd} control or replacement characters in the first {len(sample):,}",
            fix="give the text, not the file it stands in; or its right encoding",
        )


class _Reader(Writing):
    """One text on its way."""

    def read(self, document: Document) -> Reading:
        """All the steps, in their order."""
        self._parse(sentences(self.text, self.language))
        by_sentence = [scopes(each, self.language) for each in self.parsed]
        marked = quoted(quotations(self.text), self.parsed, by_sentence, self.language)
        chains = Chains(self.text, self.cast, self.language)
        drafts = self._drafts(by_sentence, marked)
        drafts += self._according(by_sentence)
        drafts.sort(key=lambda draft: draft.cue)
        placed = self._placed(drafts, by_sentence, marked)
        self._contents(drafts, placed)
        for draft in drafts:
            if draft.act and not placed[id(draft)] and draft.clause is not None:
                suppose(draft, draft.clause)
        color(drafts)
        for draft in drafts:
            if draft.kind == "accuse" and not draft.targets:
                # "condemned the move": nobody is accused.
                draft.type, draft.kind = "STATE", "condemn"
            if draft.kind == "warn" and not self._threatens(draft):
                draft.type = "STATE"
            if draft.type != "STATE" and not draft.passing and self._is_kept(draft, placed):
                for number in self._near(draft):
                    self._told.setdefault(number, []).append(draft)
        # Backwards, so that what an inner speaker says is settled before the outer one is asked.
        kept = [draft for draft in reversed(drafts) if self._is_kept(draft, placed)][::-1]
        kept = once(kept)
        threats = {id(each) for one in kept if one.type == "THREATEN" and one.kind != "threat" for each in one.content}
        kept = [each for each in kept if not (each.kind == "threat" and id(each) in threats)]
        self._speakers_as_actors(kept, placed, chains)
        passing = [each for each in kept if each.passing]
        kept = [each for each in kept if not each.passing]
        for draft in (*kept, *passing):
            for member in (*draft.actors, *draft.targets, *draft.object_parties):
                member.used = True
        said = [
            (number, each) for number, one in enumerate(self.parsed) for each in effects(self.text, one, self.language)
        ]
        for draft in kept:
            placed[id(draft)] = self._without_own(draft, placed[id(draft)], chains)
            chains.chain(placed[id(draft)])
        members = self.cast.parties()
        dated = self._dated(kept)
        claims = self._claims(kept, placed, chains, dated)
        measures = self._measures(kept, claims, passing)
        parties: tuple[Party, ...] = tuple(party(each) for each in members)
        return Reading(
            document=document,
            engine=ENGINE,
            parties=parties,
            claims=claims,
            measures=measures,
            effects=self._effects(said, measures),
        )

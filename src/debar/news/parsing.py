"""A text to sentences that are read, drafts of claims, and the scopes they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from debar.news import dates as times
from debar.news.attribution import around
from debar.news.capitals import capitals_within
from debar.news.cast import Cast, Member
from debar.news.chunks import Chunk, VerbGroup
from debar.news.clause import Parsed
from debar.news.clauses import clauses
from debar.news.drafts import Draft
from debar.news.events import Events
from debar.news.evidence import settle
from debar.news.grammar import chunk
from debar.news.language import Language
from debar.news.naming import Found, names_in
from debar.news.speech import Scope
from debar.news.tagging import tag
from debar.news.text import Sentence, Token

Pipeline = Callable[[str], object]


# Kinds of names that only their capitals make.
_BY_CAPITALS = frozenset({"person", "surname", "name", "thing", "company", "agency"})
_LONGEST_LABEL = 12
_BULLETS = ("-", "–", "•", "*", "·")
_LISTED = frozenset({"person", "company", "vessel", "name", "surname", "thing", "agency"})


def _is_label(row: Sentence, chunks: Sequence[Chunk]) -> bool:
    """A line without verb and full stop ("Physical Address", a byline, a caption): capitals make no names in it."""
    return (
        len(row.tokens) < _LONGEST_LABEL
        and not any(isinstance(one, VerbGroup) for one in chunks)
        and row.tokens[-1].text not in '.!?”"—–-'
    )


def _is_row(row: Sentence) -> bool:
    """A row of a list: it begins with a dash or a dot."""
    return len(row.tokens) > 1 and row.tokens[0].text in _BULLETS


def _mark_dates(row: Sentence, found: Sequence[times.Expression]) -> None:
    at = 0
    for expression in found:
        while at < len(row.tokens) and row.tokens[at].start < expression.start:
            at += 1
        while at < len(row.tokens) and row.tokens[at].end <= expression.end:
            row.tokens[at].tag = "DATE"
            at += 1


def is_speech(draft: Draft, words: Language) -> bool:
    frame = words.frames.get(draft.kind)
    if draft.kind == "condemn":
        return True
    return frame is not None and frame.speech


def _entities(pipeline: Pipeline, text: str) -> list[tuple[int, int, str]]:
    from debar.news.pipeline import entities

    return entities(pipeline, text)


def _merged(names: list[Found], row: Sentence, extra: Sequence[tuple[int, int, str]]) -> list[Found]:
    from debar.news.pipeline import merged

    return merged(names, row, extra)


class Parsing:
    """The first half of a reading: nothing is left out yet."""

    def __init__(self, text: str, published: date | None, words: Language, pipeline: Pipeline | None) -> None:
        self.text = text
        self.published = published
        self.language = words
        self.cast = Cast(text, words)
        self.parsed: list[Parsed] = []
        self.expressions: list[list[times.Expression]] = []
        self.names: list[list[Found]] = []
        self.events = Events(self.cast, words)
        self._told: dict[int, list[Draft]] = {}
        # The first quotation of a clause that says whose it is.
        self._quotations: dict[int, Scope] = {}
        self.extra = _entities(pipeline, text) if pipeline is not None else []

    def _parse(self, rows: Sequence[Sentence]) -> None:
        seen = capitals_within([each.tokens for each in rows])
        vessels = {word for word, kind in self.language.organisation_words.items() if kind == "vessel"}
        ships = any(token.low.removesuffix("s") in vessels for row in rows for token in row.tokens)
        known: list[tuple[Sequence[Token], list[Found]]] = []
        for row in rows:
            found = list(times.expressions(self.text, row.start, row.end, self.language))
            _mark_dates(row, found)
            names = names_in(row.tokens, self.language, seen, ships=ships)
            if self.extra:
                names = _merged(names, row, self.extra)
            known.append((row.tokens, names))
            self.expressions.append(found)
        settle(known, self.language)
        for number, (row, (_, names)) in enumerate(zip(rows, known, strict=True)):
            tag(row.tokens, names, self.language)
            chunks = chunk(row.tokens, names)
            if _is_label(row, chunks) and not _is_row(row):
                names, chunks = [each for each in names if each.kind not in _BY_CAPITALS], []
            parsed = Parsed(row.tokens, chunks, clauses(chunks, row.tokens, self.language), number, row.paragraph)
            self.parsed.append(parsed)
            self.names.append(names)
            self.cast.introduce(row.tokens, names)

    def _drafts(self, by_sentence: Sequence[Sequence[Scope]], marked: Sequence[Scope]) -> list[Draft]:
        events = self.events
        found: list[Draft] = []
        for parsed, names, inside in zip(self.parsed, self.names, by_sentence, strict=True):
            self.cast.sentence(parsed, names)
            found.extend(events.sentence(parsed, inside))
        by_clause = {id(scope.clause): scope for scope in marked}
        for scope in reversed(marked):
            self._quotations[id(scope.clause)] = scope
        for draft in found:
            if (
                draft.scope is None
                and draft.clause is not None
                and id(draft.clause) in by_clause
                and is_speech(draft, self.language)
            ):
                draft.scope = by_clause[id(draft.clause)]
        for draft in found:
            tokens = draft.parsed.tokens
            if draft.act and tokens[-1].text == ":" and any(token.low == "following" for token in tokens):
                # "Norway has listed the following:" and a list: its rows are whom it is about.
                draft.targets = self._rows(draft.parsed.number + 1) or draft.targets
        return found

    def _rows(self, number: int) -> list[Member]:
        """Who begins each row of the list that begins with a sentence."""
        found: list[Member] = []
        while number < len(self.parsed) and self.parsed[number].tokens[0].text in _BULLETS:
            first = next((one for one in self.names[number] if one.first <= 2 and one.kind in _LISTED), None)
            member = self.cast.named(self.parsed[number].tokens, first) if first is not None else None
            found += [member] if member is not None else []
            number += 1
        return found

    def _placed(
        self, drafts: Sequence[Draft], by_sentence: Sequence[Sequence[Scope]], marked: Sequence[Scope]
    ) -> dict[int, list[Scope]]:
        """For every draft the scopes that it stands in, its own last."""
        placed: dict[int, list[Scope]] = {}
        near: dict[int, list[Scope]] = {}
        for scope in marked:
            for number in self._touched(scope):
                near.setdefault(number, []).append(scope)
        for draft in drafts:
            number = draft.parsed.number
            inside = [scope for scope in (*by_sentence[number], *near.get(number, ())) if self._speaks(scope)]
            placed[id(draft)] = around(inside, draft.cue[0], draft.scope)
        return placed

    def _speaks(self, scope: Scope) -> bool:
        """Whether its verb is one of saying here: "added to the list" adds no words, "dismissed the appeal" says none."""
        clause = scope.clause
        if clause is None or scope.quoted:
            return True
        if id(clause) in self.events.acting:
            return False
        return id(clause) in self.events.speaking or clause.complement is not None

    def _touched(self, scope: Scope) -> Iterable[int]:
        """The sentences that a quotation runs over; its speaker may stand in the first or the last of them."""
        number = scope.sentence.number
        while number > 0 and self.parsed[number - 1].end > scope.start:
            number -= 1
        while number < len(self.parsed) and self.parsed[number].start < scope.end:
            if self.parsed[number].end > scope.start:
                yield number
            number += 1

    def _contents(self, drafts: Sequence[Draft], placed: dict[int, list[Scope]]) -> None:
        """Which claims stand in what another one says."""
        by_scope = {
            id(draft.scope.clause): draft
            for draft in drafts
            if draft.scope is not None and draft.scope.clause is not None
        }
        for draft in drafts:
            inside = placed[id(draft)]
            inner = inside[:-1] if draft.scope is not None else inside
            if inner and inner[-1].clause is not None:
                speaker = by_scope.get(id(inner[-1].clause))
                if speaker is not None and speaker is not draft:
                    speaker.content.append(draft)

    def _according(self, by_sentence: Sequence[Sequence[Scope]]) -> list[Draft]:
        """``According to him, …``: a statement like any other, where no verb of saying makes it one."""
        found = []
        for inside in by_sentence:
            for scope in inside:
                if scope.clause is not None or scope.cited:
                    continue
                parsed = scope.sentence
                at = next(token for token in parsed.tokens if token.low == "according")
                ends = [parsed.tokens[each.end - 1].end for each in scope.groups]
                span = min(scope.start, at.start), max(scope.end, *ends) if ends else scope.end
                draft = Draft("STATE", parsed, (at.start, at.end), "accord", "say", span, scope=scope)
                draft.actors = self.cast.all_of(scope.groups, parsed)
                draft.according = True
                found.append(draft)
        return found

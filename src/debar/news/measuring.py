"""Of which kind the measure of a claim is, and which others are told with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debar.news.chunks import Mark, NounGroup
from debar.news.clause import Clause, Parsed
from debar.news.drafts import Draft
from debar.news.groups import group
from debar.news.particulars import Particulars
from debar.news.roles import (
    inner_groups,
)

# What "the package" or "the draft" does, those do whose it is.
_OF_A_PACKAGE = frozenset({"impose", "amend", "ban", "freeze", "lift", "enlist", "sanction", "aim"})


class Measuring(Particulars):
    """Names the measures of the claims."""

    def _measure(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        groups = [*self._patient(clause), *clause.after("with"), *clause.after("under")]
        if draft.kind == "aim":
            groups += clause.subject
        found = self._names_measure(groups, parsed, strong=False)
        tokens = parsed.tokens
        if found is not None:
            draft.measure = found.known.key
            if clause.gap is None:
                draft.measure_span = tokens[found.first].start, tokens[found.last - 1].end
            draft.further = [
                (other.known.key, (tokens[other.first].start, tokens[other.last - 1].end))
                for one in groups
                for each in (one, *inner_groups(one))
                for other in each.names
                if other.kind == "measure" and other.known.country == "strong" and other.known.key != found.known.key
            ]
        elif draft.kind == "terminate":
            agreement = next(
                (each for one in self._patient(clause) for each in (one, *inner_groups(one)) if self._agreement(each)),
                None,
            )
            draft.measure = "air_services_agreement" if agreement else "agreement"
        else:
            kinds = {
                "freeze": "asset_freeze",
                "unfreeze": "asset_freeze",
                "ban": self._banned_by(clause, parsed),
                "sanction": "designation",
                "enlist": "designation",
                "aim": "sanctions",
            }
            draft.measure = kinds.get(draft.kind, "designation" if draft.type == "LIFT_SANCTION" else "sanctions")
            if clause.verb.lemma in ("propose", "nominate"):
                draft.stage = "mooted"
            if draft.kind in ("enlist", "delist"):
                draft.measure = self._list_kind(clause, parsed) or draft.measure
            if draft.kind == "license":
                draft.measure = "sanctions"
            if draft.kind == "sanction" and draft.lemma == "sanction":
                draft.measure = "sanctions"
        if draft.kind == "follow" and self.last_step is not None:
            draft.measure = self.last_step.measure
        if draft.kind == "sanction":
            self._as_label(draft, clause, parsed)
        if draft.kind in _OF_A_PACKAGE and not draft.actors and self._is_measure(clause.subject, parsed):
            # "The package will lower the price cap": whose the package is lowers it.
            draft.actors = list(self.last_actors)
        if draft.type == "TERMINATE_AGREEMENT" and not draft.targets:
            draft.targets = [
                each for each in self._met(clause.after("with", "between"), parsed) if each not in draft.actors
            ]
            owners = [self._possessor(each, parsed) for each in self._patient(clause)]
            named = [owner for owner in owners if owner is not None and owner not in draft.actors]
            draft.targets = draft.targets or named

    def _banned_by(self, clause: Clause, parsed: Parsed) -> str:
        barred = self._barred(clause, parsed)
        if barred is not None:
            return barred[0]
        kind = self._ban_kind(self._patient(clause), parsed.tokens)
        return "import_ban" if kind == "restriction" and self._goods_named(self._patient(clause)) else kind

    def _list_kind(self, clause: Clause, parsed: Parsed) -> str:
        """``was put on the Entity List``: some lists say what they do."""
        tokens = parsed.tokens
        for each in clause.after("to", "on", "onto", "from", "off", "under"):
            words = " ".join(token.low for token in tokens[each.first : each.end])
            for phrase, kind in self.language.lists:
                if phrase in words:
                    return kind
        return ""

    def _as_label(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``designates the IRGC as a terrorist organisation``."""
        for each in clause.after("as", "+"):
            for found in each.names:
                if found.kind == "measure":
                    draft.measure = found.known.key
            if "terrorist" in (token.low for token in parsed.tokens[each.first : each.last]):
                draft.measure = "terrorist_designation"

    def _including(self, draft: Draft, clause: Clause, parsed: Parsed) -> Iterator[Draft]:
        """``penalties …, including the cancellation of … and sanctions on …``: each is a measure of the same."""
        chunks = parsed.chunks
        at = next(
            (
                here
                for here in range(clause.at, len(chunks) - 1)
                if isinstance(chunks[here], Mark)
                and getattr(chunks[here], "low", "") in ("including", "alongside", "plus")
            ),
            None,
        )
        if at is None or not isinstance(chunks[at + 1], NounGroup):
            return
        here = at + 1
        while here < len(chunks) and isinstance(chunks[here], NounGroup):
            groups, after = group(chunks, here, free=False)
            for each in groups:
                yield from self._nominal(each, chunks.index(each), parsed, draft)
            trailing = self._trailing_end(chunks, after)
            if (
                trailing < len(chunks) - 1
                and isinstance(chunks[trailing], Mark)
                and chunks[trailing].kind in ("C", "comma")
            ):
                here = trailing + 1
                if isinstance(chunks[here], Mark) and chunks[here].kind == "C":
                    here += 1
            else:
                return

    def _trailing_end(self, chunks: Sequence[object], at: int) -> int:
        while (
            at + 1 < len(chunks)
            and isinstance(chunks[at], Mark)
            and getattr(chunks[at], "kind", "") == "P"
            and isinstance(chunks[at + 1], NounGroup)
        ):
            at += 2
        return at

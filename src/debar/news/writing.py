"""Drafts to the public values: claims, measures, effects."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from debar.news import dates as times
from debar.news.attribution import Chains
from debar.news.cast import Member
from debar.news.clause import Parsed
from debar.news.drafts import Draft
from debar.news.effects import Said
from debar.news.judging import Judging
from debar.news.language import Language
from debar.news.parsing import is_speech
from debar.news.speech import Scope, speech_class
from debar.news.stances import Stances
from debar.news.values import Certainty, Claim, Cue, Effect, Measure, Object, Stance, When

_PAGES = 2_000


class Writing(Judging):
    """The second half of a reading."""

    def _dated(self, drafts: Sequence[Draft]) -> dict[int, When]:
        found: dict[int, When] = {}
        by_sentence: dict[int, list[Draft]] = {}
        for draft in drafts:
            by_sentence.setdefault(draft.parsed.number, []).append(draft)
        for number, own in by_sentence.items():
            for expression in self.expressions[number]:
                dated = _dated_draft(expression, own, self.parsed[number], self.language)
                if dated is None or _is_told_in(dated, expression) or _is_term(dated, expression):
                    # A statement is dated by its saying, not by what it tells.
                    continue
                future = dated.tense in ("future", "hypothetical") and not is_speech(dated, self.language)
                when = times.resolve(expression, self.published, self.language, future=future)
                before = found.get(id(dated))
                if before is None or (before.resolved is None and when.resolved):
                    found[id(dated)] = when
        return found

    def _claims(
        self, drafts: Sequence[Draft], placed: dict[int, list[Scope]], chains: Chains, dated: dict[int, When]
    ) -> tuple[Claim, ...]:
        ids = {id(draft): f"c{number}" for number, draft in enumerate(drafts, 1)}
        chain_of = [chains.chain(placed[id(draft)]) for draft in drafts]
        stances = Stances(
            drafts,
            [frozenset(each.party or each.descriptor or "" for each in chain) for chain in chain_of],
            [
                [one for scope in placed[id(draft)] if scope is not draft.scope for one in chains.members(scope)]
                for draft in drafts
            ],
        ).read()
        claims = []
        for number, draft in enumerate(drafts):
            chain = chain_of[number]
            when = dated.get(id(draft))
            attributed: Certainty = "U" if chain or placed[id(draft)] else draft.certainty
            claims.append(
                Claim(
                    id=ids[id(draft)],
                    type=draft.type,
                    actors=_ids(draft.actors),
                    targets=_ids(draft.targets),
                    object=self._object(draft, ids),
                    cue=Cue(text=self.text[slice(*draft.cue)], span=draft.cue, lemma=draft.lemma, kind=draft.kind),
                    polarity=draft.polarity,
                    certainty=draft.certainty,
                    author_certainty=attributed,
                    tense=draft.tense,
                    historical=_is_historical(when, self.published),
                    quoted=any(scope.quoted for scope in placed[id(draft)] if scope is not draft.scope),
                    source_chain=chain,
                    date=when,
                    span=draft.span,
                    stance=tuple(Stance(claim=ids[id(drafts[other])], stance=word) for other, word in stances[number]),
                )
            )
        return tuple(claims)

    def _object(self, draft: Draft, ids: dict[int, str]) -> Object | None:
        claims = tuple(ids[id(each)] for each in draft.content if id(each) in ids)
        span = draft.object_span
        if span is None and draft.scope is not None:
            span = draft.scope.start, draft.scope.end
        if span is None:
            return None
        return Object(text=self.text[slice(*span)], span=span, parties=_ids(draft.object_parties), claims=claims)

    def _measures(
        self, drafts: Sequence[Draft], claims: Sequence[Claim], passing: Sequence[Draft]
    ) -> tuple[Measure, ...]:
        """The measures of the claims, each once; then those that are told of in passing, where no claim has them."""
        found: dict[tuple[object, ...], Measure] = {}
        told: set[tuple[object, ...]] = set()
        for draft, claim in (*zip(drafts, claims, strict=True), *((each, None) for each in passing)):
            if (draft.act is None and draft.kind != "take") or draft.roster or draft.polarity == "negative":
                # "has not sanctioned": a claim that it is not so, and no measure.
                continue
            actors, targets = _ids(draft.actors), _ids(draft.targets)
            historical = claim is not None and claim.historical
            key = (draft.measure, draft.act, actors, targets, draft.stage, historical, draft.polarity)
            if key in found or (claim is None and key[:4] in told):
                continue
            told.add(key[:4])
            for kind, span in ((draft.measure, draft.measure_span or draft.cue), *draft.further):
                found[(kind, *key[1:])] = Measure(
                    id=f"m{len(found) + 1}",
                    kind=kind,
                    act=draft.act or "impose",
                    imposers=actors,
                    targets=targets,
                    goods=_ids(draft.goods),
                    stage=draft.stage,
                    polarity=draft.polarity,
                    historical=historical,
                    date=claim.date if claim is not None else None,
                    claim=claim.id if claim is not None else None,
                    text=self.text[slice(*span)],
                    span=span,
                )
        return _with_names(list(found.values()), [each for each in drafts if each.roster])

    def _effects(self, said: Sequence[tuple[int, Said]], measures: Sequence[Measure]) -> tuple[Effect, ...]:
        found = []
        imposed = sorted(
            (one for one in measures if one.act == "impose" and one.polarity == "positive"), key=lambda one: one.span
        )
        starts = [one.span[0] for one in imposed]
        for number, (sentence, each) in enumerate(said, 1):
            parsed = self.parsed[sentence]
            at = bisect_left(starts, parsed.end)
            # The last measure before it; what was said pages ago is not meant.
            near = [one for one in imposed[max(0, at - 1) : at] if parsed.start - one.span[1] < _PAGES]
            found.append(
                Effect(
                    id=f"e{number}",
                    kind=each.kind,
                    bound=each.bound,
                    targets=(*near[0].targets, *near[0].named) if near else (),
                    measures=tuple(one.id for one in near),
                    text=self.text[each.start : each.end],
                    span=(each.start, each.end),
                )
            )
        return tuple(found)


def _with_names(measures: list[Measure], rosters: Sequence[Draft]) -> tuple[Measure, ...]:
    """The measures, with those whom the text names after each: they are of the last one before that lists somebody."""
    order = sorted((one for one in measures if one.act == "impose"), key=lambda one: one.span)
    starts = [one.span[0] for one in order]
    named: dict[str, list[str]] = {}
    for draft in rosters:
        at = bisect_left(starts, draft.cue[0])
        last = order[at - 1] if at else None
        if last is not None and last.polarity == "positive" and draft.cue[0] - last.span[1] < _PAGES:
            named.setdefault(last.id, []).extend(_ids(draft.targets))
    return tuple(
        msgspec.structs.replace(one, named=tuple(id for id in dict.fromkeys(named[one.id]) if id not in one.targets))
        if one.id in named
        else one
        for one in measures
    )


def _is_term(draft: Draft, expression: times.Expression) -> bool:
    """``extended until Dec. 20``: that is how long it runs, not when it was done."""
    lead = expression.parts.get("prep", "").lower()
    runs = lead in ("until", "till", "through", "for")
    return runs and draft.type in ("AMEND_SANCTION", "IMPOSE_SANCTION", "LIFT_SANCTION") and draft.tense != "future"


def _is_told_in(draft: Draft, expression: times.Expression) -> bool:
    scope = draft.scope
    inside = scope is not None and scope.start <= expression.start < scope.end
    return inside and draft.type == "STATE" and bool(draft.content or draft.clause is None or draft.clause.complement)


def _dated_draft(
    expression: times.Expression, drafts: Sequence[Draft], parsed: Parsed, words: Language
) -> Draft | None:
    """The claim that a date belongs to: that of the verb before it, else of the one after it."""
    verbs = [(parsed.tokens[clause.verb.main].start, clause) for clause in parsed.clauses]
    left = [clause for at, clause in verbs if at < expression.start]
    before_it = [token for token in parsed.tokens if token.end <= expression.start][-1:]
    if left and before_it and before_it[0].low in ("and", "but"):
        # "…, and last week Norway listed its director"
        right = next((one for at, one in verbs if at > expression.start and one.verb.form == "finite"), None)
        mine = [draft for draft in drafts if right is not None and draft.clause is right]
        if mine and not is_speech(mine[0], words):
            return mine[0]
    clause = left[-1] if left else next((one for _, one in verbs if one.verb.form == "finite"), None)
    if clause is None:
        return drafts[0] if drafts else None
    own = [draft for draft in drafts if draft.clause is clause]
    if own:
        return min(own, key=lambda draft: abs(draft.cue[0] - expression.start))
    if not left:
        # "On Tuesday the agency announced that …" dates the announcing.
        speaks = speech_class(clause, words) is not None
        return drafts[0] if drafts and not speaks else None
    for group in clause.subject:
        # "Speculation about transfers began over the weekend": what the verb is said of.
        start, end = parsed.tokens[group.first].start, parsed.tokens[clause.verb.main].start
        verbal = {at for at, _ in verbs}
        about = [draft for draft in drafts if start <= draft.cue[0] < end and draft.cue[0] not in verbal]
        if about:
            return about[-1]
    held = [parsed.tokens[group.head].start for group in clause.object]
    lost = [draft for draft in drafts if draft.clause is None and draft.cue[0] in held]
    if lost:
        # "lost an appeal in 2023"
        return lost[-1]
    if clause.relation in ("from", "for") and clause.governor is not None:
        # "banned him from entering last year"
        barred = [draft for draft in drafts if draft.clause is clause.governor and draft.act]
        if barred:
            return barred[-1]
    kept = [draft for draft in drafts if draft.clause is not None and draft.clause.governor is clause]
    if (
        clause.complement is not None
        and clause.complement[0] in ("to", "on")
        and kept
        and not is_speech(kept[0], words)
    ):
        # "voted on Friday to extend the embargo"
        return kept[0]
    carried = clause.verb.form == "ing" and clause.governor is not None
    aside = clause.relative or any(each.relative for each in clause.subject)
    if clause.verb.form == "to" or carried or (clause.verb.form == "finite" and (aside or not clause.verb.passive)):
        # It dates what no claim tells.
        return None
    # "sanctions dating back to 2022": of the claim that the participle hangs on.
    before = [draft for draft in drafts if draft.cue[0] < expression.start and draft.type != "STATE"]
    return before[-1] if before else None


def _is_historical(when: When | None, published: date | None) -> bool:
    """It ended more than a year before the article."""
    if (
        when is None
        or when.resolved is None
        or published is None
        or when.precision == "since"
        or when.resolved.endswith("..")
    ):
        return False
    last = when.resolved.rsplit("/", 1)[-1]
    return last[:4].isdigit() and int(last[:4]) < published.year - (
        len(last) > 4 and last[5:7] > f"{published.month:02d}"
    )


def _ids(members: Iterable[Member]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(member.id for member in members if member.id))

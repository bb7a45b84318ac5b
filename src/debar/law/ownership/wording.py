"""Verdicts in words and as rows: who is bound, by which rule, for which day, on what evidence.

The wording never says "not blocked" beyond what was looked at, and never that something is prohibited without saying for
whom. Nothing here is legal advice, and every text says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from debar.law.ownership import percent
from debar.law.ownership.rules import Government, Rule
from debar.law.ownership.verdicts import Assessment, Continued, Step, Verdict
from debar.model.countries import name_of

FLAGS = {
    "listed": "It is listed itself.",
    "government": "It is a government, or a part of one, that the rule blocks by definition, listed or not.",
    "control": "By ownership alone the verdict would be a weaker one: it rests on control, which can be rebutted.",
    "control_unverified": "Not all criteria of control that the rule counts are verified: its row on voting rights rests on memory.",
    "review_circular": "Companies that hold each other are among its owners. Read from the listed down, the stakes do not "
    "reach the threshold; if the circle were blocked, they would bear it. Have it reviewed.",
    "review_joint": "The stakes of several listed persons would reach the threshold under a joint arrangement, of which the "
    "input says nothing. Have it reviewed.",
    "joint_holding": "A party that counts holds a stake in it jointly with one that does not; only its own part is counted.",
    "near_miss": "A near miss: caution.",
    "no_owners": "The input names no stake in it on that day, so that nothing is known of its owners.",
    "unaccounted": "The input does not name all holders of its shares.",
    "divested": "A party that counts held a stake in it that has ended. Property that was blocked meanwhile stays blocked, and a "
    "sale must be genuine (OFAC FAQ 402).",
    "over_100": "Its shares add up to more than 100 per cent in the input.",
    "incomplete": "A row about its owners was rejected: the verdict may lack a stake.",
    "input_incomplete": "Rejected rows of the input name no company: they may be about this one.",
    "repeated_owner": "Several stakes of one owner in it are added. Look whether they are not one stake, told twice.",
    "duplicate": "A stake in it stands twice in the input; the second counts as possible only.",
    "treasury": "It holds shares in itself. They never count; of the remaining shares the others hold more than is said here.",
    "rule_before_start": "The rule was not in force yet on that day, as far as debar's table knows: this is what it would say.",
    "rule_suspended": "The rule is suspended on that day: this is what it would say.",
    "rule_resumption_unverified": "The rule's text put it back into force by that day, but nobody has verified that it did: "
    "check before you rely on this.",
    "rule_unverified": "The rule's row rests on memory and is not verified.",
}
"""What each flag of a verdict means."""

NO_ADVICE = "This is no legal advice."


def number(share: Fraction) -> float | int:
    """A share in per cent as a JSON number.

    >>> number(Fraction(1, 2)), number(Fraction(1, 3))
    (50, 33.333333333333336)
    """
    percent = share * 100
    return percent.numerator if percent.denominator == 1 else percent.numerator / percent.denominator


class Rows:
    """Verdicts as rows for JSON, with what all rows share: rule, day, source, state of verification."""

    def __init__(self, assessment: Assessment) -> None:
        rule = assessment.rule
        self._parties = assessment.holdings.parties
        self._common = {
            "rule": rule.rule,
            "on": assessment.on.isoformat(),
            "standing": assessment.standing,
            "source": rule.source,
            "status": "unverified" if "rule_unverified" in assessment.rule_flags else rule.status,
            "verified_on": rule.verified_on.isoformat(),
        }

    def row(self, verdict: Verdict) -> dict[str, Any]:
        """One verdict."""
        party = self._parties.get(verdict.id)
        return {
            "id": verdict.id,
            "name": party.name if party is not None else "",
            "verdict": verdict.verdict,
            "share": number(verdict.share) if verdict.share else 0,
            "share_high": number(verdict.share_high) if verdict.share_high else 0,
            "listed": verdict.listed,
            "flags": verdict.flags,
            "proof": verdict.proof,
            "unaccounted": None if verdict.unaccounted is None else number(verdict.unaccounted),
            **self._common,
        }


def explain(assessment: Assessment, id: str) -> str:
    """One verdict in sentences: what, for whom, by which rule, on what evidence, from which source.

    Raises:
        KeyError: the input does not name the party.
    """
    verdict = assessment[id]
    lines = [_headline(assessment, verdict), ""]
    if verdict.proof:
        lines += [*_tree(assessment, verdict), ""]
    lines += [f"- {text}" for text in _remarks(assessment, verdict)]
    lines.append(_source(assessment))
    return "\n".join(lines)


def threshold(rule: Rule) -> str:
    """What share suffices, in words.

    >>> from datetime import date
    >>> from debar.law.ownership import rule
    >>> threshold(rule("uk", date(2026, 1, 1)))
    'more than 50 % of the shares or of the voting rights'
    """
    tests = [test for test in rule.tests if test.limb == "ownership" and test.threshold is not None]
    what = " or ".join(f"of the {_INTERESTS[test.interest]}" for test in tests)
    return f"{tests[0].comparison} {tests[0].threshold} % {what}"


_INTERESTS = {"shares": "shares", "votes": "voting rights"}


def named(assessment: Assessment, id: str) -> str:
    """A party as a sentence calls it."""
    if not id:
        return "an owner that a rejected row does not name"
    name = assessment.party(id).name
    return f"{name} ({id})" if name and name != id else id


_MUST = {
    "before its start": "would have to",
    "suspended": "would have to",
    "resumed, unverified": "must, if the rule is back in force,",
}


def _headline(assessment: Assessment, verdict: Verdict) -> str:
    rule, on = assessment.rule, assessment.on
    who = named(assessment, verdict.id)
    must = rule.must.replace("must", _MUST.get(assessment.standing, "must"), 1)
    if "listed" in verdict.flags:
        return f"{who} is among the listed that you gave; {rule.title} is not needed to reach it."
    if "government" in verdict.flags:
        return f"{rule.bound} must treat {who} as blocked on {on}: it is a government blocked by definition, listed or not."
    held = f"{_percent(verdict)} of it counts, and {threshold(rule)} would suffice"
    if verdict.verdict == "blocked":
        behind = _list([named(assessment, one) for one in verdict.listed])
        suffices = f"{threshold(rule)} suffices"
        counted = f"{_percent(verdict)} of it counts, where {suffices}"
        shares = [test for test in rule.tests if test.threshold is not None and test.limb == "ownership"]
        if not any(test.met_by(verdict.share) for test in shares):
            counted = f"not by share ({_percent(verdict)} counts) but by a right or control that suffices itself"
        return f"{who}: {rule.bound} {must} under {rule.title} on {on}; behind it: {behind}. {_sentence(counted)}."
    if verdict.verdict == "possible":
        behind = _list([named(assessment, one) for one in verdict.listed]) or "a party that the input does not tell"
        return (
            f"{who}: it is possible that {rule.bound} {must} under {rule.title} on {on}; behind it: {behind}. "
            f"{_sentence(held)}: the bands and doubtful rows of the input leave it open."
        )
    return (
        f"{who}: the stakes looked at do not reach it under {rule.title} on {on}: {held}. "
        f"{len(assessment.holdings.stakes):,} stakes were looked at; of others this says nothing."
    )


def _tree(assessment: Assessment, verdict: Verdict) -> Iterator[str]:
    """The proof, from the party up to the listed, as an indented tree; a company's owners are shown once."""
    steps: dict[str, list[Step]] = {}
    cut = set()
    for step in verdict.proof:
        if isinstance(step, Continued):
            cut.add(step.continues_at)
        else:
            steps.setdefault(step.owned, []).append(step)
    yield named(assessment, verdict.id)
    shown = {verdict.id}
    stack = _branches("", steps.get(verdict.id, []))
    while stack:
        margin, fork, step = stack.pop()
        again = step.owner in shown and step.owner in steps
        yield f"{margin}{fork}─ {_holding(assessment, step)}{' (see above)' if again else ''}"
        if not again:
            shown.add(step.owner)
            stack += _branches(margin + ("│  " if fork == "├" else "   "), steps.get(step.owner, []))
    for id in sorted(cut):
        yield f"… the proof continues at {named(assessment, id)}: ask for it with --entity {id}"


def _branches(margin: str, steps: list[Step]) -> list[tuple[str, str, Step]]:
    """The steps below a party, the last one first, each with the margin and the fork that it is drawn at."""
    last = len(steps) - 1
    return [(margin, "└" if place == last else "├", step) for place, step in enumerate(steps)][::-1]


def _holding(assessment: Assessment, step: Step) -> str:
    owner, owned = named(assessment, step.owner), named(assessment, step.owned)
    what = {
        "shares": f"holds {step.percent} % of {owned}",
        "votes": f"holds {step.percent} % of the voting rights in {owned}",
        "appoint_board": f"may appoint or remove a majority of the board of {owned}",
        "control": f"controls {owned} by other means",
    }[step.interest]
    sources = [f"per {step.document}"] if step.document else []
    if step.origin:
        sources.append(step.origin)
    where = f", {' '.join(sources[:1])}" if sources else ""
    where += f" ({sources[1]})" if len(sources) > 1 else ""
    doubt = "; the row is doubtful and counts as possible only" if step.doubtful else ""
    return f"{owner} ({_BECAUSE[step.because]}) {what}{where}{doubt}"


_BECAUSE = {
    "listed": "listed",
    "government": "a government blocked by definition",
    "owned": "reached itself, by its owners",
    "controlled": "reached itself, by control",
    "possible": "possibly reached itself",
    "unknown": "who may be listed",
    "joint": "holding jointly with one that counts",
}


def _remarks(assessment: Assessment, verdict: Verdict) -> Iterator[str]:
    for flag in verdict.flags:
        text = FLAGS[flag]
        if flag == "unaccounted" and verdict.unaccounted is not None:
            share = verdict.unaccounted
            text += f" Up to {percent.about(share, share)} % of them may be anybody's."
        if flag == "near_miss":
            text = (
                f"A near miss: {_percent(verdict)} counts. Caution is advised from {assessment.rule.near_miss_from} % on."
                if assessment.rule.near_miss_from
                else f"A red flag: {_percent(verdict)} is held by listed parties."
            )
        yield text
    if assessment.rule.note:
        yield assessment.rule.note
    behind = {assessment.party(id).country for id in verdict.listed}
    for government in assessment.by_definition:
        if government.country in behind:
            yield definition(government)


def definition(government: Government) -> str:
    """Why a government is blocked without being listed, and what of that is verified.

    >>> from datetime import date
    >>> from debar.law.ownership.rules import blocked_governments
    >>> print(definition(blocked_governments("ofac", date(2026, 1, 1))["cu"]))
    Government of Cuba: blocked by definition (31 CFR part 515) since 1963-07-08; the start and the legal basis are from memory. Source: OFAC FAQ 398; embargoes of 2026-11; verified, as of 2026-11-22.
    """
    country = name_of(government.country) or government.country
    since = f" since {government.start}" if government.start else ""
    note = f"; {government.note}" if government.note else ""
    return (
        f"Government of {country}: blocked by definition ({government.legal_basis}){since}{note}. Source: "
        f"{government.source}; {government.status}, as of {government.verified_on}."
    )


def _source(assessment: Assessment) -> str:
    rule = assessment.rule
    status = rule.status if rule.status == "verified" else "NOT verified"
    return (
        f"Source: {rule.source}; {status}, as of {rule.verified_on}. Rule {rule.rule}, day {assessment.on}. {NO_ADVICE}"
    )


def _percent(verdict: Verdict) -> str:
    text = percent.text_of(verdict.share, verdict.share_high)
    return f"{text if len(text) <= _LONG else percent.about(verdict.share, verdict.share_high)} %"


_LONG = 24


def _list(words: list[str]) -> str:
    shown = words[:10]
    more = f" and {len(words) - 10} more" if len(words) > 10 else ""
    return ", ".join(shown) + more


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]

"""The verdicts of a rule as a picture: the thin piece between the ownership engine and the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import Protocol

from debar.law.ownership.picture.graph import Edge, Node, Picture, Verdict
from debar.law.ownership.picture.scope import leading_to, refuse_too_many
from debar.law.ownership.stakes import Party, Stake

SOMEBODY = "somebody whom the input does not name"

_UNSAID = frozenset({"listed", "no_owners", "unaccounted"})
"""Flags that a box does not repeat: it shows the first, and the others stand on nearly every box."""

_INTERESTS = {"shares": "", "votes": "votes ", "appoint_board": "appoints the board", "control": "control"}


class VerdictOnParty(Protocol):
    """What is shown of a verdict."""

    @property
    def verdict(self) -> Verdict: ...
    @property
    def share(self) -> Fraction: ...
    @property
    def share_high(self) -> Fraction: ...
    @property
    def flags(self) -> tuple[str, ...]: ...
    @property
    def proof(self) -> Sequence[object]: ...


class RuleAsked(Protocol):
    """What is shown of a rule."""

    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def verified_on(self) -> date: ...


class StakesGiven(Protocol):
    """The stakes read, and what can be known of rows that were not."""

    @property
    def stakes(self) -> tuple[Stake, ...]: ...
    @property
    def unread(self) -> tuple[Stake, ...]: ...


class Assessed(Protocol):
    """What `debar.law.ownership.Assessment` is to a picture."""

    @property
    def on(self) -> date: ...
    @property
    def rule(self) -> RuleAsked: ...
    @property
    def rule_flags(self) -> tuple[str, ...]: ...
    @property
    def holdings(self) -> StakesGiven: ...
    def __len__(self) -> int: ...
    def __contains__(self, id: object) -> bool: ...
    def __getitem__(self, id: str) -> VerdictOnParty: ...
    def party(self, id: str) -> Party: ...


def picture_of(assessment: Assessed, ids: Iterable[str], source: str, entity: str | None = None) -> Picture:
    """The picture of all verdicts, or of the one on an entity.

    Args:
        assessment: the verdicts.
        ids: all parties to draw; of an entity asked for, only what leads to it is looked at, however many there are.
        source: the input, as the foot names it.
        entity: whom was asked for.

    Raises:
        GraphTooLarge: there are more parties than anybody could read.
    """
    rule, on = assessment.rule, assessment.on
    title = f"Who is reached: {rule.title}" if entity is None else _asked(assessment, entity)
    stakes = list(chain(assessment.holdings.stakes, assessment.holdings.unread))
    if entity is not None:
        near = leading_to(entity, ((stake.owner, stake.owned) for stake in stakes))
        stakes = [stake for stake in stakes if stake.owned in near]
        ids = dict.fromkeys(chain((id for stake in stakes for id in (stake.owner, stake.owned)), [entity]))
    else:
        # Before any verdict is made: of a million parties that would take a minute, for nothing.
        refuse_too_many(title, len(assessment), len(stakes))
    verdicts = {id: assessment[id] for id in ids if id in assessment}
    counted = {key for id, verdict in verdicts.items() for key in _counted(id, verdict)}
    nodes = [_node(assessment.party(id), verdict, assessment.rule_flags) for id, verdict in verdicts.items()]
    if any(not stake.owner for stake in stakes):
        nodes.append(Node("", SOMEBODY))
    doubtful = {id(stake) for stake in assessment.holdings.unread}
    edges = tuple(_edge(stake, on, counted=_key(stake) in counted, doubtful=id(stake) in doubtful) for stake in stakes)
    return Picture(title, _foot(assessment, source), tuple(nodes), edges, entity)


def _asked(assessment: Assessed, entity: str) -> str:
    return f"{assessment.party(entity).name or entity}: {assessment.rule.title}"


def _foot(assessment: Assessed, source: str) -> str:
    rule = assessment.rule
    warned = "".join(f" {flag.replace('_', ' ').capitalize()}." for flag in assessment.rule_flags)
    return (
        f"{rule.title}; source: {rule.source}; {rule.status}, as of {rule.verified_on}.{warned} "
        f"Holdings on {assessment.on}, from {source}. "
        "Every verdict rests on the holdings given here and on no others. This is no legal advice."
    )


def _node(party: Party, verdict: VerdictOnParty, rule_flags: tuple[str, ...]) -> Node:
    return Node(
        id=party.id,
        name=party.name,
        verdict=verdict.verdict,
        listed="listed" in verdict.flags,
        share=share_in_words(verdict.share, verdict.share_high) if verdict.share_high else "",
        flags=tuple(flag.replace("_", " ") for flag in verdict.flags if flag not in {*_UNSAID, *rule_flags}),
    )


def _counted(id: str, verdict: VerdictOnParty) -> Iterator[tuple[str, str, str]]:
    """The stakes in that party that its own proof names."""
    for step in verdict.proof:
        if getattr(step, "owned", None) == id:
            yield getattr(step, "owner", ""), id, getattr(step, "origin", "")


def _key(stake: Stake) -> tuple[str, str, str]:
    return stake.owner, stake.owned, stake.origin


def _edge(stake: Stake, on: date, *, counted: bool, doubtful: bool) -> Edge:
    words = _INTERESTS[stake.interest]
    if stake.interest in ("shares", "votes"):
        words += share_in_words(stake.low, stake.high)
    if stake.start is not None and on < stake.start:
        words += f" from {stake.start}"
    if doubtful:
        words += " in doubt"
    document = ", ".join(text for text in (stake.document, stake.origin) if text)
    ended = stake.end is not None and stake.end <= on
    return Edge(stake.owner, stake.owned, words, document, counted and not ended, doubtful, ended)


def share_in_words(low: Fraction, high: Fraction) -> str:
    """A share, or a band of them, in per cent; the sign says where decimals do not end.

    >>> share_in_words(Fraction(1, 2), Fraction(1, 2)), share_in_words(Fraction(1, 4), Fraction(1, 2))
    ('50 %', '25–50 %')
    >>> share_in_words(Fraction(1, 3), Fraction(1, 3)), share_in_words(Fraction(4999, 10000), Fraction(4999, 10000))
    ('≈33.33 %', '49.99 %')
    """
    ends = [share * 100 for share in ((low,) if low == high else (low, high))]
    # Cut and not rounded: 49.999 % must not read as 50 %.
    cut = [Fraction(int(end * 100), 100) for end in ends]
    sign = "" if cut == ends else "≈"
    return f"{sign}{'–'.join(f'{float(end):.2f}'.rstrip('0').rstrip('.') for end in cut)} %"

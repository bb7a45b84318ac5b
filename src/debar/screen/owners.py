"""Holdings made ready for a rule: their parties tied to the lists, and of those only whom the rule starts from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from debar.law.effects import reaches_owned
from debar.law.ownership.same_party import joined
from debar.law.ownership.stakes import Holdings, Notice
from debar.screen.screener import Screener
from debar.screen.tie_decisions import Decision
from debar.screen.ties import Tie, Ties, applied, tie


def tied(
    holdings: Holdings,
    screener: Screener,
    *,
    rule: str,
    on: date,
    given: Iterable[str] = (),
    decisions: Iterable[Decision] = (),
) -> tuple[Holdings, tuple[str, ...], Ties]:
    """Holdings, the ids of the listed, and the ties, for `debar.law.ownership.assess`.

    Parties of several files that an identifier says are one are joined first. A tie to a listing that does not reach owned
    companies under the rule (an investment ban, say) is named in a notice and left out.

    Args:
        holdings: as read.
        screener: over the lists.
        rule, on: as of `assess`.
        given: ids that the caller says are listed; they count as they are.
        decisions: what people have decided of ties.

    Raises:
        NotScreened: the lists are not fit; nothing is tied, and nothing is clear.
    """
    whole = joined(holdings)
    found = tie(whole, screener, given=given, decisions=decisions)
    kept: list[Tie] = []
    notices = list(found.notices)
    reached: dict[str, bool] = {}
    for one in found.ties:
        entity = screener.entity(one.entity)
        if entity is None:  # the caller's own word
            kept.append(one)
            continue
        if one.entity not in reached:
            reached[one.entity] = reaches_owned(entity, rule, on)
        if reached[one.entity]:
            kept.append(one)
        else:
            text = f"{one.text} The listing does not reach owned companies under the rule {rule} on {on}."
            notices.append(Notice("tie.reaches-nobody", "the lists", text, one.party))
    ties = msgspec.structs.replace(found, ties=tuple(kept), notices=tuple(notices))
    changed, listed = applied(whole, ties)
    return changed, listed, ties

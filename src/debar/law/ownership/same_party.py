"""When an identifier says that two parties are one: the table ``identifier_ties.csv``.

A number that a register gives ties two parties only with the country of that register, and only where the country has one
register: ``HRB 12345`` stands at every German court.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import msgspec

from debar.law.ownership.inputs.items import together
from debar.law.ownership.inputs.tables import table
from debar.law.ownership.stakes import Holdings, Notice, Party, Stake
from debar.match.identifiers import Mark, mark


class Rule(NamedTuple):
    """What an identifier of a property and country is worth.

    Args:
        filed_as: the group of properties under which the same number may be filed.
        ties: whether it ties two parties by itself.
        worldwide: whether no country need agree.
        country: the country that the property itself implies.
    """

    filed_as: str
    ties: bool
    worldwide: bool
    country: str | None


def key_of(prop: str, value: str, country: str | None) -> str | None:
    """What two parties must have in common to be one by this identifier; None where it ties nobody by itself.

    >>> key_of("leiCode", "529900ODI3047E2LIV03", None), key_of("innCode", "7700000016", None)
    ('lei/529900ODI3047E2LIV03', 'ru/tax/7700000016')
    >>> key_of("innCode", "7700000016", None) == key_of("taxNumber", "77 0000 0016", "ru")
    True
    >>> key_of("registrationNumber", "HRB 12345", "de") is None, key_of("registrationNumber", "01000001", None) is None
    (True, True)
    """
    found = _mark(prop, value)
    if found is None or not found.decides:
        return None
    rule = rule_of(prop, country)
    if rule is None or not rule.ties:
        return None
    number = found.key.partition(":")[2]
    if rule.worldwide:
        return f"{rule.filed_as}/{number}"
    where = rule.country or country
    return f"{where}/{rule.filed_as}/{number}" if where else None


@lru_cache(1 << 10)
def rule_of(prop: str, country: str | None) -> Rule | None:
    """The rule for a property with a country: the row of that country, else the one for all, else the only one."""
    rows = {row["country"]: row for row in table("identifier_ties.csv") if row["property"] == prop}
    only = next(iter(rows)) if len(rows) == 1 else None
    chosen = rows.get(country or "") or rows.get("*") or (rows[only] if only else None)
    if chosen is None:
        return None
    implied = only if only != "*" else None
    return Rule(chosen["filed_as"], chosen["ties"] == "yes", chosen["worldwide"] == "yes", implied)


def keys_of(party: Party) -> tuple[str, ...]:
    """The keys of all identifiers of a party."""
    found = (key_of(prop, value, party.country) for prop, value in party.identifiers)
    return tuple(dict.fromkeys(key for key in found if key is not None))


@lru_cache(1 << 14)
def _mark(prop: str, value: str) -> Mark | None:
    return mark(prop, value)


def joined(holdings: Holdings) -> Holdings:
    """The holdings with parties that share an identifier made one, so that chains meet across files and registers.

    The party that comes first keeps its id; a notice names every one that is joined to it, and by what.

    >>> from debar.law.ownership.shares import WHOLE
    >>> a, b = Party("a", "Quay BV", identifiers=(("leiCode", "724500VKKSH9QOLTFR81"),)), Party("x", country="nl")
    >>> b = msgspec.structs.replace(b, identifiers=a.identifiers)
    >>> one = joined(Holdings((Stake("x", "y", WHOLE.low, WHOLE.high),), {"a": a, "x": b}))
    >>> one.stakes[0].owner, one.notices[0].text
    ('a', 'x and a are one party by lei/724500VKKSH9QOLTFR81')
    """
    root: dict[str, str] = {}
    first: dict[str, str] = {}
    notices: list[Notice] = []
    for party in holdings.parties.values():
        for key in keys_of(party):
            here, there = _root(root, party.id), _root(root, first.setdefault(key, party.id))
            if here != there:
                root[here] = there
                text = f"{party.id} and {there} are one party by {key}"
                notices.append(Notice("party.joined", party.origin, text, there))
    if not root:
        return holdings
    parties: dict[str, Party] = {}
    for party in holdings.parties.values():
        id = _root(root, party.id)
        renamed = party if id == party.id else msgspec.structs.replace(party, id=id)
        parties[id] = together(parties[id], renamed) if id in parties else renamed
    return Holdings(
        tuple(_renamed(root, holdings.stakes)),
        parties,
        (*_about_root(root, holdings.notices), *notices),
        tuple(_renamed(root, holdings.unread)),
        holdings.rows,
    )


def _root(root: dict[str, str], id: str) -> str:
    while (above := root.get(id)) is not None:
        if (higher := root.get(above)) is not None:
            root[id] = higher  # so that nobody climbs the same steps for ever
        id = above
    return id


def _renamed(root: dict[str, str], stakes: Iterable[Stake]) -> Iterator[Stake]:
    for stake in stakes:
        if stake.owner in root or stake.owned in root:
            yield msgspec.structs.replace(stake, owner=_root(root, stake.owner), owned=_root(root, stake.owned))
        else:
            yield stake


def _about_root(root: dict[str, str], notices: Iterable[Notice]) -> Iterator[Notice]:
    for notice in notices:
        if notice.about in root:
            yield msgspec.structs.replace(notice, about=_root(root, notice.about))
        else:
            yield notice

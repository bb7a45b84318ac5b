"""What a reader of an ownership file gives: stakes, parties and notices as they come, and the count at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, TypeAlias

import msgspec

from debar.law.ownership.shares import UNKNOWN
from debar.law.ownership.stakes import Holdings, Notice, Party, Stake
from debar.lists.files import Head, ListFile


class Tally(msgspec.Struct, frozen=True):
    """How a file went: every record was used or set aside, none fell through.

    Args:
        file: its name.
        format: the name of the format that read it.
        records: how many records it has; blank lines and headers are none.
        used: records that gave a party, a stake, or a notice that says all that they say.
        aside: records that were set aside; a notice says why.
    """

    file: str
    format: str
    records: int
    used: int
    aside: int


class Doubtful(msgspec.Struct, frozen=True):
    """What can be known of a record that cannot be read, or of a party that nobody names: it counts in upper bounds.

    An owner "" is somebody unknown, who may be listed.
    """

    stake: Stake


Item: TypeAlias = Party | Stake | Doubtful | Notice | Tally


def anybody(owned: str, origin: str) -> Doubtful:
    """Somebody unknown may hold any share of that company."""
    return Doubtful(Stake("", owned, UNKNOWN.low, UNKNOWN.high, origin=origin))


class Format(msgspec.Struct, frozen=True):
    """A format of ownership data.

    Args:
        name: ``bods``, ``uk-psc`` …
        title: what it is, for messages.
        knows: whether the beginning of a file is of this format.
        read: the reader.
    """

    name: str
    title: str
    knows: Callable[[Head], bool]
    read: Callable[[ListFile], Iterator[Item]]


ASIDE = "set aside: "
"""What the texts of notices about records that were set aside begin with."""


class Remarks:
    """Notices about what is ordinary in a format, counted per file instead of one for each of a million records.

    >>> remarks = Remarks("psc.txt")
    >>> remarks.count("psc.not-alone", "psc.txt, line 4", "the stake is held through a trust")
    >>> remarks.count("psc.not-alone", "psc.txt, line 9", "the stake is held through a trust")
    >>> [notice.text for notice in remarks.notices()]
    ['2 times, first at psc.txt, line 4: the stake is held through a trust']
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._counts: dict[tuple[str, str], list[int | str]] = {}

    def count(self, code: str, origin: str, text: str) -> None:
        """Count one more; equal codes and texts make one notice. One that begins with `ASIDE` is about set-aside records."""
        found = self._counts.get((code, text))
        if found is None:
            self._counts[code, text] = [1, origin]
        else:
            found[0] = int(found[0]) + 1

    def notices(self) -> Iterator[Notice]:
        """One notice for each kind, in the order in which they were first met."""
        for (code, text), (times, first) in self._counts.items():
            row: Literal["kept", "set aside"] = "set aside" if text.startswith(ASIDE) else "kept"
            if times == 1:
                yield Notice(code, str(first), text, row=row)
            else:
                yield Notice(code, self._file, f"{times:,} times, first at {first}: {text}", row=row)


def holdings(items: Iterable[Item]) -> Holdings:
    """All items as one value. A party that is described several times is one with all that is said of it.

    The tally of a file becomes the notice ``input.counted``; the holdings' own rows stay uncounted, for a record may give
    several stakes.

    >>> found = holdings([Party("a"), Party("a", "Alpha Ltd", "Company"), Tally("x.json", "bods", 2, 2, 0)])
    >>> found.parties["a"].name, found.notices[0].text
    ('Alpha Ltd', '2 records read as bods: 2 used, 0 set aside')
    """
    stakes: list[Stake] = []
    unread: list[Stake] = []
    places: dict[int, int] = {}
    again = Remarks("the input")
    parties: dict[str, Party] = {}
    notices: list[Notice] = []
    for item in items:
        if isinstance(item, Stake):
            # One document read twice (in files that overlap) makes no second stake; two stakes of one record are two.
            first = stakes[place] if (place := places.setdefault(_digest(item), len(stakes))) < len(stakes) else None
            if first is not None and item.document and first.origin != item.origin and _same(first, item):
                again.count("stake.twice", item.origin, f"{ASIDE}the same stake of the same document was read before")
            else:
                stakes.append(item)
        elif isinstance(item, Party):
            known = parties.get(item.id)
            parties[item.id] = item if known is None else together(known, item)
        elif isinstance(item, Notice):
            notices.append(item)
        elif isinstance(item, Doubtful):
            unread.append(item.stake)
        else:
            text = f"{item.records:,} records read as {item.format}: {item.used:,} used, {item.aside:,} set aside"
            notices.append(Notice("input.counted", item.file, text))
    return Holdings(tuple(stakes), parties, (*notices, *again.notices()), tuple(unread))


def _digest(stake: Stake) -> int:
    # Shares by identity: the readers make equal ones the same object, and to hash a fraction takes longer than all the rest.
    share = id(stake.low), id(stake.high)
    return hash((stake.owner, stake.owned, stake.interest, *share, stake.start, stake.end, stake.document))


def _same(one: Stake, other: Stake) -> bool:
    return msgspec.structs.replace(one, origin="") == msgspec.structs.replace(other, origin="")


def together(first: Party, second: Party) -> Party:
    """One party from two descriptions of it: the first one's name counts, another one becomes an alias.

    >>> together(Party("a", "Alpha Ltd"), Party("a", "Alpha Limited", country="gb")).properties
    (('alias', 'Alpha Limited'),)
    """
    if first == second:
        return first
    properties = dict.fromkeys((*first.properties, *second.properties))
    if first.name and second.name and first.name != second.name:
        properties["alias", second.name] = None
    return Party(
        first.id,
        first.name or second.name,
        second.schema if first.schema == "LegalEntity" else first.schema,
        first.country or second.country,
        first.government or second.government,
        tuple(dict.fromkeys((*first.identifiers, *second.identifiers))),
        first.origin or second.origin,
        tuple(properties),
    )

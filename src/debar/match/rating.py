"""One query against one listed party: the score that search and compare share, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from debar.match.alignment import Alignment, align
from debar.match.attributes import Attributes, Finding, attributes_of, compare_attributes
from debar.match.costs import EXACT, LINE, own_rarity, ranked_by, weak_discount
from debar.match.identifiers import Mark, marks_of_entity, marks_of_query
from debar.match.keys import raw_key
from debar.match.schemata import group_of, identifiers_may_match, names_may_match
from debar.match.windows import Window, marks_in, may_tell, tells, windows_of
from debar.model import Entity, Name, NameKind, Query
from debar.model.policy import WeakAliases
from debar.names import Group, Reading, read
from debar.names.several import all_names, parts_of

IDENTIFIED = 950
"""The least that an identifier in common gives, in thousandths, as all scores here."""
IDENTIFIED_OTHER_KIND = 650
"""An identifier in common with another kind of party: shown, but no match by itself."""
NOT_EXACT_MOST = 990
SUPPORTED_FROM = 500
"""Names less alike than this get no support from birth date or country: many strangers share those."""

UNCONFIRMED = "weakAlias"
"""The kind of the finding that nothing confirms a weak alias where the policy asks for it."""
WINDOW_COST = 70
"""What it costs that a listed name is only a part of a longer text."""
COPIES = frozenset({"us-csl"})
"""Sources that repeat other publishers' lists: at equal scores their entries stand behind the publisher's own."""
KIND_RANK: dict[NameKind, int] = {"primary": 0, "alias": 1, "former": 2, "weak": 3}
SUPPORTING_IDENTIFIER = 30
_OTHER_IDENTIFIER = -280
_BELOW_THRESHOLD = 10
_CONFIRMING = frozenset({"same", "compatible"})


def weak_most(weak_aliases: WeakAliases, threshold: float) -> int:
    """The score, in thousandths, that a weak alias can reach which nothing confirms.

    >>> weak_most("show", 0.7), weak_most("confirm", 0.7) < 700
    (1000, True)
    """
    return max(0, round(1000 * threshold) - _BELOW_THRESHOLD) if weak_aliases == "confirm" else 1000


class Asked:
    """A query read once: its names for each group, on demand, its identifiers and attributes.

    Names that are longer texts are asked in windows besides (`debar.match.windows`), and for the identifiers in them.

    Args:
        query: whom to look for.
        weak_aliases: what a weak alias is worth: ``show`` (nearly a name), ``confirm`` (below the threshold, unless
            birth date, country or an identifier agrees) or ``ignore``.
        threshold: the least score that is a match.
    """

    __slots__ = (
        "_attributes", "_marks", "_readings", "_window_readings", "_windows", "names", "query", "weak_aliases", "weak_most",
    )  # fmt: skip

    def __init__(self, query: Query, *, weak_aliases: WeakAliases = "show", threshold: float = 1.0) -> None:
        self.query = query
        self.weak_aliases = weak_aliases
        self.weak_most = weak_most(weak_aliases, threshold)
        self.names = all_names(query.names)
        self._windows: tuple[Window, ...] | None = None
        self._marks: tuple[Mark, ...] | None = None
        self._attributes: Attributes | None = None
        self._readings: dict[Group, tuple[Reading, ...]] = {}
        self._window_readings: dict[Group, tuple[Reading, ...]] = {}

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows of those names that are longer texts."""
        if self._windows is None:
            found = [window for name in self.names for window in windows_of(name, self.query.schema)]
            self._windows = tuple(found)
        return self._windows

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The identifiers that are given, and those that stand in the names."""
        if self._marks is None:
            stated = [*marks_of_query(self.query), *(mark for name in self.names for mark in marks_in(name))]
            self._marks = tuple({mark.key: mark for mark in reversed(stated)}.values())[::-1]
        return self._marks

    @property
    def attributes(self) -> Attributes:
        """Birth date, country and the like.

        Raises:
            BadQuery: a date is none.
        """
        if self._attributes is None:
            self._attributes = attributes_of(self.query)
        return self._attributes

    @property
    def is_name_only(self) -> bool:
        """Whether there is nothing to go by but names."""
        return not self.marks and self.attributes.is_empty

    def readings(self, group: Group) -> tuple[Reading, ...]:
        """The query's names, read as those of such a party."""
        found = self._readings.get(group)
        if found is None:
            family = self.query.properties.get("lastName", ())
            found = self._readings[group] = tuple([read(name, group, family=family) for name in self.names])
        return found

    def window_readings(self, group: Group) -> tuple[Reading, ...]:
        """The windows of the query's names, read as names of such a party."""
        found = self._window_readings.get(group)
        if found is None:
            found = self._window_readings[group] = tuple(read(window.text, group) for window in self.windows)
        return found


class NameMatch:
    """The best pair of names, read and laid side by side when that is first asked for.

    Args:
        score: in thousandths.
        query, listed: the names.
        group: as whose names they are read.
        verbatim: whether they are written alike.
        readings: both names as read, or what reads them.
        inside: the part of a longer text that was compared.
        alignment: the two side by side, where that is known.
        beside: lays the two side by side.
    """

    __slots__ = ("_aligned", "_beside", "_readings", "group", "inside", "listed", "query", "score", "verbatim")

    def __init__(
        self,
        score: int,
        query: str,
        listed: Name,
        group: Group,
        verbatim: bool,
        readings: tuple[Reading, Reading] | Callable[[], tuple[Reading, Reading]],
        inside: str = "",
        alignment: Alignment | None = None,
        beside: Callable[[Reading, Reading, Group], Alignment] = align,
    ) -> None:
        self.score, self.query, self.listed, self.group = score, query, listed, group
        self.verbatim, self.inside = verbatim, inside
        self._readings = readings
        self._aligned, self._beside = alignment, beside

    @property
    def query_reading(self) -> Reading:
        """The name asked for, as it is compared."""
        return self._both()[0]

    @property
    def listed_reading(self) -> Reading:
        """The listed name, as it is compared."""
        return self._both()[1]

    @property
    def alignment(self) -> Alignment:
        """The two side by side."""
        if self._aligned is None:
            self._aligned = self._beside(*self._both(), self.group)
        return self._aligned

    @property
    def same(self) -> bool:
        """Whether the names are written alike, or have the same words."""
        return self.verbatim or self.alignment.exact

    @property
    def rarity(self) -> int:
        """What an exact name would lose for being borne by many; how a list divides the same letters does not matter."""
        return own_rarity(self.query_reading, self.group) if self.verbatim else self.alignment.rarity

    def _both(self) -> tuple[Reading, Reading]:
        if callable(self._readings):
            self._readings = self._readings()
        return self._readings


class Rating(NamedTuple):
    """The score of a query and an entity, in thousandths, with all that it rests on."""

    entity: Entity
    score: int
    name: NameMatch | None
    shared: Mark | None
    same_kind: bool
    findings: tuple[Finding, ...]


def names_of(entity: Entity) -> tuple[Name, ...]:
    """The listed names, and behind them those that stand in one of them beside another.

    >>> [name.value for name in names_of(Entity("x-1", "x", "Organization", (Name("Falcon Front/Army of the Falcon"),)))]
    ['Falcon Front/Army of the Falcon', 'Falcon Front', 'Army of the Falcon']
    """
    parts = [Name(part, name.kind) for name in entity.names for part in parts_of(name.value)]
    if not parts:
        return entity.names
    listed = {name.value for name in entity.names}
    return (*entity.names, *(part for part in parts if part.value not in listed))


def readings_of(entity: Entity) -> tuple[Reading, ...]:
    """The listed names, read as those of the entity's kind of party; in the order of `names_of`."""
    group = group_of(entity.schema)
    return tuple([read_listed(name, group) for name in names_of(entity)])


def read_listed(name: Name, group: Group) -> Reading:
    """A listed name, with the family name that the source gives apart."""
    return read(name.value, group, family=[text for prop, text in name.parts if prop == "lastName"])


def rate(asked: Asked, entity: Entity) -> Rating:
    """Score a query against an entity, name by name."""
    comparable = names_may_match(asked.query.schema, entity.schema)
    return settle(asked, entity, best_name(asked, entity) if comparable else None)


def settle(asked: Asked, entity: Entity, name: NameMatch | None) -> Rating:
    """The score of a query and an entity whose best pair of names is known."""
    same_kind = identifiers_may_match(asked.query.schema, entity.schema)
    if name is not None and name.listed.kind != "weak" and asked.is_name_only:
        return Rating(entity, min(1000, max(0, name.score)), name, None, same_kind, ())
    shared = _shared_identifier(asked, entity)
    if name is None and shared is None:
        return Rating(entity, 0, None, None, same_kind, ())
    score, base = _base(name, shared, same_kind)
    findings = list(base)
    supported = score >= SUPPORTED_FROM
    # What contradicts comes first, so that support which finds no room is not lost to it.
    for finding in sorted(_supporting(asked, entity, shared, name), key=lambda finding: finding.points > 0):
        points = _beside(name, score, finding.points)
        if points > 0:
            points = min(points, max(0, _room(name, shared, score + points) - score)) if supported else 0
        # What an identifier proves no attribute takes back.
        if shared is not None and same_kind and shared.decides:
            points = max(points, IDENTIFIED - score)
        points = max(points, -score)
        score = score + points
        findings.append(finding._replace(points=points))
    rating = Rating(entity, min(1000, max(0, score)), name, shared, same_kind, tuple(findings))
    weak = name is not None and name.listed.kind == "weak" and score > asked.weak_most
    return _unconfirmed(asked, rating) if weak and not _is_confirmed(rating) else rating


def _room(name: NameMatch | None, shared: Mark | None, wanted: int) -> int:
    """How high support may lift a score: only names that are the same in all words reach the top."""
    if wanted <= NOT_EXACT_MOST or shared is not None or (name is not None and name.same):
        return 1000
    return NOT_EXACT_MOST


def _beside(name: NameMatch | None, score: int, points: int) -> int:
    """What a contradiction takes off beside what the name lost already for being borne by many.

    Both say that it may be somebody else, so that above the line they overlap: no single wrong field pushes an exact full
    name under it, however common.

    >>> _beside(None, 970, -150)
    -150
    """
    if points >= 0 or score <= LINE or name is None or not name.rarity:
        return points
    whole, left = EXACT - LINE, EXACT - LINE - name.rarity
    room = -(-(score - LINE) * whole // left)
    return -(-points * left // whole) if -points <= room else points + room - (score - LINE)


def _is_confirmed(rating: Rating) -> bool:
    """Whether anything but the name agrees."""
    return rating.shared is not None or any(
        finding.kind != "gender" and finding.level in _CONFIRMING for finding in rating.findings
    )


def _unconfirmed(asked: Asked, rating: Rating) -> Rating:
    """The rating without what a weak alias cannot prove alone, or that of the other names if they prove more."""
    taken = Finding(UNCONFIRMED, "compatible", "", "", asked.weak_most - rating.score)
    held = rating._replace(score=asked.weak_most, findings=(*rating.findings, taken))
    comparable = names_may_match(asked.query.schema, rating.entity.schema)
    firm = settle(asked, rating.entity, best_name(asked, rating.entity, weak=False)) if comparable else held
    return firm if firm.score >= held.score else held


def best_name(asked: Asked, entity: Entity, *, weak: bool = True) -> NameMatch | None:
    """The pair of names with the highest score; of equals the more exact, then the first of the listing's kinds.

    Args:
        weak: whether weak aliases count.
    """
    group = group_of(entity.schema)
    listings = [
        (listed, reading)
        for listed, reading in zip(names_of(entity), readings_of(entity), strict=True)
        if listed.kind != "weak" or (weak and asked.weak_aliases != "ignore")
    ]
    found = [
        match_names(query, reading, listed, listed_reading, group)
        for query, reading in zip(asked.names, asked.readings(group), strict=True)
        for listed, listed_reading in listings
    ]
    best = min(found, key=_name_order, default=None)
    if group == "object" and not any(window.maritime for window in asked.windows):
        return best
    for window, reading in zip(asked.windows, asked.window_readings(group), strict=True):
        if may_tell(window, reading, group):
            best = best_inside(best, window, reading, listings, group)
    return best


def best_inside(
    best: NameMatch | None, window: Window, reading: Reading, listings: Iterable[tuple[Name, Reading]], group: Group
) -> NameMatch | None:
    """The best pair so far or, if it is better, the window with one of these listed names."""
    for listed, listed_reading in listings:
        match = match_window(window, reading, listed, listed_reading, group)
        if match is not None:
            best = nearer(best, match)
    return best


def nearer(best: NameMatch | None, other: NameMatch) -> NameMatch:
    """The better of two pairs; the one there is, if neither is."""
    return other if best is None or _inside_order(other) < _inside_order(best) else best


def _inside_order(found: NameMatch) -> tuple[int, int]:
    # A text as a whole stands before what is inside it, and a longer part before a shorter one.
    return -found.score, -(len(found.inside) or len(found.query) + 1)


def match_window(
    window: Window, reading: Reading, listed: Name, listed_reading: Reading, group: Group
) -> NameMatch | None:
    """A part of a longer text and a listed name; None where the part does not tell who is meant."""
    if listed.kind == "weak":
        return None
    alignment = align(reading, listed_reading, group)
    if not tells(window, reading, listed_reading, alignment, group):
        return None
    score = alignment.score - WINDOW_COST
    return NameMatch(score, window.whole, listed, group, False, (reading, listed_reading), window.text, alignment)


def match_names(query: str, reading: Reading, listed: Name, listed_reading: Reading, group: Group) -> NameMatch:
    """One pair of names."""
    verbatim = raw_key(query) == raw_key(listed.value)
    if verbatim:
        # Written alike is read alike, whatever a source says of the parts; how many bear the name stays as it is.
        score = ranked_by(own_rarity(reading, group), EXACT)
        return NameMatch(score, query, listed, group, verbatim, (reading, listed_reading))
    alignment = align(reading, listed_reading, group)
    # Who asks for a weak alias to the letter is shown its bearer first, before others who are only like it.
    discount = weak_discount(alignment.rarity) if listed.kind == "weak" else 0
    return NameMatch(max(0, alignment.score - discount), query, listed, group, verbatim, (reading, listed_reading))


def _name_order(found: NameMatch) -> tuple[int, bool, bool, int]:
    """How pairs of names stand: by score, exactness and the listing's kind."""
    return -found.score, not found.verbatim, not found.alignment.exact, KIND_RANK[found.listed.kind]


def _base(name: NameMatch | None, shared: Mark | None, same_kind: bool) -> tuple[int, Iterable[Finding]]:
    by_name = name.score if name is not None else 0
    if shared is None or not shared.decides:
        return by_name, ()
    decided = IDENTIFIED + 40 * by_name // EXACT if same_kind else IDENTIFIED_OTHER_KIND
    added = max(0, decided - by_name)
    return by_name + added, (Finding("identifier", "same", shared.value, shared.value, added),)


def _supporting(asked: Asked, entity: Entity, shared: Mark | None, name: NameMatch | None) -> Iterable[Finding]:
    if shared is not None and not shared.decides:
        points = SUPPORTING_IDENTIFIER if name is not None else 0
        yield Finding("identifier", "similar", shared.value, shared.value, points)
    if shared is None:
        yield from _other_identifiers(asked, entity)
    yield from compare_attributes(asked.attributes, entity)


def _shared_identifier(asked: Asked, entity: Entity) -> Mark | None:
    """An identifier that both have; one that decides before one that only supports."""
    if not asked.marks:
        return None
    listed = {mark.key for mark in marks_of_entity(entity)}
    shared = [mark for mark in asked.marks if mark.key in listed]
    return min(shared, key=lambda mark: not mark.decides, default=None)


def _other_identifiers(asked: Asked, entity: Entity) -> Iterable[Finding]:
    """An identifier that a party has one of only, and that differs; the first such."""
    singles = [mark for mark in asked.marks if mark.kind.single]
    if not singles:
        return
    listed = list(marks_of_entity(entity))
    for mark in singles:
        others = [other for other in listed if other.kind.property == mark.kind.property]
        if others:
            yield Finding("identifier", "contradicts", mark.value, others[0].value, _OTHER_IDENTIFIER)
            return

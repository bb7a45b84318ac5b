"""A reading of the news held against its gold: who is who, which claim is which, and what is right about them.

Gold and reading come as JSON: the gold as `tests/news/corpus/README.md` has it, the reading as `debar read --format json`
gives it. Both are brought to the same values, parties by names normalised, claims and measures by spans, and paired one to
one so that the most agree. What the gold calls optional, and what lies in the headline, counts neither way.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from assignment import assigned
from debar.model.countries import code_of

Json = Mapping[str, Any]
Span = tuple[int, int]
Who = frozenset[str]

# Descriptions and things are named in the gold where a claim needs them, and not all of them: they are not counted.
UNCOUNTED = frozenset(("group", "goods", "weapon", "outlet"))
SPEECH = frozenset(("ACCUSE", "DENY", "CONFIRM", "ADMIT", "ANNOUNCE_MEASURE", "THREATEN", "STATE"))
# What follows these words says closer who is meant.
_CLOSER = r"\b(?:of|for|in|at|from|with|to|on|by|who|that|which|familiar|close|briefed|tied|speaking)\b"
# A listing is a sanction; readings may say so more closely than the gold does.
_SAME_KIND = {"designation": "sanctions"}
STANCES = frozenset(("denies", "supports"))


class Party(NamedTuple):
    """Somebody: the names that may stand for him, normalised."""

    id: str
    names: Who
    kind: str
    country: str | None = None
    members: tuple[str, ...] = ()
    optional: bool = False


class Claim(NamedTuple):
    """A claim with its parties by id; ``near`` is where its cue stands, ``span`` all of it."""

    type: str
    span: Span
    near: Span
    actors: Who
    targets: Who
    source: Who
    anonymous: bool
    polarity: str
    certainty: str
    tense: str
    date: str | None
    stances: tuple[tuple[str, Span], ...] = ()
    optional: bool = False


class Measure(NamedTuple):
    """A measure with its parties by id."""

    kind: str
    act: str
    span: Span
    imposers: Who
    targets: Who
    stage: str
    optional: bool = False


class Article(NamedTuple):
    """Gold or reading of one article."""

    parties: tuple[Party, ...]
    claims: tuple[Claim, ...]
    measures: tuple[Measure, ...]


class Count(NamedTuple):
    """How many of those read and of those to be found are right."""

    read: int = 0
    gold: int = 0
    right: int = 0

    def __add__(self, other: object) -> Count:
        assert isinstance(other, Count)
        return Count(self.read + other.read, self.gold + other.gold, self.right + other.right)

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


Scores = dict[str, Count]


def normalised(name: str) -> str:
    """A name without case, article, possessive, quotation marks and dots.

    >>> normalised("The U.S. Treasury’s"), normalised("“Ledger”")
    ('us treasury', 'ledger')
    """
    text = unicodedata.normalize("NFKC", name).casefold().replace("’", "'")
    text = re.sub(r"'s?(?=\s|$)", "", text)
    text = re.sub(r"(?<=\w)\.(?=\w|\s|$)", "", text)
    return re.sub(r"^(?:the|a|an) ", "", " ".join(re.sub(r"[^\w&-]+", " ", text).split()))


def names_of(names: Iterable[str]) -> Who:
    return frozenset(key for name in names if (key := normalised(name)))


def of_gold(gold: Json, text: str) -> Article:
    """The gold of an article; party ids are the names."""

    def at(anchor: str) -> Span:
        start = text.index(anchor)
        return start, start + len(anchor)

    parties = tuple(
        Party(
            one["name"],
            names_of([one["name"], *one["aliases"]]),
            one["kind"],
            one.get("country") or (code_of(one["name"]) if one["kind"] == "government" else None),
            optional=one.get("optional", False),
        )
        for one in gold["parties"]
    )
    claims = tuple(
        Claim(
            one["type"],
            one.get("span") or at(one["anchor"]),
            one.get("span") or at(one["anchor"]),
            frozenset(one["actors"]),
            frozenset(one["targets"]),
            frozenset(one["source"]),
            one["anonymous"],
            one["polarity"],
            one["certainty"],
            one["tense"],
            one["date"],
            tuple((each["stance"], each.get("span") or at(each["anchor"])) for each in one["stance"]),
            one.get("optional", False),
        )
        for one in gold["claims"]
    )
    measures = tuple(
        Measure(
            one["kind"],
            one["act"],
            one.get("span") or at(one["anchor"]),
            frozenset(one["imposers"]),
            frozenset(one["targets"]),
            one["stage"],
            one.get("optional", False),
        )
        for one in gold["measures"]
    )
    return Article(parties, claims, measures)


def of_reading(reading: Json, *, headline: bool = False) -> Article:
    """A reading; what lies in its headline only where the gold has annotated that too."""
    text = reading["document"]["text"]
    title = reading["document"].get("title")
    body = len(title) if title and text.startswith(title) and not headline else 0
    parties = tuple(
        Party(
            one["id"],
            names_of([one["name"], *(each["text"] for each in one.get("mentions", ()) if _names(each))]),
            one["kind"],
            one.get("country"),
            tuple(one.get("members", ())),
        )
        for one in reading["parties"]
    )
    spans = {one["id"]: _span(one) for one in reading["claims"]}
    claims = tuple(_claim(one, spans) for one in reading["claims"] if _span(one)[1] > body)
    measures = tuple(
        Measure(
            _SAME_KIND.get(one["kind"], one["kind"]),
            one.get("act", "impose"),
            _span(one),
            frozenset(one["imposers"]),
            frozenset(one["targets"]),
            # The guide knows two stages; a draft act is one of those that are not yet decided.
            "mooted" if one["stage"] == "proposed" else one["stage"],
        )
        for one in reading["measures"]
        if _span(one)[1] > body
    )
    return Article(parties, claims, measures)


def _names(mention: Json) -> bool:
    return mention.get("form") != "pronoun"


def _span(one: Json) -> Span:
    start, end = one["span"]
    return start, end


def _claim(one: Json, spans: Mapping[str, Span]) -> Claim:
    chain = one.get("source_chain", ())
    source = frozenset(each.get("party") or f"?{each.get('name') or each.get('descriptor')}" for each in chain)
    cue = one.get("cue")
    date = one.get("date")
    return Claim(
        one["type"],
        _span(one),
        _span(cue) if cue else _span(one),
        frozenset(one["actors"]),
        frozenset(one["targets"]),
        source,
        any(each.get("anonymous", False) for each in chain),
        one["polarity"],
        one["certainty"],
        one["tense"],
        date.get("resolved") if date else None,
        tuple((each["stance"], spans[each["claim"]]) for each in one.get("stance", ())),
    )


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def pair_parties(gold: Sequence[Party], read: Sequence[Party]) -> dict[str, str]:
    """Id in the reading to id in the gold, for the parties that share a name."""
    worth = [[_alike(party, other) for other in read] for party in gold]
    return {read[column].id: gold[row].id for row, column in assigned(worth)}


def _alike(gold: Party, read: Party) -> float:
    shared = len(gold.names & read.names)
    if gold.country is not None and gold.country == read.country and read.kind in ("government", "place"):
        shared += 3
    if shared:
        return shared + (gold.kind == read.kind)
    if {gold.kind, read.kind} & UNCOUNTED:
        return 0.5 * any(same_description(one, other) for one, other in itertools.product(gold.names, read.names))
    return 0.0


def same_description(one: str, other: str) -> bool:
    """Whether one description says the other and more; they have no one right extent.

    >>> same_description("two diplomats", "two western diplomats in geneva")
    True
    >>> same_description("two people", "six companies and two people"), same_description("council", "spokesman of the council")
    (True, False)
    """
    words, others = frozenset(one.split()), frozenset(other.split())
    return (words <= others or others <= words) and bool(_heads(one) & _heads(other))


def _heads(description: str) -> Who:
    """The nouns that a description is about: the last word of each part, before what is said closer of it."""
    parts = (re.split(_CLOSER, part)[0].split() for part in re.split(r"\band\b", description))
    return frozenset(words[-1] for words in parts if words)


class Mapped:
    """The ids of a reading as those of its gold."""

    def __init__(self, gold: Article, read: Article) -> None:
        self.pairs = pair_parties(gold.parties, read.parties)
        self._read = {party.id: party for party in read.parties}
        self._gold = gold.parties

    def ids(self, who: Who) -> Who:
        """Gold ids; a group that the gold does not know is its members, anybody else stays a stranger."""
        found, who = self._joined(who)
        for one in who:
            party = self._read.get(one)
            if one in self.pairs:
                found.add(self.pairs[one])
            elif party is not None and party.members:
                found |= self.ids(frozenset(party.members))
            elif party is not None:
                found.add(self._described(party.names) if party.kind in UNCOUNTED else f"?{one}")
            else:
                found.add(self._described(frozenset((normalised(one[1:]),))))
        return frozenset(found)

    def _joined(self, who: Who) -> tuple[set[str], Who]:
        """The parties of the gold that join descriptions read one by one ("individuals and entities"); and who is left."""
        found: set[str] = set()
        for party in self._gold:
            parts = [frozenset((part,)) for name in party.names for part in name.split(" and ")]
            group = [one for one in who if one in self._read and self._read[one].kind in UNCOUNTED]
            meant = [next((one for one in group if self._read[one].names & part), None) for part in parts]
            if party.kind in UNCOUNTED and len(parts) > 1 and None not in meant and len(set(meant)) == len(parts):
                found.add(party.id)
                who -= frozenset(one for one in meant if one is not None)
        return found, who

    def _described(self, names: Who) -> str:
        """The party of the gold that a description means; several may mean one ("six companies", "two people")."""
        for party, name in itertools.product(self._gold, names):
            if any(same_description(name, other) for other in party.names):
                return party.id
        return f"?{min(names, default='')}"


def mapped_claims(read: Article, mapped: Mapped) -> list[Claim]:
    """The claims of a reading, told by the parties of the gold."""
    return [
        one._replace(actors=mapped.ids(one.actors), targets=mapped.ids(one.targets), source=mapped.ids(one.source))
        for one in read.claims
    ]


def mapped_measures(read: Article, mapped: Mapped) -> list[Measure]:
    """The measures of a reading, told by the parties of the gold."""
    return [one._replace(imposers=mapped.ids(one.imposers), targets=mapped.ids(one.targets)) for one in read.measures]


def unpaired(gold: Article, read: Article) -> tuple[list[Claim | Measure], list[Claim | Measure]]:
    """What the gold has and the reading has not, whole with its parties; and what only the reading has."""
    mapped = Mapped(gold, read)
    missing: list[Claim | Measure] = []
    extra: list[Claim | Measure] = []
    for wanted, found, worth in (
        (gold.claims, mapped_claims(read, mapped), _claim_worth),
        (gold.measures, mapped_measures(read, mapped), _measure_worth),
    ):
        pairs = _pair(wanted, found, worth)
        whole = [(one, other) for one, other in pairs if one.targets == other.targets and _doers(one) == _doers(other)]
        kept = {id(one) for one, _ in whole}
        missing += [one for one in wanted if id(one) not in kept and not one.optional]
        spared = [other for one, other in whole] + [other for one, other in pairs if one.optional]
        extra += [one for one in found if one not in spared]
    return missing, extra


def _doers(one: Claim | Measure) -> Who:
    return one.actors if isinstance(one, Claim) else one.imposers


def scores(gold: Article, read: Article) -> Scores:
    """Every count of one article."""
    mapped = Mapped(gold, read)
    claims = mapped_claims(read, mapped)
    measures = mapped_measures(read, mapped)
    return (
        _party_scores(gold, read, mapped)
        | _claim_scores(gold.claims, claims)
        | _measure_scores(gold.measures, measures)
    )


def _party_scores(gold: Article, read: Article, mapped: Mapped) -> Scores:
    wanted = {one.id: one for one in gold.parties}
    counted = {one.id for one in gold.parties if one.kind not in UNCOUNTED and not one.optional}
    right = [one for one in read.parties if mapped.pairs.get(one.id) in counted]
    extra = [one for one in read.parties if one.id not in mapped.pairs and one.kind not in UNCOUNTED]
    told = [one for one in right if wanted[mapped.pairs[one.id]].kind]
    same_kind = sum(_kind(one.kind) == _kind(wanted[mapped.pairs[one.id]].kind) for one in told)
    return {
        "parties": Count(len(right) + len(extra), len(counted), len(right)),
        "kind of party": Count(len(told), len(told), same_kind),
    }


def _kind(kind: str) -> str:
    return {"organisation": "body", "agency": "body", "company": "body"}.get(kind, kind)


def _pair(gold: Sequence[Any], read: Sequence[Any], worth: Callable[[Any, Any], float]) -> list[tuple[Any, Any]]:
    return [
        (gold[row], read[column]) for row, column in assigned([[worth(one, other) for other in read] for one in gold])
    ]


def _claim_worth(gold: Claim, read: Claim) -> float:
    if gold.type != read.type or not overlap(gold.span, read.span):
        return 0.0
    agreeing = (gold.actors == read.actors) + (gold.targets == read.targets) + (gold.polarity == read.polarity)
    # Whatever must be found goes before what is optional, and the cue in the anchor before a span that only touches it.
    return 100.0 + 10 * overlap(gold.span, read.near) + 5 * (not gold.optional) + agreeing


def _claim_scores(gold: Sequence[Claim], read: Sequence[Claim]) -> Scores:
    pairs = _pair(gold, read, _claim_worth)
    spared = sum(one.optional for one, _ in pairs)
    pairs = [(one, other) for one, other in pairs if not one.optional]
    wanted = [one for one in gold if not one.optional]
    optional = [id(other) for one, other in _pair(gold, read, _claim_worth) if one.optional]
    judged = [one for one in read if id(one) not in optional]

    def count(right: Callable[[Claim, Claim], bool]) -> Count:
        return Count(len(read) - spared, len(wanted), sum(right(*pair) for pair in pairs))

    def of_paired(right: Callable[[Claim, Claim], bool]) -> Count:
        return Count(len(pairs), len(pairs), sum(right(*pair) for pair in pairs))

    def where(has: Callable[[Claim], bool], right: Callable[[Claim, Claim], bool]) -> Count:
        found = sum(has(one) and right(one, other) for one, other in pairs)
        return Count(sum(map(has, judged)), sum(map(has, wanted)), found)

    return {
        "claims: type": count(lambda one, other: True),
        "claims: type, actor, target": count(
            lambda one, other: one.actors == other.actors and one.targets == other.targets
        ),
        "source": where(lambda one: bool(quoted(one)), lambda one, other: quoted(one) == quoted(other)),
        "anonymous source": where(lambda one: one.anonymous, lambda one, other: other.anonymous),
        "date": where(lambda one: one.date is not None, lambda one, other: day(one.date) == day(other.date)),
        "negative polarity": where(
            lambda one: one.polarity == "negative", lambda one, other: other.polarity == "negative"
        ),
        "polarity, of those found": of_paired(lambda one, other: one.polarity == other.polarity),
        "certainty, of those found": of_paired(lambda one, other: one.certainty == other.certainty),
        "tense, of those found": of_paired(lambda one, other: one.tense == other.tense),
        "stance": _stance_count(wanted, judged, pairs),
    }


def quoted(claim: Claim) -> Who:
    """Who is quoted for a claim; the speaker of a speech act is its actor and no more its source than the text says."""
    return claim.source - claim.actors if claim.type in SPEECH else claim.source


def day(date: str | None) -> str | None:
    """A date to compare: "since November" is dated by its beginning."""
    return date.removesuffix("/..") if date else None


def speakers(claim: Claim) -> Who:
    """Who says it: the actor of a speech act, the source of what is said."""
    return claim.actors if claim.type in SPEECH else claim.source


def _stance_count(gold: Sequence[Claim], read: Sequence[Claim], pairs: Sequence[tuple[Claim, Claim]]) -> Count:
    """A denial counts once per speaker: it stands on the DENY and on what is denied, and may be tied to several claims."""

    def told(claims: Sequence[Claim]) -> set[tuple[str, Who]]:
        return {(stance, speakers(one)) for one in claims for stance, _ in one.stances if stance in STANCES}

    right = {
        (stance, speakers(one))
        for one, other in pairs
        for stance, anchor in one.stances
        if any(said == stance and overlap(span, anchor) for said, span in other.stances)
    }
    return Count(len(told(read)), len(told(gold)), len(right))


def _measure_worth(gold: Measure, read: Measure) -> float:
    if gold.act != read.act or not overlap(gold.span, read.span):
        return 0.0
    agreeing = (gold.imposers == read.imposers) + (gold.targets == read.targets) + (gold.stage == read.stage)
    return 100.0 + 10 * (gold.kind == read.kind) + 5 * (not gold.optional) + agreeing


def _measure_scores(gold: Sequence[Measure], read: Sequence[Measure]) -> Scores:
    pairs = _pair(gold, read, _measure_worth)
    size = len(read) - sum(one.optional for one, _ in pairs)
    pairs = [(one, other) for one, other in pairs if not one.optional]
    wanted = sum(not one.optional for one in gold)

    def count(*fields: str) -> Count:
        return Count(
            size,
            wanted,
            sum(all(getattr(one, field) == getattr(other, field) for field in fields) for one, other in pairs),
        )

    return {
        "measures": count(),
        "measures: imposer": count("imposers"),
        "measures: target": count("targets"),
        "measures: kind": count("kind"),
        "measures: stage": count("stage"),
        "measures: all four": count("imposers", "targets", "kind", "stage"),
    }


def together(many: Iterable[Scores]) -> Scores:
    """The counts of several articles added up."""
    sums: Scores = {}
    for one in many:
        for name, count in one.items():
            sums[name] = sums.get(name, Count()) + count
    return sums

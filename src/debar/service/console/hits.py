"""An answer of the matcher, as an analyst reads it: what was asked beside what is listed, and what follows of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from debar.law.effects import Effect
from debar.law.sentences import Paragraph, brief, paragraphs
from debar.law.tables import bound
from debar.model.countries import name_of
from debar.service.console.wording import KINDS, count, property_words
from debar.service.matching import Explanation

MARKS = {"same": "=", "similar": "≈", "compatible": "~", "contradicts": "≠"}
"""As the reports have them: a level is told by its sign, not by its colour alone."""

_ORDER = ("name", "identifier", "birthDate", "country", "gender", "address", "schema")
_GROUPS = (
    ("Other names", ("name", "alias", "weakAlias", "previousName")),
    ("Dates", ("birthDate", "deathDate", "incorporationDate", "dissolutionDate", "buildDate")),
    ("Countries", ("nationality", "citizenship", "country", "birthCountry", "jurisdiction", "flag", "pastFlags")),
    ("Places", ("birthPlace", "address")),
    ("Position", ("position",)),
)
_SHOWN = 8


class Answer(msgspec.Struct, frozen=True):
    """The answer to one query, as `debar.service.matching` gives it."""

    results: tuple[Found, ...]
    query: dict[str, Any]
    warnings: tuple[str, ...] = ()


class Found(msgspec.Struct, frozen=True):
    """A party that was found."""

    id: str
    caption: str
    schema: str
    datasets: tuple[str, ...]
    properties: dict[str, list[str]]
    score: float
    match: bool
    explanations: dict[str, Explanation]
    designations: tuple[dict[str, Any], ...] = ()
    effects: tuple[Effect, ...] = ()
    first_seen: str | None = None


class Line(NamedTuple):
    """One reason: what it is about, both sides, the mark between them, its points and its sentence."""

    about: str
    asked: str
    mark: str
    level: str
    listed: str
    points: str
    text: str


class Consequence(NamedTuple):
    """What a listing asks of those with one nexus."""

    nexus: str
    whom: str
    heads: str
    paragraphs: tuple[Paragraph, ...]


class Hit(NamedTuple):
    """A hit, ready to be shown."""

    id: str
    caption: str
    schema: str
    source: str
    score: str
    match: bool
    programs: tuple[str, ...]
    since: str
    lines: tuple[Line, ...]
    facts: tuple[tuple[str, str], ...]
    consequences: tuple[Consequence, ...]


class Outcome(NamedTuple):
    """An answer, ready to be shown.

    Args:
        tone: ``match``, ``below`` or ``clear``.
        head: the outcome in words; of "clear" it says against what.
        asked: the question as it was read, ``(property, values)``.
        among: which kind of party alone was compared; empty where any was.
        warnings: what of it could not be used.
        looked_at: the lists with their editions and ages.
        effects_for: for whom effects were asked.
    """

    tone: str
    head: str
    asked: tuple[tuple[str, str], ...]
    among: str
    warnings: tuple[str, ...]
    hits: tuple[Hit, ...]
    record: Mapping[str, Any]
    effects_for: str


def outcome(answer: Answer, record: Mapping[str, Any], nexus: Sequence[str], cutoff: float) -> Outcome:
    """The answer in words."""
    matches = sum(one.match for one in answer.results)
    below = len(answer.results) - matches
    editions = record["lists"]
    parties = sum(one["entities"] for one in editions)
    as_of = f" as of {record['as_of']}" if record["as_of"] else ""
    against = f"{count(len(editions))} list{'' if len(editions) == 1 else 's'}{as_of} with {count(parties)} parties"
    if matches:
        more = f", and {below} below the threshold" if below else ""
        tone, head = "match", f"{matches} match{'' if matches == 1 else 'es'}{more}"
    elif below:
        tone, head = "below", f"No match; {below} {'party' if below == 1 else 'parties'} below the threshold to look at"
    else:
        tone, head = "clear", f"Clear against {against}: no listed party is like this from a score of {cutoff:.2f} on"
    properties: Mapping[str, Sequence[str]] = answer.query["properties"]
    schema = str(answer.query["schema"])
    label = next((one.label for one in KINDS if one.schema == schema), schema).lower()
    asked = [
        ("kind", label),
        *((property_words(prop), " · ".join(v)) for prop, v in properties.items()),
    ]
    whom = ", ".join(bound()[one].words for one in nexus)
    hits = tuple(_hit(one, nexus) for one in answer.results)
    among = "" if schema == "Thing" else label
    return Outcome(tone, head, tuple(asked), among, answer.warnings, hits, record, whom)


def consequences(effects: Iterable[Effect], nexus: Sequence[str], *, whole: bool) -> tuple[Consequence, ...]:
    """The effects, for each nexus that was asked for; one without any is named too.

    Args:
        whole: with conditions, records and licences, which a second look needs.
    """
    effects = list(effects)
    found = []
    for one in nexus:
        said = tuple(paragraphs(effect for effect in effects if effect.nexus == one))
        said = said if whole else tuple(map(brief, said))
        heads = ", ".join(dict.fromkeys(each.head for each in said)) or "no effect known in force"
        found.append(Consequence(one, bound()[one].words, heads, said))
    return tuple(found)


def _hit(found: Found, nexus: Sequence[str]) -> Hit:
    programs = dict.fromkeys(str(each) for one in found.designations for each in one.get("programs", ()))
    since = [str(one["listed_on"]) for one in found.designations if one.get("listed_on")]
    lines = sorted(map(_line, found.explanations.items()), key=lambda one: one[0])
    return Hit(
        found.id,
        found.caption,
        found.schema,
        ", ".join(found.datasets),
        f"{found.score:.2f}",
        found.match,
        tuple(programs),
        min(since, default=""),
        tuple(line for _, line in lines),
        tuple(_facts(found)),
        consequences(found.effects, nexus, whole=False),
    )


def _line(named: tuple[str, Explanation]) -> tuple[int, Line]:
    name, one = named
    kind = name.rstrip("_0123456789")
    place = _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
    about = property_words(kind)
    return place, Line(
        about,
        one.query,
        MARKS.get(one.level, "·"),
        one.level,
        one.candidate,
        f"{one.score:+.2f}".replace("-", "−"),
        one.detail,
    )


def _facts(found: Found) -> Iterable[tuple[str, str]]:
    for label, props in _GROUPS:
        values = dict.fromkeys(
            (name_of(value) or value) if label == "Countries" else value
            for prop in props
            for value in found.properties.get(prop, ())
        )
        values.pop(found.caption, None)
        shown = list(values)[:_SHOWN]
        more = f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
        if shown:
            yield label, " · ".join(shown) + more

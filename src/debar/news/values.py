"""What a reading is made of: frozen values, and the public shape of its JSON.

Spans are ``(start, end)`` character offsets into ``document.text``. What the text does not say is empty, never guessed.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Span = tuple[int, int]
PartyKind = Literal[
    "person", "government", "organisation", "agency", "company", "group", "outlet", "place", "vessel", "weapon", "goods"
]
MentionForm = Literal["name", "adjective", "metonym", "descriptor", "pronoun"]
ClaimType = Literal[
    "ACCUSE",
    "DENY",
    "CONFIRM",
    "ADMIT",
    "ANNOUNCE_MEASURE",
    "IMPOSE_SANCTION",
    "LIFT_SANCTION",
    "AMEND_SANCTION",
    "TERMINATE_AGREEMENT",
    "SUPPLY_ARMS",
    "SUPPLY_DUAL_USE",
    "PROCURE",
    "THREATEN",
    "APPEAL",
    "ENFORCE",
    "RELATE",
    "STATE",
]
Polarity = Literal["positive", "negative", "none"]
Certainty = Literal["CT", "PR", "PS", "U"]
Tense = Literal["past", "present", "future", "hypothetical"]
Stage = Literal[
    "mooted",
    "proposed",
    "announced",
    "adopted",
    "published",
    "in_force",
    "suspended",
    "expired",
    "revoked",
    "annulled",
]
Act = Literal["impose", "lift", "amend", "terminate"]
Precision = Literal["day", "month", "year", "range", "since", "until", "vague"]


class _Value(msgspec.Struct, frozen=True, gc=False):
    pass


class Mention(_Value, frozen=True, kw_only=True):
    """One place where the text names or means a party."""

    span: Span
    text: str
    form: MentionForm = "name"


class Standing(_Value, frozen=True, kw_only=True):
    """Whether the listed entity stood on its list: on the day of the article, and in the edition of today.

    None is "not known": the home holds no edition of that day, or the article has no date.
    """

    published: bool | None = None
    today: bool | None = None


class Party(_Value, frozen=True, kw_only=True):
    """Somebody or something that the text names.

    Args:
        id: the reference that claims and measures use.
        name: the fullest name, as written.
        kind: what it is; a ``group`` is a description ("Iranian officials"), not a name.
        country: ISO 3166-1 alpha-2 in lower case (``eu`` for the Union), where the text or a table says one.
        role: an office or description that the text gives ("Foreign Secretary").
        part_of: the party it belongs to ("Iranian officials": Iran).
        members: the parties that a group stands for, where the text or a table says so.
        entity, caption, source, score, listed_on: the listed entity, where the lists have one.
    """

    id: str
    name: str
    kind: PartyKind
    country: str | None = None
    role: str | None = None
    part_of: str | None = None
    members: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entity: str | None = None
    caption: str | None = None
    source: str | None = None
    score: float | None = None
    listed_on: Standing | None = None


class Source(_Value, frozen=True, kw_only=True):
    """One link of a source chain. Speakers at the same ``level`` speak together; a higher level is quoted by a lower one.

    Args:
        party: who speaks, where it is a party.
        name: its name; None for somebody unnamed.
        descriptor: the words of the text for an unnamed source or a document.
        anonymous: nobody can say who it is; reliability is then ``F`` (cannot be judged).
        role, org: office and body or country, where the text gives them.
    """

    party: str | None = None
    name: str | None = None
    descriptor: str | None = None
    anonymous: bool = False
    role: str | None = None
    org: str | None = None
    span: Span
    level: int = 0
    reliability: str | None = None


class Cue(_Value, frozen=True, kw_only=True):
    """The word that makes the claim, with its class (``say``, ``accuse``, ``supply`` …)."""

    text: str
    span: Span
    lemma: str
    kind: str = msgspec.field(name="class")


class Object(_Value, frozen=True, kw_only=True):
    """What is said, supplied, imposed: its words, and the claims in them."""

    text: str
    span: Span
    parties: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


class When(_Value, frozen=True, kw_only=True):
    """A date as written, and what it comes to: an ISO date, month or year, or ``from/until`` (either may be ``..``)."""

    text: str
    span: Span
    resolved: str | None = None
    precision: Precision = "vague"


class Stance(_Value, frozen=True, kw_only=True):
    """How a claim stands to another one."""

    claim: str
    stance: Literal["denies", "supports", "corroborates", "duplicates"]


class Claim(_Value, frozen=True, kw_only=True):
    """Who said that who did what to whom.

    Args:
        actors, targets: party ids; who acts, and upon whom (of a supply: who receives).
        polarity: ``negative`` where the source says that it is not so; ``none`` where nothing is said either way.
        certainty: as the last source has it: certain, probable, possible, or U for unknown.
        author_certainty: as the author of the text has it; U for whatever is attributed to somebody.
        historical: it lies before what the article is about.
        quoted: it stands between quotation marks.
    """

    id: str
    type: ClaimType
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    object: Object | None = None
    cue: Cue
    polarity: Polarity = "positive"
    certainty: Certainty = "CT"
    author_certainty: Certainty = "CT"
    tense: Tense = "past"
    historical: bool = False
    quoted: bool = False
    source_chain: tuple[Source, ...] = ()
    date: When | None = None
    span: Span
    stance: tuple[Stance, ...] = ()


class Measure(_Value, frozen=True, kw_only=True):
    """Who imposes, lifts, amends or ends what on whom.

    ``stage`` is never beyond ``announced``: only an official list or gazette puts a measure in force, not the news.
    ``named``: those of the targets whom the text names further on ("five companies. Among those listed are …").
    """

    id: str
    kind: str
    act: Act = "impose"
    imposers: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    stage: Stage
    polarity: Polarity = "positive"
    historical: bool = False
    date: When | None = None
    claim: str | None = None
    text: str
    span: Span


class Effect(_Value, frozen=True, kw_only=True):
    """A sentence that says what a measure does to those it binds.

    Args:
        kind: ``asset_freeze``, ``dealing_ban``, ``travel_ban`` …
        bound: the nexus of those who must obey (``us``, ``uk``, ``eu``), where the text names it.
        measures, targets: what it is an effect of and whom it falls on, as far as the text says.
    """

    id: str
    kind: str
    bound: str | None = None
    targets: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    text: str
    span: Span


class Document(_Value, frozen=True, kw_only=True):
    """The text that was read; every span points into ``text``."""

    text: str
    published: str | None = None
    title: str | None = None
    source: str | None = None
    language: str = "en"


class Reading(_Value, frozen=True, kw_only=True):
    """All that was read in one text."""

    document: Document
    engine: str
    parties: tuple[Party, ...] = ()
    claims: tuple[Claim, ...] = ()
    measures: tuple[Measure, ...] = ()
    effects: tuple[Effect, ...] = ()
    warnings: tuple[str, ...] = ()

"""How a watched measure stands: with each imposer, for each target, and by which listing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from debar.news.authorities import Link
from debar.news.watch import Watched

if TYPE_CHECKING:
    pass


How = Literal["designated", "retagged", "delisted", "untagged", "before", "undated"]


Status = Literal["fulfilled", "partly", "before", "undated", "open"]


Standing = Literal["designated", "retagged", "delisted", "untagged", "before", "undated", "not_listed", "unnamed"]


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """What a list shows of a target.

    Args:
        how: ``designated`` (added), ``retagged`` (a further programme), ``delisted``, ``untagged``; ``before``: it stood
            there already and nothing changed since; ``undated``: it stands there, and nobody can say since when.
        programs: those that the act brings or takes; of ``before`` and ``undated``, those that it stands under.
        earlier: the programmes that it stood under before.
        day: the day of the act: the list's own date, or that of the edition that first shows it.
        dated: the list itself says the day.
        edition: the edition that shows it first.
        after: the edition before that; None where none is held. An undated act lies after it, up to ``day``.
        days: from the article to ``day``.
        link: ``this`` very measure, or ``later``; None where it counts for nothing.
        score: of the name; None where the tie was made when the article was added.
    """

    entity: str
    caption: str
    source: str
    how: How
    programs: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    day: str | None = None
    dated: bool = False
    edition: str
    after: str | None = None
    days: int | None = None
    link: Link | None = None
    score: float | None = None


class TargetState(msgspec.Struct, frozen=True, kw_only=True):
    """One target, and what the imposer's lists show of it; ``others``: what further lists or entities show."""

    party: str
    name: str
    standing: Standing
    listing: Listing | None = None
    others: tuple[Listing, ...] = ()


class ImposerState(msgspec.Struct, frozen=True, kw_only=True):
    """One imposer of a measure.

    Args:
        status: ``fulfilled``: all named targets by acts that count; ``partly``: some; ``before``: they stood on its
            lists already; ``undated``: they stand there, since when nobody can say; ``open``: nothing is shown.
        stage: ``in_force`` when fulfilled; else as the news has it.
        looked: whether an edition of the day of the article or later is held. Without one, ``open`` means "not known".
        lists: the lists and the newest edition held of each.
        days: from the article to the last act that fulfils it.
        new: where the article names no target, the first of the parties added between the editions around the days that
            count as this measure, ``count`` in all; whom of them it means nobody says.
        text: the sentence.
    """

    imposer: str
    names: tuple[str, ...]
    country: str | None
    status: Status
    stage: str
    looked: bool
    lists: tuple[tuple[str, str | None], ...] = ()
    targets: tuple[TargetState, ...] = ()
    days: int | None = None
    new: tuple[str, ...] = ()
    count: int = 0
    text: str = ""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A watched measure and how it stands with each imposer."""

    watched: Watched
    status: Status
    imposers: tuple[ImposerState, ...] = ()
    as_of: str | None = None
    notes: tuple[str, ...] = ()

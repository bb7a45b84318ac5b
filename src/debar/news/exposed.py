"""What `debar.news.exposure` gives: customers, and why an article touches each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from debar.news.values import Span

if TYPE_CHECKING:
    pass


Why = Literal["named", "owned", "goods_and_country", "country", "goods"]


NOTE = (
    "Before the lists change: nothing here is in force by the news. Customers that are not shown were not found by what "
    "was looked at, which is no clearance."
)


class Place(msgspec.Struct, frozen=True):
    """A claim, a measure or a mention of the article, and where its words stand."""

    id: str
    span: Span


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why a customer is exposed.

    Args:
        why: see the module; ``country`` and ``goods`` where only the one agrees, and the measure or the customer says
            nothing of the other.
        party: the party of the article; None where a measure alone is the reason.
        targeted: whether an open measure of the article is aimed at that party.
        score: of a name, 0 to 1; of ``owned``, the share that is surely held, 0 to 1; None for codes and words, which
            are equal or not.
        measures, claims, mentions: where it stands in the article.
        entity: the listed entity that the party is, where it is one.
        text: the sentence.
    """

    why: Why
    party: str | None = None
    name: str | None = None
    targeted: bool = False
    score: float | None = None
    measures: tuple[Place, ...] = ()
    claims: tuple[Place, ...] = ()
    mentions: tuple[Span, ...] = ()
    entity: str | None = None
    text: str = ""


class Exposed(msgspec.Struct, frozen=True, kw_only=True):
    """A customer and the reasons, the strongest first."""

    row: int
    id: str
    name: str
    reasons: tuple[Reason, ...]


class RejectedRow(msgspec.Struct, frozen=True):
    """A row of an input that could not be read, so that nothing is known of it."""

    file: str
    row: int | str
    id: str
    reason: str


class Exposure(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at and who was found.

    Args:
        rows: of the customer file.
        rejected, rejected_stakes: how many rows of either file could not be read.
        rejects: the first of them.
        exposed: in the order of the file.
        warnings: values that could not be used, and what else a reader must know.
        note: what this is not.
    """

    customers: str
    rows: int
    looked_at: int
    rejected: int
    rejected_stakes: int = 0
    rejects: tuple[RejectedRow, ...]
    exposed: tuple[Exposed, ...]
    stakes: str | None = None
    warnings: tuple[str, ...] = ()
    note: str = NOTE

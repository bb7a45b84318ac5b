"""What the pages say: values of the engine as words that an analyst reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from markupsafe import Markup

from debar.model import ListState
from debar.screen.page import property_words
from debar.service.current import Current
from debar.store.changes import FieldChange
from debar.store.state import age_h

__all__ = ["KINDS", "Fitness", "Kind", "age", "count", "fitness", "moment", "property_words"]


class Kind(NamedTuple):
    """A kind of party that can be asked for.

    Args:
        schema: FollowTheMoney's.
        label: in the form.
        fields: what the form asks beside the name: property, label, example.
    """

    schema: str
    label: str
    fields: tuple[tuple[str, str, str], ...]


_COUNTRY = ("country", "Country", "ru or Russia; any tie")
_ADDRESS = ("address", "Address", "as far as it is known")
KINDS = (
    Kind(
        "Thing",
        "Any kind",
        (
            ("birthDate", "Birth date, of a person", "1952, 1952-10 or 1952-10-07"),
            _COUNTRY,
            ("idNumber", "An identity number", ""),
            ("registrationNumber", "A registration number", ""),
            _ADDRESS,
        ),
    ),
    Kind(
        "Person",
        "Person",
        (
            ("birthDate", "Birth date", "1952, 1952-10 or 1952-10-07"),
            _COUNTRY,
            ("passportNumber", "Passport number", ""),
            ("idNumber", "Other identity number", ""),
            ("gender", "Gender", "male or female"),
            _ADDRESS,
        ),
    ),
    Kind(
        "Company",
        "Company",
        (
            _COUNTRY,
            ("registrationNumber", "Registration number", ""),
            ("leiCode", "LEI", ""),
            ("taxNumber", "Tax number", ""),
            ("swiftBic", "BIC", ""),
            _ADDRESS,
        ),
    ),
    Kind("Organization", "Organisation", (_COUNTRY, ("registrationNumber", "Registration number", ""), _ADDRESS)),
    Kind(
        "Vessel",
        "Vessel",
        (
            ("imoNumber", "IMO number", "9187631"),
            ("mmsi", "MMSI", ""),
            ("callSign", "Call sign", ""),
            ("flag", "Flag", "ir, Iran"),
        ),
    ),
    Kind(
        "Airplane",
        "Aircraft",
        (
            ("registrationNumber", "Tail number", "EP-IBA"),
            ("serialNumber", "Manufacturer's serial number", ""),
            _COUNTRY,
        ),
    ),
    Kind("CryptoWallet", "Wallet", (("publicKey", "Address of the wallet", "the whole of it"),)),
)


class Fitness(NamedTuple):
    """Whether the lists may be screened against, in a line; it stands on every page.

    Args:
        fit: whether they may.
        line: how many lists, the oldest check, the oldest edition.
        reasons: why they may not, a sentence each.
    """

    fit: bool
    line: str
    reasons: tuple[str, ...]


def fitness(current: Current, now: datetime) -> Fitness:
    """The lists as the service has them at this moment."""
    known = current.known
    lists = known.lists if known is not None else ()
    fit = sum(one.fit for one in lists)
    parts = [f"{fit} of {len(lists)} lists fit" if fit < len(lists) else f"{count(len(lists))} lists, all fit"]
    checked = [(one.checked, one.source) for one in lists if one.checked]
    if checked:
        oldest, source = min(checked)
        parts.append(f"asked of their publishers at most {age(age_h(oldest, now))} ago ({source})")
    dated = [(one.edition, one.source) for one in lists if one.edition]
    if dated:
        edition, source = min(dated)
        parts.append(f"oldest edition {edition[:10]} ({source})")
    noted = sum(bool(one.notes) for one in lists)
    if noted:
        parts.append(f"{noted} with a note")
    return Fitness(not current.reasons, "; ".join(parts), tuple(current.reasons))


def age(hours: float) -> str:
    """A time passed, in the unit that a person would use.

    >>> age(0.2), age(1.0), age(30), age(75)
    ('12 minutes', '1 hour', '30 hours', '3 days')
    """
    if hours < 1:
        number, unit = max(0, round(hours * 60)), "minute"
    elif hours < 48:
        number, unit = round(hours), "hour"
    else:
        number, unit = int(hours / 24), "day"
    return f"{number:,} {unit}{'' if number == 1 else 's'}"


def count(number: int) -> str:
    """A number with its thousands apart."""
    return f"{number:,}"


def moment(stamp: str | None) -> str:
    """A day or a time to the minute, for reading.

    >>> moment("2024-09-10"), moment("2026-11-26T10:30:00.123Z"), moment(None)
    ('2024-09-10', '2026-11-26 10:30 UTC', '')
    """
    if not stamp:
        return ""
    if re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", stamp):
        return f"{stamp[:10]} {stamp[11:16]} UTC"
    return stamp


def edition_age(edition: str | None, now: datetime) -> str:
    """How old an edition is, by the day that its publisher gives.

    >>> from datetime import UTC
    >>> edition_age("2024-09-10", datetime(2024, 9, 12, tzinfo=UTC)), edition_age("2025-05", datetime(2025, 7, 1, tzinfo=UTC))
    ('2 days', 'of 2025-05')
    """
    try:
        days = (now.date() - date.fromisoformat(day(edition))).days
    except ValueError:
        return f"of {edition}" if edition else ""
    return f"{days:,} day{'' if days == 1 else 's'}"


def day(stamp: str | None) -> str:
    """The day of a date or time, as its publisher gave it."""
    return (stamp or "")[:10]


def change_words(changes: Iterable[FieldChange]) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Changed fields as a reader wants them: the field, what came, what went."""
    return tuple((property_words(one.field).replace("_", " "), one.added, one.removed) for one in changes)


def drawn(svg: str) -> Markup:
    """A drawing of debar's own, whose every text has passed `debar.diagram.marks.text_of`, as it stands."""
    return Markup(svg)  # noqa: S704


def list_age(state: ListState, now: datetime) -> str:
    """How long ago a list was asked of its publisher."""
    return f"{age(age_h(state.checked, now))} ago" if state.checked else "never"

"""Which column of a customer file is which FollowTheMoney property.

The words are tables beside this module: ``data/columns.csv`` (further names of columns), ``data/properties.csv``
(properties and their kinds) and ``data/schemata.csv`` (words for kinds of party). Headers are compared folded:
``Birth Date``, ``birthDate`` and ``BIRTH-DATE`` are one.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from debar.errors import BadFile

NO_NAME = "no column holds a name or an identifier"
"""The rule that a file breaks whose columns somebody must say first."""


def folded(header: str) -> str:
    """A header as the tables write it.

    >>> folded("Date of Birth"), folded("birthDate"), folded("DOB")
    ('date_of_birth', 'birth_date', 'dob')
    """
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", header.strip())
    return re.sub(r"[^\w]+|_+", "_", snake).strip("_").casefold()


def assign(header: Sequence[str], chosen: Mapping[str, str], about: str) -> tuple[str | None, ...]:
    """The property of each column (``id`` and ``schema`` included), None for a column that is not used.

    Args:
        header: the names of the columns.
        chosen: the caller's own assignments, column to property; an empty property leaves the column unused.
        about: the file, for the message.

    Raises:
        BadFile: no column holds a name or an identifier, or ``chosen`` names what is not there.

    >>> assign(["ref", "First Name", "surname", "balance"], {}, "customers.csv")
    ('id', 'firstName', 'lastName', None)
    """
    wanted = {column: _property(prop, about) for column, prop in chosen.items()}
    for column in wanted:
        if column not in header:
            raise BadFile(about, rule=f"there is no column {column!r}", got="the columns " + ", ".join(header))
    found = tuple(wanted[column] if column in wanted else _columns().get(folded(column)) for column in header)
    if not any(kinds().get(prop or "") in ("name", "part", "identifier") for prop in found):
        raise BadFile(
            about,
            rule=NO_NAME,
            got="the first line " + brief(", ".join(header)),
            fix="give the file a header line with `name` in it, or say `--column HEADER=name`",
        )
    return found


def property_of(word: str) -> str | None:
    """The property that a word for a column stands for, or None.

    >>> property_of("passport"), property_of("IMO"), property_of("shoe size")
    ('passportNumber', 'imoNumber', None)
    """
    return _columns().get(folded(word))


def known(header: Iterable[str]) -> int:
    """How many of these headers the tables know."""
    return sum(folded(column) in _columns() for column in header)


def brief(text: str) -> str:
    """The text as a message shows it: quoted, and with its length where it is too long to show."""
    return repr(text) if len(text) <= 80 else f"{text[:80]!r}… ({len(text):,} characters)"


@cache
def kinds() -> Mapping[str, str]:
    """Property to kind: ``name``, ``part`` (of a name), ``identifier``, ``date``, ``country`` or ``text``."""
    return {row["property"]: row["kind"] for row in _table("properties.csv")}


def _property(prop: str, about: str) -> str | None:
    if not prop:
        return None
    found = _columns().get(folded(prop))
    if found is None:
        close = difflib.get_close_matches(prop, kinds(), n=3)
        fix = f"did you mean {' or '.join(close)}?" if close else "use a FollowTheMoney property, `id` or `schema`"
        raise BadFile(
            about, rule="a column was assigned to a property that debar does not know", got=repr(prop), fix=fix
        )
    return found


@cache
def _columns() -> Mapping[str, str]:
    own = {folded(prop): prop for prop in kinds()}
    return own | {row["column"]: row["property"] for row in _table("columns.csv")}


@cache
def schemata() -> Mapping[str, str]:
    """Folded words for kinds of party, to FollowTheMoney schemata."""
    return {row["word"]: row["schema"] for row in _table("schemata.csv")}


def _table(name: str) -> list[dict[str, str]]:
    text = files("debar.screen").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))

"""The query that one row of a customer file makes.

A row is rejected when it cannot be screened as meant: something is wrong with a name, an identifier or the schema, or a
value is longer than `MAX_VALUE` (the mark of a quote that was never closed). Any other value that cannot be used, a bad
birth date say, is left out and named in the row's warnings: the name is screened all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from debar.errors import BadRow, InputError
from debar.model.countries import code_of
from debar.model.dates import is_iso_prefix
from debar.model.query import Query
from debar.screen.columns import brief, folded, kinds, schemata

MAX_VALUE = 4_096
"""The longest value that is taken, in characters."""

_PART_ORDER = ("firstName", "secondName", "middleName", "fatherName", "lastName", "nameSuffix")
_DATE_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)[T ]\d\d:\d\d\S*",
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",
        r"(?P<y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})",
        r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})",
    )
)
_DAY_AND_MONTH = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")


class Row(msgspec.Struct, frozen=True):
    """One row, as a query or with the reason why it is none.

    Args:
        number: its place among the rows, from 1.
        id: the row's own reference; its number, where it gives none.
        query: what to screen; None for a row that is rejected.
        problem: why it is rejected, as a sentence; None for a row that is a query.
        given: the row as it stood.
        warnings: a sentence for each value that could not be used.
    """

    number: int
    id: str
    query: Query | None
    problem: str | None
    given: str
    warnings: tuple[str, ...] = ()


class Cells(msgspec.Struct, frozen=True):
    """What a reader found in a row: the row's own reference, its word for the kind of party, and the pairs."""

    id: str | None
    word: str
    pairs: Iterable[tuple[str, str]]


def row_of(number: int, given: str, cells: Cells) -> Row:
    """The row as a query, or rejected where its values make none."""
    try:
        query, warnings = query_of(cells.word, cells.pairs, cells.id)
    except InputError as error:
        return rejected(number, cells.id, error, given)
    return Row(number, cells.id or str(number), query, None, given, warnings)


def rejected(number: int, id: str | None, error: InputError, given: str, line: int | None = None) -> Row:
    """The row that cannot be a query, and why; with the line of the file, where it is the line that is at fault."""
    problem = str(error).removesuffix(f" [{error.code}]")
    if line is not None:
        problem = f"line {line}: {problem.removeprefix('row: ').removeprefix('line: ')}"
    return Row(number, id or str(number), None, problem, given)


def query_of(word: str, given: Iterable[tuple[str, str]], id: str | None) -> tuple[Query, tuple[str, ...]]:
    """The query that a row makes, and a sentence for everything of it that could not be used.

    Args:
        word: the kind of party in the row's words; empty means any.
        given: pairs of property and value.
        id: the row's own reference.

    Raises:
        BadRow: a name, an identifier or the kind of party is not usable, or a value is too long.
        BadQuery: there is neither a name nor an identifier.

    >>> query, warnings = query_of("individual", [("name", "Ada King"), ("birthDate", "soon")], "7")
    >>> query.schema, dict(query.properties), warnings
    ('Person', {'name': ('Ada King',)}, ("birthDate left out: 'soon' is no date; write YYYY-MM-DD",))
    """
    schema = _schema(word)
    found: dict[str, list[str]] = {}
    warnings: list[str] = []
    for prop, text in given:
        value = _checked(prop, text)
        if value:
            kept, warning = _used(prop, value)
            if kept:
                found.setdefault(prop, []).append(kept)
            if warning:
                warnings.append(warning)
    if "name" not in found:
        whole = " ".join(part for prop in _PART_ORDER for part in found.get(prop, ()))
        if whole:
            found["name"] = [whole]
    return Query(schema=schema, properties=found, id=id), tuple(warnings)


def date_of(text: str) -> tuple[str | None, str | None]:
    """A birth date in ISO form, or None; and a sentence where not all of it could be used.

    ``10/07/1952`` may be October or July: its year is used alone.

    >>> date_of("7.10.1952"), date_of("1952-10-07T00:00:00")
    (('1952-10-07', None), ('1952-10-07', None))
    >>> date_of("10/07/1952")
    ('1952', "'10/07/1952' may be two days; its year is used alone, write YYYY-MM-DD")
    """
    short = text
    while short.endswith("-00"):  # an unknown day or month
        short = short.removesuffix("-00")
    if is_iso_prefix(short):
        return short, None
    iso, warning = _other_form(text)
    if iso is not None and is_iso_prefix(iso):
        return iso, warning
    return None, f"{brief(text)} is no date; write YYYY-MM-DD"


def _other_form(text: str) -> tuple[str | None, str | None]:
    for form in _DATE_FORMS:
        if match := form.fullmatch(text):
            return f"{match['y']}-{match['m']:0>2}-{match['d']:0>2}", None
    match = _DAY_AND_MONTH.fullmatch(text)
    if match is None:
        return None, None
    first, second, year = int(match[1]), int(match[2]), match[3]
    if first <= 12 and second <= 12 and first != second:
        return year, f"{text!r} may be two days; its year is used alone, write YYYY-MM-DD"
    day, month = (first, second) if first > 12 else (second, first)
    return f"{year}-{month:02}-{day:02}", None


def _checked(prop: str, text: str) -> str:
    if len(text) > MAX_VALUE:
        raise BadRow(
            prop,
            rule=f"a value must not be longer than {MAX_VALUE:,} characters",
            got=f"{len(text):,} characters",
            fix="look for a quote that was never closed, or shorten it",
        )
    if "\0" in text:
        raise BadRow(prop, rule="text must not hold a NUL character", got=brief(text))
    return text.strip()


def _used(prop: str, value: str) -> tuple[str | None, str | None]:
    kind = kinds().get(prop)
    if kind == "date":
        date, warning = date_of(value)
        return date, warning and (f"{prop}: {warning}" if date else f"{prop} left out: {warning}")
    if kind == "country":
        return value, None if _is_country(value) else f"{prop}: {brief(value)} names no country that debar knows"
    if kind in ("name", "part", "identifier") and not any(map(str.isalnum, value)):
        if kind == "part":
            return value, None
        raise BadRow(prop, rule=f"{_article(kind)} must have a letter or a digit", got=brief(value))
    if kind == "name" and "\n" in value:
        return value, f"{prop}: it runs over several lines; look for a quote that was never closed"
    if kind is None:
        return value, f"{prop}: no property that debar knows, so it does not count"
    return value, None


def _article(kind: str) -> str:
    return "an identifier" if kind == "identifier" else "a name"


@lru_cache(1_024)
def _is_country(words: str) -> bool:
    return code_of(words) is not None


@lru_cache(1_024)
def _schema(word: str) -> str:
    if not word.strip():
        return "Thing"
    schema = schemata().get(folded(_checked("schema", word)))
    if schema is None:
        fix = "use one of " + ", ".join(dict.fromkeys(schemata().values()))
        raise BadRow("schema", rule="the kind of party is not known", got=brief(word), fix=fix)
    return schema

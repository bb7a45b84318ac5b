"""Name cells that hold more than a name: several names, a name in two scripts, a note in brackets.

They are taken apart only where the source's own marks make it certain: a semicolon outside brackets, a lettered list,
brackets with another script or with several names in them, a note that the table knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from debar.lists.draft import one_line
from debar.lists.scripts import script_of, scripts_in
from debar.lists.tables import patterns
from debar.model.entity import NameKind

_NOTES = "un_name_notes.csv"
_LETTERED = re.compile(r"^\([a-z]\)\s+|(?:^|\s)[a-z]\)\s+")
_KINDS: dict[str, NameKind] = {"alias": "alias", "weak": "weak", "former": "former"}


class Piece(NamedTuple):
    """One name out of a cell; ``kind`` where a note says it, ``note`` what was taken off."""

    value: str
    kind: NameKind | None = None
    note: str | None = None


def pieces_of(cell: str) -> tuple[Piece, ...]:
    """The names in a cell; a cell that is one plain name gives just that.

    >>> [piece.value for piece in pieces_of("Javad Rahigi; Jawad Rahigi")]
    ['Javad Rahigi', 'Jawad Rahigi']
    >>> [piece.value for piece in pieces_of("حسن غول (Hassan Ghul; Hasan Gul)")]
    ['حسن غول', 'Hassan Ghul', 'Hasan Gul']
    >>> [piece.value for piece in pieces_of("Front for the Conquest (MIB)")]
    ['Front for the Conquest (MIB)']
    """
    text = _without_strays(one_line(cell))
    return tuple(piece for part in _split(text) for piece in _open_brackets(part) if piece.value)


def _without_strays(text: str) -> str:
    """Without a closing bracket that nothing opened at the start, and without a comma at the end."""
    text = text.rstrip(" ,;")
    return text[1:].lstrip() if text.startswith(")") else text


def _split(text: str) -> Iterator[str]:
    """At semicolons and list letters outside brackets."""
    depth = start = 0
    for index, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]" and depth > 0)
        if sign == ";" and depth == 0:
            yield from _LETTERED.split(text[start:index].strip())
            start = index + 1
    yield from _LETTERED.split(text[start:].strip())


def _open_brackets(text: str) -> Iterator[Piece]:
    for pattern, row in patterns(_NOTES, "name"):
        match = pattern.fullmatch(text)
        if match is not None:
            yield Piece(match["name"].strip(), _KINDS.get(row["kind"]), match["note"].strip())
            return
    outer, inner = _last_bracket(text)
    if inner is None:
        yield from _two_scripts(text)
        return
    original = re.fullmatch(r"original script:\s*(.+)", inner)
    if original is not None:
        yield from (Piece(outer), Piece(original[1]))
    elif ";" in inner or _differ(outer, inner):
        yield from _open_brackets(outer)
        for part in _split(inner):
            yield from _open_brackets(part)
    else:
        yield Piece(text)


def _last_bracket(text: str) -> tuple[str, str | None]:
    """The text before the round bracket that ends it, and what is in that bracket."""
    if not text.endswith(")"):
        return text, None
    depth = 0
    for index in range(len(text) - 1, 0, -1):
        depth += (text[index] == ")") - (text[index] == "(")
        if depth == 0:
            return text[:index].strip(), text[index + 1 : -1].strip()
    return text, None


def _differ(outer: str, inner: str) -> bool:
    """Whether one name is given in two scripts."""
    first, second = script_of(outer), script_of(inner)
    return first is not None and second is not None and first != second


def _two_scripts(text: str) -> Iterator[Piece]:
    """A Latin name followed by the same in Arabic letters, or the other way round, without any bracket."""
    if set(scripts_in(text)) == {"Latn", "Arab"}:
        words = text.split(" ")
        for index in range(1, len(words)):
            left, right = " ".join(words[:index]), " ".join(words[index:])
            if {script_of(left), script_of(right)} == {"Latn", "Arab"}:
                yield from (Piece(left), Piece(right))
                return
    yield Piece(text)

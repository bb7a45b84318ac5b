"""Names as they can safely and legibly stand in a box.

How wide a text runs depends on the reader's fonts. The widths here are those of a wide one (DejaVu Sans), so that what is
said to fit does.
"""

from __future__ import annotations

import unicodedata
from functools import cache

NAME, SMALL = 12.5, 11.0
"""Font sizes of names and of everything else, as in ``data/picture.css``."""

BOLD = 1.05
"""How much wider bold letters run."""

ELLIPSIS = "…"

_NARROW = frozenset("fijlrtI.,:;'|!()[] ·")
_WIDE = frozenset("mwMW@%—")


def clean(text: str) -> str:
    """The text without what could act: controls, and marks that reorder what stands around them, become U+FFFD.

    >>> clean("Alpha\\u202egnp.exe")
    'Alpha�gnp.exe'
    """
    return "".join(map(_inert, text))


@cache
def _inert(char: str) -> str:
    if char in "\t\n\r":
        return " "
    control = unicodedata.category(char) in ("Cc", "Cs") or ord(char) & 0xFFFE == 0xFFFE
    reorders = unicodedata.bidirectional(char) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    return "\N{REPLACEMENT CHARACTER}" if control or reorders or 0xFDD0 <= ord(char) <= 0xFDEF else char


def runs_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction is written from right to left.

    >>> runs_right_to_left("شرکت ۱"), runs_right_to_left("Alpha שלום")
    (True, False)
    """
    kinds = (unicodedata.bidirectional(char) for char in text)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)


def width(text: str, size: float) -> float:
    """How wide the text runs at that font size, in pixels, at most.

    >>> width("中国", 12)
    24.0
    """
    return size * sum(map(_em, text))


@cache
def _em(char: str) -> float:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(char) in ("W", "F"):
        return 1.0
    if char in _NARROW:
        return 0.4
    if char in _WIDE:
        return 1.0
    if ord(char) > 0x2FF:
        return 0.75
    return 0.74 if char.isupper() or char == "&" else 0.63


def cut(text: str, room: float, size: float) -> str:
    """The text, or as much of its beginning as there is room for, with an ellipsis.

    >>> cut("Alpha Holdings", 60, 12)
    'Alpha H…'
    """
    if width(text, size) <= room:
        return text
    left = room - size * _em(ELLIPSIS)
    kept = 0
    for char in text:
        left -= size * _em(char)
        if left < 0:
            break
        kept += 1
    return text[:kept].rstrip() + ELLIPSIS


def wrap(text: str, room: float, size: float, lines: int) -> tuple[str, ...]:
    """The text in at most so many lines, broken between words where that is possible, the last one cut.

    >>> wrap("Alpha Holdings of the Republic", 106, 12, 2)
    ('Alpha Holdings', 'of the Republic')
    """
    rest = " ".join(text.split())
    done: list[str] = []
    while rest and len(done) < lines - 1 and width(rest, size) > room:
        line = _first_line(rest, room, size)
        done.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return (*done, cut(rest, room, size)) if rest or not done else tuple(done)


def _first_line(text: str, room: float, size: float) -> str:
    used, at_word = 0.0, 0
    for place, char in enumerate(text):
        used += size * _em(char)
        if used > room and char == " ":
            return text[:place]
        if used > room and place:
            # Only a word that no line could hold is broken.
            word = text[at_word:].split(" ", 1)[0]
            return text[:at_word] if at_word and width(word, size) <= room else text[:place]
        if char in " -/":
            at_word = place + 1
    return text

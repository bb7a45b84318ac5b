"""Legal forms: the table in ``data/legal_forms.csv`` and how it is found at the ends of a name.

``place`` says where a form may stand: a two-letter form is one at its usual end only, and no name is all form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from debar.names.script import words_of
from debar.names.tables import rows

Form = tuple[str, ...]
_LONGEST = 8


@cache
def forms(end: str) -> Mapping[Form, str]:
    """Forms that may stand at the ``start`` or the ``end`` of a name, as words, to their class."""
    found = {}
    for row in rows("legal_forms.csv"):
        if row["place"] in (end, "both"):
            found[tuple(words_of(row["form"]))] = row["class"]
            found["".join(words_of(row["form"])),] = row["class"]
    return found


@cache
def _unspaced() -> tuple[re.Pattern[str], Mapping[str, str]]:
    classes = {row["form"]: row["class"] for row in rows("legal_forms.csv") if row["place"] == "cjk"}
    longest_first = sorted(classes, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), classes


def cut_unspaced(text: str) -> tuple[str, list[str]]:
    """Take forms out of writing that has no spaces; gives the rest and the classes found.

    >>> cut_unspaced("大连海运有限公司")
    ('大连海运', ['ltd'])
    """
    if text.isascii():
        return text, []
    pattern, classes = _unspaced()
    found = [classes[form] for form in pattern.findall(text)]
    rest = pattern.sub(" ", text).strip() if found else text
    return (rest, found) if rest else (text, [])


def cut(words: list[str]) -> tuple[list[str], list[str]]:
    """Take forms off both ends; gives the remaining words and the classes found, without repeats.

    >>> cut(["ooo", "romashka"])
    (['romashka'], ['ltd'])
    >>> cut(["anglo", "caribbean", "co", "ltd"])
    (['anglo', 'caribbean'], ['ltd'])
    """
    found: list[str] = []
    left, right = 0, len(words)
    while size := _match(words, left, right, "end"):
        found.append(forms("end")[tuple(words[right - size : right])])
        right -= size
    while size := _match(words, left, right, "start"):
        found.append(forms("start")[tuple(words[left : left + size])])
        left += size
    return words[left:right], list(dict.fromkeys(found))


def _match(words: list[str], left: int, right: int, end: str) -> int:
    """The length of the longest form there, leaving at least one word of the name."""
    table = forms(end)
    for size in range(min(_LONGEST, right - left - 1), 0, -1):
        piece = words[right - size : right] if end == "end" else words[left : left + size]
        if tuple(piece) in table:
            return size
    return 0

"""Remarks: what OFAC's CSV writes behind one another in one column.

A remark is a row of items, parted by ``"; "`` and closed by one full stop: labelled features first, then the title once
more, then sentences, weak aliases and ``Linked To``. Values hold semicolons and full stops of their own, so the title is
taken out first, by the words that the title column gives, and what stands in quotes is never parted. When the last
value ends with a full stop of its own, OFAC writes one and not two; it is given back only where the word cannot do
without it (``S.A`` is ``S.A.``).

The column holds 1,000 characters; ``sdn_comments.csv`` continues it, in the middle of a word if need be. Without that
file the last item of such a remark is broken off: it stays in the raw remark and is not read.
"""

from __future__ import annotations

import re

import msgspec

from debar.lists.us_ofac.facts import Alias, Feature
from debar.lists.us_ofac.tables import labels_by_word

COLUMN_WIDTH = 1000
_QUOTED_NAME = re.compile(r"(?:alt\. )?([afn])\.k\.a\. '(.*)'")
_QUOTE_OPENS = re.compile(r"(?:alt\. )?(?:[afn]\.k\.a\.|d\.b\.a\.) '")
_ABBREVIATED = re.compile(r"(?:\w\.)+\w")
_CONTINUES = "U.S. Persons Must Continue"


class Remark(msgspec.Struct, frozen=True):
    """A remark taken apart; ``broken`` is an item that its file breaks off."""

    features: tuple[Feature, ...] = ()
    aliases: tuple[Alias, ...] = ()
    texts: tuple[str, ...] = ()
    broken: str | None = None


def read_remark(text: str, title: str | None = None, *, closed: bool = True) -> Remark:
    """Take a remark apart.

    Args:
        text: the whole of it, with its continuation.
        title: what the title column holds.
        closed: whether a full stop closes it, as in the CSV; the XML has sentences only and no such stop.

    >>> read_remark("DOB 1962; alt. DOB circa 1960; Linked To: BANCO X, S.A.").features[-1].value
    'BANCO X, S.A.'
    """
    items, broken = _split(text, title, closed=closed)
    features: list[Feature] = []
    aliases: list[Alias] = []
    texts: list[str] = []
    for item in items:
        quoted = _QUOTED_NAME.fullmatch(item)
        if quoted is not None:
            aliases.append(Alias(quoted[2].strip(), f"{quoted[1]}ka", weak=True))
            continue
        feature = feature_of(item)
        if feature is not None:
            features.append(feature)
        else:
            texts.append(item)
    return Remark(tuple(features), tuple(aliases), tuple(texts), broken)


def feature_of(item: str) -> Feature | None:
    """The item as label and value, or None when it has no label that the table knows.

    >>> feature_of("alt. POB Gaza")
    Feature(label='POB', value='Gaza', country=None, issued=None, expires=None, main=False)
    """
    body = item.removeprefix("alt. ")
    for label in labels_by_word().get(body.split(" ", 1)[0], ()):
        if body.startswith(label) and body[len(label) : len(label) + 1] == " ":
            return Feature(label, body[len(label) :].strip(), main=body is item)
    return None


def _split(text: str, title: str | None, *, closed: bool) -> tuple[list[str], str | None]:
    whole = text.strip() if not closed else text.rstrip()
    broken, cut = None, False
    if not whole:
        return [], None
    if closed and (not whole.endswith(".") or len(text) == COLUMN_WIDTH):
        # Cut right behind an item, its semicolon still stands and the item is whole.
        head, _, tail = f"{whole} ".rpartition("; ")
        broken, whole = tail.strip() or None, f"{head}."
        cut = True
    body = whole.removesuffix(".") if closed else whole
    items = [item.strip() for item in _without(body, title).split("; ")]
    items = _rejoined([item for item in items if item])
    if items and closed and not cut:
        last = items[-1].rsplit(" ", 1)[-1]
        if _ABBREVIATED.fullmatch(last) and not last[-1].isdigit():
            items[-1] += "."
    return items, broken


def _without(body: str, title: str | None) -> str:
    """The remark without the title, which OFAC repeats in it."""
    if not title:
        return body
    words = title.removesuffix(".")
    for found in (f"; {title}; ", f"; {words}; "):
        if found in body:
            return body.replace(found, "; ", 1)
    for start in (title, words):
        if body == start:
            return ""
        if body.startswith(f"{start}; "):
            return body[len(start) + 2 :]
        if body.endswith(f"; {start}"):
            return body[: -len(start) - 2]
    return body


def _rejoined(items: list[str]) -> list[str]:
    """Undo the splitting inside of quotes and of the one note that holds a semicolon."""
    joined: list[str] = []
    for item in items:
        if joined and (item.startswith(_CONTINUES) or (_is_open(joined[-1]) and item.endswith("'"))):
            joined[-1] = f"{joined[-1]}; {item}"
        else:
            joined.append(item)
    return joined


def _is_open(item: str) -> bool:
    return _QUOTE_OPENS.match(item) is not None and not item.endswith("'")

"""Several names in one field: "X / Y", "X (Y)", "X или Y", "X a.k.a. Y".

A party whose own name holds a slash or a bracket is asked for whole too: the parts are further names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from debar.names.concepts import concept_of
from debar.names.forms import is_form
from debar.names.romanise import romanise

_ALSO = r"[\s(,;]+(?:also\s+known\s+as|previously\s+listed\s+as|formerly(?:\s+known\s+as)?|a\.?k\.?a\.?|f\.?k\.?a\.?)(?![\w.])[\s:,]*"
_ALSO_NATIVE = (
    r"[\s(,;]+(?:также\s+известн\w+\s+как|он\s+же|она\s+же|также|ранее|далее|т\.\s?н\.|المعروف\s+باسم)(?!\w)[\s:,–-]*"
)
_LATIN = re.compile(f"\\s+/\\s+|{_ALSO}", re.IGNORECASE)
_OTHER = re.compile(
    f"\\s+/\\s+|(?<=[^\\W\\d]{{3}})/(?=[^\\W\\d]{{3}})|\\s*[;\\n]\\s*|{_ALSO}|{_ALSO_NATIVE}", re.IGNORECASE
)
_EITHER = re.compile("\\s+(?:or|или|либо|або|ці)\\s+|\\s+and\\s+(?=АО\\b|ООО\\b|ПАО\\b|ОАО\\b|ЗАО\\b)")
_BRACKET = re.compile(r"(?P<outer>[^()]{4,})\((?P<inner>[^()]+)\)[\s.,;]*")
_LANGUAGE = re.compile(r"^(?:[^:]{0,30}\b)?in\s+\w+\s*:|^[a-z\s]{4,30}:", re.IGNORECASE)
# Every branch begins with one letter in one case: only then does the search pass over the others quickly.
_SIGNS = re.compile(
    r"/|\(|;|\n| (?i:(?:or|and|или|либо|або|ці) )|т(?i:акже)|Т(?i:акже)|р(?i:анее)|Р(?i:анее)|о(?i:н же|на же)|О(?i:н же|на же)"
    r"|المعروف|a(?<=\ba)\.?(?i:k\.?a)|A(?<=\bA)\.?(?i:k\.?a)"
)
_WORD = re.compile(r"[^\W_]+")
_EDGES = " \t\n,;:/()-–"
_LEAST_LETTERS = 5


def all_names(names: Sequence[str]) -> tuple[str, ...]:
    """The names, and those that stand in one of them beside another.

    >>> all_names(["Иван Петров / Іван Петров"])
    ('Иван Петров / Іван Петров', 'Иван Петров', 'Іван Петров')
    >>> all_names(["A/S Dampskibet", "Rock and Roll Trading"])
    ('A/S Dampskibet', 'Rock and Roll Trading')
    """
    found: dict[str, None] = {}
    for name in names:
        found[name] = None
        if may_be_several(name):
            found.update(dict.fromkeys(parts_of(name)))
    return tuple(found)


def may_be_several(name: str) -> bool:
    """Whether it is worth a closer look; nearly all names are done here.

    >>> may_be_several("A/S Dampskibet"), may_be_several("Zoé Müller"), may_be_several("Rock or Roll"), may_be_several("A / B")
    (False, False, False, True)
    """
    if name.isascii():
        return " / " in name or "known as" in name or "a.k.a" in name
    return _SIGNS.search(name) is not None


def parts_of(name: str) -> list[str]:
    """The names within one, where its writing says that there are several; none where it is one.

    >>> parts_of("Министерство обороны или Минобороны России")
    ['Министерство обороны', 'Минобороны России']
    >>> parts_of("АО «Уральский завод» (УрАЗ)"), parts_of("Санкт-Петербург / Москва Трейд")
    (['АО «Уральский завод»'], ['Санкт-Петербург', 'Москва Трейд'])
    """
    if not _SIGNS.search(name):
        return []
    pieces = list(_cut(name, latin=name.isascii()))
    parts = [part for piece in pieces if (part := piece.strip(_EDGES)) != name.strip() and _is_name(part)]
    return list(dict.fromkeys(parts))


def _cut(name: str, *, latin: bool) -> Iterator[str]:
    if latin:
        yield from _LATIN.split(name)
        return
    for piece in _OTHER.split(name):
        bracket = _BRACKET.fullmatch(piece.strip())
        for part in (bracket["outer"], _LANGUAGE.sub("", bracket["inner"])) if bracket else (piece,):
            yield from _EITHER.split(part)


def _is_name(part: str) -> bool:
    """Whether a part can be a name of its own: two words that are no mere legal form, or one that says something."""
    found = _WORD.findall(part)
    telling = [word for word in found if len(word) > 1 and not is_form(romanise(word.lower()))]
    if len(telling) > 1:
        return True
    return len(telling) == 1 and len(telling[0]) >= _LEAST_LETTERS and concept_of(romanise(telling[0].lower())) is None

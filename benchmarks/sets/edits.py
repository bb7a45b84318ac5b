"""Ways to spoil a name or an attribute, each fixed by the text it spoils, so that every run makes the same ones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from debar.model import Entity
from sets.rows import rank

Mangle = Callable[[str], str | None]
Properties = Mapping[str, tuple[str, ...]]
_PLAIN = re.compile(r"\d{4}(-\d\d){0,2}")


def _places(name: str, fits: Callable[[int], bool]) -> int | None:
    """One of the fitting places in a name, always the same one."""
    places = [place for place in range(len(name)) if fits(place)]
    return places[int.from_bytes(rank(name)[:4], "big") % len(places)] if places else None


def _swap(name: str) -> str | None:
    place = _places(name, lambda at: name[at : at + 2].isalpha() and len(set(name[at : at + 2].lower())) == 2)
    return None if place is None else name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def _second_first(name: str) -> str | None:
    words = name.replace(",", " ").split()
    return f"{' '.join(words[1:])}, {words[0]}" if len(words) > 1 else None


def _hard_spaces(name: str) -> str | None:
    return name.replace(" ", "\u00a0") if " " in name else None


def _question_marks(name: str) -> str | None:
    return None if name.isascii() else name.encode("ascii", "replace").decode("ascii")


def _single(name: str) -> str | None:
    made = re.sub(r"([^\W\d_])\1", r"\1", name, flags=re.IGNORECASE)
    return made if made != name else None


def _no_specials(name: str) -> str | None:
    made = "".join(char for char in name if char.isalnum() or char.isspace() or char == ",")
    return made if made != name else None


def _doubled(name: str) -> str | None:
    place = _places(name, lambda at: name[at].isalpha())
    return None if place is None else name[: place + 1] + name[place:]


def _other_vowel(name: str) -> str | None:
    place = _places(name, lambda at: name[at].lower() in "aeiou")
    if place is None:
        return None
    vowel = {"a": "e", "e": "i", "i": "o", "o": "u", "u": "a"}[name[place].lower()]
    return name[:place] + (vowel.upper() if name[place].isupper() else vowel) + name[place + 1 :]


MANGLES: Mapping[str, Mangle] = MappingProxyType(
    {
        "neighbours swapped": _swap,
        "second, first": _second_first,
        "spaces → U+00A0": _hard_spaces,
        "non-ASCII → ?": _question_marks,
        "double letters single": _single,
        "specials dropped": _no_specials,
        "a letter doubled": _doubled,
        "a vowel replaced": _other_vowel,
    }
)


def _real(date: str) -> str | None:
    """The date, or None where there is no such day."""
    try:
        dt.date.fromisoformat((date + "-01-01")[:10])
    except ValueError:
        return None
    return date


def _other_day(date: str) -> str | None:
    if len(date) != 10:
        return None
    last = int(date[-1])
    return _real(date[:-1] + str(last - 1 if last > 1 else last + 1))


def _swapped(date: str) -> str | None:
    if len(date) != 10 or date[5:7] == date[8:]:
        return None
    return _real(f"{date[:4]}-{date[8:]}-{date[5:7]}")


def _next_year(date: str) -> str | None:
    return _real(f"{int(date[:4]) + 1}{date[4:]}") if _PLAIN.fullmatch(date) else None


def _other_decade(date: str) -> str | None:
    return _real(f"{date[:2]}{int(date[2]) - 1 if date[2] > '0' else 1}{date[3:]}") if _PLAIN.fullmatch(date) else None


_DATES: Mapping[str, Callable[[str], str | None]] = MappingProxyType(
    {
        "day wrong by a digit": _other_day,
        "day and month swapped": _swapped,
        "year off by one": _next_year,
        "decade wrong by a digit": _other_decade,
    }
)
WRONGS = (*_DATES, "other country", "wrong gender")


def wrong(way: str, properties: Properties, expected: Sequence[Entity]) -> Properties | None:
    """The properties with one attribute spoilt; None where the way does not apply."""
    if way == "other country":
        others = [code for code in ("br", "no", "vn") if code not in properties.get("nationality", ())]
        kept = {prop: values for prop, values in properties.items() if prop in {"name", "birthDate"}}
        return {**kept, "nationality": (others[0],)}
    if way == "wrong gender":
        genders = {value for entity in expected for value in entity.values("gender")}
        opposite = {"male": "female", "female": "male"}
        if len(genders) != 1 or not genders <= opposite.keys():
            return None
        return {**properties, "gender": (opposite[genders.pop()],)}
    made = [_DATES[way](date) for date in properties["birthDate"]]
    return None if None in made else {**properties, "birthDate": tuple(date for date in made if date)}

"""The names of a listing: kinds, parts, scripts."""

from __future__ import annotations

from collections.abc import Callable

from debar.lists.reading import EventKind
from debar.lists.uk_sl.listing import Listing
from debar.lists.uk_sl.tables import by_name, words
from debar.model.entity import Name, NameKind

_NAME_FIELDS = ("name1", "name2", "name3", "name4", "name5", "name6")
_PARTS = ("firstName", "secondName", "middleName", "middleName", "middleName", "lastName")
_KINDS: tuple[NameKind, ...] = ("primary", "alias", "weak", "former")

Report = Callable[[EventKind, str, str], None]


def names_of(listing: Listing, report: Report) -> tuple[Name, ...]:
    """Every name, the primary one first; empty when the listing has none.

    The natural order is name 1 to name 6: given names, then the surname, or the whole name of an entity or ship.
    """
    person = any(words("type").get(text.lower()) == "Person" for text in listing.facts("type"))
    names = [name for record in listing.records("name") if (name := _name(record, person, report)) is not None]
    names += [name for record in listing.records("script") if (name := _script_name(record, report)) is not None]
    return _one_primary(list(dict.fromkeys(names)), report)


def _name(record: dict[str, str], person: bool, report: Report) -> Name | None:
    texts = [record.get(field, "") for field in _NAME_FIELDS]
    value = " ".join(text for text in texts if text)
    if not value:
        return None
    parts = tuple((part, text) for part, text in zip(_PARTS, texts, strict=True) if text) if person else ()
    return Name(value, _kind(record, report), parts=parts)


def _kind(record: dict[str, str], report: Report) -> NameKind:
    given = record.get("name_type", "")
    stated = words("name_type").get(given.lower())
    if stated is None:
        report("unknown_value", by_name()["name_type"].label, given)
    strength = record.get("alias_strength")
    if strength is not None:
        weaker = words("alias_strength").get(strength.lower())
        if weaker is None:
            report("unknown_value", by_name()["alias_strength"].label, strength)
        if weaker and stated != "primary":
            stated = weaker
    return next((kind for kind in _KINDS if kind == stated), "alias")


def _script_name(record: dict[str, str], report: Report) -> Name | None:
    value = record.get("script_name")
    if value is None:
        for field, text in record.items():
            report("bad_value", by_name()[field].label, f"{text} (without a name)")
        return None
    found: dict[str, str | None] = {"script_type": None, "script_language": None}
    for field in found:
        words_given = record.get(field)
        if words_given is not None:
            found[field] = words(field).get(words_given.lower())
            if found[field] is None:
                report("unknown_value", by_name()[field].label, words_given)
    return Name(value, "alias", found["script_language"], found["script_type"])


def _one_primary(names: list[Name], report: Report) -> tuple[Name, ...]:
    primaries = [name for name in names if name.kind == "primary"]
    if not names:
        return ()
    if not primaries:
        report("repaired", by_name()["name_type"].label, f"no primary name; took the first: {names[0].value}")
        primaries = [names[0]]
    for extra in primaries[1:]:
        report("repaired", by_name()["name_type"].label, f"a second primary name, kept as an alias: {extra.value}")
    first = primaries[0]
    rest = [_as_kind(name, "alias") if name.kind == "primary" else name for name in names if name is not first]
    distinct = {name: None for name in rest if (name.value, name.parts) != (first.value, first.parts) or name.script}
    return (_as_kind(first, "primary"), *distinct)


def _as_kind(name: Name, kind: NameKind) -> Name:
    return Name(name.value, kind, name.language, name.script, name.parts)

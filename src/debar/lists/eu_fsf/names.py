"""Names of the EU list, whose cells may hold many names, bare labels, single letters and question marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from debar.lists.draft import Draft
from debar.lists.eu_fsf.record import Part
from debar.lists.name_cells import pieces_of
from debar.lists.scripts import script_of, scripts_in
from debar.lists.tables import mapping, patterns
from debar.model.entity import NameKind

_FIELD = "nameAlias/wholeName"
_PARTS = {"firstName": "firstName", "middleName": "middleName", "lastName": "lastName", "title": "title"}
_KINDS: dict[str, NameKind] = {"alias": "alias", "former": "former"}
_WORD_SCRIPTS = frozenset({"Hani", "Hang", "Jpan"})


class _Found(NamedTuple):
    value: str
    kind: NameKind | None
    language: str | None
    script: str | None


def add_names(draft: Draft, aliases: Sequence[Part], schema: str) -> None:
    """Add all aliases; the first strong one in Latin letters leads, or else the first strong one."""
    for part in aliases:
        _add_alias(draft, part, schema)
    strong = [name for name in draft.names if name.kind == "primary"]
    lead = next((name for name in strong if script_of(name.value) == "Latn" and "?" not in name.value), None)
    if lead is not None:
        draft.names.remove(lead)
        draft.names.insert(0, lead)


def _add_alias(draft: Draft, part: Part, schema: str) -> None:
    parts = tuple((prop, text) for name, prop in _PARTS.items() if (text := part.take(name)))
    composed = " ".join(text for prop, text in parts if prop != "title")
    cell = part.take("wholeName") or composed
    kind: NameKind = "weak" if part.take("strong").casefold() == "false" else "primary"
    language = part.take("nameLanguage").casefold() or None
    found = list(_names_in(draft, cell))
    for name in found:
        own = name.kind or kind
        single = len(found) == 1 and name.value == cell
        draft.name(
            name.value, own, language=name.language or language, script=name.script, parts=parts if single else ()
        )
    if [name.value for name in found] != [cell] and cell:
        draft.keep(_FIELD, cell)
        for prop, text in parts:
            draft.keep(f"nameAlias/{prop}", text)
        if found:
            draft.event("repaired", _FIELD, cell)
    _add_person(draft, part, schema)


def _add_person(draft: Draft, part: Part, schema: str) -> None:
    function = part.take("function")
    if schema == "Person":
        draft.property("position", function)
    else:
        draft.keep("nameAlias/function", function)
    gender = part.take("gender")
    meaning = mapping("eu_values.csv", "code", "value", "GENDER").get(gender)
    if meaning is not None:
        draft.property("gender", meaning)
    elif gender:
        draft.odd("unknown_value", "nameAlias/gender", gender)


def _names_in(draft: Draft, cell: str) -> Iterator[_Found]:
    """The names in a cell; what is no name is quarantined: an event, and kept as given by the caller."""
    (separator, _), *_ = patterns("eu_patterns.csv", "separator")
    for text in separator.split(cell):
        for piece in pieces_of(text):
            found = _unlabelled(_Found(piece.value, piece.kind, None, None))
            if _is_name(found.value):
                if "?" in found.value:
                    draft.event("bad_value", _FIELD, found.value)
                yield found
            else:
                draft.event("bad_value", _FIELD, piece.value)


def _unlabelled(found: _Found) -> _Found:
    """Without a label such as ``Korean:`` or ``f.k.a.``, whose meaning goes to the name."""
    for pattern, row in patterns("eu_patterns.csv", "label"):
        match = pattern.fullmatch(found.value)
        if match is not None:
            name = match["name"].strip()
            script = row["script"] or None
            return _Found(name, _KINDS.get(row["kind"], found.kind), row["language"] or None, script)
    return found


def _is_name(text: str) -> bool:
    """Whether a cell holds a name: not a single letter, nor more question marks than letters.

    >>> _is_name("Ansar"), _is_name("A"), _is_name("????? ?????"), _is_name("金"), _is_name("3M")
    (True, False, False, True, True)
    """
    letters = [sign for sign in text if sign.isalnum()]
    if len(letters) < 2:
        return bool(letters) and bool(_WORD_SCRIPTS & set(scripts_in(text)))
    return text.count("?") < len(letters)

"""Names and aliases of the UN list."""

from __future__ import annotations

from lxml import etree

from debar.lists.draft import Draft, line, one_line
from debar.lists.name_cells import pieces_of
from debar.lists.scripts import language_of, script_of
from debar.lists.tables import mapping, patterns
from debar.lists.un_sc.birth import add_birth_of_alias
from debar.model.entity import NameKind

_NAME_PARTS = {
    "FIRST_NAME": "firstName",
    "SECOND_NAME": "secondName",
    "THIRD_NAME": "middleName",
    "FOURTH_NAME": "lastName",
}
_KINDS: dict[str, NameKind] = {"alias": "alias", "weak": "weak", "former": "former"}
_NULLS = frozenset({"na", "n/a"})


def add_primary(draft: Draft, element: etree._Element) -> None:
    """Add ``FIRST_NAME`` … ``FOURTH_NAME`` as one name, and the one in the original script."""
    parts: list[tuple[str, str]] = []
    for tag, prop in _NAME_PARTS.items():
        text = one_line(element.findtext(tag) or "")
        if text.casefold() in _NULLS:
            draft.odd("repaired", tag, text)
        elif text:
            parts.append((prop, text))
    whole = " ".join(text for _, text in parts)
    if element.tag == "ENTITY":
        _add_cell(draft, "FIRST_NAME", whole, "primary")
    else:
        draft.name(whole, "primary", script=script_of(whole), parts=tuple(parts))
    for original in element.iterfind("NAME_ORIGINAL_SCRIPT"):
        _add_cell(draft, "NAME_ORIGINAL_SCRIPT", original.text or "", "alias")


def add_alias(draft: Draft, element: etree._Element) -> None:
    """Add one alias element; an empty one is nothing, but what it says of birth counts all the same."""
    value = element.findtext("ALIAS_NAME") or ""
    quality = (element.findtext("QUALITY") or "").strip()
    note = one_line(element.findtext("NOTE") or "")
    meaning = mapping("un_values.csv", "code", "value", "QUALITY").get(quality)
    if quality and meaning is None:
        draft.odd("unknown_value", f"{element.tag}/QUALITY", quality)
    kind = _KINDS.get(meaning or "alias", "alias")
    if note:
        kind = _add_note(draft, str(element.tag), one_line(value), note, kind)
    _add_cell(draft, f"{element.tag}/ALIAS_NAME", value, kind)
    add_birth_of_alias(draft, element)


def _add_cell(draft: Draft, field: str, cell: str, kind: NameKind) -> None:
    """Add the names of a cell; one that was taken apart is kept whole as well."""
    if not cell.strip():
        return
    pieces = pieces_of(cell)
    for index, piece in enumerate(pieces):
        own: NameKind = "alias" if kind == "primary" and index else kind
        script = script_of(piece.value)
        draft.name(piece.value, piece.kind or own, language=language_of(script), script=script)
    if [piece.value for piece in pieces] != [cell.strip()]:
        draft.odd("repaired", field, cell.strip())


def _add_note(draft: Draft, tag: str, value: str, note: str, kind: NameKind) -> NameKind:
    """Keep an alias's note; it may hold further names, and say that the alias is a former name."""
    draft.keep(f"{tag}/NOTE", line(value, note))
    for pattern, _ in patterns("un_name_notes.csv", "script"):
        match = pattern.fullmatch(note)
        if match is not None:
            _add_cell(draft, f"{tag}/NOTE", match["name"], kind)
    for pattern, _ in patterns("un_name_notes.csv", "names"):
        match = pattern.fullmatch(note)
        if match is not None:
            _add_cell(draft, f"{tag}/NOTE", match["names"], kind)
    for pattern, row in patterns("un_name_notes.csv", "note"):
        if pattern.fullmatch(note):
            return _KINDS[row["kind"]]
    return kind

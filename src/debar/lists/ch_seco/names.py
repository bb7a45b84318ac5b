"""Names of a SECO identity: parts in order, each with spellings in other scripts."""

from __future__ import annotations

from lxml import etree

from debar.lists.draft import Draft, one_line
from debar.lists.tables import mapping
from debar.model.entity import NameKind

_KINDS: dict[str, NameKind] = {"primary": "primary", "alias": "alias", "former": "former"}
_Key = tuple[str | None, str | None]
_Parts = list[tuple[str, str]]


def meaning(draft: Draft, field: str, code: str | None, where: str) -> str | None:
    """What a code stands for; one that the table does not know is kept, with an event."""
    if not code:
        return None
    value = mapping("ch_values.csv", "code", "value", field).get(code)
    if value is None:
        draft.odd("unknown_value", where, code)
    return value


def add_name(draft: Draft, element: etree._Element, *, main: bool) -> None:
    """Add one ``name`` and its spellings."""
    kind = _KINDS.get(meaning(draft, "NAME", element.get("name-type"), "name/name-type") or "alias", "alias")
    quality = meaning(draft, "QUALITY", element.get("quality"), "name/quality")
    if quality == "low":
        kind = "weak"
    elif kind == "primary" and not main:
        kind = "alias"
    ordered = sorted(element.iterfind("name-part"), key=order_of)
    base: _Parts = [
        (_property(draft, part), text) for part in ordered if (text := one_line(part.findtext("value") or ""))
    ]
    language = meaning(draft, "LANG", element.get("lang"), "name/lang")
    _add(draft, base, kind, (language, _script(draft, element.get("script"))))
    for key, texts in _spellings(draft, ordered).items():
        for parts in _composed(texts, base, len(ordered)):
            _add(draft, parts, "alias" if kind == "primary" else kind, key)
    draft.keep("name/remark", element.findtext("remark"))


def _add(draft: Draft, parts: _Parts, kind: NameKind, key: _Key) -> None:
    typed = tuple((prop, text) for prop, text in parts if prop)
    draft.name(" ".join(text for _, text in parts), kind, language=key[0], script=key[1], parts=typed)


def order_of(part: etree._Element) -> int:
    """The place of a name part; 0 where it is not given."""
    order = part.get("order", "")
    return int(order) if order.isdecimal() else 0


def _property(draft: Draft, part: etree._Element) -> str:
    return meaning(draft, "PART", part.get("name-part-type"), "name-part/name-part-type") or ""


def _script(draft: Draft, code: str | None) -> str | None:
    """ISO 15924 as it is; a script in words through the table."""
    if code and len(code) == 4 and code.istitle():
        return code
    return meaning(draft, "SCRIPT", code.casefold() if code else None, "name/script")


def _spellings(draft: Draft, ordered: list[etree._Element]) -> dict[_Key, dict[int, _Parts]]:
    """For each language and script the spellings of each part, by the part's place."""
    found: dict[_Key, dict[int, _Parts]] = {}
    for place, part in enumerate(ordered):
        prop = _property(draft, part) if part.find("spelling-variant") is not None else ""
        for variant in part.iterfind("spelling-variant"):
            text = one_line(variant.text or "")
            if text:
                language = meaning(draft, "LANG", variant.get("lang"), "spelling-variant/lang")
                key = (language, _script(draft, variant.get("script")))
                found.setdefault(key, {}).setdefault(place, []).append((prop, text))
    return found


def _composed(texts: dict[int, _Parts], base: _Parts, places: int) -> list[_Parts]:
    """Whole names out of spellings of their parts; a part without one keeps the Latin spelling of the name itself.

    Where only some parts are spelled in another script, those parts alone make the name: half a name in each script
    is no name that anybody bears.
    """
    foreign = not any(text.isascii() for parts in texts.values() for _, text in parts)
    names: list[_Parts] = []
    for index in range(max(len(parts) for parts in texts.values())):
        name: _Parts = []
        for place in range(places):
            spelled = texts.get(place)
            if spelled:
                name.append(spelled[min(index, len(spelled) - 1)])
            elif not foreign and place < len(base):
                name.append(base[place])
        names.append(name)
    return names

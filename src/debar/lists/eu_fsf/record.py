"""A record of the EU list in the words of its XML, whichever file it came from."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Part:
    """One part of a record (``nameAlias``, ``birthdate`` …) with its fields; what has been understood is taken out."""

    kind: str
    fields: dict[str, str]

    def take(self, name: str) -> str:
        """The field's text, stripped; ``""`` where there is none. It is not left over any more.

        >>> part = Part("subjectType", {"code": " person "})
        >>> part.take("code"), part.fields
        ('person', {})
        """
        return self.fields.pop(name, "").strip()


@dataclass(slots=True)
class Record:
    """A listed party: its id and its parts, in the file's order."""

    logical_id: str
    parts: list[Part] = field(default_factory=list)

    def add(self, kind: str, fields: dict[str, str]) -> None:
        """Add a part, unless it is blank or the same is there already (rows repeat what they share)."""
        filled = {name: text for name, text in fields.items() if text and text.strip()}
        if filled and not any(part.kind == kind and part.fields == filled for part in self.parts):
            self.parts.append(Part(kind, filled))

    def of(self, *kinds: str) -> list[Part]:
        """The parts of these kinds."""
        return [part for part in self.parts if part.kind in kinds]

    def text(self) -> str:
        """All of it, for a reject."""
        return "; ".join(f"{part.kind}.{name}={text}" for part in self.parts for name, text in part.fields.items())

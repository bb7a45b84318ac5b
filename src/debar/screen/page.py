"""What the pages of this house share: escaping, terms, times and the table of lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files

from debar.model.query import ListState


def lists_table(states: Iterable[ListState], moment: str) -> str:
    """The table of what was screened against; ages are those at the moment."""
    head = ("Source", "Edition", "Age", "Taken in", "Entities", "Names", "Rejects", "Fit", "SHA-256")
    numbers = ("Entities", "Names", "Rejects")
    cells = "".join(f'<th scope="col"{" class=num" if name in numbers else ""}>{name}</th>' for name in head)
    body = "".join(_list(state, moment) for state in states)
    return f'<div class="scroll" tabindex="0" role="region" aria-labelledby="lists"><table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table></div>'


def _list(state: ListState, now: str) -> str:
    said = "".join(f'<div class="muted">{escaped(words)}</div>' for words in (*state.reasons, *state.notes))
    fit = '<span class="fit">fit</span>' if state.fit else '<span class="unfit">not fit</span>'
    sha256 = f'<code title="{escaped(state.sha256)}">{escaped(state.sha256[:12])}…</code>' if state.sha256 else ""
    return (
        f'<tr><th scope="row">{escaped(state.source)}</th><td>{escaped((state.edition or "none")[:10])}</td>'
        f"<td>{age(state.edition, now)}</td><td>{escaped(minute(state.retrieved) if state.retrieved else 'never')}</td>"
        f'<td class="num">{state.entities:,}</td><td class="num">{state.names:,}</td><td class="num">{state.rejects:,}</td>'
        f'<td class="wide">{fit}{said}</td><td>{sha256}</td></tr>'
    )


def definitions(facts: Iterable[tuple[str, str]]) -> str:
    """Terms and what they are; those that are nothing are left out."""
    lines = "".join(f'<dt>{escaped(label)}</dt><dd dir="auto">{escaped(value)}</dd>' for label, value in facts if value)
    return f'<dl class="facts">{lines}</dl>' if lines else ""


def age(edition: str | None, now: str) -> str:
    """How many days old an edition was."""
    try:
        days = (date.fromisoformat(now[:10]) - date.fromisoformat((edition or "")[:10])).days
    except ValueError:
        return "unknown"
    return "1 day" if days == 1 else f"{days:,} days"


def minute(stamp: str) -> str:
    """A time to the minute, for reading."""
    return stamp[:16].replace("T", " ") + " UTC" if "T" in stamp else stamp


def property_words(prop: str) -> str:
    """A property as words: ``birthDate`` is birth date."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", prop).lower()


def isolated(name: str) -> str:
    """A name that leaves the order of its neighbours alone."""
    # Names from right to left must not reorder those beside them (U+2068 … U+2069).
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"


def escaped(text: str) -> str:
    """Text that stays text in a page."""
    return escape(text.replace("\0", "\N{REPLACEMENT CHARACTER}"))


@cache
def page_part(name: str) -> str:
    """A file beside the pages: template or style."""
    return files("debar.screen").joinpath("data", name).read_text("utf-8")

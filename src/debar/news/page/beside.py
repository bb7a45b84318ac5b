"""What may stand beside a reading: customers whom the article touches, and what the law says of its effect sentences.

Both come as JSON (``exposure``, ``effects_in_law``), made elsewhere and later than the reading. What is absent is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from debar.news.page.wording import Book, chip, joined, measure, muted, party, shown, spaced, table

Given = Mapping[str, Any]

MOST_REASONS = 2_000
"""So many reasons are shown; a customer file may hold millions."""


def exposure(book: Book, beside: Given) -> str:
    """Customers whom the announced measures touch, with each reason; nothing where nobody asked."""
    found = beside.get("exposure")
    if not isinstance(found, Mapping):
        return ""
    pairs = [
        (one, reason, number == 0)
        for one in _many(found, "exposed")
        for number, reason in enumerate(_many(one, "reasons") or [{}])
    ]
    shown_pairs = pairs[:MOST_REASONS]
    rows = (_reason(book, one, reason, is_first=is_first) for one, reason, is_first in shown_pairs)
    head = ("Row", "Customer", "Why", "Party", "Score", "Reason", "Where")
    inner = table("exposure", head, rows) if pairs else '<p class="muted">None was found by what was looked at.</p>'
    left_out = len(pairs) - len(shown_pairs)
    more = f'<p class="muted">{left_out:,} more reasons are not shown here.</p>' if left_out else ""
    return (
        f'<section aria-labelledby="exposure"><h2 id="exposure">Customers whom the article touches</h2>'
        f'<p class="muted under">{shown(_account(found))}</p>{inner}{more}{_warnings(found)}</section>'
    )


def _account(found: Given) -> str:
    counts = [f"{found.get('rows', 0):,} customers", f"{len(_many(found, 'exposed')):,} touched"]
    counts += [f"rows rejected: {count:,}"] if (count := found.get("rejected", 0)) else []
    counts += [f"stakes rejected: {count:,}"] if (count := found.get("rejected_stakes", 0)) else []
    return f"{joined(*counts)}. {found.get('note', '')}"


def _warnings(found: Given) -> str:
    said = [str(each) for each in _many(found, "warnings")]
    said += [f"rejected: {joined(*(str(value) for value in each.values()))}" for each in _many(found, "rejects")]
    lines = "".join(f"<li>{shown(each)}</li>" for each in said)
    return f'<ul class="notes">{lines}</ul>' if lines else ""


def _reason(book: Book, one: Given, reason: Given, *, is_first: bool) -> str:
    customer = f"{muted(shown(str(one.get('id', ''))))} <bdi>{shown(str(one.get('name', '')))}</bdi>"
    score = reason.get("score")
    who = reason.get("party") or reason.get("name")
    cells = (
        shown(str(one.get("row", ""))) if is_first else "",
        customer if is_first else "",
        f"{spaced(str(reason.get('why', '')))}{' <strong>targeted</strong>' if reason.get('targeted') else ''}",
        party(book, str(who)) if who else "",
        f"{score:.2f}" if isinstance(score, int | float) else "",
        f"<bdi>{shown(str(reason.get('text', '')))}</bdi>",
        " ".join(
            (
                *(measure(book, str(each.get("id", ""))) for each in _many(reason, "measures")),
                *(chip(book, str(each.get("id", ""))) for each in _many(reason, "claims")),
            )
        ),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def in_law(beside: Given) -> str:
    """What the law says where the article says what a measure does; nothing where that was not looked up."""
    lines = "".join(
        f"<li><strong>{shown(str(each.get('effect', '')))}</strong> {shown(str(each.get('text', '')))}</li>"
        for each in _many(beside, "effects_in_law")
    )
    return f'<h3 class="sub">In law</h3><ul class="still">{lines}</ul>' if lines else ""


def _many(of: Given, field: str) -> Sequence[Any]:
    found = of.get(field)
    return found if isinstance(found, Sequence) and not isinstance(found, str) else ()

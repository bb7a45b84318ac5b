"""What `debar read` shows beside a reading: the law's effects, and the customers whom the article touches."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from debar.cli.output import EXIT_REJECTED, console, print_table, say

if TYPE_CHECKING:
    from debar.news import Reading
    from debar.news.exposure import Exposure
    from debar.news.in_law import InLaw
    from debar.screen import Screener

CustomersOption = Annotated[
    Path | None,
    typer.Option(
        "--customers", metavar="FILE", help="Customers (CSV, JSON lines, Parquet): which of them the article touches."
    ),
]
StakesOption = Annotated[
    Path | None,
    typer.Option("--stakes", metavar="FILE", help="With --customers: who owns whom, as for `debar ownership`."),
]
_REJECTS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a reading; ``exposure`` None: no customers were given."""

    law: tuple[InLaw, ...] = ()
    exposure: Exposure | None = None

    def document(self, reading: Reading) -> dict[str, Any]:
        """The reading's JSON with what stands beside it; the reading's own fields are as they were."""
        import msgspec

        document: dict[str, Any] = msgspec.to_builtins(reading)
        if self.law:
            document["effects_in_law"] = msgspec.to_builtins(self.law)
        if self.exposure is not None:
            document["exposure"] = msgspec.to_builtins(self.exposure)
        return document

    def write(self) -> None:
        """As text on stdout."""
        out = console()
        for one in self.law:
            out.print(f"{one.effect}  {one.text}", markup=False)
        if self.exposure is not None:
            _print(self.exposure)

    def finish(self) -> None:
        """Say what was rejected, and end with its exit code."""
        exposure = self.exposure
        if exposure is None:
            return
        for warning in exposure.warnings:
            say(f"debar: {warning}")
        for one in exposure.rejects[:_REJECTS_SHOWN]:
            say(f"debar: rejected: {one.file} {one.row}: {one.reason}")
        rejected = exposure.rejected + exposure.rejected_stakes
        if rejected > _REJECTS_SHOWN:
            say(f"debar: … {rejected - _REJECTS_SHOWN:,} more rejected rows")
        if rejected:
            raise typer.Exit(EXIT_REJECTED)


def beside(reading: Reading, screener: Screener | None, customers: Path | None, stakes: Path | None) -> Beside:
    """What stands beside a reading.

    Raises:
        BadQuery: ``--stakes`` without ``--customers``.
        BadFile: a file cannot be used.
    """
    from debar.errors import BadQuery
    from debar.news.in_law import effects_in_law

    if stakes is not None and customers is None:
        raise BadQuery("--stakes", rule="stakes say which customers are owned; give --customers too")
    law = effects_in_law(reading, screener.home) if screener is not None and reading.effects else ()
    if customers is None:
        return Beside(law)
    from debar.match import DEFAULT_THRESHOLD
    from debar.news.exposure import exposure

    threshold = screener.home.policy.threshold if screener is not None else DEFAULT_THRESHOLD
    return Beside(law, exposure(reading, customers, stakes=stakes, screener=screener, threshold=threshold))


def _print(found: Exposure) -> None:
    rows = [
        {
            "row": one.row,
            "customer": f"{one.id} {one.name}".strip() if number == 0 else "",
            "why": f"{reason.why.replace('_', ' ')}{', targeted' if reason.targeted else ''}",
            "score": reason.score,
            "reason": reason.text,
            "where": ", ".join(
                f"{place.id} {place.span[0]}-{place.span[1]}" for place in (*reason.measures, *reason.claims[:3])
            ),
        }
        for one in found.exposed
        for number, reason in enumerate(one.reasons)
    ]
    if rows:
        print_table(rows, ("row", "customer", "why", "score", "reason", "where"), "Customers whom the article touches")
    console().print(
        f"{found.rows:,} customers in {found.customers}: {len(found.exposed):,} touched, "
        f"{found.rejected:,} rejected. {found.note}",
        markup=False,
    )

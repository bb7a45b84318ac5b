"""``--audit``: answers go on record before they are shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from debar.audit import Settings

AuditOption = Annotated[
    bool | None,
    typer.Option(
        "--audit/--no-audit",
        help="Record the answer in the audit log before it is shown [no, unless `record = true` in audit.toml].",
        show_default=False,
    ),
]


def recording(home: Path | None, asked: bool | None) -> Settings | None:
    """The audit log to record in; None where nothing is to be recorded."""
    from debar.store.home import home_path

    path = home_path(home)
    if asked is False or (asked is None and not (path / "audit.toml").exists()):
        return None  # without loading anything: most have no audit log
    from debar.audit import settings_of

    settings = settings_of(path)
    return settings if asked or settings.record else None

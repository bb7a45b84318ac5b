"""``debar sessions``: who is signed in to the service."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debar.cli.output import EXIT_USAGE, Format, FormatOption, HomeOption, say, write

if TYPE_CHECKING:
    from debar.service.sessions import Session, Sessions

app = typer.Typer(no_args_is_help=True, help="Sessions of those who signed in to the service: listed, ended.")

_COLUMNS = ("id", "name", "scopes", "state", "address", "created", "used", "ends", "ended", "subject")


@app.command("list")
def list_command(format: FormatOption = Format.table, home: HomeOption = None) -> None:
    """Every session, and those of the last 30 days that have ended."""
    with _sessions(home) as sessions:
        rows = [_row(one, sessions) for one in sessions.all()]
    write(rows, format, _COLUMNS)


@app.command("end")
def end_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person (all their sessions), or the id of one.")],
    home: HomeOption = None,
) -> None:
    """End sessions now; whoever has them must sign in again."""
    with _sessions(home) as sessions:
        ended = sessions.end_all(name)
    _record(home, ended)
    sys.stdout.write("".join(f"{one.id} {one.name} ended\n" for one in ended))


@contextmanager
def _sessions(home: Path | None) -> Iterator[Sessions]:
    try:
        from debar.service.admission import FILE, admission_of
        from debar.service.starting import sessions_of
    except ModuleNotFoundError as error:
        say(f"debar: sessions need more packages: pip install 'debar[service]' ({error.name} is missing)")
        raise typer.Exit(EXIT_USAGE) from None
    from datetime import timedelta

    from debar.service.sessions import IDLE
    from debar.store.home import home_path

    path = home_path(home)
    idle = timedelta(minutes=admission_of(path).idle_minutes) if (path / FILE).exists() else IDLE
    sessions = sessions_of(path, idle=idle, write=False)
    try:
        yield sessions
    finally:
        sessions.close()


def _record(home: Path | None, ended: tuple[Session, ...]) -> None:
    """Put it in the audit log, where there is one."""
    from debar.cli.recording import recording

    settings = recording(home, None)
    if settings is None:
        return
    from debar.audit import Who, act

    who = Who.at_the_terminal()
    with settings.log() as log:
        for one in ended:
            log.append(act("access", who, what="session ended", session=one.id, name=one.name, subject=one.subject))


def _row(session: Session, sessions: Sessions) -> dict[str, object]:
    import msgspec

    return {**msgspec.to_builtins(session), "state": session.state(datetime.now(UTC), sessions.idle)}

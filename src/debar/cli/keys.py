"""``debar keys``: who may use the service."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debar.cli.output import Format, FormatOption, HomeOption, say, write

if TYPE_CHECKING:
    from debar.access import ApiKey, Keys

app = typer.Typer(no_args_is_help=True, help="API keys of the service: made, listed, rotated, revoked.")

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The program or person that uses it.")]
_COLUMNS = ("id", "name", "scopes", "state", "created", "expires", "revoked")


@app.command("add")
def add_command(
    name: NameArgument,
    scope: Annotated[
        list[str] | None,
        typer.Option("--scope", help="screen, read, update, metrics, admin; parted by commas [screen,read]."),
    ] = None,
    expires: Annotated[
        str | None, typer.Option("--expires", metavar="DATE", help="From this day on (UTC) it is refused [never].")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Make a key. The token goes to stdout, once; only its digest is kept."""
    scopes = [word.strip() for given in scope or ["screen,read"] for word in given.split(",") if word.strip()]
    with _keys(home, write=True) as keys:
        key, token = keys.add(name, scopes, expires=_day(expires))
    _record(home, "key added", (key,))
    _show(key, token)


@app.command("list")
def list_command(format: FormatOption = Format.table, home: HomeOption = None) -> None:
    """Every key there is or was, without its secret."""
    with _keys(home, write=False) as keys:
        rows = [_row(key) for key in keys.all()]
    write(rows, format, _COLUMNS)


@app.command("rotate")
def rotate_command(
    name: NameArgument,
    overlap: Annotated[float, typer.Option("--overlap", min=0, help="So many hours the old key stays good.")] = 0.0,
    home: HomeOption = None,
) -> None:
    """Make a new key with the scopes of the old one, which ends."""
    with _keys(home, write=True) as keys:
        key, token = keys.rotate(name, overlap=timedelta(hours=overlap))
    _record(home, "key rotated", (key,))
    _show(key, token)


@app.command("revoke")
def revoke_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name (all its keys), or the id of one.")],
    home: HomeOption = None,
) -> None:
    """End a key now."""
    with _keys(home, write=True) as keys:
        ended = keys.revoke(name)
    _record(home, "key revoked", ended)
    sys.stdout.write("".join(f"{key.id} {key.name} revoked\n" for key in ended))


@contextmanager
def _keys(home: Path | None, *, write: bool) -> Iterator[Keys]:
    from debar.access import Keys
    from debar.store.home import home_path

    keys = Keys(home_path(home), write=write)
    try:
        yield keys
    finally:
        keys.close()


def _record(home: Path | None, what: str, changed: tuple[ApiKey, ...]) -> None:
    """Put it in the audit log, where there is one."""
    from debar.cli.recording import recording

    settings = recording(home, None)
    if settings is None:
        return
    from debar.audit import Who, act

    who = Who.at_the_terminal()
    with settings.log() as log:
        for key in changed:
            log.append(act("access", who, what=what, key=key.id, name=key.name, scopes=key.scopes, expires=key.expires))


def _day(text: str | None) -> datetime | None:
    from debar.errors import BadQuery

    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadQuery("--expires", rule="a day is YYYY-MM-DD", got=repr(text)) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _show(key: ApiKey, token: str) -> None:
    sys.stdout.write(token + "\n")
    ends = f", until {key.expires}" if key.expires else ""
    say(f"debar: key {key.id} of {key.name}, scopes {', '.join(key.scopes)}{ends}; it is shown this once")


def _row(key: ApiKey) -> dict[str, object]:
    import msgspec

    return {**msgspec.to_builtins(key), "state": key.state(datetime.now(UTC))}

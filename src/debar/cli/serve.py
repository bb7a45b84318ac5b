"""``debar serve``: the API over HTTP."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from debar.cli.output import EXIT_USAGE, HomeOption, say


def command(
    host: Annotated[str, typer.Option("--host", help="The address; one beyond this machine needs keys.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65_535, help="The port.")] = 8000,
    threads: Annotated[
        int | None, typer.Option("--threads", min=1, help="How many screen at a time [one per core].")
    ] = None,
    log_level: Annotated[str, typer.Option("--log-level", help="debug, info, warning or error.")] = "info",
    audit: Annotated[
        bool | None,
        typer.Option("--audit/--no-audit", help="Put every screening on record before it is answered [audit.toml]."),
    ] = None,
    console: Annotated[
        bool, typer.Option("--console/--no-console", help="Pages for people beside the API, under /console.")
    ] = True,
    home: HomeOption = None,
) -> None:
    """Serve the API that yente's, OpenRefine's and Watchman's users speak, and a console. Needs debar[service].

    Where the home has API keys (`debar keys add`), only their holders are answered; without any it listens on this machine
    alone. POST /updatez takes the token in the environment variable DEBAR_UPDATE_TOKEN.
    """
    try:
        from debar.service.serving import serve
    except ModuleNotFoundError as error:
        say(f"debar: the service needs more packages: pip install 'debar[service]' ({error.name} is missing)")
        raise typer.Exit(EXIT_USAGE) from None
    from debar.access import Keys
    from debar.audit import settings_of
    from debar.service.safety import KeyHolders, Recorded
    from debar.service.settings import Settings
    from debar.store import home_path

    settings = Settings(
        home=home_path(home), console=console, update_token=os.environ.get("DEBAR_UPDATE_TOKEN") or None
    )
    if threads is not None:
        import msgspec

        settings = msgspec.structs.replace(settings, threads=threads)
    recording = settings_of(settings.home)
    serve(
        settings,
        host=host,
        port=port,
        authoriser=KeyHolders(settings.home) if Keys(settings.home) else None,
        recorder=Recorded(recording.log()) if (recording.record if audit is None else audit) else None,
        log_level=log_level,
    )

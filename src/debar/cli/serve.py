"""``debar serve``: the API over HTTP."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from debar.cli.output import EXIT_USAGE, HomeOption, say

_CHECK_S = 5


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
    fetch_articles: Annotated[
        bool, typer.Option("--fetch-articles", help="POST /read fetches addresses, of the public net alone.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Start nothing: ask the service at this host and port whether it is fit; exit code 3 if not.",
        ),
    ] = False,
    home: HomeOption = None,
) -> None:
    """Serve the API that yente's, OpenRefine's and Watchman's users speak. Needs debar[service].

    Where the home has API keys (`debar keys add`), only their holders are answered; without any it listens on this machine
    alone. POST /updatez takes the token in the environment variable DEBAR_UPDATE_TOKEN.
    """
    if check:
        raise typer.Exit(_check(host, port))
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
        home=home_path(home),
        fetch_articles=fetch_articles,
        update_token=os.environ.get("DEBAR_UPDATE_TOKEN") or None,
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


def _check(host: str, port: int) -> int:
    """Ask a running service whether it is fit to screen; the exit code. For health checks, which need no other program."""
    import httpx

    from debar.cli.output import EXIT_UNFIT

    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  where it listens is not where it is asked
    address = f"http://[{reached}]:{port}" if ":" in reached else f"http://{reached}:{port}"
    try:
        answer = httpx.get(f"{address}/readyz", timeout=_CHECK_S, trust_env=False)
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        say(f"debar: {address} does not answer as debar does: {str(error) or type(error).__name__}")
        return EXIT_UNFIT
    if answer.status_code == httpx.codes.OK:
        return 0
    for reason in told.get("reasons") or [told.get("detail", answer.status_code)]:
        say(f"debar: {reason}")
    return EXIT_UNFIT

"""``debar serve``: the API over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from debar.cli.output import EXIT_USAGE, HomeOption, say

_CHECK_S = 5


def command(
    host: Annotated[
        str, typer.Option("--host", help="The address; one beyond this machine needs keys or sign-in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65_535, help="The port.")] = 8000,
    socket: Annotated[
        str | None, typer.Option("--socket", metavar="PATH", help="Listen on a Unix socket instead; needs the same.")
    ] = None,
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
    oidc_issuer: Annotated[
        str | None, typer.Option("--oidc-issuer", metavar="URL", help="The provider through which people sign in.")
    ] = None,
    oidc_client_id: Annotated[
        str | None, typer.Option("--oidc-client-id", metavar="ID", help="What the provider knows this service as.")
    ] = None,
    public_url: Annotated[
        str | None, typer.Option("--public-url", metavar="URL", help="The address that browsers use: https://NAME.")
    ] = None,
    allowed_host: Annotated[
        list[str] | None, typer.Option("--allowed-host", metavar="NAME", help="A further name it is called by.")
    ] = None,
    forwarded_allow_ips: Annotated[
        str | None,
        typer.Option(
            "--forwarded-allow-ips", metavar="IPS", help="Proxies whose X-Forwarded-* are believed; else nobody's."
        ),
    ] = None,
    cors_origin: Annotated[
        list[str] | None, typer.Option("--cors-origin", metavar="ORIGIN", help="A site whose pages may ask; else none.")
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            "--limit",
            metavar="KIND=RATE[/BURST]",
            help="Requests per second of each key, session or address, sign-ins (sign-in) and failed attempts (failed) "
            "of each address; 0: no limit (key=10000/20000, session=20/200, address=0, sign-in=1/100, failed=0.2/20).",
        ),
    ] = None,
    console: Annotated[
        bool, typer.Option("--console/--no-console", help="Pages for people beside the API, under /console.")
    ] = True,
    home: HomeOption = None,
) -> None:
    """Serve the API that yente's, OpenRefine's and Watchman's users speak, and a console. Needs debar[service].

    Where the home has API keys (`debar keys add`) or people sign in (--oidc-issuer, --oidc-client-id, the secret in
    DEBAR_OIDC_CLIENT_SECRET, signin.toml in the home), only they are answered; without either it listens on this machine
    alone. POST /updatez takes the token in the environment variable DEBAR_UPDATE_TOKEN.
    """
    if check:
        raise typer.Exit(_check(host, port))
    try:
        from debar.service.serving import serve
        from debar.service.starting import Told, put_together
    except ModuleNotFoundError as error:
        say(f"debar: the service needs more packages: pip install 'debar[service]' ({error.name} is missing)")
        raise typer.Exit(EXIT_USAGE) from None
    from debar.store import home_path

    told = Told(
        home=home_path(home),
        host=host,
        socket=socket,
        public=public_url,
        issuer=oidc_issuer,
        client_id=oidc_client_id,
        allowed_hosts=tuple(allowed_host or ()),
        cors=tuple(cors_origin or ()),
        limits=tuple(limit or ()),
        forwarded=forwarded_allow_ips,
        audit=audit,
        fetch_articles=fetch_articles,
    )
    parts = put_together(told, threads=threads, console=console)
    serve(
        parts.settings,
        host=host,
        port=port,
        socket=socket,
        forwarded_allow_ips=forwarded_allow_ips,
        authoriser=parts.authoriser,
        recorder=parts.recorder,
        sign_in=parts.sign_in,
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

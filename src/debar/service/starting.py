"""What `debar serve` was told, checked and put together before anything listens."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from debar.access import Keys
from debar.audit import settings_of
from debar.audit.databases import is_postgresql
from debar.errors import BadQuery
from debar.service.access import Authoriser, is_loopback
from debar.service.admission import admission_of
from debar.service.limits import rates
from debar.service.origins import origin_of
from debar.service.provider import Provider
from debar.service.safety import KeyHolders, Recorded
from debar.service.sessions import IDLE, LONGEST, Sessions
from debar.service.settings import Settings
from debar.service.signing_in import SignedIn, SigningIn

IN_ENVIRONMENT = "DEBAR_OIDC_CLIENT_SECRET"
"""Where the client's secret is: a command line can be read by everybody on the machine."""


class Told(NamedTuple):
    """What was said on the command line.

    Args:
        home: the folder of the lists.
        host, socket: where to listen.
        public: the address that browsers use.
        issuer, client_id: the provider of sign-in, and what it knows us as.
        allowed_hosts, cors, limits: as given, each several times.
        forwarded: proxies that are believed.
        audit: whether to record; None: as ``audit.toml`` says.
        fetch_articles: whether articles are fetched from the addresses that callers give.
    """

    home: Path
    host: str = "127.0.0.1"
    socket: str | None = None
    public: str | None = None
    issuer: str | None = None
    client_id: str | None = None
    allowed_hosts: tuple[str, ...] = ()
    cors: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    forwarded: str | None = None
    audit: bool | None = None
    fetch_articles: bool = False


class Parts(NamedTuple):
    """What a service is made of."""

    settings: Settings
    authoriser: Authoriser | None
    recorder: Recorded | None
    sign_in: SigningIn | None


def put_together(
    told: Told, environment: Mapping[str, str] = os.environ, *, threads: int | None = None, console: bool = True
) -> Parts:
    """The parts of a service.

    Raises:
        BadQuery: an option cannot be used, or another one is missing.
        BadFile: ``signin.toml`` or ``audit.toml`` cannot be used.
        SessionsUnusable: there is no place to keep sessions in.
        AuditError: the audit log cannot be opened.
    """
    public = _public(told.public)
    settings = Settings(
        home=told.home,
        update_token=environment.get("DEBAR_UPDATE_TOKEN") or None,
        rates=rates(told.limits),
        hosts=told.allowed_hosts,
        public=public,
        console=console,
        cors=tuple(map(_origin, told.cors)),
        fetch_articles=told.fetch_articles,
    )
    if threads is not None:
        settings = msgspec.structs.replace(settings, threads=threads)
    issuer, client_id = _provider(told, public)
    _must_be_proxies(told)
    recording = settings_of(told.home, environment)
    log = recording.log() if (recording.record if told.audit is None else told.audit) else None
    recorder = Recorded(log) if log is not None else None
    if issuer is None or client_id is None:
        return Parts(settings, KeyHolders(told.home) if Keys(told.home) else None, recorder, None)
    admission = admission_of(told.home)
    sign_in = SigningIn(
        Provider(issuer, client_id, environment.get(IN_ENVIRONMENT) or None, admission.ask),
        admission,
        sessions_of(
            told.home,
            environment,
            idle=timedelta(minutes=admission.idle_minutes),
            longest=timedelta(hours=admission.longest_hours),
        ),
        public=public,
        log=log,
    )
    return Parts(settings, SignedIn(KeyHolders(told.home)), recorder, sign_in)


def sessions_of(
    home: Path,
    environment: Mapping[str, str] = os.environ,
    *,
    idle: timedelta = IDLE,
    longest: timedelta = LONGEST,
    write: bool = True,
) -> Sessions:
    """The sessions of a home: in the audit log's PostgreSQL, where it has one, else in ``sessions.sqlite``.

    Raises:
        SessionsUnusable: they cannot be opened.
    """
    database = settings_of(home, environment).database
    place = database if is_postgresql(database) else str(home / "sessions.sqlite")
    return Sessions(place, idle=idle, longest=longest, write=write)


def _provider(told: Told, public: str | None) -> tuple[str | None, str | None]:
    if (told.issuer is None) != (told.client_id is None):
        missing = "--oidc-client-id" if told.client_id is None else "--oidc-issuer"
        raise BadQuery(missing, rule="sign-in needs both an issuer and a client id", fix=f"give {missing} too")
    reached = told.socket or not is_loopback(told.host) or told.forwarded
    if told.issuer is not None and public is None and reached:
        raise BadQuery(
            "--public-url",
            rule="sign-in beyond this machine needs the address that browsers use",
            fix="give https://NAME, as the provider has it registered with /signin/callback",
        )
    return told.issuer, told.client_id


def _must_be_proxies(told: Told) -> None:
    for one in (told.forwarded or "").split(",") if told.forwarded is not None else ():
        if one.strip() == "*" and told.socket is not None:
            continue  # who asks through a socket has no number
        try:
            ipaddress.ip_network(one.strip())
        except ValueError as error:
            rule = "proxies are numbers or networks, parted by commas; `*` with --socket alone"
            raise BadQuery("--forwarded-allow-ips", rule=rule, got=repr(one)) from error


def _public(given: str | None) -> str | None:
    """Our address, as browsers write it.

    >>> _public("https://debar.example/")
    'https://debar.example'
    """
    if given is None:
        return None
    found = _origin(given.removesuffix("/"), "--public-url")
    if not found.startswith("https:") and not is_loopback(urlsplit(found).hostname or ""):
        raise BadQuery(
            "--public-url", rule="beyond this machine it is https", got=given, fix="put a proxy with TLS in front"
        )
    return found


def _origin(given: str, option: str = "--cors-origin") -> str:
    """An origin.

    >>> _origin("http://127.0.0.1:3333")
    'http://127.0.0.1:3333'
    >>> _origin("*")
    Traceback (most recent call last):
    debar.errors.BadQuery: --cors-origin: it is written scheme://host or scheme://host:port (got '*') [input.query]
    """
    try:
        found = origin_of(given)
    except ValueError:
        found = ""
    if found != given or not found.startswith(("https://", "http://")) or found.endswith("//"):
        raise BadQuery(option, rule="it is written scheme://host or scheme://host:port", got=repr(given))
    return found

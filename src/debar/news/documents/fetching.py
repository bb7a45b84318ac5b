"""Pages from their servers: http and https only, in bounded time, of bounded size."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.request import getproxies

import httpx
import stamina

from debar.errors import DocumentNotFetched, DocumentRefused
from debar.lists.fetching import USER_AGENT
from debar.news.documents.sources import Limits, scheme_of, too_large

_TRIES = 3
_ACCEPT = "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5"


class Fetched(NamedTuple):
    """A page as its server sent it."""

    url: str
    data: bytes
    media_type: str | None
    charset: str | None
    language: str | None


def fetch_page(url: str, limits: Limits, *, public: bool = False) -> Fetched:
    """Fetch one page.

    Args:
        public: only from addresses of the public internet, for a service that fetches what others ask for: nothing behind
            it may be read through it. Asked before every redirect, and of the connection that was made.

    Raises:
        DocumentRefused: the address is not http or https, or not public, or the page is larger than the limit.
        DocumentNotFetched: the server cannot be reached, is too slow, redirects without end or answers with an error.
    """
    if scheme_of(url) not in ("http", "https"):
        raise DocumentRefused(url, rule="only http and https addresses are fetched", got=f"{scheme_of(url)}://")
    deadline = time.monotonic() + limits.seconds

    def in_time(_: httpx.Request | None = None) -> None:
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("too slow")

    def ready(request: httpx.Request) -> None:
        in_time()
        if public:
            must_be_public(str(request.url), _addresses(request.url))

    fix = "check the address, or save the page and give its file"
    try:
        with httpx.Client(
            headers={"User-Agent": USER_AGENT, "Accept": _ACCEPT},
            timeout=limits.seconds,
            event_hooks={"request": [ready]},  # asked before every redirect
            follow_redirects=True,
            max_redirects=limits.redirects,
        ) as client:
            for attempt in stamina.retry_context(
                on=_retriable, attempts=_TRIES, timeout=limits.seconds, wait_initial=0.2, wait_max=2
            ):
                with attempt:
                    return _fetch_once(client, url, limits, in_time, public=public)
    except httpx.HTTPStatusError as error:
        got = f"HTTP {error.response.status_code} {error.response.reason_phrase}".strip()
        raise DocumentNotFetched(url, got=got, fix=fix) from error
    except httpx.TimeoutException as error:
        raise DocumentNotFetched(
            url, got=f"nothing whole within {limits.seconds:g} s", fix="try again later"
        ) from error
    except httpx.TooManyRedirects as error:
        raise DocumentNotFetched(url, got=f"more than {limits.redirects} redirects", fix=fix) from error
    except httpx.UnsupportedProtocol as error:
        raise DocumentRefused(url, rule="it redirects to what is not http or https", got=str(error)) from error
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise DocumentNotFetched(url, got=str(error) or type(error).__name__, fix=fix) from error
    raise AssertionError("unreachable: every try returns or raises")


def _retriable(error: Exception) -> bool:
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in (408, 425, 429) or error.response.status_code >= 500
    # A server that was too slow once has used up the time; one that refused or hung up is asked again.
    return isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError)


def must_be_public(url: str, addresses: Iterable[str]) -> None:
    """Refuse an address that is not of the public internet.

    Raises:
        DocumentRefused: one of them is this machine, a private network, or no address at all.

    >>> must_be_public("https://example.org/", ["93.184.215.14"])
    >>> must_be_public("http://metadata/", ["169.254.169.254"])
    Traceback (most recent call last):
    debar.errors.DocumentRefused: http://metadata/: only pages of the public internet are fetched here ...
    """
    for one in addresses:
        try:
            found = ipaddress.ip_address(one.partition("%")[0])
        except ValueError:
            found = None
        if found is None or not found.is_global or found.is_multicast:
            rule = "only pages of the public internet are fetched here"
            raise DocumentRefused(url, rule=rule, got=one, fix="paste the text of the article, or upload it")


def _addresses(url: httpx.URL) -> list[str]:
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpx.ConnectError(str(error)) from error
    return [str(each[4][0]) for each in found]


def _fetch_once(
    client: httpx.Client, url: str, limits: Limits, in_time: Callable[[], None], *, public: bool
) -> Fetched:
    with client.stream("GET", url) as response:
        if public and not getproxies():
            # The name may have been given another address since it was asked for.
            peer = response.extensions["network_stream"].get_extra_info("server_addr")
            must_be_public(str(response.url), [str(peer[0])])
        response.raise_for_status()
        parts: list[bytes] = []
        size = 0
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > limits.size:
                raise too_large(url, limits)
            in_time()  # a server that drips keeps within every read's own time
            parts.append(chunk)
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        language = response.headers.get("Content-Language")
        return Fetched(str(response.url), b"".join(parts), kind or None, response.charset_encoding, language)

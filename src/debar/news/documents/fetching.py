"""Pages from their servers: http and https only, in bounded time, of bounded size."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

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


def fetch_page(url: str, limits: Limits, guard: httpx.BaseTransport | None = None) -> Fetched:
    """Fetch one page.

    Args:
        guard: what connections must pass; None: whatever the user's own machine reaches.

    Raises:
        DocumentRefused: the address is not http or https, or the page is larger than the limit.
        DocumentNotFetched: the server cannot be reached, is too slow, redirects without end or answers with an error.
    """
    if scheme_of(url) not in ("http", "https"):
        raise DocumentRefused(url, rule="only http and https addresses are fetched", got=f"{scheme_of(url)}://")
    deadline = time.monotonic() + limits.seconds

    def in_time(_: httpx.Request | None = None) -> None:
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("too slow")

    fix = "check the address, or save the page and give its file"
    try:
        with httpx.Client(
            transport=guard,
            trust_env=guard is None,  # a proxy would look the name up again
            headers={"User-Agent": USER_AGENT, "Accept": _ACCEPT},
            timeout=limits.seconds,
            event_hooks={"request": [in_time]},  # asked before every redirect
            follow_redirects=True,
            max_redirects=limits.redirects,
        ) as client:
            for attempt in stamina.retry_context(
                on=_retriable, attempts=_TRIES, timeout=limits.seconds, wait_initial=0.2, wait_max=2
            ):
                with attempt:
                    return _fetch_once(client, url, limits, in_time)
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


def _fetch_once(client: httpx.Client, url: str, limits: Limits, in_time: Callable[[], None]) -> Fetched:
    with client.stream("GET", url) as response:
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

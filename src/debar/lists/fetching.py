"""Getting official files from their publishers: conditional, retried, checked for completeness."""

from __future__ import annotations

import email.utils
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC
from pathlib import Path

import httpx
import msgspec
import stamina

from debar._version import __version__
from debar.errors import ListNotFetched, ListTruncated
from debar.lists.files import ListFile

# The UN's host answers only to what looks like a browser; the product is named all the same.
USER_AGENT = f"Mozilla/5.0 (compatible; debar/{__version__})"
TIMEOUT = httpx.Timeout(60.0, connect=15.0)
TRIES = 4
MAX_BYTES = 8 * 2**30  # beyond this no publisher's list lies; it keeps a broken server from filling the disk

Progress = Callable[[str, int, int | None], None]
"""Called with the file's role, bytes so far and bytes in all (None when the server does not say)."""


class Validators(msgspec.Struct, frozen=True):
    """What a server gave to recognise an unchanged file by."""

    etag: str | None
    modified: str | None


class Download(msgspec.Struct, frozen=True):
    """One fetched file; ``file`` is None when the server says that it did not change."""

    url: str
    file: ListFile | None
    validators: Validators


def fetch_set(
    urls: Mapping[str, str],
    folder: Path,
    *,
    known: Callable[[str], Validators | None],
    progress: Progress = lambda role, done, total: None,
    client: httpx.Client | None = None,
) -> dict[str, Download]:
    """Fetch all files of a set, by role; either every one of them or, when none changed, none.

    Raises:
        ListNotFetched: a server cannot be reached, answers with an error, or sends something else than it announced.
        ListTruncated: the body is shorter than announced, after all tries.
    """
    own = client or httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=TIMEOUT, follow_redirects=True)
    try:
        found = {role: _fetch(own, role, url, folder, known(url), progress) for role, url in urls.items()}
        if any(one.file is not None for one in found.values()):
            # A set is one edition: what did not change is needed too.
            for role, one in found.items():
                if one.file is None:
                    found[role] = _fetch(own, role, one.url, folder, None, progress)
        return found
    finally:
        if client is None:
            own.close()


def _retriable(error: Exception) -> bool:
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in (408, 425, 429) or error.response.status_code >= 500
    return isinstance(error, httpx.TransportError | ListTruncated)


def _fetch(
    client: httpx.Client, role: str, url: str, folder: Path, validators: Validators | None, progress: Progress
) -> Download:
    headers = {}
    if validators is not None and validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators is not None and validators.modified:
        headers["If-Modified-Since"] = validators.modified
    try:
        for attempt in stamina.retry_context(
            on=_retriable, attempts=TRIES, timeout=None, wait_initial=0.2, wait_max=10
        ):
            with attempt:
                return _fetch_once(client, role, url, folder, headers, progress)
    except httpx.HTTPStatusError as error:
        raise ListNotFetched(
            role,
            got=f"HTTP {error.response.status_code} from {url}",
            fix="the last good edition stays; try again later",
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        message = str(error) or type(error).__name__
        raise ListNotFetched(
            role, got=f"{message} ({url})", fix="check the network; the last good edition stays"
        ) from error
    raise AssertionError("unreachable: every try returns or raises")


def _fetch_once(
    client: httpx.Client, role: str, url: str, folder: Path, headers: Mapping[str, str], progress: Progress
) -> Download:
    with client.stream("GET", url, headers=headers) as response:
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return Download(url, None, Validators(headers.get("If-None-Match"), headers.get("If-Modified-Since")))
        response.raise_for_status()
        announced = response.headers.get("Content-Length")
        total = int(announced) if announced and announced.isdigit() else None
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as target:
            for chunk in response.iter_bytes():
                target.write(chunk)
                progress(role, response.num_bytes_downloaded, total)
                if response.num_bytes_downloaded > MAX_BYTES:
                    raise ListNotFetched(role, rule=f"the file is larger than {MAX_BYTES >> 30} GiB", got=url)
        if total is not None and response.num_bytes_downloaded != total:
            raise ListTruncated(url, got=f"{response.num_bytes_downloaded} of {total} bytes", fix="try again later")
        modified = response.headers.get("Last-Modified")
        validators = Validators(response.headers.get("ETag"), modified)
        return Download(url, ListFile(url, path=Path(target.name), modified=_iso(modified)), validators)


def _iso(http_date: str | None) -> str | None:
    if http_date is None:
        return None
    try:
        return email.utils.parsedate_to_datetime(http_date).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return None  # a malformed header; the edition is then dated by the day of the download

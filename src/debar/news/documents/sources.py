"""Where articles come from, and how much of it is taken."""

from __future__ import annotations

import re
from typing import NamedTuple

from debar.errors import DocumentRefused

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


class Limits(NamedTuple):
    """What one article may take: a news page has some hundred kB, its server answers within seconds."""

    size: int = 20 * 2**20
    """Bytes, as unpacked."""
    seconds: float = 30.0
    """For all of a download, redirects and retries included."""
    redirects: int = 10
    pages: int = 300
    """Of a PDF."""


def scheme_of(source: str) -> str | None:
    """The scheme, where a source is an address and no path.

    >>> scheme_of("https://example.org/a"), scheme_of("news/a.txt"), scheme_of("C:/news/a.txt")
    ('https', None, None)
    """
    found = _SCHEME.match(source)
    return found[1].lower() if found else None


def too_large(about: str, limits: Limits) -> DocumentRefused:
    """The error for more bytes than the limit."""
    got = f"more than {limits.size:,} bytes"
    return DocumentRefused(about, rule="it is too large for an article", got=got, fix="give the article alone")

"""What schemathesis must be told of this service."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.serializer("application/x-ndjson", "application/pdf", "text/html")
def as_it_is(context: Any, value: Any) -> bytes:
    """JSON lines, pages and PDF are sent as the text or the bytes that they are."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")

"""What schemathesis must be told of this service."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def json_lines(context: Any, value: Any) -> bytes:
    """A stream of JSON lines is sent as the text that it is."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")

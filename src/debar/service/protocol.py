"""How uvicorn reads HTTP: with an end to what may come before a request is whole.

httptools keeps the line and the headers of a request until they have ended, however long that is; uvicorn bounds them for
its other parser alone.
"""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_HEAD_BYTES = 128 * 1024
"""More than the longest address and all headers that `debar.service.edge` lets pass, so that its words are heard first."""


class BoundedProtocol(HttpToolsProtocol):
    """Refuses a request whose head is longer than anything the service takes."""

    _in_head = True
    _seen = 0

    def on_message_begin(self) -> None:
        """A request begins."""
        self._in_head, self._seen = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its head has ended."""
        self._in_head = False
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head has grown too long."""
        begun = self._in_head  # what came with the end of the last request is not counted
        super().data_received(data)
        if not (begun and self._in_head):
            return
        self._seen += len(data)
        if self._seen > _HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The address and headers are too long.")

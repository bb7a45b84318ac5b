"""What a service is told when it starts."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How a service runs; everything but the home has a default.

    Args:
        home: the folder of the lists.
        threads: how many screen at a time.
        wait_s: how long a single query waits for others, so that they are screened in one call.
        batch_names: how many queries at most are screened in one call, so that no request holds up the others for long.
        waiting_names: how many queries may wait; beyond it requests are refused with 503.
        poll_s: how often the home is looked at for new editions, and for lists that have become too old.
        body_bytes: the largest body; 10,000 queries of 1 kB each fit.
        url_bytes: the longest address with its query string; the peer's limit.
        queries, stream_queries: the most queries of one JSON body, and of one stream of JSON lines.
        verify: compare a new index with its checksums before it is used.
        readers: how many articles are read at a time, each in a process of its own.
        waiting_articles: how many may wait or be read; beyond it requests are refused with 503.
        article_bytes, article_s, article_memory: what one may take; the memory is that of its process, in bytes.
        fetch_articles: fetch articles from the addresses that callers give, on the public net alone.
        article_networks: networks of one's own that such addresses may lead to as well.
        update_token: what `POST /updatez` must be given; None refuses every such request.
    """

    home: Path
    threads: int = msgspec.field(default_factory=lambda: max(1, min(8, os.cpu_count() or 1)))
    wait_s: float = 0.001
    batch_names: int = 128
    waiting_names: int = 50_000
    poll_s: float = 1.0
    body_bytes: int = 16 * 1024 * 1024
    url_bytes: int = 60_000
    queries: int = 500
    stream_queries: int = 10_000
    verify: bool = True
    readers: int = 2
    waiting_articles: int = 32
    article_bytes: int = 5 * 1024 * 1024
    article_s: float = 60.0
    article_memory: int = 2 * 1024**3
    fetch_articles: bool = False
    article_networks: tuple[str, ...] = ()
    update_token: str | None = None

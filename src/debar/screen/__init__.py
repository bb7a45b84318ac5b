"""Queries in, hits out: one, a file, a stream."""

from debar.screen.screener import Screener

__all__ = ["Screener"]

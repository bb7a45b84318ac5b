"""Matching: an index of listed parties, and the one scorer that search and compare share."""

from debar.match.compare import DEFAULT_CUTOFF, DEFAULT_THRESHOLD, compare
from debar.match.index import Index, build

__all__ = ["DEFAULT_CUTOFF", "DEFAULT_THRESHOLD", "Index", "build", "compare"]

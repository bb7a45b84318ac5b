"""The compiled kernel, where there is one. Without it `debar.match.candidates` does the same in NumPy, slower.

The kernel is plain C in a shared library beside this module, made by ``tools/build_kernel.py`` (and when the package is
built) if a C compiler is there. The environment variable ``DEBAR_KERNEL=off`` leaves it out.
"""

from __future__ import annotations

import ctypes
import os
import re
import sysconfig
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np

from debar.errors import KernelStale
from debar.match.alignment import Alignment
from debar.match.arrays import Array
from debar.match.costs import points
from debar.match.session import GROUPS, MOST_HELD, Bounds, Question, Session, declare, laid_out, lay_out
from debar.names import Group, Reading
from debar.names.plain import accented_letters
from debar.names.several import may_be_several, words_between
from debar.names.sounds import choices

FILE_NAME = f"_kernel-{sysconfig.get_platform()}.so"
_YES = re.compile(b"\x01")
_FEW = 8
"""So few names are looked at sooner than the kernel is asked."""
_VOID = ctypes.c_void_p
_INT = ctypes.c_int32


class _Arrays(ctypes.Structure):
    _fields_ = [
        *((name, _INT) for name in ("words", "names", "entities", "near_keys", "join_keys", "raw_keys")),
        *(
            (name, _VOID)
            for name in (
                "text", "text_at", "classes", "classes_at", "near_key", "join_key", "near_at", "join_at", "near_word",
                "join_name", "posting_at", "posting_name", "posting_weight", "raw_key", "raw_at", "raw_name", "token_at", "token_word",
                "token_role", "token_weight", "name_entity", "name_weak", "name_raw", "prices",
            )
        ),
    ]  # fmt: skip


@cache
def library() -> ctypes.CDLL | None:
    """The shared library; None where none was built or it is switched off.

    Raises:
        KernelStale: it was built from other sources than those beside it.
    """
    path = Path(__file__).parent / FILE_NAME
    if os.environ.get("DEBAR_KERNEL") == "off" or not path.is_file():
        return None
    loaded = ctypes.CDLL(str(path))
    if _digest_of(loaded) != _digest_of_sources():
        fix = "run tools/build_kernel.py (or `make`), or set DEBAR_KERNEL=off"
        raise KernelStale(str(path), fix=fix)
    loaded.debar_begin.restype = None
    loaded.debar_begin()
    loaded.debar_open.restype, loaded.debar_open.argtypes = _VOID, [_VOID]
    loaded.debar_close.restype, loaded.debar_close.argtypes = None, [_VOID]
    loaded.debar_sounds.argtypes = [ctypes.c_char_p, ctypes.c_int64, _INT]
    sounds = b"".join(b"".join(each.encode() + b"\0" for each in spellings) + b"\1" for spellings in choices())
    if loaded.debar_sounds(sounds, len(sounds), len(choices())):
        raise MemoryError("the table of sounds does not fit into memory")
    loaded.debar_letters.argtypes = [ctypes.c_char_p, ctypes.c_int64]
    letters = b"".join(
        bytes([each.flags]) + b"".join(text.encode() + b"\0" for text in each[1:]) for each in accented_letters()
    )
    if loaded.debar_letters(letters, len(letters)):
        raise MemoryError("the table of letters does not fit into memory")
    loaded.debar_between.argtypes = [ctypes.c_char_p, ctypes.c_int64]
    between = b"".join(word.encode() + b"\0" for word in sorted(words_between()) if word.isascii())
    if loaded.debar_between(between, len(between)):
        raise MemoryError("the words between names do not fit into the kernel")
    declare(loaded)
    return loaded


def _digest_of(loaded: ctypes.CDLL) -> str:
    try:
        told = loaded.debar_sources
    except AttributeError:
        return ""
    told.restype = ctypes.c_char_p
    found: bytes = told()
    return found.decode()


def _digest_of_sources() -> str:
    found = sha256()
    for path in sorted((Path(__file__).parent / "native").glob("*.c")):
        found.update(path.read_bytes())
    return found.hexdigest()


def perhaps_several(names: Sequence[str]) -> list[int]:
    """The places of the names that may be several in one field: of `may_be_several` all, and a few more.

    >>> perhaps_several(["Ada King", "Harbour Lines d/b/a Falcon Freight"])
    [1]
    """
    loaded = library() if len(names) > _FEW else None
    if loaded is None:
        return [place for place, name in enumerate(names) if may_be_several(name)]
    found = bytearray(len(names))
    loaded.debar_several(laid_out(names), len(names), (ctypes.c_char * len(names)).from_buffer(found))
    return [each.start() for each in _YES.finditer(found)]


def prices() -> Array:
    """The points of all groups in the order that the kernel knows."""
    return np.asarray([list(points(group).values()) for group in GROUPS], dtype=np.int32).ravel()


class Kernel:
    """An index, opened by the kernel. Safe to share between threads: each search has a session of its own."""

    def __init__(self, loaded: ctypes.CDLL, arrays: dict[str, Array]) -> None:
        self._library = loaded
        # The kernel reads these for as long as it is open.
        self._kept = {**arrays, "prices": prices()}
        counts = {
            "words": len(arrays["text_at"]) - 1,
            "names": len(arrays["name_entity"]),
            "entities": 0,
            "near_keys": len(arrays["near_key"]),
            "join_keys": len(arrays["join_key"]),
            "raw_keys": len(arrays["raw_key"]),
        }
        self._names = counts["names"]
        pointers = {name: values.ctypes.data for name, values in self._kept.items()}
        self._index = loaded.debar_open(ctypes.byref(_Arrays(**counts, **pointers)))
        if not self._index:
            raise MemoryError("the index does not fit into memory")
        self._idle: deque[Session] = deque()

    def __del__(self) -> None:
        self._idle.clear()
        if getattr(self, "_index", None):
            self._library.debar_close(self._index)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session that no other thread uses meanwhile; what it has learnt is there for the next search."""
        session = self._take()
        yield session
        if session.held <= MOST_HELD:
            self._idle.append(session)

    def _take(self) -> Session:
        try:
            return self._idle.pop()
        except IndexError:
            return Session(self._library, self._index, self._names)

    def beside(self, reading: Reading, listed: Reading, group: Group, place: int) -> Alignment | None:
        """A name laid beside the listed one at a place; None where that is to be done in Python."""
        session = self._take()
        told = session.beside(reading, listed, group, place)
        self._idle.append(session)  # whether it holds too much by now the next search looks
        return told

    def search(self, questions: Iterable[Question], bounds: Bounds) -> Array:
        """What answers questions that were read by Python, best first: an array of `FOUND`."""
        with self.session() as session:
            lay_out(session, questions)
            return session.search(bounds)

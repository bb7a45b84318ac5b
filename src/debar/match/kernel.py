"""The compiled kernel, where there is one. Without it `debar.match.candidates` does the same in NumPy, slower.

The kernel is plain C in a shared library beside this module, made by ``tools/build_kernel.py`` (and when the package is
built) if a C compiler is there. The environment variable ``DEBAR_KERNEL=off`` leaves it out.
"""

from __future__ import annotations

import ctypes
import os
import sysconfig
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from debar.match.alignment import points
from debar.match.arrays import Array
from debar.names import Group
from debar.names.sounds import choices

GROUPS: tuple[Group, ...] = ("person", "organisation", "object")
FILE_NAME = f"_kernel-{sysconfig.get_platform()}.so"
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


class _Asked(ctypes.Structure):
    _fields_ = [
        ("words", _INT),
        ("questions", _INT),
        *(
            (name, _VOID)
            for name in (
                "text", "text_at", "classes", "classes_at", "token_at", "token_word", "token_role", "token_weight",
                "group", "raw", "allowed",
            )
        ),
    ]  # fmt: skip


FOUND = np.dtype([("question", "<i4"), ("entity", "<i4"), ("name", "<i4"), ("score", "<i4")])


@cache
def library() -> ctypes.CDLL | None:
    """The shared library; None where none was built or it is switched off."""
    path = Path(__file__).parent / FILE_NAME
    if os.environ.get("DEBAR_KERNEL") == "off" or not path.is_file():
        return None
    loaded = ctypes.CDLL(str(path))
    loaded.debar_open.restype = loaded.debar_scratch.restype = _VOID
    loaded.debar_open.argtypes = [_VOID]
    loaded.debar_scratch.argtypes = [_INT]
    loaded.debar_close.argtypes = loaded.debar_free_scratch.argtypes = [_VOID]
    loaded.debar_sounds.argtypes = [ctypes.c_char_p, ctypes.c_int64, _INT]
    sounds = b"".join(b"".join(each.encode() + b"\0" for each in spellings) + b"\1" for spellings in choices())
    if loaded.debar_sounds(sounds, len(sounds), len(choices())):
        raise MemoryError("the table of sounds does not fit into memory")
    loaded.debar_search.restype = ctypes.c_int64
    loaded.debar_search.argtypes = [_VOID, _VOID, _VOID, _INT, _INT, _INT, _VOID, ctypes.c_int64]
    return loaded


def prices() -> Array:
    """The points of all groups in the order that the kernel knows."""
    return np.asarray([list(points(group).values()) for group in GROUPS], dtype=np.int32).ravel()


class Questions(NamedTuple):
    """Names to be searched for, as arrays: distinct words, and per question its words with role and weight."""

    text: bytes
    text_at: Array
    classes: Array
    classes_at: Array
    token_at: Array
    token_word: Array
    token_role: bytes
    token_weight: bytes
    group: bytes
    raw: Array
    allowed: Sequence[Array]


class Kernel:
    """An index, opened by the kernel. Safe to share between threads: each has its own scratch memory."""

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
        self._local = threading.local()

    def __del__(self) -> None:
        if getattr(self, "_index", None):
            self._library.debar_close(self._index)

    def search(self, asked: Questions, *, least: int, most: int, exhaustive: bool) -> Array:
        """What scores at least so much (thousandths), at most so many per question, best first: an array of `FOUND`."""
        allowed = np.asarray([flags.ctypes.data for flags in asked.allowed], dtype=np.uintp)
        holders = [np.frombuffer(data or b"\0", dtype=np.uint8) for data in
                   (asked.text, asked.token_role, asked.token_weight, asked.group)]  # fmt: skip
        text, role, weight, group = (holder.ctypes.data for holder in holders)
        given = _Asked(
            len(asked.text_at) - 1, len(asked.group), text, asked.text_at.ctypes.data, asked.classes.ctypes.data,
            asked.classes_at.ctypes.data, asked.token_at.ctypes.data, asked.token_word.ctypes.data, role, weight, group,
            asked.raw.ctypes.data, allowed.ctypes.data,
        )  # fmt: skip
        room = 64 * len(asked.group) + 64
        while True:
            out = np.empty(room, dtype=FOUND)
            count = self._library.debar_search(
                self._index, self._scratch(), ctypes.byref(given), least, most, exhaustive, out.ctypes.data, room
            )
            if count < 0:
                raise MemoryError("the answers do not fit into memory")
            if count <= room:
                return out[:count]
            room = count

    def _scratch(self) -> Any:
        found = getattr(self._local, "scratch", None)
        if found is None:
            found = self._local.scratch = _Scratch(self._library, self._names)
        return found.pointer


class _Scratch:
    def __init__(self, loaded: ctypes.CDLL, names: int) -> None:
        self._library = loaded
        self.pointer = loaded.debar_scratch(names)
        if not self.pointer:
            raise MemoryError("no memory to search in")

    def __del__(self) -> None:
        if getattr(self, "pointer", None):
            self._library.debar_free_scratch(self.pointer)

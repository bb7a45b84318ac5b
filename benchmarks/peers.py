"""nomenklatura's matchers beside debar's: from PyPI, in an environment of their own under a cache directory.

A peer has no index of its own here: it scores, for each question, the candidates that a generous search of ours finds
among all listed parties, and the expected party always, whether found or not. That flatters the peer: nothing is lost to
it before it scores, and it has few chances of a false alert beyond the nearest names.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from debar.model import Entity, Query
from sets.linking import plain, plain_names
from sets.rows import Pair, Question, Retrieval

VERSION = "4.17.4"
ALGORITHMS = ("logic-v1", "logic-v2")
CANDIDATES = 50
_CHUNK = 64
_PROCESS = Path(__file__).resolve().with_name("peer_process.py")


def environment() -> Path:
    """The Python of the peer's environment, made at the first call."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = cache / "debar-bench" / f"nomenklatura-{VERSION}"
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.exists():
        print(f"making {folder} (some minutes, once)", file=sys.stderr)
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", f"nomenklatura=={VERSION}"], check=True)
        ready.touch()
    return python


class Peer:
    """One of the algorithms in a process of its own; it answers as `accuracy.Debar` does. A context manager."""

    threshold = 0.7

    def __init__(self, algorithm: str) -> None:
        self.name = algorithm
        self._runs = 0

    def __enter__(self) -> Self:
        command = [str(environment()), str(_PROCESS), self.name]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def judge(self, pairs: Sequence[Pair]) -> list[float]:
        """The score of each pair."""
        run = self._next_run()
        for number, pair in enumerate(pairs):
            self._say({"id": f"{run}-{number}", **_said(pair.entity)})
        return [self._scores(pair.query, [f"{run}-{number}"])[0] for number, pair in enumerate(pairs)]

    def ask(self, retrieval: Retrieval) -> list[list[tuple[str, float]]]:
        """For each question the best ten of its candidates that score at all."""
        run, against = self._next_run(), candidates(retrieval)
        needed = {id for ids in against for id in ids}
        for entity in retrieval.entities:
            if entity.id in needed:
                self._say({"id": f"{run}-{entity.id}", **_said(entity)})
        found = []
        for question, ids in zip(retrieval.questions, against, strict=True):
            scores = self._scores(question.query, [f"{run}-{id}" for id in ids])
            hits = [(id, score) for id, score in zip(ids, scores, strict=True) if score > 0]
            found.append(sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:10])
        return found

    def _next_run(self) -> int:
        """The peer keeps name analyses by id, so that an id must never return with other names."""
        self._runs += 1
        return self._runs

    def _say(self, line: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line) + "\n")

    def _scores(self, query: Query, against: Sequence[str]) -> list[float]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._say({"ask": _asked(query), "against": against})
        self._process.stdin.flush()
        scores: list[float] = json.loads(self._process.stdout.readline())
        return scores


def _said(entity: Entity) -> dict[str, Any]:
    return {"schema": entity.schema, "properties": entity.to_properties()}


def _asked(query: Query) -> dict[str, Any]:
    return {"schema": query.schema, "properties": {prop: list(values) for prop, values in query.properties.items()}}


def candidates(retrieval: Retrieval) -> list[list[str]]:
    """The ids of the parties nearest to each question's first name, and of those expected.

    Names are written in ASCII letters; near are those with similar words in any order (`token_sort_ratio`), with words in
    common (`token_set_ratio`), or with similar consonants, whichever says most.
    """
    names = [name for entity in retrieval.entities for name in plain_names(entity)]
    starts = np.cumsum([0, *(len(plain_names(entity)) for entity in retrieval.entities)])[:-1]
    bare = [_consonants(name) for name in names]
    found: list[list[str]] = []
    for start in range(0, len(retrieval.questions), _CHUNK):
        chunk = retrieval.questions[start : start + _CHUNK]
        asked = [plain(question.query.names[0]) for question in chunk]
        scores = _near(asked, names, fuzz.token_sort_ratio)
        scores = np.maximum(scores, _near(asked, names, fuzz.token_set_ratio) * np.float32(0.9))
        scores = np.maximum(scores, _near([_consonants(name) for name in asked], bare, fuzz.token_sort_ratio))
        found += _nearest(retrieval.entities, chunk, np.maximum.reduceat(scores, starts, axis=1))
    return found


def _nearest(
    entities: Sequence[Entity], questions: Sequence[Question], scores: npt.NDArray[np.float32]
) -> list[list[str]]:
    found = []
    for question, row in zip(questions, scores, strict=True):
        best = np.argsort(-row, kind="stable")[:CANDIDATES].tolist()
        found.append(list(dict.fromkeys([*sorted(question.expected), *(entities[place].id for place in best)])))
    return found


def _near(asked: Sequence[str], names: Sequence[str], scorer: Any) -> npt.NDArray[np.float32]:
    return process.cdist(asked, names, scorer=scorer, dtype=np.float32)


def _consonants(name: str) -> str:
    """The consonants of each word, its first letter kept: romanisations differ most in their vowels.

    >>> _consonants("yusuf yousef")
    'ysf ysf'
    """
    return " ".join(word[0] + "".join(char for char in word[1:] if char not in "aeiouyhw") for word in name.split())

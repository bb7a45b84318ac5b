"""The samples of ownership data, and small files made for one test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from debar.law.ownership import Holdings, Notice, Stake
from debar.law.ownership.inputs.items import Item, holdings
from debar.lists.files import ListFile

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> ListFile:
    """A sample by its name."""
    return ListFile(name, path=SAMPLES / name)


def lines(*records: object, name: str = "made.jsonl") -> ListFile:
    """A file of JSON lines; a text is a line as it stands."""
    texts = (one if isinstance(one, str) else json.dumps(one) for one in records)
    return ListFile(name, content="".join(f"{text}\n" for text in texts).encode())


def read_lines(read: Callable[[ListFile], Iterator[Item]], *records: object) -> Holdings:
    """What a reader makes of records."""
    return holdings(read(lines(*records)))


def codes(notices: Iterable[Notice]) -> list[str]:
    """The codes of notices, the count left out."""
    return [notice.code for notice in notices if notice.code != "input.counted"]


def text_of(found: Holdings, code: str) -> str:
    """The text of the one notice with that code."""
    (text,) = [notice.text for notice in found.notices if notice.code == code]
    return text


def of(found: Holdings, owner: str, owned: str, interest: str = "shares") -> list[Stake]:
    """The stakes of one owner in one company."""
    return [one for one in found.stakes if (one.owner, one.owned, one.interest) == (owner, owned, interest)]

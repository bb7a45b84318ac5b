"""Make the table of Cantonese readings of Han signs that the package ships.

    PYTHONPATH=src .venv/bin/python tools/make_cantonese.py [--wheels DIRECTORY]

downloads the pinned packages with pip (into DIRECTORY, where what lies there already is used), checks their digests and
writes ``src/debar/names/data/han_cantonese.csv``. Equal input gives equal bytes.

Readings: ``cantonese-romanisation`` 1.0.5 (MIT), the romanisation of the government of Hong Kong. Simplified signs take
the reading of the traditional one that ``opencc-python-reimplemented`` 0.1.7 (Apache-2.0) has for them.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "src" / "debar" / "names" / "data"
PACKAGES = {
    "cantonese_romanisation-1.0.5-py3-none-any.whl": "c2e56c85d66f0b942f57991af518940acf44137e04847c6f7608e4e25259e5c6",
    "opencc_python_reimplemented-0.1.7-py2.py3-none-any.whl": "41b3b92943c7bed291f448e9c7fad4b577c8c2eae30fcfe5a74edf8818493aa6",
}
SOURCE = "cantonese-romanisation 1.0.5; opencc-python-reimplemented 0.1.7"
SOFT = ("g", "b", "d", "j")
"""Spellings of Cantonese beside k, p, t and ch, which lists have less often."""


def fetch(folder: Path, name: str) -> Path:
    """The pinned package, downloaded if it does not lie there yet, its digest checked."""
    path = folder / name
    if not path.exists():
        package, version = name.split("-")[:2]
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder)]
        subprocess.run([*command, f"{package}=={version}"], check=True)
    if hashlib.sha256(path.read_bytes()).hexdigest() != PACKAGES[name]:
        raise SystemExit(f"{path} is not the package that was pinned")
    return path


def is_common(sign: str) -> bool:
    """Whether a sign is among the common ones of the mainland (GB 2312, first level) or of Taiwan (Big5, first level)."""
    for encoding, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            code = sign.encode(encoding)
        except UnicodeEncodeError:
            continue
        if len(code) == 2 and first <= code[0] <= last:
            return True
    return False


def readings(folder: Path) -> dict[str, str]:
    """Every common sign with its usual reading."""
    cantonese, opencc = (fetch(folder, name) for name in PACKAGES)
    with zipfile.ZipFile(cantonese) as archive:
        known = json.loads(archive.read("cantoroman/data/charToRoman.json"))
    with zipfile.ZipFile(opencc) as archive:
        lines = archive.read("opencc/dictionary/STCharacters.txt").decode("utf-8").splitlines()
    usual = {sign: min(spellings, key=lambda one: one.startswith(SOFT)) for sign, spellings in known.items()}
    simplified = {sign: others.split() for sign, _, others in (line.partition("\t") for line in lines)}
    for sign, others in simplified.items():
        found = next((usual[other] for other in others if other in usual), None)
        if sign not in usual and found:
            usual[sign] = found
    return {sign: latin for sign, latin in usual.items() if is_common(sign) and latin.isascii() and latin.isalpha()}


def main() -> None:
    """Write the table and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheels", type=Path, default=Path(tempfile.gettempdir()))
    found = readings(parser.parse_args().wheels)
    by_reading: dict[str, list[str]] = defaultdict(list)
    for sign, latin in found.items():
        by_reading[latin].append(sign)
    with (DATA / "han_cantonese.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("latin", "signs", "source", "verified"))
        writer.writerows(
            (latin, "".join(sorted(by_reading[latin])), SOURCE, "unchecked") for latin in sorted(by_reading)
        )
    print(f"{len(found):,} signs of {len(by_reading):,} readings")


if __name__ == "__main__":
    main()

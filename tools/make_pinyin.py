"""Write ``names/data/pinyin.csv``: the syllables of pinyin, and how Wade-Giles spells each.

    python tools/make_pinyin.py

Both romanisations are regular; the exceptions are below. Its apostrophe (ch'ien) is left
out, as it mostly is in names.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "src" / "debar" / "names" / "data" / "pinyin.csv"
SOURCE = "Hanyu Pinyin and Wade-Giles, common usage"
FINALS = {
    "b": "a o ai ei ao an en ang eng i ie iao ian in ing u",
    "p": "a o ai ei ao ou an en ang eng i ie iao ian in ing u",
    "m": "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u",
    "f": "a o ei ou an en ang eng u",
    "d": "a e ai ei ao ou an en ang eng ong i ia ie iao iu ian ing u uo ui uan un",
    "t": "a e ai ao ou an ang eng ong i ie iao ian ing u uo ui uan un",
    "n": "a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan ue",
    "l": "a e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un ue",
    "g": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "k": "a e ai ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "h": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "j": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "q": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "x": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "zh": "a e ai ei ao ou an en ang eng ong i u ua uo uai ui uan un uang",
    "ch": "a e ai ao ou an en ang eng ong i u uo uai ui uan un uang",
    "sh": "a e ai ei ao ou an en ang eng i u ua uo uai ui uan un uang",
    "r": "e ao ou an en ang eng ong i u uo ui uan un",
    "z": "a e ai ei ao ou an en ang eng ong i u uo ui uan un",
    "c": "a e ai ao ou an en ang eng ong i u uo ui uan un",
    "s": "a e ai ao ou an en ang eng ong i u uo ui uan un",
    "y": "a e ao ou an in ang ing ong i u ue uan un",
    "w": "a o ai ei an en ang eng u",
    "": "a o e ai ei ao ou an en ang er",
}
INITIALS = {
    "b": "p", "d": "t", "g": "k", "j": "ch", "q": "ch", "x": "hs", "zh": "ch", "z": "ts", "c": "ts", "r": "j",
}  # fmt: skip
OTHER_FINALS = {"ian": "ien", "ie": "ieh", "ue": "ueh", "ong": "ung", "iong": "iung", "er": "erh"}
OTHER = {
    "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "ssu", "ge": "ko", "ke": "ko",
    "he": "ho", "e": "o", "you": "yu", "yan": "yen", "ye": "yeh", "guo": "kuo", "kuo": "kuo", "huo": "huo", "shuo": "shuo",
    "gui": "kuei", "kui": "kuei",
}  # fmt: skip
SHORTENED = frozenset({"d", "t", "n", "l", "z", "c", "s", "zh", "ch", "r"})


def wade_giles(initial: str, final: str) -> str:
    if initial + final in OTHER:
        return OTHER[initial + final]
    if final == "uo" and initial in SHORTENED:
        final = "o"
    return INITIALS.get(initial, initial) + OTHER_FINALS.get(final, final)


def syllables() -> Iterator[tuple[str, str]]:
    for initial, finals in FINALS.items():
        for final in finals.split():
            yield initial + final, wade_giles(initial, final)


def main() -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("pinyin", "wade_giles", "source", "verified"))
        out.writerows((*row, SOURCE, "unchecked") for row in sorted(syllables()))


if __name__ == "__main__":
    main()

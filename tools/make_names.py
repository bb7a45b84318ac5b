"""Make the tables of name classes and name frequencies that the package ships.

    PYTHONPATH=src .venv/bin/python tools/make_names.py [--wheels DIRECTORY]

downloads the pinned packages with pip (into DIRECTORY, where what lies there already is used), checks their digests and
writes ``src/debar/names/data/classes.bin`` and ``frequency.bin``. Equal input gives equal bytes.

Classes: ``rigour`` 1.8.2 (MIT), ``rigour/data/names/persons.txt``, which comes from Wikidata (CC0).
Frequencies: ``names`` 0.3.0 (MIT), the lists of the 1990 census of the United States (public domain); ``Faker`` 40.54.0
(MIT), the lists of given and family names of its locales, each weighted with the people who bear such names.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import re
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from anyascii import anyascii
from rapidfuzz.distance import Indel

from debar.names import classes, frequency
from debar.names.script import clean, words_of

Names = list[tuple[str, float]]
DATA = Path(__file__).resolve().parent.parent / "src" / "debar" / "names" / "data"
PACKAGES = {
    "rigour-1.8.2-py3-none-any.whl": "21a375947ef9a1137452d3e1678a99ee364ef06f1de150ff39fe4a2d3179081a",
    "faker-40.54.0-py3-none-any.whl": "2dd88ee8cb63a9149e19ef48bdd73879bc3854d8ba2d6c1535e902a762e603f7",
    "names-0.3.0.tar.gz": "726e46254f2ed03f1ffb5d941dae3bc67c35123941c29becd02d48d0caa2a671",
}
BODIES = ("姓", "氏", "씨")
"""Chinese and Korean "the family X", which Wikidata adds to the labels of family names."""


def pairs(text: str) -> list[tuple[str, str]]:
    """What "one:other one:other" says, in order."""
    return [(one, other) for one, _, other in (pair.partition(":") for pair in text.split())]


WORD = pairs(
    """tsch:c tch:c dzh:j dzs:j sch:s tsj:c sh:s sz:s cz:c cs:c chr:kr ch:c zh:z kh:h ph:f th:t dj:j ou:u oo:u ee:i
    ck:k gh:g sc:sk rc:rk ca:ka co:ko cu:ku cr:kr cl:kl x:ks q:k w:v y:i j:i"""
)
"""Habits of transliteration in words of several syllables."""
SYLLABLE = pairs(
    """ark:ak oun:un iew:iu iou:iu oe:oi rh:r tsch:C tch:C zh:C ch:C dj:C j:C q:C hs:s sh:s x:s dz:z ts:z tz:z c:z
    k:g p:b t:d r:l oo:u ee:i w:v y:i"""
)
"""The same of single syllables: Pinyin, Wade-Giles and the customs of Korea; vowels count."""
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
HANGUL = re.compile("[\uac00-\ud7a3]+")
VOWELLED = re.compile("[\u0370-\u052f\u0531-\u058f\u10a0-\u10ff\u30a0-\u30ff]+")
"""Greek, Cyrillic, Armenian, Georgian, kana: their plain romanisation is a spelling of its own."""
LETTERED = re.compile("[\u0400-\u052f]+|" + HAN.pattern)
"""Cyrillic and Han: the plain romanisation is the one of the passports."""
UKRAINIAN = re.compile("[\u0430-\u044f\u0456\u0457\u0454]+")
PEOPLE = pairs(
    """zh_CN:1420 zh_TW:31 en_IN:500 hi_IN:600 ta_IN:80 gu_IN:65 mr_IN:90 or_IN:45 bn_BD:260 en_PK:250
    ne_NP:30 si_LK:22 id_ID:283 vi_VN:100 th_TH:70 en_TH:2 ko_KR:78 ja_JP:124 ar_AA:220 ar_SA:60 ar_PS:30 ar_DZ:50
    fr_DZ:40 fa_IR:125 tr_TR:90 az_AZ:20 uz_UZ:36 he_IL:8 hy_AM:5 ka_GE:4 ru_RU:160 uk_UA:40 bg_BG:7 mk_MK:2 hr_HR:12
    cs_CZ:11 sk_SK:5 pl_PL:40 sl_SI:2 hu_HU:11 ro_RO:22 el_GR:12 lt_LT:3 lv_LV:2 et_EE:1 fi_FI:6 sv_SE:10 no_NO:6
    da_DK:6 de_DE:84 de_AT:9 de_CH:6 fr_FR:70 fr_CA:8 fr_BE:5 fr_CH:2 nl_NL:18 nl_BE:7 it_IT:60 es_ES:48 es_MX:190
    es_CO:100 es_AR:75 es_CL:20 pt_BR:212 pt_PT:30 en_GB:120 en_IE:5 en_NZ:5 en_NG:60 en_KE:56 ha_NG:90 yo_NG:50
    ig_NG:40 tw_GH:34 sw:150 zu_ZA:60"""
)
"""Millions who bear such names, neighbours included; rounded from the UN's World Population Prospects 2024."""
AMERICANS, PERSONS_IN_A_MILLIONTH, WELL_KNOWN = 340_000_000, 8_100, 200_000
LISTS = re.compile("(?:[a-z]+_)?(first|last|middle)_(?!kana)[a-z_]*(?:names|pairs)(?!_nonbinary)[a-z_]*")
NOT_FORM = re.compile("[0-9\u02b0-\u02ff\u3100-\u312f]")


def fetch(folder: Path, name: str) -> Path:
    """The pinned package, downloaded if it does not lie there yet, its digest checked."""
    path = folder / name
    if not path.exists():
        package, version = name.removesuffix(".tar.gz").split("-")[:2]
        kind = ["--no-binary", package] if name.endswith(".gz") else ["--only-binary", package]
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", *kind, "-d", str(folder)]
        subprocess.run([*command, f"{package}=={version}"], check=True)
    if hashlib.sha256(path.read_bytes()).hexdigest() != PACKAGES[name]:
        raise SystemExit(f"{path} is not the package that was pinned")
    return path


@cache
def sound(word: str, *, syllable: bool = False) -> str:
    """A spelling without the habits of transliteration.

    >>> sound("tschaikowski") == sound("chaykovskiy")
    True
    """
    for old, new in SYLLABLE if syllable else WORD:
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", re.sub("(?<=[aeou])h(?![aeioum])", "", word))


def near(one: str, other: str, *, syllables: bool) -> bool:
    """Whether two romanised words sound alike enough to be one name; single syllables and short words must be alike."""
    if syllables and (is_syllable(one) or is_syllable(other)):
        return sound(one, syllable=True) == sound(other, syllable=True)
    first, second = sound(one), sound(other)
    shorter = min(len(one), len(other))
    if first == second or shorter <= (4 if is_syllable(one) or is_syllable(other) else 3):
        return first == second
    alike = Indel.normalized_similarity(first, second)
    bare = [re.sub("[aeiou]", "", word) for word in (first, second)]
    if shorter == 4 and bare[0] != bare[1]:
        return False
    if min(map(len, bare)) > 2:
        alike = max(alike, Indel.normalized_similarity(*bare) - 0.1)
    return alike >= {4: 0.74, 5: 0.6}.get(shorter, 0.55)


def is_syllable(word: str) -> bool:
    """Whether a romanised word can be one Chinese or Korean syllable."""
    return len(word) <= 6 and len(re.findall("[aeiouy]+", word)) < 2


def groups(wheel: Path, report: Counter[str]) -> Iterator[tuple[list[str], list[str]]]:
    """The Latin and the other folded forms of each group of the source."""
    with zipfile.ZipFile(wheel) as archive:
        lines = archive.read("rigour/data/names/persons.txt").decode("utf-8").splitlines()
    for line in lines:
        report["groups read"] += 1
        forms = [form.strip() for form in line.rpartition(" => ")[0].split(",")]
        latin, native = set(), set()
        for form in forms:
            report["forms read"] += 1
            if len(form) > 1 and (form.endswith("姓") or (form.endswith(BODIES) and form[:-1] in forms)):
                report["forms with the word family"] += 1
                continue
            folded = "" if NOT_FORM.search(form) else classes.fold(form)
            if not folded:
                report["forms of several words or with digits"] += 1
            elif not folded.isascii():
                native.add(folded)
            elif len(folded) > 1:
                latin.add(folded)
        yield sorted(latin), sorted(native)


def middle(words: Iterable[str]) -> str:
    """The spelling to which the others are nearest; of several the shortest, then the first."""
    sounds = [sound(word) for word in words]
    return min(words, key=lambda word: (sum(Indel.distance(sound(word), other) for other in sounds), len(word), word))


def clusters(latin: Sequence[str], *, syllables: bool) -> list[set[str]]:
    """The Latin spellings by sound, each cluster around the spelling with most others near it."""
    found, rest = [], list(latin)
    while rest:
        usual = middle(rest)
        votes = {word: sum(near(word, other, syllables=syllables) for other in rest) for word in rest}
        centre = max(rest, key=lambda word: (votes[word], word == usual))
        found.append({word for word in rest if near(centre, word, syllables=syllables)})
        rest = [word for word in rest if word not in found[-1]]
    return sorted(found, key=lambda cluster: -len(cluster))


def plain_forms(form: str) -> list[str]:
    """How a word of another script may stand in Latin letters, the first without regard to its language."""
    plain = [re.sub("[^a-z]", "", anyascii(form).lower())]
    if UKRAINIAN.fullmatch(form) and not re.search("[ыэъ]", form):
        other = form.replace("и", "y").replace("г", "h")
        plain += [re.sub("[^a-z]", "", anyascii(other.replace("й", last)).lower()) for last in "yi"]
    return plain


def split(latin: Sequence[str], native: Sequence[str]) -> Iterator[frozenset[str]]:
    """The classes of one group: a cluster of Latin spellings each, with the forms of other scripts that belong to it."""
    syllables = any(len(form) == 1 and (HAN.match(form) or HANGUL.match(form)) for form in native)
    parts = clusters(latin, syllables=syllables) or [set()]
    centres = [middle(sorted(part)) if part else "" for part in parts]
    for form in native:
        plain = plain_forms(form)
        at = [n for n, centre in enumerate(centres) if near(centre, plain[0], syllables=syllables)] or [0]
        for number in range(len(parts)) if len(form) == 1 and HAN.match(form) else at:
            parts[number].add(form)
            if VOWELLED.fullmatch(form) and not syllables:
                centre = centres[number]
                parts[number].update(word for word in plain if len(word) > 3 and near(centre, word, syllables=False))
    return (frozenset(part) for part in parts if len(part) > 1)


def joined(parts: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The classes without those that another holds, and with those made one that plainly are the same name."""
    kept: list[set[str]] = []
    bearing: dict[str, list[int]] = defaultdict(list)
    for part in sorted(set(parts), key=lambda part: (-len(part), sorted(part))):
        shared = Counter(number for form in sorted(part) for number in bearing[form])
        home = next((number for number, count in shared.most_common() if same(part, kept[number], count)), None)
        if home is None:
            home = len(kept)
            kept.append(set())
        for form in part - kept[home]:
            bearing[form].append(home)
        kept[home] |= part
    return sorted(map(frozenset, kept), key=sorted)


def same(part: frozenset[str], held: set[str], shared: int) -> bool:
    """Whether a class says nothing beyond another, or shares long spellings with it in two scripts."""
    if shared == len(part):
        return True
    signs = [{form for form in forms if HAN.search(form) or HANGUL.fullmatch(form)} for forms in (part, held)]
    if shared * 2 < len(part) or (all(signs) and not signs[0] & signs[1]):
        return False
    scripts = {form.isascii() for form in part & held if len(form) > (4 if form.isascii() else 2)}
    return len(scripts) == 2


def slots(entries: dict[str, int], empty: int) -> list[tuple[int, int]]:
    """An open-addressed table, three fifths full: (upper half of the key, value)."""
    count = len(entries) * 5 // 3 + 1
    table = [(0, empty)] * count
    for word in sorted(entries):
        hashed = classes.key(word)
        at = hashed % count
        while table[at][1] != empty:
            at = (at + 1) % count
        table[at] = (hashed >> 32, entries[word])
    return table


def usual(part: frozenset[str], common: Mapping[str, int]) -> str:
    """The commonest spelling, or that which romanises other forms letter by letter, or that in the middle; or none."""
    spellings = sorted(filter(str.isascii, part))
    plain = Counter(plain_forms(form)[0] for form in (*part, *filter(HAN.match, part)) if LETTERED.fullmatch(form))
    best = max(spellings, key=lambda word: common.get(word, 0), default="")
    if not best or common.get(best, 0) >= WELL_KNOWN:
        return best
    attested = [word for word in spellings if word in common] or spellings
    centre = middle(attested)
    return max(attested, key=lambda word: (plain[word], common.get(word, 0), word == centre))


def pack_classes(parts: Sequence[frozenset[str]], common: Mapping[str, int]) -> bytes:
    """The bytes of ``classes.bin``, as `debar.names.classes` reads them."""
    ids: dict[str, list[int]] = defaultdict(list)
    latin, offsets = bytearray(), [0]
    for number, part in enumerate(parts):
        for form in part:
            ids[form].append(number)
        latin += usual(part, common).encode("ascii")
        offsets.append(len(latin))
    postings: list[int] = []
    entries = {}
    for form in sorted(ids):
        entries[form] = ids[form][0] if len(ids[form]) == 1 else classes.MANY + len(postings)
        postings += [len(ids[form]), *ids[form]] if len(ids[form]) > 1 else []
    table = slots(entries, classes.EMPTY)
    header = classes.HEADER.pack(classes.MAGIC, len(table), len(postings), len(parts), len(latin))
    sizes = bytes(min(len(part), 255) for part in parts)
    numbers = [struct.pack(f"<{len(some)}I", *some) for some in (postings, offsets)]
    return header + b"".join(classes.SLOT.pack(*slot) for slot in table) + numbers[0] + sizes + numbers[1] + latin


def american(sdist: Path) -> Iterator[tuple[str, int]]:
    """The names of the census with the number of persons who bear them."""
    with tarfile.open(sdist) as archive:
        for kind, share in (("all.last", 100), ("female.first", 200), ("male.first", 200)):
            member = archive.extractfile(f"names-0.3.0/names/dist.{kind}")
            assert member is not None
            for line in member.read().decode("ascii").splitlines():
                name, percent = line.split()[:2]
                yield name, round(float(percent) * AMERICANS / share)


def entries_of(node: ast.expr) -> Names:
    """The names that a list in the source of Faker holds, with their weights (0 where it has none)."""
    node = node.args[0] if isinstance(node, ast.Call) and node.args else node
    if not isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict):
        return []
    try:
        held = ast.literal_eval(node)
    except ValueError:  # put together from other lists, which are read themselves
        return []
    found = []
    for item in held.items() if isinstance(held, dict) else held:
        weighed = isinstance(item, tuple) and not isinstance(item[-1], str)
        name, weight = item if weighed else (item, 0)
        # A name in several scripts has the Latin one last.
        found.append((name if isinstance(name, str) else name[-1], float(weight)))
    return sorted(found)


def elsewhere(wheel: Path, *, by_class: bool) -> Iterator[tuple[str, int]]:
    """The names of Faker's locales with the number of persons who may bear them."""
    with zipfile.ZipFile(wheel) as archive:
        for locale, millions in PEOPLE:
            tree = ast.parse(archive.read(f"faker/providers/person/{locale}/__init__.py"))
            lists: dict[str, list[Names]] = defaultdict(list)
            for node in ast.walk(tree):
                target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
                value = getattr(node, "value", None)
                kind = LISTS.fullmatch(target.id) if isinstance(target, ast.Name) else None
                if kind and value and (found := entries_of(value)):
                    lists[kind[1]].append(found)
            for _, of_kind in sorted(lists.items()):
                for found in of_kind:
                    yield from bearers_of(found, int(millions) * 1_000_000 / len(of_kind), by_class=by_class)


def bearers_of(found: Names, people: float, *, by_class: bool) -> Iterator[tuple[str, int]]:
    """The people of a list shared out by weight, or else half evenly, half by how many forms of each name are known."""
    given = sum(weight for _, weight in found)
    ids = [classes.class_ids(name) if by_class else () for name, _ in found]
    known = [max(map(classes.size, held), default=1) ** 1.5 for held in ids]
    for (name, weight), forms in zip(found, known, strict=True):
        guess = min(0.35 / len(found) + 0.35 * forms / sum(known), 0.05)
        yield name, round(people * (0.8 * weight / given if given else guess))


def readings(name: str) -> set[str]:
    """The Latin words of a name in another script: letter by letter (Singh as India spells it), and as usually written."""
    found = set()
    for word in clean(name).replace("ंह", "ङ्घ").replace("-", " ").split():
        signs = re.findall("[A-Z][a-z]+", anyascii(word)) if HAN.search(word) or HANGUL.search(word) else []
        found |= {plain_forms(word)[0], classes.latin_of(word), *(sign.lower() for sign in signs)}
    return found


def make_common(folder: Path, *, by_class: bool) -> Counter[str]:
    """Persons by word: of names in Latin letters; once there are classes, of names in every script."""
    names = [*american(fetch(folder, "names-0.3.0.tar.gz"))]
    names += elsewhere(fetch(folder, "faker-40.54.0-py3-none-any.whl"), by_class=by_class)
    bearers: Counter[str] = Counter()
    for name, persons in names:
        latin = classes.is_latin(name)
        if latin or by_class:
            words = set(words_of(clean(name))) if latin else readings(name)
            bearers.update({word: persons for word in words if len(word) > 1 and word.isascii() and word.isalpha()})
    return bearers


def spread(bearers: Counter[str], parts: Sequence[frozenset[str]]) -> dict[str, int]:
    """Persons in a million by word; the spellings of a common name are common too, of a name known in many tongues less."""
    found = {word: persons // PERSONS_IN_A_MILLIONTH for word, persons in bearers.items()}
    member = Counter(form for part in parts for form in part)
    gained: Counter[str] = Counter()
    for part in parts:
        spellings = [form for form in part if form.isascii() and len(form) > 2 and member[form] <= 8]
        share = max((found.get(form, 0) for form in spellings), default=0) // 4
        for form in spellings:
            gained[form] = max(gained[form], share, len(part) // 12)
    return {word: most for word in {*found, *gained} if (most := max(found.get(word, 0), gained[word]))}


def pack_frequency(found: Mapping[str, int]) -> bytes:
    """The bytes of ``frequency.bin``, as `debar.names.frequency` reads them."""
    table = slots({word: min(count, frequency.HIGHEST) for word, count in found.items()}, 0)
    return frequency.HEADER.pack(frequency.MAGIC, len(table)) + b"".join(frequency.SLOT.pack(*slot) for slot in table)


def make_parts(folder: Path, report: Counter[str]) -> list[frozenset[str]]:
    """The classes from the pinned wheel."""
    source = fetch(folder, "rigour-1.8.2-py3-none-any.whl")
    parts = joined(part for latin, native in groups(source, report) for part in split(latin, native))
    report.update({"classes": len(parts), "forms in classes": len(frozenset().union(*parts))})
    return parts


def replace(path: Path, data: bytes) -> None:
    """Write a file at once: who has the old one mapped keeps it."""
    path.with_suffix(".new").write_bytes(data)
    path.with_suffix(".new").replace(path)


def main() -> None:
    """Write the tables and say what they hold."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--wheels", type=Path, help="where the packages lie or are put")
    given: Path | None = parser.parse_args().wheels
    report: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given or Path(temporary)
        parts = make_parts(folder, report)
        replace(DATA / "classes.bin", pack_classes(parts, make_common(folder, by_class=False)))
        # From here on the look-ups read the table just written.
        found = spread(make_common(folder, by_class=True), parts)
        replace(DATA / "frequency.bin", pack_frequency(found))
    report["words with a frequency"] = len(found)
    for what, count in report.items():
        print(f"{count:>9,} {what}")


if __name__ == "__main__":
    main()

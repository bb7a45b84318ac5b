"""What a word of another script may sound like, letter by letter, beyond the one spelling that it is romanised to.

``data/letter_sounds.csv`` has for every letter the Latin spellings that lists use for it: ث is th, s or t; و is w, v, u,
o, ou. A word keeps these choices among its classes as negative numbers, so that the likeness of words (and its compiled
twin) can tell whether a Latin word is one of its readings:

- each skeleton that a reading may have, hashed: the key under which like words are found;
- the choices themselves, as codes of the table: two in a number, with their place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations, groupby, islice, product
from zlib import crc32

from debar.names.tables import ready, rows

_Choices = tuple[tuple[str, ...], ...]
Frame = tuple[int, ...]
"""The sounds of a word as codes, one for each letter; `SHORT` is added to the code of one that an unwritten vowel may follow."""

SHORT = 1 << 11
WRITTEN, LOOSE = SHORT - 2, SHORT - 1
"""Codes that stand first in a frame: vowels are written; the script tells sounds apart less well than Latin letters do."""
MOST_FRAMES, MOST_LETTERS, MOST_SKELETONS = 4, 32, 60
_PER_NUMBER, _BITS = 2, 12
_CHUNKS, _MOST_WAYS = 16, 200
_CODE = (1 << _BITS) - 1
_LEAST = -(1 << 31)
_FRAMES = 1 << 30
_NOTHING = "-"
_UNWRITTEN = "~"
FOREIGN, _ABD, _SILENT = "·", "abd", "e"
TOWN = "~"
"""Stands behind a Slavic adjective that may be of a town or region, and for the ending of that, which it does not tell."""
_BELARUSIAN = re.compile("(?=.*[іў])[^иїєґщъ]+")
_ADJECTIVE = re.compile(
    "(?P<stem>(?P<short>[а-яё]{3,}?)(?:е|ен|ин|ов)?)(?:ск|(?<=ц)к)(?:ий|ая|ое|ого|ой|ому|ом|их|ие|ую)"
)
_LONGEST_GIVEN = 2
_VOWELS = frozenset("aeiou")
_LEADING, _TONES = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])"), re.compile("[\u0e48-\u0e4b]")
_LEADING_TWO = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e][\u0e23\u0e25\u0e27]?)")
_MARKED = re.compile("[\u0300-\u036f]")
_HIRAGANA = {sign: sign + 0x60 for sign in range(0x3041, 0x3097)}
_MARKS = re.compile("[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed'’]")
_CONSONANTS = re.compile(r"(.)\1+")


def sound_key(bones: str) -> int:
    """The key of words that have these consonants; its last two bits are free.

    >>> sound_key("ktv") % 4
    0
    """
    return crc32(b"~" + bones.encode()) & ~3


def sounding(bones: str) -> int:
    """The number among a word's classes that says that it may sound so."""
    return _LEAST + (sound_key(bones) >> 2)


def keys_of(classes: Sequence[int]) -> list[int]:
    """The keys of the skeletons that a word may have, from its classes."""
    return [(each - _LEAST) << 2 for each in classes if each < _LEAST + _FRAMES]


@cache
def choices() -> tuple[tuple[str, ...], ...]:
    """By code, the Latin spellings of a sound."""
    found = ready("sounds", _Choices)
    return make_choices() if found is None else found


def make_choices() -> tuple[tuple[str, ...], ...]:
    """The spellings from the table."""
    found = dict.fromkeys(_elements())
    if len(found) >= WRITTEN:
        raise ValueError("more kinds of sounds than codes")
    return ((), *(tuple("" if each == _NOTHING else each for each in element.split("/")) for element in found))


def _elements() -> Iterator[str]:
    return (element.rstrip(_UNWRITTEN) for row in rows("letter_sounds.csv") for element in row["sounds"].split())


@cache
def _codes() -> Mapping[str, int]:
    return {element: code for code, element in enumerate(dict.fromkeys(_elements()), start=1)}


@cache
def _letters(script: str) -> Mapping[tuple[str, str], Frame]:
    """Letters of a script and their place (``start``, ``end`` or anywhere) to their sounds."""
    return {
        (row["letters"], row["where"]): tuple(map(_code, row["sounds"].split()))
        for row in rows("letter_sounds.csv")
        if row["script"] == script
    }


@cache
def _longest(script: str) -> int:
    return max((len(letters) for letters, _ in _letters(script)), default=0)


def _code(element: str) -> int:
    bare = element.rstrip(_UNWRITTEN)
    return _codes()[bare] + (SHORT if bare != element else 0)


def frame_of(word: str, script: str) -> Frame:
    """The sounds of a word's letters; empty if one of them has none in the table."""
    table, longest = _letters(script), _longest(script)
    found: list[int] = []
    place = 0
    while place < len(word):
        for size in range(min(longest, len(word) - place), 0, -1):
            letters = word[place : place + size]
            sounds = (
                (table.get((letters, "start")) if place == 0 else None)
                or (table.get((letters, "end")) if place and place + size == len(word) else None)
                or table.get((letters, ""))
            )
            if sounds is not None:
                found += sounds
                place += size
                break
        else:
            return ()
    return tuple(found)


def classes_of_frames(frames: Iterable[Frame]) -> tuple[int, ...]:
    """What a word keeps of its frames among its classes: the hashed skeletons, then the frames."""
    kept = list(islice((frame for frame in dict.fromkeys(frames) if 1 < len(frame) <= MOST_LETTERS), MOST_FRAMES))
    share = MOST_SKELETONS // max(1, len(kept))
    hashed = {sounding(bones) for frame in kept for bones in islice(skeletons(frame), share)}
    packed = [number for place, frame in enumerate(kept) for number in _packed(place, frame)]
    return (*sorted(hashed), *sorted(packed))


def _packed(place: int, frame: Frame) -> Iterator[int]:
    for chunk, start in enumerate(range(0, len(frame), _PER_NUMBER)):
        first, second = (*frame[start : start + _PER_NUMBER], 0)[:_PER_NUMBER]
        yield _LEAST + _FRAMES + ((place * _CHUNKS + chunk) << _PER_NUMBER * _BITS) + (first << _BITS) + second


@lru_cache(maxsize=1 << 12)
def frames_in(classes: tuple[int, ...]) -> tuple[Frame, ...]:
    """The frames among a word's classes.

    >>> frames_in(classes_of_frames([(1, 2, 3, 4), (5, 6)]))
    ((1, 2, 3, 4), (5, 6))
    """
    numbers = [each - _LEAST - _FRAMES for each in classes if _LEAST + _FRAMES <= each < 0]
    return tuple(
        tuple(code for number in group for code in (number >> _BITS & _CODE, number & _CODE) if code)
        for _, group in groupby(numbers, key=lambda number: (number >> _PER_NUMBER * _BITS) // _CHUNKS)
    )


@lru_cache(maxsize=1 << 14)
def own_sounds(native: str, latin: str) -> tuple[int, ...]:
    """What a word as written keeps of its sounds among its classes.

    >>> bool(own_sounds("قذافي", "qdhafi")), own_sounds("", "putin")
    (True, ())

    Args:
        native: the word as written, in small letters; `FOREIGN` stands behind a foreign name in Han signs.
        latin: how it is romanised, by which scripts without a table of their own are read.
    """
    bare = _MARKS.sub("", native)
    servant = bare.startswith(_ABD)
    bare, latin = (bare[3:], latin[3:]) if servant else (bare, latin)
    script = next((script for script, letters in _SCRIPTS if letters.match(bare)), "Latn")
    if not bare or bare.isascii():
        return ()
    frames = (frame for frame in _READ[script](bare, latin) if len(frame) > 1)
    return classes_of_frames(map(_servant, frames) if servant else frames)


def is_adjective(native: str) -> bool:
    """Whether a word in small letters may be the Slavic adjective of a town or region.

    >>> is_adjective("чебоксарский"), is_adjective("ромашка")
    (True, False)
    """
    return _ADJECTIVE.fullmatch(native) is not None


def _servant(frame: Frame) -> Frame:
    """A frame behind ``abd``; its mark stays first."""
    mark, rest = (frame[:1], frame[1:]) if frame[0] in (WRITTEN, LOOSE) else ((), frame)
    return (*mark, *frame_of(_ABD, "Latn"), *rest)


def _vowelless(script: str) -> Callable[[str, str], Iterator[Frame]]:
    def read(word: str, _latin: str) -> Iterator[Frame]:
        frame = frame_of(word, script)
        # Behind the last consonant no vowel is spoken; French writes an e.
        yield (*frame[:-1], frame[-1] - SHORT, *frame_of(_SILENT, "silent")) if frame and frame[-1] >= SHORT else frame

    return read


def _written(script: str) -> Callable[[str, str], Iterator[Frame]]:
    def read(word: str, _latin: str) -> Iterator[Frame]:
        bare = word.removesuffix(TOWN)
        yield _marked(WRITTEN, frame_of(_unstressed(bare) if script == "Grek" else bare, script))
        if script == "Cyrl" and _BELARUSIAN.fullmatch(bare):
            yield _marked(LOOSE, frame_of(bare, "Cyrl-be"))
        if bare != word and (adjective := _ADJECTIVE.fullmatch(bare)):
            for stem in dict.fromkeys((adjective["stem"], adjective["short"])):
                yield _marked(WRITTEN, frame_of(stem + TOWN, script))

    return read


def _marked(mark: int, frame: Frame) -> Frame:
    return (mark, *frame) if frame else ()


def _unstressed(word: str) -> str:
    return _MARKED.sub("", unicodedata.normalize("NFD", word)).replace("ς", "σ")


def _hangul(word: str, _latin: str) -> Iterator[Frame]:
    from debar.names.hangul import is_given

    jamo = unicodedata.normalize("NFD", word)
    yield frame_of(jamo, "Hang")
    if len(word) > _LONGEST_GIVEN or not is_given(word):
        yield _marked(LOOSE, frame_of(jamo, "Hang foreign"))


def _thai(word: str, _latin: str) -> Iterator[Frame]:
    # Vowels that stand before their consonant are spoken behind it, or behind it and a liquid that goes with it.
    for leading in (_LEADING, _LEADING_TWO):
        spoken = leading.sub(r"\2\1", _TONES.sub("", word))
        yield _marked(LOOSE, frame_of(spoken, "Thai"))


def _kana(word: str, _latin: str) -> Iterator[Frame]:
    signs = unicodedata.normalize("NFKC", word).translate(_HIRAGANA)
    yield _marked(LOOSE, frame_of(signs, "Kana"))


def _han(word: str, _latin: str) -> Iterator[Frame]:
    from debar.names.han import sign

    signs = word.replace(FOREIGN, "")
    read = [sign(each) for each in signs]
    foreign = _joined(frame_of(each, "pinyin foreign") for each in read)
    if signs != word:
        yield _marked(LOOSE, foreign)
        return
    if len(signs) <= _LONGEST_GIVEN:
        yield _joined(frame_of(each, "pinyin") for each in read)
        yield _joined(frame_of(_cantonese().get(each, ""), "cantonese") for each in signs)
        korean = "".join(_korean().get(each, FOREIGN) for each in signs)
        yield frame_of(unicodedata.normalize("NFD", korean), "Hang")
    else:
        yield _marked(LOOSE, foreign)


def _joined(frames: Iterable[Frame]) -> Frame:
    """The frames of a word's signs as one; nothing if one of them cannot be read."""
    found = list(frames)
    return tuple(code for frame in found for code in frame) if all(found) else ()


@cache
def _cantonese() -> Mapping[str, str]:
    return {sign: row["latin"] for row in rows("han_cantonese.csv") for sign in row["signs"]}


@cache
def _korean() -> Mapping[str, str]:
    return {sign: row["hangul"] for row in rows("han_korean.csv") for sign in row["signs"]}


def _romanised(_word: str, latin: str) -> Iterator[Frame]:
    yield _marked(LOOSE, frame_of(latin, "Latn"))


_SCRIPTS = (
    ("Arab", re.compile("[\u0600-\u06ff]")),
    ("Hebr", re.compile("[\u0590-\u05ff]")),
    ("Cyrl", re.compile("[\u0400-\u052f]")),
    ("Grek", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("Geor", re.compile("[\u10a0-\u10ff]")),
    ("Armn", re.compile("[\u0530-\u058f]")),
    ("Thai", re.compile("[\u0e00-\u0e7f]")),
    ("Hang", re.compile("[\uac00-\ud7a3]")),
    ("Kana", re.compile("[\u3041-\u30ff\uff66-\uff9d]+\\Z")),
    ("Hani", re.compile("[\u3400-\u9fff\uf900-\ufaff]")),
)
_READ: Mapping[str, Callable[[str, str], Iterator[Frame]]] = {
    "Arab": _vowelless("Arab"),
    "Hebr": _vowelless("Hebr"),
    "Cyrl": _written("Cyrl"),
    "Grek": _written("Grek"),
    "Geor": _written("Geor"),
    "Armn": _written("Armn"),
    "Thai": _thai,
    "Hang": _hangul,
    "Kana": _kana,
    "Hani": _han,
    "Latn": _romanised,
}


def skeletons(frame: Frame) -> Iterator[str]:
    """The consonants of the readings of a frame, the likeliest first."""
    options = [
        _bones(code % SHORT, first=place == 0)
        for place, code in enumerate(code for code in frame if code not in (WRITTEN, LOOSE))
    ]
    # Before an h a k may be half of kh, which sounds like h.
    codes = [code % SHORT for code in frame if code not in (WRITTEN, LOOSE)]
    for place, code in enumerate(codes[1:]):
        if "k" in options[place] and "h" in choices()[code] and "" not in options[place]:
            options[place] = (*options[place], "")
    found = dict.fromkeys(_CONSONANTS.sub(r"\1", bones) for bones in islice(_ways(options), _MOST_WAYS))
    return iter(found)


def _ways(options: Sequence[Sequence[str]]) -> Iterator[str]:
    """One of each, joined: the first of all, then with one, two and more others."""
    usual = [each[0] for each in options]
    open_places = [place for place, each in enumerate(options) if len(each) > 1]
    for count in range(len(open_places) + 1):
        for places in combinations(open_places, count):
            for others in product(*(options[place][1:] for place in places)):
                way = usual.copy()
                for place, other in zip(places, others, strict=True):
                    way[place] = other
                yield "".join(way)


@cache
def _bones(code: int, *, first: bool) -> tuple[str, ...]:
    """The consonants of the spellings of a sound; c is soft before some vowels, and w is one at the start only."""
    from debar.names.likeness import skeleton

    found: list[str] = []
    for spelling in choices()[code]:
        inner = "" if first else "a"
        found.append(skeleton(inner + spelling))
        if spelling.endswith("c"):
            found.append(skeleton(f"{inner}{spelling}e"))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1 << 12)
def pattern(frame: Frame) -> re.Pattern[str]:
    """What a Latin word must be to be a reading of a frame: a choice for every letter, its last consonant doubled or not,
    and a short vowel where none is written."""
    parts = []
    for code in frame:
        if code in (WRITTEN, LOOSE):
            continue
        spellings = (
            each + (f"{each[-1]}?" if each and each[-1] not in _VOWELS else "") for each in choices()[code % SHORT]
        )
        parts.append(f"(?:{'|'.join(spellings)})" + ("(?:ou|[aeiou])?" if code >= SHORT else ""))
    return re.compile("".join(parts))

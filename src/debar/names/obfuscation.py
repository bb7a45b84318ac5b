"""Names written so that the eye reads them and a computer does not: found out, and undone.

Nothing is undone that occurs in honest names: initials ("J. R. R."), designations ("M23", "Su34", "B2B"), joiners that
Persian and the scripts of South Asia need, the direction marks of a text that runs from right to left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from debar.names.tables import lookalikes

LOOKALIKES = "look-alike letters"
INVISIBLE = "invisible characters"
SPACED = "spaced letters"
DIGITS = "digits for letters"
FULL_WIDTH = "full-width letters"
MIXED = "mixed scripts"

_GAP = r"(?:[ \t]+|[.\-_*])"
_SPACED = re.compile(rf"(?<![^\W_])(?<![.'’])[^\W\d_](?:{_GAP}[^\W\d_]){{3,}}(?![^\W_])(?![.'’])")
_WIDE_GAP = re.compile(r"[ \t]{2,}")
_OTHER_SPACE = re.compile(r"[^\S \t]")
_SINGLE_GAP = re.compile(r"[ \t.\-_*]")
_SIGNS = re.compile(
    "[\u0900-\u0dff\u0e00-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3]"
)
_REPEATED = re.compile(r"([^\w\s])\1{2,}")
_WORDS = re.compile(r"[^\W_]+")
_LEET = re.compile(r"(?<=[A-Za-z])[013457](?=[A-Za-z])")
_LEET_WORD = re.compile(r"(?<![^\W_])[A-Za-z]+(?:[013457][A-Za-z]+)+(?![^\W_])")
_VOWELS = frozenset("aeiouyAEIOUY")
_FOR_VOWELS = {"0": "o", "1": "i", "3": "e", "4": "a"}
_FOR_CONSONANTS = {"5": "s", "7": "t", "1": "l"}
_LEAST_LETTERS = 4
_JOINERS = frozenset("\u200c\u200d")
_DIRECTIONS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
_JOINING = re.compile("[\u0600-\u08ff\u0900-\u0dff\u1780-\u17ff\u1800-\u18af\u1000-\u109f]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FULL = re.compile("[\uff21-\uff3a\uff41-\uff5a\uff10-\uff19]")
_FANCY = re.compile("[\u2100-\u214f\u24b6-\u24e9\U0001d400-\U0001d7ff\U0001f130-\U0001f189]")
_WIDE_SCRIPTS = re.compile("[\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def undisguise(raw: str) -> str:
    """The text as an honest hand would have written it.

    >>> undisguise("P.u.t.i.n"), undisguise("Vlad1m1r"), undisguise("Рutin"), undisguise("J. R. R. Tolkien, M23")
    ('Putin', 'Vladimir', 'Putin', 'J. R. R. Tolkien, M23')
    """
    if raw.isascii() and raw.isprintable():
        return _REPEATED.sub(r"\1", digits_read(join_spaced(raw)))
    visible = visible_in(raw)
    joined = unicodedata.normalize("NFKC", join_spaced(visible))
    unmasked = _WORDS.sub(lambda word: unmask(word.group()), joined)
    return _REPEATED.sub(r"\1", digits_read(unmasked)) or raw


@lru_cache(maxsize=1 << 10)
def disguises(raw: str) -> tuple[str, ...]:
    """Which disguises a text wears, in words for an analyst; none for an honest one.

    >>> disguises("Vladimir Рutin"), disguises("Vlad1m1r P U T I N"), disguises("Vladimir Putin")
    (('look-alike letters', 'mixed scripts'), ('spaced letters', 'digits for letters'), ())
    """
    if raw.isascii() and raw.isprintable():
        found = {SPACED: join_spaced(raw) != raw, DIGITS: digits_read(join_spaced(raw)) != join_spaced(raw)}
        return tuple(each for each, worn in found.items() if worn)
    visible = visible_in(raw)
    joined = join_spaced(visible)
    words = _WORDS.findall(joined)
    unmasked = " ".join(map(unmask, words))
    found = {
        LOOKALIKES: unmasked != " ".join(words) or bool(_FANCY.search(raw)),
        INVISIBLE: _hides(raw),
        SPACED: joined != visible,
        DIGITS: digits_read(unmasked) != unmasked,
        FULL_WIDTH: bool(_FULL.search(raw)) and not _WIDE_SCRIPTS.search(raw),
        MIXED: any(_is_mixed(word) for word in words),
    }
    return tuple(each for each, worn in found.items() if worn)


def visible_in(raw: str) -> str:
    """NFKC without format characters (zero-width, bidi), and a space for whatever else divides lines and words.

    >>> visible_in("A\\u200b\\u2028B")
    'A B'
    """
    kept = "".join(char for char in unicodedata.normalize("NFKC", raw) if unicodedata.category(char) != "Cf")
    return _OTHER_SPACE.sub(" ", kept)


def join_spaced(text: str) -> str:
    """Runs of four and more letters that stand apart, made words; a wider gap in such a run divides words.

    >>> join_spaced("V L A D  P U T I N"), join_spaced("J R R Tolkien")
    ('VLAD PUTIN', 'J R R Tolkien')
    """
    while (joined := _SPACED.sub(_join, text)) != text:
        text = joined
    return text


def _join(match: re.Match[str]) -> str:
    run = match.group()
    if _SIGNS.search(run):
        return run  # Signs and syllables are words of their own.
    parts = _WIDE_GAP.split(run)
    if all(len(part) == 1 for part in parts):
        return "".join(parts)
    return " ".join(_SINGLE_GAP.sub("", part) for part in parts)


_SHORT_READ = str.maketrans("013457", "oieast")


def digits_read(text: str) -> str:
    """Digits that stand for letters inside a word, made those letters; designations stay as they are.

    >>> digits_read("R0sneft Vo1kov B2B C4ISR Su34 7Eleven")
    'Rosneft Volkov B2B C4ISR Su34 7Eleven'
    >>> digits_read("M4h4n A1r")
    'Mahan Air'
    """
    if not _LEET.search(text):
        return text
    read = _LEET_WORD.sub(_read_word, text)
    # Beside a word that is plainly so written, shorter ones are too.
    return _LEET_WORD.sub(_read_short_word, text) if read != text else text


def _read_word(match: re.Match[str]) -> str:
    word = match.group()
    letters = sum(char.isalpha() for char in word)
    return word if letters < _LEAST_LETTERS and (letters < 3 or len(word) - letters < 2) else _read_letters(word)


def _read_short_word(match: re.Match[str]) -> str:
    word = match.group()
    longer = sum(char.isalpha() for char in word) >= _LEAST_LETTERS
    return _read_letters(word) if longer else word.translate(_SHORT_READ)


def _read_letters(word: str) -> str:
    read = [_letter(word, place) if char.isdigit() else char for place, char in enumerate(word)]
    # One digit that is none makes the word a designation.
    return "".join(read) if all(read) else word


def _letter(word: str, place: int) -> str:
    """The letter that a digit stands for between its neighbours: a vowel between consonants, a consonant beside a vowel."""
    digit, before, after = word[place], word[place - 1], word[place + 1]
    if after.isupper() and not word.isupper():
        return ""  # A capital begins a word of its own: "Web3Labs".
    beside = (before in _VOWELS) + (after in _VOWELS)
    found = "o" if digit == "0" else (_FOR_CONSONANTS if beside else _FOR_VOWELS).get(digit, "")
    return found.upper() if before.isupper() and after.isupper() else found


@lru_cache(maxsize=1 << 12)
def unmask(word: str) -> str:
    """A word that mixes Latin with letters drawn like Latin ones, in the script that it pretends to be in.

    >>> unmask("Рutin"), unmask("Путин")
    ('Putin', 'Путин')
    """
    if word.isascii() or not any(char.isascii() and char.isalpha() for char in word):
        return word
    foreign = [char for char in word if char.isalpha() and not _is_latin(char)]
    if not foreign:
        return word
    if all(ord(char) in lookalikes() for char in foreign):
        return word.translate(lookalikes())
    latin = [char for char in word if char.isascii() and char.isalpha()]
    back = _drawn_like(_script(next(char for char in foreign if ord(char) not in lookalikes())))
    if all(ord(char) in back for char in latin):
        return word.translate(back)
    return word.translate(lookalikes())


def _is_mixed(word: str) -> bool:
    scripts = {_script(char) for char in word if char.isalpha()}
    return "LATIN" in scripts and bool(scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})


def _is_latin(char: str) -> bool:
    return _script(char) == "LATIN"


@lru_cache(maxsize=1 << 12)
def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


@cache
def _drawn_like(script: str) -> Mapping[int, str]:
    """Latin letters to those of a script that are drawn like them."""
    drawn: dict[int, str] = {}
    for point, latin in lookalikes().items():
        # Of several letters drawn alike the table has the commonest first.
        if _script(chr(point)) == script:
            drawn.setdefault(ord(latin), chr(point))
    return drawn


def _hides(raw: str) -> bool:
    """Whether there are characters that cannot be seen and that the script has no need of."""
    for char in raw:
        if unicodedata.category(char) != "Cf" or (char == "\ufeff" and raw.startswith(char)):
            continue
        needed = (char in _JOINERS and _JOINING.search(raw)) or (char in _DIRECTIONS and _RIGHT_TO_LEFT.search(raw))
        if not needed and char != "\u00ad":
            return True
    return False

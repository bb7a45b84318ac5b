"""From any writing to words of Latin letters and digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from debar.names import arabic, brahmic, burmese, eastern, thai
from debar.names.obfuscation import digits_read, join_spaced, unmask, visible_in
from debar.names.romanise import language_of, romanise, script_of
from debar.names.tables import words as titles

_SPACES = re.compile(r"\s+")
_APOSTROPHES = frozenset("'’‘ʼʻ`´ʹʾʿ′＇ـ")
_GERESH = re.compile("(?<=[גזצץתחד])['’׳](?=[א-ת]|\\W|\\Z)")
_KEPT_CATEGORIES = frozenset("LMN")
_HEBREW = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
_FINAL_VOWELS = frozenset("aeiouyh")
_VOWEL_KINDS = str.maketrans("eyow", "iiuu")
_PLAIN = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_APART = re.compile(r"[.\-_*][A-Za-z][.\-_*]")
_INSIDE = re.compile("[013457](?=[A-Za-z])")


class Word(NamedTuple):
    """One word of a name.

    Args:
        text: in lower-case Latin letters and digits; where nothing in it can be read, as it stands.
        native: as it was written, case folded; empty if that was in Latin letters.
    """

    text: str
    native: str


def clean(raw: str) -> str:
    """The text without what the eye cannot see: NFKC, no format characters (zero-width, bidi), single spaces.

    Letters that stand apart to hide a word are joined. A text of nothing but characters that cannot be seen is returned
    as it stands, so that no name is ever empty.

    >>> clean("Pu\\u200btin,\\u00a0 V.")
    'Putin, V.'
    >>> clean("V L A D I M I R  P U T I N")
    'VLADIMIR PUTIN'
    """
    if raw.isascii() and raw.isprintable():
        words = raw.split()
        # Nearly every text is done here: letters that stand apart need four words, one of them short, or dots.
        if (len(words) > 3 and min(map(len, words)) == 1) or _APART.search(raw):
            words = join_spaced(raw).split()
        return " ".join(words) or raw
    # What is joined may compose: a letter and the mark that stood apart from it.
    joined = unicodedata.normalize("NFKC", join_spaced(visible_in(raw)))
    return _SPACES.sub(" ", joined).strip() or raw


def words_of(text: str) -> list[str]:
    """The words of a cleaned text, romanised, in lower case; hyphens and dots divide, apostrophes do not.

    A word that romanises to nothing stands as it is, in lower case.

    >>> words_of("Владимир О'Нил-Straße")
    ['vladimir', 'onil', 'strasse']
    >>> words_of("习近平")
    ['xi', 'jin', 'ping']
    """
    if text.isascii():
        return _ascii_words(text)
    return [word.text for word in read_words(text, person=False)]


def read_words(text: str, *, person: bool) -> list[Word]:
    """The words of a cleaned text, each romanised and as written.

    Args:
        text: as `clean` gives it.
        person: whether it names a person. Then names without spaces are divided into family and given name, and each
            is one word; otherwise signs and syllables stand for themselves.

    >>> [word.text for word in read_words("习近平", person=True)]
    ['xi', 'jinping']
    >>> [word.text for word in read_words("김정은", person=True)]
    ['kim', 'jongun']
    """
    if text.isascii():
        return [Word(word, "") for word in _ascii_words(text)]
    words = [digits_read(unmask(word)) for word in _divide(text)]
    found = list(_read(text, words, person=person))
    return _join_allah(found) if person else found


def _ascii_words(text: str) -> list[str]:
    bare = text.replace("'", "").replace("`", "") if "'" in text or "`" in text else text
    if _INSIDE.search(bare):
        # Before the case is lost, which tells "Web3Labs" from a disguise.
        bare = digits_read(bare)
    return bare.translate(_PLAIN).split()


def _divide(text: str) -> list[str]:
    """Split where the original writing does, before romanisation blurs it; a lone apostrophe's sides stay joined."""
    chars = []
    for char in _GERESH.sub("׳", text):
        if char in _APOSTROPHES:
            continue
        kept = unicodedata.category(char)[0] in _KEPT_CATEGORIES or char == "׳"
        chars.append(char if kept else " ")
    return "".join(chars).split()


def _read(text: str, words: list[str], *, person: bool) -> Iterator[Word]:
    language = language_of(text)
    around: eastern.Neighbours | None = None
    # Behind titles a name still begins: "the Professor the Doctor ...".
    beginning = True
    for place, word in enumerate(words):
        if word.isascii():
            yield Word(word.lower(), "")
        elif eastern.EASTERN.search(word):
            around = around or eastern.neighbours(text, words, person=person)
            for run in eastern.runs(word):
                yield from _eastern(run, around, language, first=place == 0)
        else:
            found = list(_western(word, language, text, first=beginning if person else place == 0))
            yield from found
            beginning = beginning and all(titles("person").get(each.text) == "title" for each in found)
            continue
        beginning = False


def _eastern(run: str, around: eastern.Neighbours, language: str, *, first: bool) -> Iterator[Word]:
    if not eastern.EASTERN.search(run):
        yield Word(run.lower(), "") if run.isascii() else _word(romanise(run, language), run)
        return
    for latin, native in eastern.read(run, around, _known, first=first):
        yield _word(latin, native)


def _western(word: str, language: str, text: str, *, first: bool) -> Iterator[Word]:
    letter = next((char for char in word if char.isalpha()), word[0])
    script = script_of(letter)
    if script == "Arab":
        for latin, native in arabic.divide(word, arabic.language_of(text), first=first):
            yield _word(latin if arabic.is_known(native) else _vowelled(native, latin), native)
    elif script == "Hebr":
        yield _word(_vowelled(word, romanise(word, language)), word)
    elif thai.THAI.match(letter):
        word = thai.without_title(word)
        yield _word(_vowelled(word, thai.romanise(word)), word)
    elif burmese.BURMESE.match(letter):
        syllables = burmese.romanise(word)
        found = _vowelled(word, "".join(syllables))
        yield from [_word(found, word)] if found != "".join(syllables) else (_word(each, word) for each in syllables)
    elif brahmic.BRAHMIC.match(letter):
        yield _word(brahmic.romanise(word), word)
    elif script == "Grek":
        yield _word(_voiced(word, romanise(word, language)), word)
    else:
        read = _word(romanise(word, language), word)
        yield read._replace(native="") if script == "Latn" else read


def _word(latin: str, native: str) -> Word:
    return Word(latin or native.casefold(), native.casefold())


def _vowelled(native: str, spelled: str) -> str:
    """What the dictionary has for a word written without its vowels, if it has the same consonants."""
    found = _known(native)
    # The dictionary has spellings of every language, among them those that write j for y.
    for each in (found, found.replace("j", "y")):
        if each and _bones(each, native) == _bones(spelled, native) and _has_vowels_of(each, spelled):
            return each
    return spelled


def _join_allah(words: list[Word]) -> list[Word]:
    """ "Obaid Allah" is one name; lists write it as one word."""
    joined: list[Word] = []
    for word in words:
        if arabic.is_second_half(word.native) and joined and arabic.joins(joined[-1].native):
            before = joined.pop()
            word = Word(before.text + word.text, before.native + word.native)
        elif arabic.is_allah(word.native) and joined and joined[-1].native and arabic.joins_allah(joined[-1].native):
            before = joined.pop()
            word = Word(f"{before.text}ullah", f"{before.native}{word.native}")
        joined.append(word)
    return joined


def _known(native: str) -> str:
    return _dictionary()(native)


@lru_cache(maxsize=1)
def _dictionary() -> Callable[[str], str]:
    # The dictionary is keyed by words that this module reads, so it cannot be imported before.
    from debar.names.classes import latin_of

    return latin_of


def _voiced(native: str, spelled: str) -> str:
    """A foreign name in Greek letters, which write d, b and g as nt, mp and gk, if the dictionary has it so."""
    found = _known(native)
    plain = spelled.replace("nt", "d").replace("mp", "b").replace("gk", "g")
    return found if found and plain != spelled and _bones(found, native) == _bones(plain, native) else spelled


def _has_vowels_of(full: str, spelled: str) -> bool:
    """Whether a word has the long vowels that another one has, which are written, and no more of them at the end."""
    if (full[-1] in _FINAL_VOWELS) != (spelled[-1:] in _FINAL_VOWELS):
        return False
    rest = iter(full.translate(_VOWEL_KINDS))
    return all(vowel in rest for vowel in spelled.translate(_VOWEL_KINDS) if vowel in "iu")


def _bones(word: str, native: str) -> str:
    from debar.names.likeness import skeleton

    # Hebrew writes b and v with one letter, and k and kh.
    return skeleton(word).replace("v", "b").replace("k", "") if _HEBREW.match(native) else skeleton(word)

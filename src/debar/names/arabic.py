"""Words of the Arabic script: the article and what it joins, and the readings of words that the letters do not tell.

Short vowels are not written, so most words come out as consonants and long vowels; the commonest words of names stand
with their vowels in ``data/arabic_words.csv``. Persian, Urdu and Pashto have letters of their own and read some of the
Arabic ones in another way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from debar.names.romanise import romanise
from debar.names.tables import rows, words

Piece = tuple[str, str]
"""Latin letters, and the part of the word as written that they stand for."""

ALLAH = "الله"
_PERSIAN = re.compile("[گچپژیکۀٹڈڑړښټډځڼےہھګ]")
_ARABIC_BESIDE = re.compile("[أإةيكټډړښځڅڼېۍ]|(?<=[ د])ال|ﷲ|الله")
_ARTICLE = re.compile("(?P<and>و)?(?P<article>ال|لل)(?P<noun>.{2,})")
_JOINED = re.compile("(?P<first>.{2,}?)(?P<article>ال)(?P<noun>له|دين|دین|حق|زمان)")
_SERVANT = re.compile("(?P<first>عبد|أبو|ابو)(?P<article>ال)(?P<noun>.{2,})")
_ARTICLE_WORD = "ال"
_ENDINGS = ("نژاد", "نجاد", "زاده", "پور", "وند", "نیا", "یان", "ستان")
_SAME = str.maketrans("یىکھہأإٱ", "ييكههااا")
_SECOND_HALVES = frozenset({"زاده", "خيل", "زي", "زيي", "پور", "نژاد", "نيا", "وند"})
_ARABIC_SCRIPT, _SHORT = re.compile("[\u0600-\u06ff]"), 2
_STYLE = re.compile(
    "(?:صاحبة? (?:السمو|الجلالة|المعالي|السعادة|الفخامة)(?: الملكي| الملكية)?|(?:معالي|سعادة|سمو|فخامة|جلالة)(?= ال)) +(?=\\S+ +\\S)"
)
"""What kings, princes and ministers are styled, before their titles."""
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")


def language_of(text: str) -> str:
    """The language that the letters of a text tell: Persian of Iran, that of its Eastern neighbours, or Arabic.

    >>> language_of("گلبدین"), language_of("اچکزی عبدالصمد"), language_of("صدام")
    ('Arab-fa', 'Arab-ps', 'Arab')
    """
    if not _PERSIAN.search(text):
        return "Arab"
    # Where Arabic letters stand beside Persian ones the text is Afghan or Arab, and و is w.
    return "Arab-ps" if _ARABIC_BESIDE.search(text) else "Arab-fa"


def divide(word: str, language: str, *, first: bool) -> list[Piece]:
    """The words within a word, each in Latin letters: the article stands alone, as do "Abd" and "Abu" before it.

    >>> divide("القذافي", "Arab", first=True)
    [('al', 'ال'), ('qadhafi', 'قذافي')]
    >>> [latin for latin, _ in divide("عبدالرحمن", "Arab", first=True)]
    ['abd', 'al', 'rahman']

    Args:
        first: whether the word begins the name; within a name و before the article is "and".
    """
    bare = _MARKS.sub("", word) or word
    # "The King", "the Doctor" are titles before a name, and family names behind one.
    if is_known(bare) and (first or words("person").get(_read(bare, language)) != "title" or not bare.startswith("ال")):
        return [(_read(bare, language), bare)]
    if found := _JOINED.fullmatch(bare):
        if found["noun"] == "له":
            return [(f"{_read(found['first'], language)}ullah", bare)]
        return [
            *divide(found["first"], language, first=first),
            ("al", "ال"),
            (_read(found["noun"], language), found["noun"]),
        ]
    if found := _SERVANT.fullmatch(bare):
        return [(_read(found[part], language), found[part]) for part in ("first", "article", "noun")]
    found = _ARTICLE.fullmatch(bare)
    if found is None or (first and (found["and"] or found["article"] == "لل" or len(found["noun"]) <= 2)):
        return [(_read(bare, language), bare)]
    opening = [("wa", "و")] if found["and"] else []
    return [
        *opening,
        ("lil" if found["article"] == "لل" else "al", found["article"]),
        (_read(found["noun"], language), found["noun"]),
    ]


def without_style(text: str) -> str:
    """A name without "His Royal Highness", "His Excellency" and their like before it.

    >>> without_style("صاحب السمو الملكي الأمير سعود الفيصل") == "الأمير سعود الفيصل"
    True
    """
    found = _STYLE.match(text)
    return text[found.end() :] if found else text


def joins_allah(before: str) -> bool:
    """Whether a word and a following "Allah" are one name, as in "Obaidullah"; particles and "Abu" are not such words."""
    return before not in ("بن", "ابن", "أبو", "ابو", "من", "في", "و")


def is_allah(word: str) -> bool:
    """Whether a word is "Allah", in the letters of Arabic, Persian or Urdu."""
    return word.translate(_SAME) == ALLAH


def is_second_half(word: str) -> bool:
    """Whether a word makes one name with the one before it, which lists often write as one: "Akhund Zadeh"."""
    return word.translate(_SAME) in _SECOND_HALVES


def joins(before: str) -> bool:
    """Whether a word can be the first half of such a name."""
    return bool(_ARABIC_SCRIPT.match(before)) and len(before) > _SHORT and joins_allah(before)


def is_known(word: str) -> bool:
    """Whether the table has the word, so that its reading needs no other source."""
    return word in _words() or word.translate(_SAME) in _words()


def _read(word: str, language: str) -> str:
    if word == _ARTICLE_WORD:
        return "al"
    if found := _words().get(word) or _words().get(word.translate(_SAME)):
        return found
    ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) > len(each) + 1), "")
    stem = word.removesuffix(ending)
    return (_words().get(stem) or romanise(stem, language)) + (_words()[ending] if ending else "")


@cache
def _words() -> Mapping[str, str]:
    return {row["word"]: row["latin"] for row in rows("arabic_words.csv")}

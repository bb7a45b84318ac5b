"""What a word of a plain name is, once for all names: what the kernel is taught, so that it reads such names without Python.

A plain name is in Latin letters, and how its words make a name rests on the words alone and on few rules. `lesson` says for
each word what `debar.names.reading` would make of it, and by flags which rules it takes part in. The kernel
(``match/native/session.c``, ``letters.c``) applies the plain ones and leaves every other name to `read`; tests hold the two equal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from debar.names import reading
from debar.names.abbreviations import spelled
from debar.names.forms import GLUED, Node, Tree, trees
from debar.names.numerals import join_numbers, numeral
from debar.names.pinyin import wade_giles_alone
from debar.names.reading import FAMILY, NAME, PATRONYMIC
from debar.names.romanise import language_of, romanise
from debar.names.tables import words

PERSON_WORD, AFTER_NASAB, FAMILY_WORD, ORGANISATION_WORD, OBJECT_WORD, LATER_WORD, FORM_PAIR = range(7)
"""Kinds of words: a person's; one after "bin" and its like; one of the family name; an organisation's; an object's; a Roman
numeral that is not the first word; and two words, of which the last ends a name and may be a legal form with the other."""

LEFT, NASAB, END_NODE, INNER, START_NODE, INNER_START, MIDDLE, JOINED, NUMERAL, ISSUING, BOUND = (
    1 << place for place in range(11)
)
"""Flags. A name with this word is left to `read`; the next word is the father's; a legal form may end with it, and have it as
another word; one may begin with it, and have it as a further word; one in the middle may begin with it; it may end in one
without a space; it is a Roman numeral; it is a word for what one house brings out one after the other; the name is left to `read` if the word
stands beside a hyphen."""

_ACCENTED = ((0xC0, 0x250), (0x1E00, 0x1F00))
_LATIN_LETTER = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_ROLES = {PERSON_WORD: NAME, AFTER_NASAB: PATRONYMIC, FAMILY_WORD: FAMILY}


class Lesson(NamedTuple):
    """What a word of a kind is.

    Args:
        text, role, weight, classes: as in `debar.names.Reading`.
        flags: the rules that it takes part in.
        forms: the legal forms that it is at the end of a name, ``+`` and the class; a form may be of two, empty if none.
        start_form: the one that it is at the start.
    """

    text: str
    role: str
    weight: int
    classes: tuple[int, ...]
    flags: int
    forms: tuple[str, str] = ("", "")
    start_form: str = ""


def lesson(word: str, kind: int) -> Lesson:
    """What a word of lower-case Latin letters is as a word of some kind.

    >>> lesson("gmbh", ORGANISATION_WORD).forms, lesson("bin", PERSON_WORD).flags == NASAB
    (('+ltd', ''), True)
    """
    if kind in _ROLES:
        part = reading.name_part(reading.without_article(word), "", _ROLES[kind])
        return Lesson(part.text, part.role, part.weight, part.classes, _personal_flags(word))
    if kind == FORM_PAIR:
        inner, last = word.split()
        node = trees().end[last].next.get(inner)
        return Lesson(word, NAME, 0, (), INNER if node is not None and node.next else 0, _forms_of(node))
    if kind == OBJECT_WORD:
        (part,) = reading.object_parts(word)
        flags = LEFT if word in words("object") or len(word) == 1 else _numeral_flag(word)
        return Lesson(part.text, part.role, part.weight, part.classes, flags)
    text = numeral(word) if kind == LATER_WORD else join_numbers([word])[0]
    part = reading.organisation_part(text, "")
    start, end = trees().start.get(word), trees().end.get(word)
    # "Forty" takes the number after it: rare enough to be left.
    left = len(join_numbers([word, "one"])) == 1 or word in spelled() or word in reading.NAMED_AFTER
    flags = LEFT if left or _forms_of(start)[1] else _business_flags(word)
    return Lesson(part.text, part.role, part.weight, part.classes, flags, _forms_of(end), _forms_of(start)[0])


class Accented(NamedTuple):
    """What a Latin letter with an accent is, as a part of a plain name.

    Args:
        flags: `IS_LETTER` and the like; none for what no plain name has.
        folded: as the key of a writing has it.
        latin: in plain letters.
        vietnamese: the same in a name whose letters say that it is Vietnamese.
    """

    flags: int = 0
    folded: str = ""
    latin: str = ""
    vietnamese: str = ""


IS_LETTER, IS_UPPER, IS_LOWER, IS_BARRED_D, IS_VIETNAMESE = (1 << place for place in range(5))
_BARRED_D, _VIETNAMESE = "\u0111", "Latn-vi"


def accented(letter: str) -> Accented:
    """What a letter is; letter by letter, for no rule of `romanise` for Latin letters looks at their neighbours.

    >>> accented("\u00c9"), accented("\u00d7").flags, accented("\u0111")[2:]
    (Accented(flags=3, folded='\u00e9', latin='e', vietnamese='e'), 0, ('dj', 'd'))
    """
    if not _LATIN_LETTER.fullmatch(letter) or not unicodedata.is_normalized("NFKC", letter):
        return Accented()
    folded = letter.casefold()
    flags = IS_LETTER | (IS_UPPER if letter.isupper() else 0) | (IS_LOWER if letter.islower() else 0)
    flags |= IS_BARRED_D if folded == _BARRED_D else IS_VIETNAMESE if language_of(_BARRED_D + folded) else 0
    return Accented(flags, folded, romanise(letter), romanise(letter, _VIETNAMESE))


def accented_letters() -> Iterator[Accented]:
    """All that plain names may have, in the order that the kernel knows."""
    yield from (accented(chr(point)) for first, end in _ACCENTED for point in range(first, end))


def _forms_of(node: Node | None) -> tuple[str, str]:
    classes = node.name.split() if node is not None and node.name is not None else []
    first, second = [*(f"+{each}" for each in classes), "", ""][:2]
    return first, second


def _numeral_flag(word: str) -> int:
    return NUMERAL if numeral(word) != word else 0


def _personal_flags(word: str) -> int:
    if reading.is_servant(word) or word in reading.DIN or word in reading.KUNYA:
        return LEFT
    # Syllables of Wade-Giles with a hyphen between them are one word.
    return (NASAB if word in reading.NASAB else 0) | (BOUND if word in wade_giles_alone() else 0)


def _business_flags(word: str) -> int:
    forms = trees()
    flags = END_NODE if word in forms.end else 0
    flags |= INNER if word in _inner_words(start=False) else 0
    flags |= START_NODE if word in forms.start else 0
    flags |= INNER_START if word in _inner_words(start=True) else 0
    flags |= MIDDLE if word in forms.middle else 0
    flags |= JOINED if word.endswith(GLUED) else 0
    return flags | (ISSUING if word in reading.issuing() else 0) | _numeral_flag(word)


@cache
def _inner_words(*, start: bool) -> frozenset[str]:
    tree = trees().start if start else trees().end
    return frozenset(word for node in tree.values() for word in _below(node.next))


def _below(tree: Tree) -> Iterator[str]:
    for word, node in tree.items():
        yield word
        yield from _below(node.next)

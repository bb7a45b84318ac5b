"""Reading a name: its words, the role of each, how much each says, and the classes of names that each belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple
from zlib import crc32

import msgspec

from debar.names.abbreviations import spelt_out
from debar.names.arabic import without_style
from debar.names.classes import class_ids
from debar.names.concepts import concept_of, cut_undivided, is_undivided, written_concept
from debar.names.forms import cut, cut_unspaced, is_form
from debar.names.frequency import per_million
from debar.names.likeness import FIRST_CONCEPT, SYLLABIC, VOWELLESS, has_digit
from debar.names.numerals import join_numbers, numeral, ordinal
from debar.names.pinyin import join_given, two_syllables
from debar.names.romanise import romanise
from debar.names.script import Word, clean, read_words, words_of
from debar.names.sounds import FOREIGN, TOWN, is_adjective, own_sounds
from debar.names.surnames import surname_class
from debar.names.tables import Group, common_words, rows, spellings, words

VERSION = 8
"""Of the way names are read. An index holds readings, so it is good for one version only."""

MOST_WORDS = 32
"""Further words of a name are not read; a longer text is searched in windows."""

NAME, FAMILY, PATRONYMIC, PARTICLE, TITLE, GENERIC, PLACE, NUMBER, INITIAL, FORM, ISSUE = "nfrptgldixe"
"""Roles, one letter each; ``d`` is for digits, ``l`` for a locality, ``x`` for a legal form. ``e`` is for editions: the
number of a fund or trust counts the issues of one house, and does not tell one house from another."""

# How much a word of each role says about who is meant, in hundredths. A name that many bear says less: how common a
# word is comes from tables and not from the list screened against, so that a score never changes because others are listed.
_ROLE_WEIGHTS = {PARTICLE: 8, TITLE: 4, NUMBER: 90, INITIAL: 30, FORM: 6, ISSUE: 28}
FULL_WEIGHT = 100
_PATRONYMIC_WEIGHT = 60
_KUNYA_WEIGHT = 36
_SHORT_WEIGHT = 70
_PROMOTED_WEIGHT = 50
_LEAST_WEIGHT = 44
_COMMON_WORD_WEIGHT = 60
_SHORT_NAME_WEIGHT = 60
_FIRST_SPELLING = 1 << 23
_COMPOUND, _SHORTEST_OF_TWO = re.compile("[\u0400-\u04ff]{13,}"), 5

_CAMEL = re.compile(
    r"(?<=[a-zà-ÿ]{3})(?=[A-Z][a-zà-ÿ]{2})|(?<=[a-zà-ÿ]{4})(?=[A-Z]{2,}\b)"
    r"|(?<=[а-яё]{3})(?=[А-ЯЁ][а-яё]{2})|(?<=Гос)(?=[А-ЯЁ]{3,}\b)"
)
_PATRONYM = re.compile(
    r"[a-z]{3,}(?:[oe]vich|[oe]vych|[oe]vna|[iy]vna|ovitch|evitch|ovich|inichna|ogly|oglu|qizi|kyzy|gizi)"
)
_ABD = re.compile(r"abd[aeiou]{0,2}[lr]?")
_ABD_GLUED = re.compile(r"abd(?:[aeiou]{1,2}|(?=[rsnzdt]))(?:l|(?P<sun>[rsnzdt])(?=(?P=sun)))?(?=[a-z]{3})")
_ARTICLES = frozenset(
    {"al", "el", "ul", "ur", "ar", "as", "az", "an", "ad", "at", "ol", "ud", "us", "un", "uz", "ut", "or", "od"}
)
_ARTICLES_BEHIND_ABD = _ARTICLES | {"l"}
"""With what is left of it in "Abdu-l-Aziz"."""
_ABDUH = "عبده"
"""A name of its own."""
DIN = frozenset({"din", "deen", "dine", "ddin", "dein"})
_INITIALS = re.compile(r"\b(?<!['’ʼ`-])[BCDFGHJKLMNPQRSTVWXZ]{2,3}\b(?!['’ʼ`-])")
_VOWELLESS_SCRIPT = re.compile("[\u0590-\u06ff]")
_SIGNS = re.compile("[\u3400-\u9fff\uac00-\ud7a3]")
_LOST_LETTER = re.compile(r"(?<=\w)[?\ufffd]+|[?\ufffd]+(?=\w)")
_SHORT_NUMERALS = {"i": "1", "v": "5", "x": "10"}
_NAMES = frozenset({NAME, FAMILY})
_TELLING = frozenset({NAME, FAMILY, PATRONYMIC, NUMBER})
NAMED_AFTER = frozenset({"imeni", "imeny", "named", "akademika", "academician"})
"""Words behind which stands whom a body is named after."""
_WORDS_OF_NAMESAKE, _LONGEST_INITIALS = 3, 2
_GENITIVES = ("ova", "eva", "ina", "yna")
KUNYA = frozenset({"abu", "abou", "umm", "um", "oum", "abi"})
NASAB = frozenset({"bin", "ibn", "ben", "bint", "binti", "ould", "walad"})


class Reading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A name as it is compared.

    Args:
        tokens: its words, romanised, in the order of the name; legal forms stand last, as ``+`` and their class.
        roles: one letter per token.
        weights: one byte per token: how much it says, in hundredths.
        classes: per token, the classes of names or of generic words that it belongs to.
        plain: the cleaned text in lower case; it alone is compared where there are no words (punctuation, symbols).
    """

    tokens: tuple[str, ...]
    roles: str
    weights: bytes
    classes: tuple[tuple[int, ...], ...]
    plain: str

    @property
    def key(self) -> str:
        """What two names that read alike have in common, whatever the order of their words.

        >>> read("PUTIN, Vladimir", "person").key == read("vladimir putin", "person").key
        True
        """
        return " ".join(sorted(self.tokens)) or self.plain


def read(raw: str, group: Group, *, family: Iterable[str] = ()) -> Reading:
    """Read a name as that of a person, an organisation or an object.

    Args:
        raw: the name as written.
        group: whose name it is.
        family: the family name, where the source gives it apart; without it, what stands before the comma.

    >>> read("SIS d.o.o.", "organisation").tokens
    ('sis', '+ltd')
    >>> read("PUTIN, Vladimir V.", "person").roles
    'fni'
    """
    text = clean(raw)
    if "?" in text or "\ufffd" in text:
        text = _LOST_LETTER.sub("", text)
    if group == "person":
        found = _person(text, frozenset(word for part in family for word in words_of(clean(part))))
    elif group == "organisation":
        found = _organisation(text)
    else:
        found = object_parts(text)
    found = found[:MOST_WORDS]
    if not found:
        return Reading((), "", b"", (), text.casefold())
    texts, parts_roles, parts_weights, classes = zip(*found, strict=True)
    roles, weights = _promote("".join(parts_roles), parts_weights)
    return Reading(texts, roles, weights, classes, "")


class Part(NamedTuple):
    """A word of a name with all that is known of it."""

    text: str
    role: str
    weight: int
    classes: tuple[int, ...] = ()


@lru_cache(maxsize=1 << 16)
def name_part(text: str, native: str, role: str) -> Part:
    """A word of a person's name."""
    if any(char.isdigit() for char in text):
        return Part(text, NUMBER, _ROLE_WEIGHTS[NUMBER])
    if len(text) == 1 and text.isascii():
        return Part(text, INITIAL, _ROLE_WEIGHTS[INITIAL])
    # Signs may sound like a title or particle of another language (반 is "pan") and be none.
    listed_as = words("person").get(native if _SIGNS.search(native) and not native.endswith(FOREIGN) else text)
    classes = _classes(text, native)
    if not native and (given := two_syllables(text)):
        classes = tuple(sorted({*classes, *given}))
    if (surname := surname_class(text)) is not None:
        classes = tuple(sorted({*classes, surname}))
    if role == PATRONYMIC:
        return Part(text, PATRONYMIC, _rarity(text), classes)
    if listed_as == "particle":
        return Part(text, PARTICLE, _ROLE_WEIGHTS[PARTICLE], classes)
    if listed_as in ("title", "honorific"):
        return Part(text, TITLE, _ROLE_WEIGHTS[TITLE], classes)
    if role == NAME and _PATRONYM.fullmatch(text):
        return Part(text, PATRONYMIC, _PATRONYMIC_WEIGHT, classes)
    return Part(text, role, _rarity(text), classes)


def _classes(text: str, written: str) -> tuple[int, ...]:
    native = written.removesuffix(FOREIGN).removesuffix(TOWN)
    if native in _spelling_ids():
        # A sign says more than its romanisation, which other signs share.
        return tuple(sorted({*_spelling_ids()[native], *class_ids(native), SYLLABIC}))
    found = set(class_ids(text))
    if native:
        found.update(class_ids(native))
        if _VOWELLESS_SCRIPT.search(native):
            found.add(VOWELLESS)
        elif _SIGNS.search(native):
            found.add(SYLLABIC)
        found.update(own_sounds(written, text))
    found.update(_spelling_ids().get(text, ()))
    return tuple(sorted(found))


@cache
def _spelling_ids() -> Mapping[str, tuple[int, ...]]:
    """Our own classes of spellings, numbered after those of `debar.names.classes`."""
    numbers: dict[str, int] = {}
    found: dict[str, set[int]] = {}
    for spelling, name in spellings():
        number = numbers.setdefault(name, _FIRST_SPELLING + len(numbers))
        found.setdefault(spelling, set()).add(number)
    return {spelling: tuple(sorted(each)) for spelling, each in found.items()}


def _rarity(text: str) -> int:
    """What a name says: 100 when hardly anybody bears it, down to 44 for the commonest, by its estimated frequency."""
    weight = FULL_WEIGHT - 4 * (per_million(text) // 4).bit_length()
    if len(text) < 3:
        weight = min(weight, _SHORT_WEIGHT)
    return max(_LEAST_WEIGHT, weight)


def _person(text: str, family: frozenset[str]) -> list[Part]:
    if not family and "," in text:
        before, _, after = text.partition(",")
        family = frozenset(words_of(before)) if after.strip() else family
    if not (text.isupper() or text.istitle()):
        text = _INITIALS.sub(_apart, _CAMEL.sub(" ", text))
    if _VOWELLESS_SCRIPT.match(text):
        text = without_style(text)
    text, chinese = join_given(text)
    parts: list[Part] = []
    before, names = "", 0
    for word, in_family in _join_arabic(read_words(text, person=True), family):
        role = FAMILY if in_family else PATRONYMIC if before in NASAB else NAME
        before, native = word
        part = name_part(ordinal(before) if before[0].isdigit() else before, native, role)
        if before in chinese:
            part = part._replace(classes=tuple(sorted({*part.classes, *chinese[before]})))
        names += part.role in _NAMES
        parts.append(part)
    if names > 2:
        # "Abu Mazen Mahmoud Abbas": beside a name of one's own, that of a child says little.
        parts = [
            Part(part.text, PATRONYMIC, _KUNYA_WEIGHT, part.classes)
            if place and part.role == NAME and parts[place - 1].text in KUNYA
            else part
            for place, part in enumerate(parts)
        ]
    if names < 2:
        # "Amir Abdullah": an honorific beside one name only is a name.
        parts = [_honorific_as_name(part) for part in parts]
        # "Vladimir Vashkevich": what looks like a patronymic is the family name where there is no other.
        last = next((place for place in reversed(range(len(parts))) if _PATRONYM.fullmatch(parts[place].text)), None)
        if last is not None and parts[last].role == PATRONYMIC:
            parts[last] = Part(parts[last].text, NAME, _rarity(parts[last].text), parts[last].classes)
    return parts


def _apart(match: re.Match[str]) -> str:
    return " ".join(match.group())


def _honorific_as_name(part: Part) -> Part:
    if part.role == TITLE and words("person").get(part.text) == "honorific":
        return Part(part.text, NAME, _rarity(part.text), part.classes)
    return part


def _servant(word: Word) -> Word:
    """ "Abd al-Rahman" as one word; what is written in another script keeps it so, behind the ``abd`` of all scripts."""
    return Word(f"abd{word.text}", word.native and f"abd{word.native}")


def is_servant(word: str) -> bool:
    """Whether a word is "Abd" by itself: it is one name with the word behind it.

    >>> is_servant("abdul"), is_servant("abdulaziz")
    (True, False)
    """
    return _ABD.fullmatch(word) is not None


def without_article(word: str) -> str:
    """A name that begins with "Abd al-", in one word, as all spellings of it are read.

    >>> without_article("abdulaziz"), without_article("abdelaziz"), without_article("abdi")
    ('abdaziz', 'abdaziz', 'abdi')
    """
    glued = _ABD_GLUED.match(word) if len(word) > 6 else None
    return f"abd{word[glued.end() :]}" if glued else word


def _join_arabic(found: list[Word], family: frozenset[str]) -> list[tuple[Word, bool]]:
    """Make one word of what is one name: "Abd al-Rahman", "Saif al-Din"; each with whether it is of the family name."""
    if len(found) > 1 and found[0].text in family and is_servant(found[-1].text):
        # "RAHMAN, Umar Abd": the list has cut the name in two.
        size = next(place for place in range(len(found)) if found[place].text not in _ARTICLES) + 1
        found = [_servant(found[size - 1]), *found[size:-1]]
        family = family | {found[0].text}
    if not any(word.text[:3] == "abd" or word.text in DIN for word in found):
        return [(word, word.text in family) for word in found]
    joined: list[tuple[Word, bool]] = []
    place = 0
    while place < len(found):
        word, size = found[place], 1
        in_family = word.text in family
        following = found[place + 1].text if place + 1 < len(found) else ""
        second = found[place + 2].text if place + 2 < len(found) else ""
        if is_servant(word.text) and word.native != _ABDUH:
            size = 3 if following in _ARTICLES_BEHIND_ABD and second else 2 if following else 1
            if size > 1:
                rest = found[place + size - 1]
                in_family = in_family or rest.text in family
                word = _servant(rest)
        elif following in _ARTICLES and second in DIN:
            natives = [each.native for each in found[place : place + 3]]
            size, word = 3, Word(f"{word.text}uddin", "".join(natives) if all(natives) else "")
        else:
            word = Word(without_article(word.text), word.native)
        joined.append((word, in_family))
        place += size
    return joined


@lru_cache(maxsize=1 << 16)
def organisation_part(text: str, native: str) -> Part:
    """A word of an organisation's name."""
    if has_digit(text):
        return Part(text, NUMBER, _ROLE_WEIGHTS[NUMBER])
    written = written_concept(native) if _VOWELLESS_SCRIPT.match(native) else None
    if text in organisation_particles() and written is None:
        return Part(text, PARTICLE, _ROLE_WEIGHTS[PARTICLE])
    concept = concept_of(text) or written
    if concept is not None:
        role = PLACE if concept.role == "place" else GENERIC
        return Part(text, role, concept.weight, (_concept_id(concept.name),))
    most = _SHORT_NAME_WEIGHT if len(text) == 3 else FULL_WEIGHT
    weight = min(_rarity(text), _COMMON_WORD_WEIGHT if text in common_words() else most)
    # "Чебоксарский завод" is the plant of Cheboksary.
    return Part(text, NAME, weight, _classes(text, native + TOWN if is_adjective(native) else native))


def _concept_id(name: str) -> int:
    return FIRST_CONCEPT + crc32(name.encode()) % (1 << 30)


@cache
def organisation_particles() -> frozenset[str]:
    found = (row for row in rows("words.csv") if row["group"] == "organisation" and row["role"] == "particle")
    return frozenset(row["word"] for row in found)


def _organisation(text: str) -> list[Part]:
    text, unspaced = cut_unspaced(_CAMEL.sub(" ", text.replace("&", " and ")))
    found = list(spelt_out(_business_words(text)))
    natives = {word.text: word.native for word in found}
    name, classes = cut(_join_letters([word.text for word in found]))
    name = join_numbers([numeral(ordinal(word)) if place else ordinal(word) for place, word in enumerate(name)])
    in_issues = len(name) > 2 and not issuing().isdisjoint(name[1:])
    if in_issues and name[-1] in _SHORT_NUMERALS:
        name[-1] = _SHORT_NUMERALS[name[-1]]
    own = _own_acronym(name)
    parts = [
        Part(word, PARTICLE, _ROLE_WEIGHTS[PARTICLE]) if word == own else organisation_part(word, natives.get(word, ""))
        for word in name
    ]
    if in_issues:
        parts = [
            Part(part.text, ISSUE, _ROLE_WEIGHTS[ISSUE]) if place and part.role == NUMBER else part
            for place, part in enumerate(parts)
        ]
    if any(natives.values()) or not NAMED_AFTER.isdisjoint(name):
        parts = _lightened(parts, natives)
    forms = dict.fromkeys([each for found in (*unspaced, *classes) for each in found.split()])
    return parts + [Part(f"+{each}", FORM, _ROLE_WEIGHTS[FORM]) for each in forms]


def _lightened(parts: list[Part], natives: Mapping[str, str]) -> list[Part]:
    """Take the weight off what one language says and another leaves out: the "scientific" of "scientific research", the
    "Federation" of "Russian Federation", and whom a body is named after that has a name of its own."""
    found, named, own = list(parts), 0, False
    for place, part in enumerate(parts):
        if part.text in NAMED_AFTER:
            named, own = _WORDS_OF_NAMESAKE, any(each.role == NAME for each in parts[:place])
        elif named and part.role in (NAME, INITIAL, PARTICLE):
            named -= 1
            # The initials say little even where the namesake is all the name there is.
            if not own and len(part.text) > _LONGEST_INITIALS:
                if natives.get(part.text) and part.text.endswith(_GENITIVES):
                    found[place] = organisation_part(part.text[:-1], natives[part.text][:-1])
                continue
            found[place] = Part(part.text, TITLE, _ROLE_WEIGHTS[TITLE], part.classes)
        elif part.role != GENERIC or not natives.get(part.text):
            continue
        elif _means(part, "science") and place + 1 < len(parts) and _means(parts[place + 1], "research"):
            found[place] = Part(part.text, PARTICLE, _ROLE_WEIGHTS[PARTICLE], part.classes)
        elif (
            _means(part, "science") and place + 1 < len(parts) and _means(parts[place + 1], "production", "technology")
        ):
            # Which English has as "research and production" as well.
            classes = tuple(sorted({*part.classes, _concept_id("research")}))
            found[place] = Part(part.text, PARTICLE, _ROLE_WEIGHTS[PARTICLE], classes)
        elif _means(part, "iron") and place + 1 < len(parts) and _means(parts[place + 1], "road"):
            found[place] = Part(part.text, GENERIC, part.weight, (_concept_id("railway"),))
        elif place and (
            (_means(part, "federation") and _means(parts[place - 1], "russia"))
            or (_means(part, "road") and _means(parts[place - 1], "iron"))
        ):
            found[place] = Part(part.text, PARTICLE, _ROLE_WEIGHTS[PARTICLE], part.classes)
    return found


def _means(part: Part, *concepts: str) -> bool:
    return bool(part.classes) and part.classes[0] in {_concept_id(concept) for concept in concepts}


@cache
def issuing() -> frozenset[str]:
    """Words for what one house brings out one after the other, and numbers."""
    found = (row for row in rows("words.csv") if row["group"] == "organisation" and row["role"] == "issue")
    return frozenset(row["word"] for row in found)


def _own_acronym(name: list[str]) -> str:
    """The last word, if it is made of the first letters of the others: "Ocean Maritime Management (OMM)"."""
    if len(name) < 4 or not 3 <= len(name[-1]) <= len(name) + 1:
        return ""
    particles = organisation_particles()
    letters = "".join([word[0] for word in name[:-1] if word not in particles])
    return name[-1] if name[-1] in (letters, f"{letters}c") else ""


def _business_words(text: str) -> Iterator[Word]:
    """The words of a name; writing without spaces is divided at the words that it is known to hold."""
    if not is_undivided(text):
        yield from read_words(_COMPOUND.sub(_divided, text), person=False)
        return
    for piece in text.split():
        if not is_undivided(piece):
            yield from read_words(piece, person=False)
            continue
        for part, concept in cut_undivided(piece):
            if concept is not None:
                yield Word(concept.name, part)
            else:
                yield from read_words(part, person=False)


def _divided(found: re.Match[str]) -> str:
    """Two words of general meaning that stand as one: "научнопроизводственный" is "научно-производственный"."""
    word = found.group()
    if concept_of(romanise(word)):
        return word
    for place in range(_SHORTEST_OF_TWO, len(word) - _SHORTEST_OF_TWO):
        if word[place - 1] in "оО" and all(concept_of(romanise(part)) for part in (word[:place], word[place:])):
            return f"{word[:place]} {word[place:]}"
    return word


def object_parts(text: str) -> list[Part]:
    table = words("object")
    tokens = [numeral(word) if place else word for place, word in enumerate(map(ordinal, words_of(text)))]
    # "MV", "M/V", "LPG/C" and their like are titles before the name only; alone they are the name.
    if len(tokens) > 2 and len(tokens[1]) == 1 and "".join(tokens[:2]) in table:
        tokens[:2] = ["".join(tokens[:2])]
    parts = []
    for place, word in enumerate(tokens):
        if has_digit(word):
            parts.append(Part(word, NUMBER, _ROLE_WEIGHTS[NUMBER]))
        elif word in table and place + 1 < len(tokens) and place < 2:
            parts.append(Part(word, TITLE, _ROLE_WEIGHTS[TITLE]))
        else:
            parts.append(Part(word, NAME, _object_weight(word)))
    return parts


@lru_cache(maxsize=1 << 16)
def _object_weight(word: str) -> int:
    """Ships are named after people and with ordinary words; both many times over."""
    return min(_rarity(word), _COMMON_WORD_WEIGHT if word in common_words() or concept_of(word) else FULL_WEIGHT)


def _join_letters(found: list[str]) -> list[str]:
    """ "S.A. de C.V." to ``sa de cv``: single letters in a row are one abbreviation; "M-23" to ``m23``."""
    joined: list[str] = []
    open_run = False
    for place, word in enumerate(found):
        single = len(word) == 1 and word.isalpha() and word.isascii()
        if (single or (word.isdigit() and joined and len(joined[-1]) == 1)) and open_run:
            joined[-1] += word
        else:
            joined.append(word)
        # "Capital Partners V L.P.": a numeral, not a letter of the form.
        numeral_before_form = word in _SHORT_NUMERALS and is_form("".join(found[place + 1 :]))
        open_run = single and not (place and numeral_before_form)
    return joined


def _promote(roles: str, weights: Sequence[int]) -> tuple[str, bytes]:
    """Where no word is distinctive, the heaviest there are stand in for the name."""
    if _TELLING.isdisjoint(roles):
        # The number of an issue is never the name of the house.
        best = max([weight for role, weight in zip(roles, weights, strict=True) if role != ISSUE], default=0)
        chosen = [
            3 * weight >= 2 * best and role not in (FORM, PARTICLE, ISSUE)
            for role, weight in zip(roles, weights, strict=True)
        ]
        if not any(chosen):
            chosen = [weight == best for weight in weights]
        roles = "".join(NAME if take else role for take, role in zip(chosen, roles, strict=True))
        weights = [_PROMOTED_WEIGHT if take else weight for take, weight in zip(chosen, weights, strict=True)]
    return roles, bytes(weights)

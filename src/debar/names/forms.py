"""Legal forms: the tables ``legal_forms.csv`` (ours, which goes first) and ``org_types.csv``, and how they are found.

``place`` says where a form may stand: at the ``start``, at the ``end``, at ``both``; anywhere in writing that is
``undivided``; or, ``written`` in capitals, beside a name in quotation marks or in other letters than Latin ones only.
A two-letter form is one at its usual end only, and no name is all form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product

import msgspec

from debar.names.concepts import concept_of, is_undivided
from debar.names.script import clean, words_of
from debar.names.tables import ready, rows, words

Form = tuple[str, ...]
_SPACED = 5
_GLUED_LETTERS = 10
_STRONG = 3
_SHORT = 4
_CERTAIN = frozenset(
    [
        "llc",
        "ltd",
        "gmbh",
        "ojsc",
        "pjsc",
        "cjsc",
        "jsc",
        "sarl",
        "ltda",
        "oao",
        "ooo",
        "zao",
        "fgup",
        "fsue",
        "doo",
        "uab",
        "eood",
        "kgaa",
    ]
)
GLUED = (
    "llc",
    "ltd",
    "inc",
    "gmbh",
    "corp",
    "ojsc",
    "pjsc",
    "cjsc",
    "jsc",
    "sarl",
    "srl",
    "ltda",
    "oao",
    "ooo",
    "zao",
)
_SMALL_CAPITALS = r"[A-ZА-ЯЁІЇЄ]{2,6}"
_GLUED_END = re.compile(rf"(?<=[a-zа-яёії])({_SMALL_CAPITALS}|GmbH|Ltd|Inc|Corp|SpA|ApS)\.?$")
_GLUED_START = re.compile(rf"({_SMALL_CAPITALS})(?=[A-ZА-ЯЁ][a-zа-яё]{{2}})")
_QUOTES = "\"«»„“”‟‘’'‹›"
_BEFORE_QUOTE = re.compile(rf"(\w{{2,6}})\s*(?=[{_QUOTES}])")
_FIRST_WORD = re.compile(r"\w{2,5}(?=\s)")
_REACH = 8
_CODE = 2


class Node(msgspec.Struct, array_like=True):
    """A branch of the tree of forms; ``name`` is the class of the form that ends here."""

    name: str | None = None
    next: dict[str, Node] = {}


Tree = dict[str, Node]


class Trees(msgspec.Struct, frozen=True, array_like=True):
    """All forms.

    Args:
        start, end, middle: those that are words: from the start of a name, from its end (backwards), and in the middle.
        undivided, written: those that are found in the writing, with their class.
    """

    start: Tree
    end: Tree
    middle: Tree
    undivided: dict[str, str]
    written: dict[str, str]


def spellings(form: str) -> Iterator[Form]:
    """The ways to write a form of the tables, as words; ``a|b`` stands for either word.

    >>> list(spellings("s.a. de c.v."))
    [('s', 'a', 'de', 'c', 'v'), ('sa', 'de', 'cv'), ('sadecv',)]
    """
    parts = ([tuple(words_of(clean(word))) for word in part.split("|")] for part in form.split())
    for choice in product(*parts):
        found = tuple(word for words in choice for word in words)
        joined = tuple(_joined(found))
        whole = "".join(found)
        yield found
        if joined != found:
            yield joined
        if len(joined) > 1 and len(whole) <= _GLUED_LETTERS:
            yield (whole,)
        if len(joined) == 1 and len(joined[0]) <= _SPACED:
            yield tuple(joined[0])


def _joined(found: Sequence[str]) -> Iterator[str]:
    """Single letters in a row are one abbreviation."""
    run = ""
    for word in found:
        if len(word) == 1:
            run += word
            continue
        if run:
            yield run
        run = ""
        yield word
    if run:
        yield run


def _table() -> Iterator[Mapping[str, str]]:
    yield from rows("legal_forms.csv")
    yield from rows("org_types.csv")


@cache
def _spelt() -> tuple[tuple[str, Form, str], ...]:
    """Place, spelling and class of every form that is words."""
    places = ("start", "end", "both")
    return tuple(
        (row["place"], spelling, row["class"])
        for row in _table()
        if row["place"] in places
        for spelling in spellings(row["form"])
    )


@cache
def forms(end: str) -> Mapping[Form, str]:
    """Forms that may stand at the ``start`` or the ``end`` of a name, as words, to their class."""
    found: dict[Form, str] = {}
    for place, spelling, name in _spelt():
        if place in (end, "both"):
            found.setdefault(spelling, name)
    return found


@cache
def trees() -> Trees:
    """The forms, ready to be found."""
    found = ready("forms", Trees)
    return make_trees() if found is None else found


def make_trees() -> Trees:
    """The forms from the tables."""
    middle: dict[Form, str] = {}
    for end in ("start", "end"):
        middle |= {form: name for form, name in forms(end).items() if _is_strong(form)}
    backwards = ((form[::-1], name) for form, name in forms("end").items())
    undivided: dict[str, str] = {}
    written: dict[str, str] = {}
    for row in _table():
        if row["place"] == "undivided":
            undivided.setdefault(clean(row["form"]), row["class"])
        elif row["place"] == "written":
            written.setdefault(row["form"], row["class"])
    return Trees(_tree(forms("start").items()), _tree(backwards), _tree(middle.items()), undivided, written)


def _is_strong(form: Form) -> bool:
    """Whether a form is one in the middle of a name too: several words of which one is long, or no ordinary word."""
    longest = max(map(len, form))
    if len(form) > 1:
        return longest >= _STRONG
    return longest >= _STRONG and (longest <= _SHORT or concept_of(form[0]) is None)


def _tree(found: Iterable[tuple[Form, str]]) -> dict[str, Node]:
    top = Node()
    for form, name in found:
        node = top
        for word in form:
            node = node.next.setdefault(word, Node())
        node.name = name
    return top.next


def is_form(word: str) -> bool:
    """Whether a word alone is a legal form at either end of a name.

    >>> is_form("gmbh"), is_form("gazprom")
    (True, False)
    """
    return bool(_class_of([word], trees().end) or _class_of([word], trees().start))


def _class_of(found: Sequence[str], tree: Tree) -> str | None:
    """The class of the form that is all these words, in the order of the tree."""
    node = None
    for word in found:
        node = tree.get(word)
        if node is None:
            return None
        tree = node.next
    return node.name if node is not None else None


def cut(words: list[str]) -> tuple[list[str], list[str]]:
    """Take forms off both ends; out of the middle too, where they can be nothing else or stand beside common words only.

    Gives the remaining words, at least one, and the classes found, without repeats.

    >>> cut(["ooo", "romashka"])
    (['romashka'], ['ltd'])
    >>> cut(["anglo", "caribbean", "co", "ltd"])
    (['anglo', 'caribbean'], ['ltd'])
    >>> cut(["bank", "romashka", "ojsc", "moscow", "branch"])
    (['bank', 'romashka', 'moscow', 'branch'], ['jsc'])
    """
    tree = trees()
    left, right = 0, len(words)
    found: list[str] = []
    while right - left > 1 and (node := tree.end.get(words[right - 1])):
        size, name = _longest(node, words, right - 1, left, -1)
        if not size:
            break
        found.append(name)
        right -= size
    while right - left > 1 and (node := tree.start.get(words[left])):
        size, name = _longest(node, words, left, right - 1, 1)
        if not size:
            break
        found.append(name)
        left += size
    rest = words[left:right]
    if not found and len(rest) > 1 and rest[-1].endswith(GLUED):
        _cut_glued(rest, found)
    if len(rest) > 2 and not tree.middle.keys().isdisjoint(rest):
        _cut_middle(rest, found)
    return rest, list(dict.fromkeys(found)) if len(found) > 1 else found


def _longest(node: Node, words: Sequence[str], at: int, stop: int, step: int) -> tuple[int, str]:
    """The longest form that begins with this word and leaves the word at ``stop``: its size and class."""
    size, best, name = 1, 0, ""
    while True:
        if node.name is not None:
            best, name = size, node.name
        at += step
        if at == stop:
            return best, name
        found = node.next.get(words[at])
        if found is None:
            return best, name
        node = found
        size += 1


def _cut_glued(rest: list[str], found: list[str]) -> None:
    """Take a form off the end of the last word, where all else is known: "eastern tradingllc"."""
    for form in GLUED:
        stem = rest[-1].removesuffix(form)
        if stem != rest[-1] and concept_of(stem):
            rest[-1] = stem
            name = _class_of([form], trees().end)
            assert name is not None
            found.append(name)
            return


def _cut_middle(rest: list[str], found: list[str]) -> None:
    """Take out the forms that are no other words; and others with but common words and places on one side of them."""
    tree = trees().middle
    at = 1
    while at < len(rest) - 1:
        node = tree.get(rest[at])
        size, name = _longest(node, rest, at, len(rest), 1) if node else (0, "")
        after = rest[at + size :]
        if size and after and (_is_certain(rest, at, size) or _all_known(after, _CODE) or _all_known(rest[:at], 0)):
            found.append(name)
            del rest[at : at + size]
        else:
            at += 1


def _is_certain(rest: Sequence[str], at: int, size: int) -> bool:
    return size >= _STRONG or rest[at + size - 1] in _CERTAIN


def _all_known(part: Sequence[str], code: int) -> bool:
    """Whether words are but common ones and places; after a form, so are the letters of a state ("INC /DE/")."""
    small = words("organisation")
    return all(len(word) <= code or word in small or concept_of(word) is not None for word in part)


@cache
def _unspaced() -> tuple[re.Pattern[str], Mapping[str, str]]:
    classes = trees().undivided
    longest_first = sorted(classes, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), classes


def cut_unspaced(text: str) -> tuple[str, list[str]]:
    """Take out forms that only the writing shows: without spaces, glued to the name, short ones beside quotation marks.

    Gives the rest and the classes found. What is left for `cut` are the forms that are words.

    >>> cut_unspaced("大连海运有限公司")
    ('大连海运', ['ltd'])
    >>> cut_unspaced("GazpromOAO")
    ('Gazprom', ['jsc'])
    """
    found: list[str] = []
    if is_undivided(text):
        text = _cut_undivided(text, found)
    # What is glued on shows by capitals inside a word.
    if not text.isupper() and not text.istitle():
        end = _GLUED_END.search(text, max(0, len(text) - _REACH))
        if end is not None and (name := _class_of(words_of(end[1])[::-1], trees().end)):
            return text[: end.start()], [*found, name]
        start = _GLUED_START.match(text)
        if start is not None and (name := _class_of(words_of(start[1]), trees().start)):
            return text[start.end() :], [*found, name]
    if text.isascii() and '"' not in text and "'" not in text:
        return text, found
    return _cut_written(text, found), found


def _cut_undivided(text: str, found: list[str]) -> str:
    pattern, classes = _unspaced()
    rest, count = pattern.subn(" ", text)
    if not count or not any(sign.isalnum() for sign in rest):
        return text
    found.extend(dict.fromkeys(classes[form] for form in pattern.findall(text)))
    return " ".join(rest.split())


def _cut_written(text: str, found: list[str]) -> str:
    """Short forms that are too much like words to be found without their letters or the quotation marks."""
    table = trees().written
    start = _BEFORE_QUOTE.match(text) if text.isascii() else _BEFORE_QUOTE.match(text) or _FIRST_WORD.match(text)
    if start is None:
        return text
    form = start[0].strip()
    name = table.get(form)
    if name is None or (form.isascii() and not _BEFORE_QUOTE.match(text)):
        return text
    rest = text[start.end() :].strip()
    if not any(sign.isalnum() for sign in rest):
        return text
    found.append(name)
    return rest

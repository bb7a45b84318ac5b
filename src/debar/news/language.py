"""What is known of a language: closed words, verbs and their forms, cues, names of bodies, goods and measures.

All of it stands in ``data/<language>/``, one table per subject, each row with source and status. Another language is
another folder.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from debar.errors import BadQuery

_VOWELS = "aeiou"


class Known(NamedTuple):
    """A name or term of a table: ``kind`` says of what sort, ``key`` which one, ``country`` and ``members`` where given."""

    kind: str
    key: str
    country: str = ""
    members: tuple[str, ...] = ()


class Frame(NamedTuple):
    """What a class of cues makes: the claim's type, and where actor, target and object stand."""

    type: str
    speech: bool
    actor: tuple[str, ...]
    target: tuple[str, ...]
    object: tuple[str, ...]
    needs: str


class Governor(NamedTuple):
    """What a verb does to the verb that it carries ("plans to impose", "refrained from supplying")."""

    polarity: str
    certainty: str
    tense: str
    stage: str
    control: str


class Bearer(NamedTuple):
    """What a verb does to a measure that is its object; ``acts``: its subject is who would impose it."""

    acts: bool
    polarity: str
    certainty: str
    stage: str


Trie = dict[str, list[tuple[tuple[str, ...], Known]]]


@dataclass(frozen=True, eq=False)
class Language:
    """The tables of one language, ready for use."""

    code: str
    tags: Mapping[str, str]
    abbreviations: frozenset[str]
    verbs: Mapping[str, tuple[tuple[str, str], ...]]
    nounish: frozenset[str]
    cues: Mapping[str, tuple[tuple[str, str], ...]]
    frames: Mapping[str, Frame]
    governors: Mapping[str, tuple[Governor, ...]]
    nouns: Mapping[str, frozenset[str]]
    groups: frozenset[str]
    offices: Trie
    names: Trie
    terms: Trie
    organisation_words: Mapping[str, str]
    anonymous: re.Pattern[str]
    given_names: frozenset[str]
    common_words: frozenset[str]
    effects: tuple[tuple[re.Pattern[str], str], ...]
    dates: Mapping[str, Mapping[str, int]]
    carriers: Mapping[str, str]
    naming: frozenset[str]
    listed_as: frozenset[str]
    bearers: Mapping[str, Bearer]
    banned: Mapping[str, str]
    using: frozenset[str]
    stating: frozenset[str]
    postposed: frozenset[str]
    people: Mapping[str, str]
    refuting: frozenset[str]
    lists: tuple[tuple[str, str], ...]
    containers: frozenset[str]
    gerund_nouns: frozenset[str]
    works: frozenset[str]
    shares: frozenset[str]
    heads: frozenset[str]
    organisation_nouns: frozenset[str]
    speaking: frozenset[str]
    female: frozenset[str]


def rows(code: str, table: str) -> list[dict[str, str]]:
    """The rows of one table of a language.

    >>> rows("en", "cues.csv")[0]["lemma"]
    'say'
    """
    text = files("debar.news").joinpath("data", code, table).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def inflect(lemma: str, irregular: Mapping[str, tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """The forms of a verb, each with its kind: ``base``, ``s``, ``ed`` (past and participle), ``past``, ``part``, ``ing``.

    >>> dict(inflect("supply", {}))
    {'supply': 'base', 'supplies': 's', 'supplied': 'ed', 'supplying': 'ing'}
    """
    yield lemma, "base"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        yield lemma[:-1] + "ies", "s"
    else:
        yield lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"), "s"
    doubled = ""
    if lemma in irregular:
        past, part = irregular[lemma]
        yield past, "ed" if past == part else "past"
        if past != part:
            # American and British spellings are both past and participle.
            yield part, "ed" if part.endswith("ed") and past.endswith("ed") else "part"
            if part.endswith("ed") and past.endswith("ed"):
                yield past, "ed"
        doubled = next((lemma + lemma[-1] for one in (past, part) if one == lemma + lemma[-1] + "ed"), "")
        if not doubled and lemma[-1] in "tnpdmgb" and lemma[-2] in _VOWELS and lemma[-3:-2] not in _VOWELS:
            doubled = (
                ""
                if lemma.endswith(("en", "et", "and")) and lemma not in ("get", "let", "set", "forget")
                else lemma + lemma[-1]
            )
    elif lemma.endswith("e"):
        yield lemma + "d", "ed"
    elif lemma.endswith("y") and lemma[-2] not in _VOWELS:
        yield lemma[:-1] + "ied", "ed"
    else:
        yield lemma + "ed", "ed"
    if doubled:
        yield doubled + "ing", "ing"
    if lemma.endswith("ie"):
        yield lemma[:-2] + "ying", "ing"
    elif lemma.endswith("e") and not lemma.endswith(("ee", "ye", "oe")):
        yield lemma[:-1] + "ing", "ing"
    else:
        yield lemma + "ing", "ing"


@cache
def language(code: str = "en") -> Language:
    """The tables of a language.

    Raises:
        BadQuery: there are no tables for it.
    """
    if not code.isalpha() or not files("debar.news").joinpath("data", code).is_dir():
        raise BadQuery("language", rule="debar has no tables for reading this language", got=repr(code))
    verbs, nounish = _verbs(code)
    names, terms, offices = (
        _names(code),
        _terms(code),
        _trie((row["office"], Known("office", row["office"])) for row in rows(code, "offices.csv")),
    )
    nouns: dict[str, set[str]] = {}
    for row in rows(code, "nouns.csv"):
        nouns.setdefault(row["noun"].lower(), set()).add(row["class"])
    cues: dict[str, list[tuple[str, str]]] = {}
    for row in rows(code, "cues.csv"):
        cues.setdefault(row["lemma"], []).append((row["class"], row["certainty"]))
    governors: dict[str, list[Governor]] = {}
    for row in rows(code, "governors.csv"):
        governors.setdefault(row["lemma"], []).append(
            Governor(row["polarity"], row["certainty"], row["tense"], row["stage"], row["control"])
        )
    dates: dict[str, dict[str, int]] = {}
    for row in rows(code, "calendar.csv"):
        dates.setdefault(row["kind"], {})[row["word"]] = int(row["number"])
    return Language(
        code=code,
        tags={row["word"]: row["tag"] for row in reversed(rows(code, "words.csv"))},
        abbreviations=frozenset(row["abbreviation"].lower() for row in rows(code, "abbreviations.csv")),
        verbs=verbs,
        nounish=nounish,
        cues={lemma: tuple(found) for lemma, found in cues.items()},
        frames={row["class"]: _frame(row) for row in rows(code, "classes.csv")},
        governors={lemma: tuple(found) for lemma, found in governors.items()},
        nouns={noun: frozenset(found) for noun, found in nouns.items()},
        groups=frozenset(row["noun"] for row in rows(code, "groups.csv")),
        offices=offices,
        names=names,
        terms=terms,
        organisation_words={row["word"].lower(): row["kind"] for row in rows(code, "organisation_words.csv")},
        anonymous=re.compile("|".join(re.escape(row["phrase"]) for row in rows(code, "anonymous.csv")), re.IGNORECASE),
        given_names=_given_names(),
        common_words=_common_words(),
        effects=tuple((re.compile(row["pattern"], re.IGNORECASE), row["kind"]) for row in rows(code, "effects.csv")),
        dates=dates,
        carriers={row["lemma"]: row["polarity"] for row in rows(code, "carriers.csv")},
        naming=frozenset(row["lemma"] for row in rows(code, "naming.csv")),
        listed_as=frozenset(row["word"] for row in rows(code, "listed_as.csv")),
        bearers={
            row["lemma"]: Bearer(row["acts"] == "yes", row["polarity"], row["certainty"], row["stage"])
            for row in rows(code, "bearers.csv")
        },
        banned={row["word"]: row["kind"] for row in rows(code, "banned.csv")},
        using=frozenset(row["lemma"] for row in rows(code, "using.csv")),
        stating=frozenset(row["lemma"] for row in rows(code, "stating.csv")),
        people={row["surname"]: row["country"] for row in rows(code, "people.csv")},
        postposed=frozenset(row["word"] for row in rows(code, "postposed.csv")),
        organisation_nouns=frozenset(row["noun"] for row in rows(code, "organisation_nouns.csv")),
        speaking=frozenset(row["lemma"] for row in rows(code, "speaking.csv")),
        heads=frozenset(row["noun"] for row in rows(code, "heads.csv")),
        female=frozenset(row["word"] for row in rows(code, "female.csv")),
        shares=frozenset(row["noun"] for row in rows(code, "shares.csv")),
        works=frozenset(row["noun"] for row in rows(code, "works.csv")),
        gerund_nouns=frozenset(row["word"] for row in rows(code, "gerund_nouns.csv")),
        containers=frozenset(row["noun"] for row in rows(code, "containers.csv")),
        lists=tuple((row["phrase"], row["kind"]) for row in rows(code, "lists.csv")),
        refuting=frozenset(row["word"] for row in rows(code, "refuting.csv")),
    )


def _frame(row: Mapping[str, str]) -> Frame:
    def roles(text: str) -> tuple[str, ...]:
        return tuple(text.split("|")) if text else ()

    return Frame(
        row["type"],
        row["speech"] == "yes",
        roles(row["actor"]),
        roles(row["target"]),
        roles(row["object"]),
        "" if row["needs"] == "no" else row["needs"],
    )


def _verbs(code: str) -> tuple[dict[str, tuple[tuple[str, str], ...]], frozenset[str]]:
    irregular = {row["lemma"]: (row["past"], row["participle"]) for row in rows(code, "irregular.csv")}
    found: dict[str, dict[tuple[str, str], None]] = {}
    nounish: set[str] = set()
    for row in rows(code, "verbs.csv"):
        for form, kind in inflect(row["lemma"], irregular):
            found.setdefault(form, {})[row["lemma"], kind] = None
            if row["also_noun"] and kind in ("base", "s"):
                nounish.add(form)
    return {form: tuple(kinds) for form, kinds in found.items()}, frozenset(nounish)


def _trie(pairs: Iterable[tuple[str, Known]]) -> Trie:
    """Terms by their first word, the longest first."""
    from debar.news.text import tokens

    found: Trie = {}
    for term, known in pairs:
        words = tuple(token.text for token in tokens(term, 0, len(term)) if token.text != ".")
        found.setdefault(words[0], []).append((words, known))
    for terms in found.values():
        terms.sort(key=lambda each: -len(each[0]))
    return found


def _names(code: str) -> Trie:
    """Names as written, with capitals: countries, their adjectives, capitals, places, bodies."""
    found: dict[str, Known] = {}
    for row in _country_rows("countries.csv"):
        plain = row["name"]
        if row["code"] and "(" not in plain and "," not in plain:
            found[plain] = Known("country", row["code"], row["code"])
    for row in rows(code, "places.csv"):
        found[row["name"]] = Known("place", row["name"], row["country"])
    for row in rows(code, "metonyms.csv"):
        found[row["name"]] = Known("capital", row["country"], row["country"])
    for row in rows(code, "country_words.csv"):
        found[row["name"]] = Known("country", row["country"], row["country"])
    for row in rows(code, "demonyms.csv"):
        found[row["word"]] = Known("demonym", row["country"], row["country"])
        if row["word"].endswith(("an", "i", "b", "k", "t", "e")) and not row["word"].endswith("ese"):
            found[row["word"] + "s"] = Known("demonym", row["country"], row["country"])
    for row in rows(code, "bodies.csv"):
        kind = "country" if row["body"] == "European Union" else row["kind"]
        key = "eu" if row["body"] == "European Union" else row["body"]
        found[row["name"]] = Known(kind, key, row["country"], tuple(row["members"].split()))
    return _trie(found.items())


def _country_rows(table: str) -> list[dict[str, str]]:
    text = files("debar.model").joinpath("data", table).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _terms(code: str) -> Trie:
    """Goods and measures, in lower case."""
    goods = [(row["term"].lower(), Known(row["kind"], row["term"], row["class"])) for row in rows(code, "goods.csv")]
    measures = [
        (row["term"].lower(), Known("measure", row["kind"], row["strength"])) for row in rows(code, "measures.csv")
    ]
    # Phrases whose words would mean goods if they stood alone.
    idioms = [(row["term"].lower(), Known("work", row["term"])) for row in rows(code, "idioms.csv")]
    return _trie([*goods, *measures, *idioms])


@cache
def _given_names() -> frozenset[str]:
    text = files("debar.names").joinpath("data", "given_names.csv").read_text(encoding="utf-8")
    return frozenset(row["form"] for row in csv.DictReader(text.splitlines()))


@cache
def _common_words() -> frozenset[str]:
    text = files("debar.names").joinpath("data", "common_words.csv").read_text(encoding="utf-8")
    return frozenset(row["word"] for row in csv.DictReader(text.splitlines()))

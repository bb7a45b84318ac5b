"""Words in the names of organisations that stand for several: "НИИ" is a scientific research institute, خبرگزاری a news
agency, "seaport" a port of the sea. ``data/abbreviations.csv`` has them in English words, whose concepts meet those of all
languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from debar.names.classes import fold
from debar.names.script import Word
from debar.names.tables import rows


def spelt_out(found: Iterable[Word]) -> Iterator[Word]:
    """The words with those spelt out that stand for several; each keeps the writing that it comes from.

    A name that is nothing but such a word stays as it is: it is the name.

    >>> [word.text for word in spelt_out([Word("npo", ""), Word("iskra", "")])]
    ['scientific', 'production', 'association', 'iskra']
    """
    given = list(found)
    if len(given) < 2:
        yield from given
        return
    for word in given:
        several = spelled().get(fold(word.native) if word.native else word.text)
        if several is None:
            yield word
        else:
            yield from (Word(each, word.native or word.text) for each in several)


@cache
def spelled() -> Mapping[str, tuple[str, ...]]:
    """Every word that stands for several, in Latin letters or as it is written, folded."""
    return {fold(row["word"]): tuple(row["words"].split()) for row in rows("abbreviations.csv")}

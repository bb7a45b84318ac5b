"""Acronyms that derive from the name of an organisation, and words that look like acronyms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debar.names.concepts import concept_of
from debar.names.forms import is_form

SHORTEST, LONGEST = 3, 8
_FORM, _PARTICLE = "x", "p"
_BUSINESS = frozenset({"company", "corporation", "enterprise", "group", "limited"})


def acronyms_of(words: Sequence[str], roles: str | Sequence[str]) -> set[str]:
    """The acronyms that a name may go by, in lower case, of three to eight letters.

    Args:
        words: its words, romanised; legal forms may stand among them, as ``+`` and their class.
        roles: one role per word, as a reading has them: ``p`` is a small word, ``x`` a legal form.

    >>> sorted(acronyms_of(["islamic", "republic", "of", "iran", "shipping", "lines"], "ggpngg"))
    ['irisl', 'iroisl']
    """
    found = {"".join(letters) for letters in _letters(words, roles)}
    return {acronym for acronym in found if SHORTEST <= len(acronym) <= LONGEST}


def _letters(words: Sequence[str], roles: str | Sequence[str]) -> Iterator[list[str]]:
    said = [(word, role) for word, role in zip(words, roles, strict=True) if word[0].isalpha() and role != _FORM]
    main = [word[0] for word, role in said if role != _PARTICLE]
    without_business = [word[0] for word, role in said if role != _PARTICLE and not _is_business(word)]
    yield main
    yield [word[0] for word, _ in said]
    yield without_business
    if _FORM in roles:
        yield [*main, "c"]  # "Company" and "Corporation" may have been read as the legal form


def _is_business(word: str) -> bool:
    concept = concept_of(word)
    return concept is not None and concept.name in _BUSINESS


def is_acronym_like(word_as_written: str) -> bool:
    """Whether a word, as it was written, may be an acronym: capitals alone, and no known word or legal form.

    In a name that is all in capitals any unknown short word is one; the caller sees the name and decides.

    >>> is_acronym_like("IRISL"), is_acronym_like("N.I.O.C."), is_acronym_like("Iran"), is_acronym_like("GMBH")
    (True, True, False, False)
    """
    letters = word_as_written.replace(".", "")
    if not (SHORTEST <= len(letters) <= LONGEST and letters.isalpha() and letters.isupper()):
        return False
    word = letters.lower()
    return concept_of(word) is None and not is_form(word)

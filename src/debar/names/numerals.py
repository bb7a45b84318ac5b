"""Numbers in names: spelt out, Roman, ordinal."""

from __future__ import annotations

import re

_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_ROMAN = re.compile(r"(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})")
_VALUES = {"i": 1, "v": 5, "x": 10}
_UNITS = {
    word: number
    for number, words in enumerate(
        (
            "zero", "one first", "two second", "three third", "four fourth", "five fifth", "six sixth", "seven seventh",
            "eight eighth", "nine ninth", "ten tenth", "eleven eleventh", "twelve twelfth", "thirteen", "fourteen",
            "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        )
    )
    for word in words.split()
}  # fmt: skip
_TENS = {
    word: 10 * number
    for number, words in enumerate(
        ("twenty twentieth", "thirty thirtieth", "forty fourty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2
    )
    for word in words.split()
}


def ordinal(word: str) -> str:
    """``27th`` to ``27``, ``007`` to ``7``; other words as they are.

    >>> ordinal("33rd"), ordinal("m23")
    ('33', 'm23')
    """
    if not word[0].isdigit():
        return word
    match = _ORDINAL.fullmatch(word)
    digits = match.group(1) if match else word
    return (digits.lstrip("0") or "0") if digits.isdigit() else digits


def numeral(word: str) -> str:
    """A Roman numeral of two letters or more to digits; other words as they are.

    >>> numeral("xiii"), numeral("ivan")
    ('13', 'ivan')
    """
    if not _ROMAN.fullmatch(word):
        return word
    values = [_VALUES[char] for char in word]
    return str(sum(value if value >= max(values[place:]) else -value for place, value in enumerate(values)))


def join_numbers(words: list[str]) -> list[str]:
    """Numbers spelt out to digits.

    >>> join_numbers(["brigade", "forty", "four"]), join_numbers(["first", "international", "bank"])
    (['brigade', '44'], ['1', 'international', 'bank'])
    """
    found: list[str] = []
    open_tens = False
    for word in words:
        unit = _UNITS.get(word, int(word) if word.isdigit() and len(word) == 1 else None)
        if open_tens and unit is not None and 0 < unit < 10:
            found[-1] = str(int(found[-1]) + unit)
            open_tens = False
            continue
        open_tens = word in _TENS
        if open_tens:
            found.append(str(_TENS[word]))
        else:
            found.append(str(_UNITS[word]) if word in _UNITS else word)
    return found

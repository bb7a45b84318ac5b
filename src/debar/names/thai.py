"""Thai by the Royal system: vowels that stand before their consonant are put behind it, unwritten ones are supplied."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from debar.names.tables import rows

THAI = re.compile("[\u0e00-\u0e7f]")
_MARKS = re.compile("[\u0e47\u0e48-\u0e4b\u0e4d\u0e4e]")
_SILENT = re.compile("[\u0e01-\u0e2e][\u0e34\u0e38]?\u0e4c")
# After a closed syllable a last consonant is not spoken: ชินวัตร ends in "wat".
_SILENT_END = re.compile("(?<=ั[ก-ฮ])[ก-ฮ]\\Z")
_TITLE = re.compile("\\A(?:นางสาว|นาย|นาง|พลเอก|พลโท|พลตรี|พันเอก|พันโท|พันตรี|ดร)(?=[\u0e00-\u0e7f]{4})")
_C = "[ก-ฮ]"
_CLUSTER = "(?P<c>(?:ห(?=[งญนมยรลว][^อ])|[กขคตปผพทศสจซ](?=[รลว][ะัาิีึืุูเแ])|)?[ก-ฮ])"
_END = f"(?:(?P<e>{_C})(?![ัาิีึืุูๅำะ์]|รร|{_C}\\Z))?"
# Written forms of the vowels, the longest first; C stands for the consonants, E for one that may close the syllable.
_FORMS = tuple(
    (re.compile(form.replace("C", _CLUSTER).replace("E", _END)), vowel)
    for form, vowel in (
        ("เCียะ", "ia"), ("เCียE", "ia"), ("เCือะ", "uea"), ("เCือE", "uea"), ("Cัวะ", "ua"), ("CัวE", "ua"), ("เCาะ", "o"),
        ("เCา", "ao"), ("แCะ", "ae"), ("แCE", "ae"), ("โCะ", "o"), ("โCE", "o"), ("ไCย", "ai"), ("[ไใ]C", "ai"), ("เCะ", "e"),
        ("เCิE", "oe"), ("เCอE", "oe"), ("เCย", "oei"), ("เCE", "e"), ("Cำ", "am"), ("Cะ", "a"), ("CัE", "a"), ("CาE", "a"),
        ("CิE", "i"), ("CีE", "i"), ("CึE", "ue"), ("CือE", "ue"), ("CืE", "ue"), ("CุE", "u"), ("CูE", "u"), ("CรรE", "a"),
        ("CวE(?<!ว)", "ua"), ("CอE", "o"),
    )
)  # fmt: skip
_BARE_CLOSED = re.compile(f"(?P<c>{_C})(?P<e>{_C})(?![ัาิีึืุูๅำะ์])")
_BARE = re.compile(f"(?P<c>{_C})")


def without_title(word: str) -> str:
    """A word without the title that is written together with it.

    >>> without_title("นายสมชาย"), without_title("นาย")
    ('สมชาย', 'นาย')
    """
    return _TITLE.sub("", word)


def romanise(word: str) -> str:
    """A word in the Royal Thai General System, near enough for names.

    >>> romanise("ชินวัตร"), romanise("สมชาย"), romanise("ประยุทธ์")
    ('chinwat', 'somchai', 'prayut')
    """
    text = _SILENT_END.sub("", _MARKS.sub("", _SILENT.sub("", word)))
    found = ""
    place = 0
    while place < len(text):
        end, latin = _syllable(text, place)
        found += latin
        place = end
    return found


def _syllable(text: str, place: int) -> tuple[int, str]:
    for form, vowel in _FORMS:
        if match := form.match(text, place):
            return match.end(), _spell(match, vowel)
    # Two consonants with nothing between them have an unwritten o, one by itself an unwritten a.
    if match := _BARE_CLOSED.match(text, place):
        return match.end(), _spell(match, "o")
    if match := _BARE.match(text, place):
        return match.end(), _spell(match, "a")
    return place + 1, ""


def _spell(match: re.Match[str], vowel: str) -> str:
    consonants = match["c"]
    if len(consonants) > 1 and consonants[0] == "ห":
        consonants = consonants[1:]
    closing = match.groupdict().get("e") or ""
    return "".join(_letters("first")[each] for each in consonants) + vowel + _letters("last").get(closing, "")


@cache
def _letters(place: str) -> Mapping[str, str]:
    """Consonants as they sound at the ``first`` or the ``last`` place of a syllable."""
    return {row["letter"]: row[place] for row in rows("thai_letters.csv")}

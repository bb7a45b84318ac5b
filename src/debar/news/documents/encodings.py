"""Bytes to characters: by what they are, whatever they are declared as."""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import NamedTuple

from debar.errors import BadFile, DocumentUnreadable
from debar.news.documents.tables import rows

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_ENCODINGS = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"))
_META = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.I
)
_DECLARED_WITHIN = 4096  # HTML wants the declaration in the first 1,024 bytes; pages are late with it
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MANY = 0.01  # a share of control characters or NULs above this is no text
_ACCENTED = 0.25  # of all characters; Vietnamese, the densest, stays below
_SAMPLE = 1 << 20  # bytes that the guess looks at; more of them make it slower, not better
_ISLANDS = 0.1  # of the bytes above 0x7F: with fewer wrong ones it is UTF-8 with islands of something else


class Decoded(NamedTuple):
    """The characters, what they were decoded as, and what was odd about it."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


@cache
def _labels() -> dict[str, str]:
    return {row["label"]: row["codec"] for row in rows("encodings.csv")}


def codec_of(label: str | None) -> str | None:
    """The codec that a declared label means on the web; None for one that nobody knows.

    >>> codec_of("ISO-8859-1"), codec_of("utf8"), codec_of("x-nonsense")
    ('cp1252', 'utf-8', None)
    """
    if not label:
        return None
    label = label.strip().strip("\"'").lower()
    try:
        name = _labels().get(label) or codecs.lookup(label).name
        return name if name not in _NO_ENCODINGS and isinstance(b"a".decode(name), str) else None
    except (LookupError, ValueError):  # unknown, or a codec that is no character encoding (base64, zlib)
        return None


def declared_in(data: bytes) -> str | None:
    """The encoding that an HTML or XML page itself declares."""
    found = _META.search(data, 0, _DECLARED_WITHIN)
    return found[1].decode("ascii") if found else None


def decode(data: bytes, about: str, *, declared: str | None = None) -> Decoded:
    """The characters of a text or HTML page.

    In this order: a byte order mark; UTF-16 without one, by its NULs; valid UTF-8, against any other declaration, since
    text in another encoding is hardly ever valid UTF-8 by chance; the declared encoding; UTF-8 with islands of
    windows-1252, as pages put together of several parts have; the likeliest encoding.

    Raises:
        DocumentUnreadable: it is not text in any of them.
        BadFile: the guess needs a library that is not installed.

    >>> decode("“Sanctions”".encode("cp1252"), "page", declared="latin-1").text
    '“Sanctions”'
    """
    found = _by_mark(data, about) or _wide(data) or _utf8(data, declared) or _as_declared(data, declared)
    found = found or _islands(data) or _likeliest(data, about, declared)
    return _without_controls(found, about)


def _by_mark(data: bytes, about: str) -> Decoded | None:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            text = data.decode(codec, errors="replace")
            return _noting_loss(Decoded(text, codec.removesuffix("-sig")), about)
    return None


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: Latin letters, digits and blanks have NUL as their other byte."""
    head = data[:4096]
    if len(head) < 4 or head.count(0) < len(head) / 8:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    codec = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) > max(even, odd) / 10:
        return None
    try:
        return Decoded(data.decode(codec), codec)
    except UnicodeDecodeError:
        return None


def _utf8(data: bytes, declared: str | None) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    codec = codec_of(declared)
    if not text.isascii() and codec not in (None, "utf-8"):
        return Decoded(text, "utf-8", (f"declared as {declared}, is utf-8",))
    if codec is not None and codec.startswith("iso2022"):  # its bytes are all ASCII, and mean something else
        return None
    return Decoded(text, "utf-8")


def _as_declared(data: bytes, declared: str | None) -> Decoded | None:
    codec = codec_of(declared)
    if codec in (None, "utf-8") or codec is None:
        return None
    try:
        text = data.decode(codec)
    except (UnicodeDecodeError, UnicodeError):
        return None
    # A single-byte table decodes anything. Control characters of its upper half betray the wrong one; so do more
    # accented letters than any text in Latin letters has.
    if re.search(r"[\x80-\x84\x86-\x9f]", text):
        return None
    accented = len(re.findall(r"[\u00a0-\u024f]", text))
    return None if accented > _ACCENTED * len(text) else Decoded(text, codec)


def _islands(data: bytes) -> Decoded | None:
    high = sum(byte > 0x7F for byte in data)
    wrong = 0

    def one_byte(error: UnicodeError) -> tuple[str, int]:
        nonlocal wrong
        assert isinstance(error, UnicodeDecodeError)
        wrong += 1
        return data[error.start : error.start + 1].decode("cp1252", errors="replace"), error.start + 1

    codecs.register_error("debar.windows-1252", one_byte)
    text = data.decode("utf-8", errors="debar.windows-1252")
    if wrong > high * _ISLANDS:
        return None
    return Decoded(text, "utf-8", (f"{wrong} bytes are not utf-8 and were read as windows-1252",))


def _likeliest(data: bytes, about: str, declared: str | None) -> Decoded:
    try:
        from charset_normalizer import from_bytes
    except ImportError as error:
        rule = "guessing its encoding needs charset-normalizer"
        raise BadFile(about, rule=rule, fix="run `pip install 'debar[news]'`, or save it as UTF-8") from error
    tried = list(dict.fromkeys(row["codec"] for row in rows("encodings.csv") if row["guess"]))
    guesses = list(from_bytes(data[:_SAMPLE], cp_isolation=tried, preemptive_behaviour=False))
    if not guesses:
        raise DocumentUnreadable(about, got="bytes that are text in no known encoding", fix=_SAVE)
    # Of equals the commoner, which is the earlier in the table: French is as good Polish as it is French.
    best = min(guesses, key=lambda one: (one.chaos, -one.coherence, tried.index(one.encoding)))
    text = data.decode(best.encoding, errors="replace")
    said = f"declared as {declared}" if declared else "its encoding is not declared"
    return _noting_loss(Decoded(text, best.encoding, (f"{said}, read as {best.encoding}, the likeliest",)), about)


_SAVE = "give an article as plain text, HTML or PDF"


def _noting_loss(found: Decoded, about: str) -> Decoded:
    lost = found.text.count("�")
    if lost > max(1, len(found.text) * _MANY):
        raise DocumentUnreadable(about, got=f"{lost} bytes that are no {found.encoding}", fix=_SAVE)
    return found._replace(notes=(*found.notes, f"{lost} characters could not be read")) if lost else found


def _without_controls(found: Decoded, about: str) -> Decoded:
    count = len(_CONTROLS.findall(found.text))
    if not count:
        return found
    if count > max(3, len(found.text) * _MANY):
        raise DocumentUnreadable(about, got="binary data", fix=_SAVE)
    text = _CONTROLS.sub("", found.text)
    return found._replace(text=text, notes=(*found.notes, f"{count} control characters were left out"))

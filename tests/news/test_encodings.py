"""Bytes are read by what they are, whatever they are declared as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_files import PARAGRAPHS, page
from debar.errors import DocumentUnreadable
from debar.news.documents import document_of
from debar.news.documents.encodings import codec_of, decode

ENGLISH = "LONDON — “We will not tolerate this,” the minister said in a café. It’s a threat to Europe’s security.\n" * 3
RUSSIAN = (
    "МОСКВА - Министерство иностранных дел заявило во вторник, что обвинения в поставках ракет не имеют под собой "
    "оснований. Представитель ведомства отказался отвечать на вопросы журналистов о санкциях.\n"
)
FRENCH = (
    "PARIS — La société a été sanctionnée, où le ministère a déclaré que “cela suffit”. Téhéran a démenti à l’ONU.\n"
)
CHINESE = "外交部发言人星期二表示，中方反对任何没有国际法依据的单边制裁，并要求立即停止对中国企业的打压。\n" * 3


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_english_is_read_in_any_encoding_that_nothing_declares(codec: str) -> None:
    assert decode(ENGLISH.encode(codec), "file").text == ENGLISH


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp1251", "koi8_r"])
def test_russian_is_read_in_any_encoding_that_nothing_declares(codec: str) -> None:
    assert decode(RUSSIAN.encode(codec), "file").text == RUSSIAN


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (CHINESE, "gb18030", "gb2312"),
        (CHINESE.replace("发", ""), "gb18030", "GBK"),
        (ENGLISH, "cp1252", "ISO-8859-1"),
        (ENGLISH, "cp1252", "latin-1"),
        (ENGLISH, "cp1252", "us-ascii"),
    ],
)
def test_a_right_declaration_is_followed(text: str, codec: str, declared: str) -> None:
    found = decode(text.encode(codec), "file", declared=declared)
    assert (found.text, found.notes) == (text, ())


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (ENGLISH, "utf-8", "ISO-8859-1"),
        (RUSSIAN, "utf-8", "windows-1251"),
        (RUSSIAN, "cp1251", "utf-8"),
        (ENGLISH, "cp1252", "utf-8"),
        (RUSSIAN, "koi8_r", "ISO-8859-1"),
    ],
)
def test_a_wrong_declaration_is_seen_through_and_told(text: str, codec: str, declared: str) -> None:
    found = decode(text.encode(codec), "file", declared=declared)
    assert found.text == text
    assert declared in found.notes[0]


def test_french_that_nothing_declares_is_no_polish() -> None:
    assert decode(FRENCH.encode("cp1252"), "file").text == FRENCH


def test_utf8_with_islands_of_windows_1252_is_read_as_both() -> None:
    data = (ENGLISH * 5).encode() + "“Share” it’s".encode("cp1252")
    found = decode(data, "file")
    assert found.text == ENGLISH * 5 + "“Share” it’s"
    assert found.notes == ("3 bytes are not utf-8 and were read as windows-1252",)


def test_some_nuls_are_left_out_and_many_are_binary() -> None:
    found = decode(b"Britain sanctioned\x00 Iran Air.", "file")
    assert (found.text, found.notes) == ("Britain sanctioned Iran Air.", ("1 control characters were left out",))
    with pytest.raises(DocumentUnreadable, match="binary"):
        decode(b"Iran\x00\x00\x00 Air\x00\x01\x02 sanctioned", "file")


@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252"])
def test_a_page_is_the_same_in_any_encoding_with_any_declaration(codec: str, declared: str) -> None:
    document = document_of(page(charset=declared).encode(codec))
    assert document.text.split("\n\n")[1:] == list(PARAGRAPHS)


def test_the_server_is_believed_before_the_page() -> None:
    data = f"<meta charset=utf-8><p>{RUSSIAN}</p>".encode("cp1251")
    assert document_of(data, media_type="text/html", charset="windows-1251").notes == ()


@pytest.mark.parametrize("label", ["", "x-nonsense", "base64", "zlib", "rot13", "hex", "idna", "undefined"])
def test_what_names_no_encoding_is_none(label: str) -> None:
    assert codec_of(label) is None


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    # A text that begins with the mark is one that has a mark.
    assert decode(text.encode(), "file").text == text.removeprefix("\ufeff")


@given(
    st.binary(), st.none() | st.sampled_from(["utf-8", "windows-1251", "utf-16", "gb18030", "iso-2022-jp", "hz", "?"])
)
def test_any_bytes_are_text_or_unreadable(data: bytes, declared: str | None) -> None:
    try:
        found = decode(data, "file", declared=declared)
    except DocumentUnreadable:
        return
    assert "\x00" not in found.text

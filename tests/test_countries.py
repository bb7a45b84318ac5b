"""The country table: what lists write gives the right code, what is ambiguous gives none."""

from __future__ import annotations

import csv
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from debar.model.countries import _fold, code_of, name_of

LIST_WORDS = {
    "kp": ["Korea, North", "KOREA NORTH", "DPRK", "D.P.R.K.", "Democratic People's Republic of Korea", "North Korean"],
    "kr": ["Korea, South", "Republic of Korea", "South Korean", "KOREA, REPUBLIC OF"],
    "cd": ["Congo, Democratic Republic of the", "DRC", "Democratic Republic of the Congo", "Zaire"],
    "cg": ["Congo, Republic of the", "Congo-Brazzaville"],
    "mm": ["Burma", "Myanmar", "Burma / Birmanie", "Myanmar (Burma) / Myanmar (Birmanie)", "MMR"],
    "ru": ["Russia", "Russian Federation", "Russia / Russie", "RUSSIAN FEDERATION", "rus"],
    "ir": ["Iran", "Iran (Islamic Republic of)", "Iranian", "IRN", "Islamic Republic of Iran"],
    "sy": ["Syrian Arab Republic", "Syria / Syrie", "Syrian"],
    "gb": ["United Kingdom", "UK", "U.K.", "British", "United Kingdom of Great Britain and Northern Ireland"],
    "us": ["United States", "U.S.", "USA", "United States of America", "American", "États-Unis"],
    "ps": ["Palestinian", "West Bank", "Region: Gaza", "State of Palestine", "Palestinian Territory, Occupied"],
    "gm": ["The Gambia", "Gambia, The", "Gambia"],
    "bs": ["Bahamas, The"],
    "im": ["Man, Isle of"],
    "vg": ["Virgin Islands, British", "British Virgin Islands", "BVI"],
    "vi": ["Virgin Islands, U.S."],
    "mk": ["North Macedonia, The Republic of", "FYROM"],
    "ci": ["Cote d Ivoire", "Côte d'Ivoire", "Côte d’Ivoire", "COTE D'IVOIRE", "Ivory Coast"],
    "tr": ["Türkiye", "Turkey", "TURKIYE"],
    "hk": ["China, Hong Kong Special Administrative Region", "Hong Kong"],
    "tw": ["Taiwan", "Republic of China"],
    "cn": ["China", "People’s Republic of China", "PRC", "China / Chine"],
    "gr": ["Greece", "EL", "GR"],
    "gn": ["Guinea", "Guinean"],
    "gq": ["Equatorial Guinea"],
    "gw": ["Guinea-Bissau", "Guinea Bissau"],
    "pg": ["Papua New Guinea"],
    "ss": ["South Sudan / Soudan du sud"],
    "kn": ["St. Kitts & Nevis", "Saint Kitts and Nevis"],
    "suhh": ["USSR", "former Soviet Union", "suhh"],
    "yucs": ["Yugoslavia", "former Yugoslavia"],
    "csxx": ["Serbia and Montenegro"],
    "xk": ["Kosovo", "XK"],
    "ua-cri": ["Region: Crimea", "ua-cri"],
}
UNKNOWN = [
    "",
    "  ",
    "/",
    "Korea",
    "Korean",
    "Congo",
    "Congolese",
    "Dominican",
    "Virgin Islands",
    "undetermined",
    "UNKNOWN",
]
UNKNOWN += ["S.A.", "S.L.", "A.G.", "C.A."]
UNKNOWN += ["stateless", "None Identified", "Atlantis", "Malian / Mauritanian", "Region: Kafia Kingi", "Saint Martin"]


def rows(table: str) -> list[dict[str, str]]:
    with files("debar.model").joinpath("data", table).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(("code", "words"), [(code, words) for code in LIST_WORDS for words in LIST_WORDS[code]])
def test_words_of_official_lists_give_their_country(code: str, words: str) -> None:
    assert code_of(words) == code


@pytest.mark.parametrize("words", UNKNOWN)
def test_ambiguous_and_empty_words_give_no_country(words: str) -> None:
    assert code_of(words) is None


def test_every_code_alpha3_and_name_leads_back_to_its_row() -> None:
    for row in rows("countries.csv"):
        assert name_of(row["code"]) == row["name"]
        found = {code_of(words) for words in (row["code"], row["code"].upper(), row["alpha3"], row["name"]) if words}
        assert found == {row["code"]}, row


def test_unknown_codes_have_no_name() -> None:
    assert name_of("zz") is None
    assert name_of("Iran") is None


def test_table_holds_all_of_iso_3166_1() -> None:
    status = Counter(row["status"] for row in rows("countries.csv"))
    assert status["iso"] == 249
    assert all(re.fullmatch("[a-z]{2}", row["code"]) for row in rows("countries.csv") if row["status"] == "iso")


def test_every_row_has_a_source_and_every_name_a_code_that_exists() -> None:
    codes = {row["code"] for row in rows("countries.csv")}
    assert len(codes) == len(rows("countries.csv"))
    for row in rows("countries.csv") + rows("country_names.csv"):
        assert row["source"], row
        assert row["status"], row
        assert row["verified"] == "" or re.fullmatch(r"\d{4}-\d\d-\d\d", row["verified"]), row
    for row in rows("country_names.csv"):
        assert (row["code"] in codes) == (row["status"] not in {"ambiguous", "no country"}), row


def test_no_spelling_stands_twice_in_the_table() -> None:
    spellings = Counter(_fold(row["name"]) for row in rows("country_names.csv"))
    assert [words for words, count in spellings.items() if count > 1] == []


def test_only_words_that_are_no_country_stay_unknown_in_ofac_addresses(shared_lists: Path) -> None:
    with (shared_lists / "ofac" / "2023-12-28" / "add.csv").open(newline="", encoding="ascii") as stream:
        words = {row[4].strip() for row in csv.reader(stream) if len(row) > 4} - {"-0-"}
    assert {word for word in words if code_of(word) is None} == {
        "undetermined",
        "Region: Kafia Kingi",
        "Region: Commonwealth of Independent States",
    }

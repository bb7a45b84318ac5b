"""Evidence: every reason in words an analyst would use, and points that add up to the score."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debar.match import compare
from debar.match.alignment import Alignment
from debar.match.costs import Pair
from debar.match.naming import name_evidence
from debar.match.rating import NameMatch
from debar.model import Country, Dated, Entity, Evidence, Identifier, Name, NameKind, PartialDate, Query
from debar.names import read

LETTERS = "abdeiklmnoprstv ABDO-.,'17éИвано李明محمد"


def reasons(asked: str, listed: str, schema: str = "Person", kind: NameKind = "primary") -> list[Evidence]:
    return list(compare(Query(schema=schema, name=asked), Entity("x-1", "x", schema, (Name(listed, kind),))).evidence)


@pytest.mark.parametrize(
    ("asked", "listed", "schema", "sentence"),
    [
        ("Wladimir Putin", "PUTIN, Vladimir", "Person", '"Wladimir" is another form of "Vladimir".'),
        ("Vladimir Puttin", "PUTIN, Vladimir", "Person", '"Puttin" is another spelling of "PUTIN".'),
        ("Zelimkhan Basayep", "BASAYEV, Zelimkhan", "Person", '"Basayep" is one letter away from "BASAYEV".'),
        ("V. Putin", "PUTIN, Vladimir", "Person", '"V" may be the initial of "Vladimir".'),
        ("Vladimir Putin", "PUTIN, V.", "Person", '"V" may be the initial of "Vladimir".'),
        ("Vladimir Putin", "PUTIN, Vladimir Vladimirovich", "Person", 'Only the list has "Vladimirovich".'),
        ("Vladimir Vladimirovich Putin", "PUTIN, Vladimir", "Person", 'Only the query has "Vladimirovich".'),
        ("Sun Tzu Maritime", "Suntzu Maritime", "Company", '"Suntzu" is written as one word for "Sun Tzu".'),
        ("IRISL", "Islamic Republic of Iran Shipping Lines", "Company", '"IRISL" is the acronym of'),
        ("Vladimir Petrov", "SIDOROV, Vladimir", "Person", 'Different names are left on either side: "Petrov" against "SIDOROV".'),
        ("Zarya 17", "Zarya", "Company", 'Only the query has a number: "17".'),
        ("Kvadrat LLC", "Kvadrat JSC", "Company", 'The legal forms differ: "LLC" against "JSC".'),
    ],
)  # fmt: skip
def test_each_difference_is_said_in_words(asked: str, listed: str, schema: str, sentence: str) -> None:
    said = reasons(asked, listed, schema)
    assert any(sentence in each.text and each.points < 0 for each in said[1:]), [each.text for each in said]


def test_the_names_come_first_with_what_names_that_read_alike_give() -> None:
    first = reasons("Wladimir Putin", "PUTIN, Vladimir Vladimirovich")[0]
    assert (first.kind, first.level, first.points) == ("name", "similar", 0.97)
    assert first.text == '"Wladimir Putin" against the primary name "PUTIN, Vladimir Vladimirovich": "Putin" agrees.'


def test_another_script_is_named_and_shown_with_its_reading() -> None:
    alike, common = reasons("Владимир Путин", "PUTIN, Vladimir")
    assert "Many bear such a name" in common.text
    assert "reads the same in another script" in alike.text
    mixed = " ".join(each.text for each in reasons("Владимир Петров", "PETROV, Vladimir Ivanovich"))
    assert '"Владимир (vladimir)" is "Vladimir" in another script' in mixed


def test_what_a_single_word_cannot_prove_has_a_line_of_its_own() -> None:
    one, other = read("Ana Zarubezhkov", "person"), read("ZARUBEZHKOV, Ivan", "person")
    pairs = (Pair(range(1, 2), range(1), 1000, "same"),)
    alignment = Alignment(550, pairs, (0,), (1,), (("contradiction", 200),), "single")
    listed = Name("ZARUBEZHKOV, Ivan")
    match = NameMatch(550, "Ana Zarubezhkov", listed, "person", False, (one, other), alignment=alignment)
    said = [(each.points, each.text) for each in name_evidence(match)]
    assert said[1:] == [
        (-0.2, 'Words are left over on both sides: "Ana" against "Ivan".'),
        (-0.22, "Only one word agrees, which is too little for a person."),
    ]


def test_a_weak_alias_and_a_name_to_the_letter_are_named() -> None:
    assert reasons("El Chapo", "El Chapo", kind="weak")[0].text == '"El Chapo" is the weak alias "El Chapo".'
    assert reasons("Chapo El", "El Chapo", kind="weak")[-1].text == "A weak alias says less than a name."


@pytest.mark.parametrize(
    ("asked", "honest", "worn"),
    [
        ("Іran Аir", "Iran Air", "look-alike letters"),
        ("V L A D I M I R  P U T I N", "VLADIMIR PUTIN", "spaced letters"),
        ("Vlad1m1r Putin", "Vladimir Putin", "digits for letters"),
        ("Pu\u200btin Vladimir", "Putin Vladimir", "invisible characters"),
    ],
)
def test_a_disguise_is_a_reason_of_its_own(asked: str, honest: str, worn: str) -> None:
    (said,) = (each for each in reasons(asked, honest, "Company") if each.kind == "obfuscation")
    assert (said.level, said.points) == ("similar", 0.0)
    assert worn in said.text
    assert f'for "{honest}"' in said.text


def test_an_honest_name_has_no_such_reason() -> None:
    assert not [each for each in reasons("Iran Air", "Iran Air", "Company") if each.kind == "obfuscation"]


def test_no_sentence_shows_how_names_are_kept() -> None:
    said = [
        *reasons("Kvadrat Handels GmbH", "Kvadrat LLC Moscow", "Company"),
        *reasons("中国海运公司", "China Shipping Moscow", "Company"),
    ]
    assert not [each.text for each in said if "+" in each.text]


names = st.text(alphabet=LETTERS, min_size=1, max_size=40).filter(lambda text: bool(text.strip()))


@settings(max_examples=150, deadline=None)
@given(
    names, names, st.sampled_from(["Person", "Company", "Vessel", "Thing"]), st.sampled_from(["primary", "weak"]),
    st.sampled_from(["", "1952", "1952-10-07", "1999-01-01"]),
)  # fmt: skip
def test_points_add_up_to_the_score(asked: str, listed: str, schema: str, kind: NameKind, born: str) -> None:
    entity = Entity(
        "x-1",
        "x",
        "Person" if schema == "Thing" else schema,
        (Name(listed, kind),),
        identifiers=(Identifier("passportNumber", "A1234567"),),
        dates=(Dated("birthDate", PartialDate("1952-10-07")),),
        countries=(Country("nationality", "ru", "Russia"),),
    )
    hit = compare(Query(schema=schema, name=asked, birth_date=born, country="Iran"), entity)
    assert round(sum(each.points for each in hit.evidence), 6) == hit.score
    assert all(each.text.endswith(".") for each in hit.evidence)

"""A listed name inside longer text is found, by the index and by comparison alike; ordinary names are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debar.match import Index, build, compare
from debar.match.windows import windows_of
from debar.model import Entity, Identifier, Name, Query

LISTED = (
    Entity("x-1", "x", "Company", (Name("Rosneft Trading S.A."),)),
    Entity("x-2", "x", "Vessel", (Name("OCEAN PEARL"),), (Identifier("imoNumber", "9074729"),)),
    Entity("x-3", "x", "Person", (Name("MADURO MOROS, Nicolas"), Name("Super Bigote", "weak"))),
    Entity("x-4", "x", "Company", (Name("Islamic Republic of Iran Shipping Lines"),)),
    Entity("x-5", "x", "Person", (Name("ALI, Hassan"),)),
    Entity("x-6", "x", "Vessel", (Name("ANGARA"),)),
    Entity("x-8", "x", "Company", (Name("Zarubezhneft JSC"),)),
    Entity("x-7", "x", "CryptoWallet", (Name("wallet"),), (Identifier("publicKey", "0x" + "ab" * 20),)),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    directory = tmp_path_factory.mktemp("windows")
    build(LISTED, directory, about={})
    return Index.open(directory)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PAYMENT TO ROSNEFT TRADING SA GENEVA INV 9981", "x-1"),
        ("/INV/2024-11 CHARTER HIRE MT OCEAN PEARL", "x-2"),
        ("attn Mr Nicolas Maduro Moros, Palacio de Miraflores", "x-3"),
        ("freight for ISLAMIC REPUBLIC OF IRAN SHIPPING LINES ref 77120 Hamburg", "x-4"),
        ("Invoice 4471 to Zarubezhneft for pipes", "x-8"),
        ("Invoice 4471 to Zarubezhneft JSC Moscow for pipes", "x-8"),
        ("FREIGHT MV ANGARA BL 7781", "x-6"),
        (" ".join(f"word{place}" for place in range(18)) + " Nicolas Maduro Moros", "x-3"),
    ],
)
def test_a_listed_name_inside_a_text_is_a_match_and_says_where(index: Index, text: str, expected: str) -> None:
    hits = {hit.entity.id: hit for hit in index.search(Query(name=text))}
    assert hits[expected].match
    assert 0.7 <= hits[expected].score <= 0.9
    assert f'inside the longer text "{text}"' in hits[expected].evidence[0].text
    assert round(sum(each.points for each in hits[expected].evidence), 6) == hits[expected].score


@pytest.mark.parametrize(
    "text",
    [
        "ANGARA PROJECT payment of invoice 7781",
        "OCEAN FREIGHT FOR PEARL BARLEY 20 TONS INV 12",
        "charter of the ocean for a pearl necklace invoice 88121",
        "payment to Rosneftovaya Zarya Homes ref 8812",
        "attn Zarubezhneft Homes, Hamburg, contract dated 3 May",
        "salary march Nicolas Moreno Maduro street 14",
        "payment to Hassan Ali for salary ref 8812",
        "trading fee per contract with Electronica Trading SA dated 3 May",
        "payment for el super bigote restaurant bill 7712",
    ],
)
def test_words_that_only_look_like_a_listed_name_are_no_match(index: Index, text: str) -> None:
    assert not [hit for hit in index.search(Query(name=text)) if hit.match]


def test_an_imo_number_or_a_wallet_in_a_text_is_looked_up(index: Index) -> None:
    by_number = index.search(Query(name="demurrage vessel IMO No. 9074729 voyage 12"))[0]
    assert (by_number.entity.id, by_number.match) == ("x-2", True)
    assert any(each.kind == "identifier" and each.level == "same" for each in by_number.evidence)
    assert not index.search(Query(name="INV 9074729 for pipes"))
    paid = index.search(Query(name="swap to 0x" + "AB" * 20 + " urgent"))[0]
    assert paid.entity.id == "x-7"


def test_a_name_wrapped_between_two_lines_is_found(index: Index) -> None:
    hits = index.search(Query(name="ISLAMIC REPUBLIC OF IRAN SHIP\nPING LINES"))
    assert (hits[0].entity.id, hits[0].match) == ("x-4", True)


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("Vladimir Vladimirovich Putin", "Thing"),
        ("Muhammad bin Salman bin Abdulaziz bin Abdul Rahman Al Saud", "Person"),
        ("Scientific Production Association of Electronic Instruments and Special Machines", "Company"),
        ("M23", "Thing"),
    ],
)
def test_names_have_no_windows(name: str, schema: str) -> None:
    assert windows_of(name, schema) == ()


WORDS = ["payment", "to", "Rosneft", "Trading", "SA", "inv", "7781", "Ocean", "Pearl", "MV", "Nicolas", "Maduro", "Moros,",
         "Super", "Bigote", "Angara", "for", "/ref/12", "Ali", "Hassan", "Iran", "Shipping", "Lines"]  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join), st.booleans())
def test_searching_and_comparing_agree(index: Index, text: str, exhaustive: bool) -> None:
    query = Query(name=text)
    found = {hit.entity.id: hit for hit in index.search(query, limit=50, cutoff=0.5, exhaustive=exhaustive)}
    for entity in LISTED:
        hit = compare(query, entity)
        if hit.score >= 0.5:
            assert found[entity.id] == hit
        else:
            assert entity.id not in found


def test_a_text_with_many_words_is_answered(tmp_path: Path) -> None:
    build(LISTED, tmp_path, about={})
    text = "payment " + "lorem ipsum " * 5_000 + "Nicolas Maduro Moros"
    assert Index.open(tmp_path).search(Query(name=text)) == ()

"""The score of two names, and what the rest of a record does to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debar.errors import BadQuery
from debar.match import compare
from debar.match.alignment import align
from debar.match.costs import CAPS, EXACT, LINE, ranked_by
from debar.match.identifiers import kinds, mark
from debar.match.rating import IDENTIFIED
from debar.model import Country, Dated, Entity, Identifier, Name, PartialDate, Query
from debar.model.query import IDENTIFIER_PROPERTIES
from debar.names import read


def listed(name: str, schema: str = "Person", **more: object) -> Entity:
    return Entity("x-1", "x", schema, (Name(name),), **more)  # type: ignore[arg-type]


def score(one: str, other: str, schema: str = "Person") -> float:
    return compare(Query(schema=schema, name=one), listed(other, schema)).score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vladimir Putin", "PUTIN, Vladimir"),
        ("Vladimir Putin", "PUTIN, Vladimir Vladimirovich"),
        ("Владимир Путин", "PUTIN, Vladimir Vladimirovich"),
        ("Wladimir Putin", "PUTIN, Vladimir Vladimirovich"),
        ("V. Putin Vladimirovich", "PUTIN, Vladimir Vladimirovich"),
        ("Usama bin Laden", "BIN LADIN, Usama bin Muhammad bin Awad"),
        ("习近平", "XI, Jinping"),
        ("김정은", "KIM, Jong Un"),
        ("Ayman Alzawahiri", "AL-ZAWAHIRI, Ayman"),
        ("Putim Vladimir", "PUTIN, Vladimir"),
    ],
)
def test_spellings_of_a_person_match(one: str, other: str) -> None:
    assert score(one, other) >= 0.7


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vladimir", "PUTIN, Vladimir"),
        ("Putin", "PUTIN, Vladimir Vladimirovich"),
        ("Vladimir Smith", "PUTIN, Vladimir"),
        ("Ivan Petrovich Sidorov", "SIDOROV, Ivan Sergeevich"),
        ("Kim Jong Il", "KIM, Jong Un"),
        ("Carlos Ramirez Diaz", "CARLOS"),
        ("Olga Barynova", "Oleg BARANOV"),
    ],
)
def test_other_people_do_not_match(one: str, other: str) -> None:
    assert score(one, other) < 0.7


@pytest.mark.parametrize(
    ("one", "other", "schema", "match"),
    [
        ("SIS DOO", "SIS d.o.o.", "Company", True),
        ("Goodwill Company", "Good Will Company", "Company", True),
        ("Rosneft", "Rosneft Oil Company", "Company", True),
        ("Bank of India", "Bank of China", "Company", False),
        ("Volkswagen AG", "Siemens AG", "Company", False),
        ("Central Bank of Iraq", "Central Bank of Iran", "Company", False),
        ("HYOK SIN 2", "HYOK SIN 3", "Vessel", False),
        ("Hyok Sin II", "HYOK SIN 2", "Vessel", True),
        ("603", "603", "Organization", True),
        ("603", "604", "Organization", False),
    ],
)
def test_bodies_and_vessels(one: str, other: str, schema: str, match: bool) -> None:
    assert (score(one, other, schema) >= 0.7) is match


def test_word_order_is_nothing_to_people() -> None:
    assert score("Putin Vladimir", "Vladimir Putin") == score("Vladimir Putin", "Vladimir Putin")


def test_kinds_of_party_do_not_match_by_name() -> None:
    query = Query(schema="Person", name="ARARAT")
    assert compare(query, listed("ARARAT", "Vessel")).score == 0.0
    assert compare(query, listed("ARARAT", "Company")).score == 0.0
    assert compare(Query(name="ARARAT"), listed("ARARAT", "Vessel")).match
    assert compare(Query(schema="LegalEntity", name="ARARAT"), listed("ARARAT", "Company")).match


def test_agreement_lifts_and_only_an_exact_name_reaches_one() -> None:
    entity = listed("PUTIN, Vladimir", dates=(Dated("birthDate", PartialDate("1952-10-07")),))
    exact = Query(schema="Person", name="Vladimir Putin", birth_date="1952-10-07")
    near = Query(schema="Person", name="Vladimir Putim", birth_date="1952-10-07")
    assert compare(exact, entity).score == 1.0
    assert score("Vladimir Putim", "PUTIN, Vladimir") < compare(near, entity).score < 1.0


@pytest.mark.parametrize("schema_wrong", ["birth", "country", "gender"])
def test_one_wrong_attribute_does_not_undo_an_exact_name(schema_wrong: str) -> None:
    entity = listed(
        "PUTIN, Vladimir",
        dates=(Dated("birthDate", PartialDate("1952-10-07")),),
        countries=(Country("nationality", "ru"),),
        properties=(("gender", "male"),),
    )
    wrong = {
        "birth": {"birthDate": ["1970-01-01"]},
        "country": {"nationality": ["br"]},
        "gender": {"gender": ["female"]},
    }
    hit = compare(Query(schema="Person", name="Vladimir Putin", properties=wrong[schema_wrong]), entity)
    assert 0.7 <= hit.score < EXACT
    assert any(each.level == "contradicts" for each in hit.evidence)


@pytest.mark.parametrize(
    ("asked", "stated", "level"),
    [
        ("1952-10-07", "1952-10-07", "same"),
        ("1952", "1952-10-07", "compatible"),
        ("1953", "1952/1955", "compatible"),
        ("1962", "1960~", "compatible"),
        ("1952-07-10", "1952-10-07", "similar"),
        ("1952-10-17", "1952-10-07", "similar"),
        ("1970-10-07", "1952-10-17", "contradicts"),
        ("1961-10-07", "1952-10-07", "similar"),
        ("1961-01-01", "1952-01-01", "contradicts"),
        ("1940", "1950~", "similar"),
        ("1975", "1952~", "contradicts"),
        ("1970", "1952", "contradicts"),
    ],
)
def test_birth_dates_stand_at_their_level(asked: str, stated: str, level: str) -> None:
    entity = listed("PUTIN, Vladimir", dates=(Dated("birthDate", PartialDate.parse(stated)),))
    hit = compare(Query(schema="Person", name="Vladimir Putin", birth_date=asked), entity)
    assert [each.level for each in hit.evidence if each.kind == "birthDate"] == [level]


def test_a_birth_date_that_is_none_is_refused() -> None:
    with pytest.raises(BadQuery, match="birthDate"):
        compare(Query(schema="Person", name="A B", birth_date="7 Oct 1952"), listed("A B"))


@pytest.mark.parametrize(
    ("prop", "one", "other", "same"),
    [
        ("imoNumber", "IMO 9187631", "9187631", True),
        ("passportNumber", "a 12-345.67", "A1234567", True),
        ("publicKey", "0x" + "Ab" * 20, "0x" + "aB" * 20, True),
        ("publicKey", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "1boatSLRHtKNngkdXEeobR76b53LETtpyT", False),
        ("swiftBic", "SABRRUMM", "SABRRUMMXXX", True),
        ("leiCode", "253400V1H6ART1UQ0N98", "253400V1H6ART1UQ0N99", False),
    ],
)
def test_identifiers_are_equal_after_strict_normalisation_only(prop: str, one: str, other: str, same: bool) -> None:
    first, second = mark(prop, one), mark(prop, other)
    assert first is not None
    assert second is not None
    assert (first.key == second.key) is same


def test_every_identifier_property_of_a_query_has_its_row() -> None:
    assert set(IDENTIFIER_PROPERTIES) == set(kinds())


def test_an_identifier_that_agrees_decides() -> None:
    entity = listed("ARARAT", "Vessel", identifiers=(Identifier("imoNumber", "IMO 9187631"),))
    assert (
        compare(Query(schema="Vessel", name="NEW NAME", identifiers=[("imoNumber", "9187631")]), entity).score
        >= IDENTIFIED / 1000
    )
    assert compare(Query(schema="Vessel", identifiers=[("imoNumber", "9187631")]), entity).match


def test_an_identifier_on_another_kind_of_party_is_shown_but_no_match() -> None:
    entity = listed("ARARAT", "Vessel", identifiers=(Identifier("imoNumber", "IMO 9187631"),))
    hit = compare(Query(schema="Company", identifiers=[("imoNumber", "9187631")]), entity)
    assert 0.5 <= hit.score < 0.7


def test_a_wallet_is_found_on_its_holder() -> None:
    entity = listed("LI, Fangwei", identifiers=(Identifier("publicKey", "0x" + "ab" * 20),))
    assert compare(Query(schema="CryptoWallet", identifiers=[("publicKey", "0x" + "AB" * 20)]), entity).match


def test_a_weak_alias_scores_a_little_less_unless_asked_for_to_the_letter() -> None:
    entity = Entity("x-1", "x", "Person", (Name("SMITH, John"), Name("EL CHAPO", "weak")))
    turned, to_the_letter = (
        compare(Query(schema="Person", name=name), entity).score for name in ("Chapo El", "El Chapo")
    )
    assert 0.7 <= turned < to_the_letter


def test_evidence_adds_up_to_the_score_and_is_said_in_words() -> None:
    entity = listed(
        "PUTIN, Vladimir Vladimirovich",
        dates=(Dated("birthDate", PartialDate("1952-10-07")),),
        identifiers=(Identifier("passportNumber", "A1234567"),),
    )
    query = Query(
        schema="Person", name="Wladimir Putin", birth_date="1970", identifiers=[("passportNumber", "A 1234567")]
    )
    hit = compare(query, entity)
    assert round(sum(each.points for each in hit.evidence), 4) == hit.score
    words = " ".join(each.text for each in hit.evidence)
    assert '"Putin" agrees. "Wladimir" is another form of "Vladimir". Only the list has "Vladimirovich".' in words
    assert 'the primary name "PUTIN, Vladimir Vladimirovich"' in words


NAMES = st.text(min_size=1, max_size=40).filter(lambda text: bool(text.strip()))


@given(NAMES, NAMES)
def test_the_same_words_meet_whichever_name_is_asked(one: str, other: str) -> None:
    for group in ("person", "organisation", "object"):
        first, second = read(one, group), read(other, group)
        found = align(first, second, group)
        turned = align(second, first, group)
        assert 0 <= found.score <= EXACT
        # What is left over may cost more on one side than on the other; what meets is the same.
        assert {(pair.listed, pair.query) for pair in turned.pairs} == {
            (pair.query, pair.listed) for pair in found.pairs
        }
        itself = align(first, first, group)
        assert itself.exact
        assert itself.score == ranked_by(itself.rarity, EXACT) >= LINE


@given(NAMES)
def test_a_name_is_exactly_itself(name: str) -> None:
    assert LINE <= 1000 * score(name, name) <= EXACT


def test_of_exact_names_the_rarer_scores_more_and_all_are_matches() -> None:
    ranked = [score(name, name) for name in ("John Smith", "Vladimir Putin", "Zaurbek Kuzhugetovich Guchaev")]
    assert ranked == sorted(set(ranked))
    assert 0.7 < ranked[0] < ranked[-1] == EXACT / 1000


@pytest.mark.parametrize("name", ["Jose Garcia", "John Smith", "KIM, Yong Su", "Zaurbek Kuzhugetovich Guchaev"])
def test_one_wrong_birth_date_leaves_an_exact_name_above_the_line_however_common(name: str) -> None:
    entity = listed(
        name, dates=(Dated("birthDate", PartialDate("1952-10-07")),), countries=(Country("nationality", "ru"),)
    )

    def asked(**more: str) -> float:
        properties = {prop: [value] for prop, value in more.items()}
        return compare(Query(schema="Person", properties={"name": [name], **properties}), entity).score

    one = asked(birthDate="1970-01-01")
    assert LINE / 1000 <= one < asked()
    assert asked(birthDate="1970-01-01", nationality="br") < LINE / 1000
    assert asked(birthDate="1952-10-07") > asked()


@given(NAMES, NAMES)
def test_how_common_a_name_is_takes_none_below_the_line(one: str, other: str) -> None:
    found = align(read(one, "person"), read(other, "person"), "person")
    before = EXACT - sum(cost for name, cost in found.costs if name != "rarity")
    assert (found.score >= LINE) is (before >= LINE and (not found.cap or CAPS[found.cap] >= LINE))


@pytest.mark.parametrize(
    ("asked", "level", "match"),
    [("Russia", "same", True), ("br", "contradicts", True), ("Atlantis", "compatible", True)],
)
def test_countries_are_compared_by_code_and_unknown_words_prove_nothing(asked: str, level: str, match: bool) -> None:
    entity = listed("PUTIN, Vladimir", countries=(Country("nationality", "ru", "Russian Federation"),))
    hit = compare(Query(schema="Person", name="Vladimir Putin", properties={"nationality": [asked]}), entity)
    assert [each.level for each in hit.evidence if each.kind == "country"] == [level]
    assert hit.match is match


def test_support_does_not_make_a_hit_of_names_with_little_in_common() -> None:
    entity = listed("PUTIN, Vladimir", dates=(Dated("birthDate", PartialDate("1952-10-07")),))
    query = Query(schema="Person", name="Vladimir Smith", birth_date="1952-10-07")
    assert compare(query, entity).score == score("Vladimir Smith", "PUTIN, Vladimir") < 0.5

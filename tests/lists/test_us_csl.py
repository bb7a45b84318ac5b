"""The Consolidated Screening List and the Denied Persons List: every row counts, nothing is lost, no cut goes unseen."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import Counter
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from debar.errors import ListError, ListMalformed, ListTruncated
from debar.lists import us_csl
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Event, Format, Item, Preface, Reject, Tally
from debar.lists.us_csl.cells import document, partial_date, place
from debar.model.dates import PartialDate
from debar.model.entity import Address, Country, Dated, Entity, Identifier, Link, Name

CSV, JSON, _ = us_csl.FORMATS
COLUMNS = [
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
]
SDN = "Specially Designated Nationals (SDN) - Treasury Department"
CAPTA = "Capta List (CAP) - Treasury Department"
ENTITY_LIST = "Entity List (EL) - Bureau of Industry and Security"
HASH = "0a10ca0bd89967d7a80efc9f4ffecaa71af1ee79"


def csv_bytes(*rows: dict[str, str], columns: list[str] = COLUMNS) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def row(**fields: str) -> dict[str, str]:
    return {"_id": HASH, "source": ENTITY_LIST, "name": "Zurmat Construction Company offices"} | fields


def read(format: Format, content: bytes) -> list[Item]:
    (role,) = format.required
    return list(format.read({role: ListFile(role, content=content)}, Context()))


def entities(items: list[Item]) -> list[Entity]:
    return [item for item in items if isinstance(item, Entity)]


def events(items: list[Item]) -> list[tuple[str, str, str]]:
    return [(item.kind, item.field, item.given) for item in items if isinstance(item, Event)]


def one(content: bytes, format: Format = CSV) -> Entity:
    (entity,) = entities(read(format, content))
    return entity


def full_row() -> dict[str, str]:
    return {
        "_id": "18725",
        "source": SDN,
        "entity_number": "18725",
        "type": "Individual",
        "programs": "IRAN; SDGT",
        "name": "DOE, Jon",
        "title": "General; Former Minister",
        "addresses": "22, Rua da Missao, Luanda, AO; MT; Ibn Sina Street",
        "remarks": "Arrested 1 Apr 2003; (Linked To: VTB BANK (EUROPE) SE); (Linked To: MAHAN AIR)",
        "source_list_url": "http://bit.ly/1I7ipyR",
        "alt_names": "DOE, Johnny; EL DON",
        "citizenships": "SY; IQ",
        "dates_of_birth": "1973-03-25; circa 1974; 1958 to 1960; sometime",
        "nationalities": "ZZ",
        "places_of_birth": "Deric, Turkey; Somewhere",
        "ids": (
            "JO, 2014-08-30, 2009-08-31, K475336, Passport; QA, 28940000602, National ID No.; Male, Gender; "
            "RU, 2017-05-30, 515458008, Passport; IMO 8898831, Vessel Registration Identification; "
            "Subject to Directive 3, Executive Order 13662 Directive Determination -; X-1, Unheard Of No."
        ),
    }


def test_every_field_of_a_row_finds_its_place() -> None:
    entity = one(csv_bytes(full_row()))
    assert (entity.id, entity.source, entity.schema) == ("us-csl-18725", "us-csl", "Person")
    assert entity.names == (Name("DOE, Jon"), Name("DOE, Johnny", "alias"), Name("EL DON", "alias"))
    assert entity.values("position") == ("General", "Former Minister")
    assert entity.values("gender") == ("male",)
    assert entity.dates == (
        Dated("birthDate", PartialDate("1973-03-25")),
        Dated("birthDate", PartialDate("1974", circa=True)),
        Dated("birthDate", PartialDate("1958", "1960")),
    )
    assert entity.addresses == (Address("22, Rua da Missao, Luanda", "ao"), Address("Ibn Sina Street"))
    assert Country("country", "mt", "MT") in entity.countries
    assert Country("birthCountry", "tr", "Turkey") in entity.countries
    assert entity.links == (Link("linkedTo", "VTB BANK (EUROPE) SE"), Link("linkedTo", "MAHAN AIR"))
    assert entity.given == (("dates_of_birth", "sometime"), ("ids", "X-1, Unheard Of No."))


def test_identifiers_keep_country_validity_and_label() -> None:
    assert one(csv_bytes(full_row())).identifiers == (
        Identifier("passportNumber", "K475336", "jo", "Passport", PartialDate("2009-08-31"), PartialDate("2014-08-30")),
        Identifier("idNumber", "28940000602", "qa", "National ID No."),
        Identifier("passportNumber", "515458008", "ru", "Passport", note="2017-05-30 (issued or expires)"),
        Identifier("imoNumber", "8898831", None, "Vessel Registration Identification"),
    )


def test_designation_says_who_lists_and_why() -> None:
    (designation,) = one(csv_bytes(full_row())).designations
    assert designation.authority == "Office of Foreign Assets Control"
    assert designation.list_name == SDN
    assert designation.reference == "18725"
    assert designation.programs == ("IRAN", "SDGT")
    assert designation.measures == ("Executive Order 13662 Directive Determination - Subject to Directive 3",)
    assert designation.remarks == (full_row()["remarks"],)


def test_what_is_unknown_raises_events_and_is_kept() -> None:
    items = read(CSV, csv_bytes(full_row()))
    assert sorted(events(items)) == [
        ("bad_value", "dates_of_birth", "sometime"),
        ("unknown_country", "nationalities", "ZZ"),
        ("unknown_value", "ids", "X-1, Unheard Of No."),
    ]
    assert Country("nationality", None, "ZZ") in entities(items)[0].countries


def test_entity_list_row_is_a_legal_entity_with_its_licence_terms() -> None:
    entity = one(
        csv_bytes(
            row(
                federal_register_notice="77 FR 25055",
                start_date="2012-04-27",
                license_requirement="For all items subject to the EAR.",
                license_policy="Presumption of denial. ",
            )
        )
    )
    (designation,) = entity.designations
    assert (entity.id, entity.schema) == (f"us-csl-{HASH}", "LegalEntity")
    assert designation.authority == "Bureau of Industry and Security"
    assert designation.legal_basis == ("77 FR 25055",)
    assert designation.listed_on == "2012-04-27"
    assert designation.measures == ("For all items subject to the EAR.", "Presumption of denial.")


def test_vessel_fields_are_typed() -> None:
    entity = one(
        csv_bytes(
            row(
                type="Vessel",
                call_sign="5IM 597",
                vessel_type="Tug",
                gross_tonnage="640",
                gross_registered_tonnage="500",
                vessel_flag="Iran",
                vessel_owner="NITC",
                standard_order="Y",
            )
        )
    )
    assert entity.schema == "Vessel"
    assert entity.identifiers == (Identifier("callSign", "5IM 597", label="call_sign"),)
    assert entity.countries == (Country("flag", "ir", "Iran"),)
    assert entity.links == (Link("owner", "NITC"),)
    assert entity.properties == (("type", "Tug"), ("tonnage", "640"), ("grossRegisteredTonnage", "500"))
    assert entity.given == (("standard_order", "Y"),)


def test_party_on_two_lists_is_one_entity_with_two_designations() -> None:
    items = read(CSV, csv_bytes(full_row(), row(), full_row() | {"source": CAPTA, "programs": "RUSSIA-EO14024"}))
    merged, other = sorted(entities(items), key=lambda entity: entity.id, reverse=True)
    assert (merged.id, other.id) == ("us-csl-18725", f"us-csl-{HASH}")
    assert [designation.list_name for designation in merged.designations] == [SDN, CAPTA]
    assert len(merged.names) == 3
    assert items[-1] == Tally("consolidated.csv", 3, 3)


def test_bis_sentence_of_aliases_is_taken_apart() -> None:
    items = read(CSV, csv_bytes(row(alt_names="SMIC Shanghai;OJSC X; and; and Semiconductor Mfg Corp.")))
    assert [name.value for name in entities(items)[0].names[1:]] == [
        "SMIC Shanghai",
        "OJSC X",
        "Semiconductor Mfg Corp.",
    ]
    assert entities(items)[0].given == (("alt_names", "and"),)
    assert events(items) == [("repaired", "alt_names", "and Semiconductor Mfg Corp.")]


def test_names_over_two_lines_are_one_row() -> None:
    items = read(CSV, csv_bytes(row(name="Gaobeidian Kaituo Precise Instrument\nCo. Ltd ")))
    assert entities(items)[0].caption == "Gaobeidian Kaituo Precise Instrument\nCo. Ltd"
    assert items[-1] == Tally("consolidated.csv", 1, 1)


def test_unknown_list_type_and_column_are_kept_with_events() -> None:
    content = csv_bytes(
        row(source="New List (NL) - Treasury Department", type="Cyborg", colour="red"), columns=[*COLUMNS, "colour"]
    )
    items = read(CSV, content)
    (entity,) = entities(items)
    assert entity.designations[0].authority == "Treasury Department"
    assert entity.schema == "LegalEntity"
    assert entity.given == (("type", "Cyborg"), ("colour", "red"))
    assert [event[:2] for event in events(items)] == [
        ("unknown_column", "colour"),
        ("unknown_value", "type"),
        ("unknown_value", "source"),
    ]


@pytest.mark.parametrize(("fields", "field"), [({"_id": ""}, "_id"), ({"name": " "}, "name")])
def test_row_without_id_or_name_is_rejected(fields: dict[str, str], field: str) -> None:
    items = read(CSV, csv_bytes(row(**fields), full_row()))
    (reject,) = [item for item in items if isinstance(item, Reject)]
    assert (reject.field, reject.row) == (field, 1)
    assert items[-1] == Tally("consolidated.csv", 2, 1)


def test_csv_cut_anywhere_but_between_rows_is_refused() -> None:
    content = csv_bytes(full_row(), row(addresses='He said "X",\nKabul, AF'), row(_id="b" * 40))
    whole_rows = {len(csv_bytes(full_row())), len(csv_bytes(full_row(), row(addresses='He said "X",\nKabul, AF')))}
    for size in set(range(len(content))) - whole_rows:
        with pytest.raises(ListError):
            read(CSV, content[:size])


def test_last_row_with_too_few_columns_is_truncation_and_one_inside_is_malformed() -> None:
    lines = csv_bytes(row(), row(_id="b" * 40)).splitlines(keepends=True)
    with pytest.raises(ListTruncated, match="of 29 columns"):
        read(CSV, b"".join([*lines, b"abc,Entity List\n"]))
    with pytest.raises(ListMalformed, match="29 columns"):
        read(CSV, b"".join([lines[0], b"abc,Entity List\n", *lines[1:]]))


def test_sorted_list_that_stops_before_z_is_refused() -> None:
    rows = [row(_id=f"{number:040}", name=f"M{number:05}") for number in range(1_001)]
    with pytest.raises(ListTruncated, match="none from Z on"):
        read(CSV, csv_bytes(*rows))
    assert len(entities(read(CSV, csv_bytes(*rows, row())))) == 1_002


def test_bad_bytes_are_named_by_their_offset() -> None:
    content = csv_bytes(row(name="Müller")).replace("ü".encode(), b"\xfc")
    with pytest.raises(ListMalformed, match=f"offset {content.index(0xFC)}"):
        read(CSV, content)


def test_html_page_and_missing_column_are_malformed() -> None:
    with pytest.raises(ListMalformed, match="HTML"):
        read(CSV, b"<!DOCTYPE html><html></html>\n")
    with pytest.raises(ListMalformed, match="alt_names"):
        read(CSV, csv_bytes(columns=[name for name in COLUMNS if name != "alt_names"]) + b"," * 27 + b"\n")


def result(**fields: Any) -> dict[str, Any]:
    return {
        "id": "18725",
        "source": SDN,
        "source_list_url": "http://bit.ly/1I7ipyR",
        "source_information_url": "http://bit.ly/1MLgpye",
        "name": "DOE, Jon",
        "type": "Individual",
        "entity_number": 18725,
        "programs": ["IRAN", "SDGT"],
        "alt_names": ["DOE, Johnny"],
        "title": "General; Former Minister",
        "addresses": [
            {"address": "22, Rua da Missao", "city": "Luanda", "state": None, "postal_code": "1", "country": "AO"},
            {"address": None, "city": None, "state": None, "postal_code": None, "country": "IR"},
            {"address": "Street 1", "city": None, "country": "Atlantis", "planet": "Earth"},
        ],
        "federal_register_notice": None,
        "nationalities": ["SY"],
        "dates_of_birth": ["1973-03-25"],
        "ids": [
            {
                "type": "Passport",
                "number": "K475336",
                "country": "JO",
                "issue_date": "2009-08-31",
                "expiration_date": None,
            },
            {"type": "Gender", "number": "Female", "country": None},
            {"type": "Unheard Of", "number": "1", "country": None},
        ],
    } | fields


def json_bytes(*results: Any, **more: Any) -> bytes:
    return json.dumps({"results": list(results)} | more, ensure_ascii=False).encode()


def test_json_says_the_same_as_the_csv() -> None:
    items = read(JSON, json_bytes(result()))
    (entity,) = entities(items)
    assert entity.id == "us-csl-18725"
    assert entity.names == (Name("DOE, Jon"), Name("DOE, Johnny", "alias"))
    assert entity.addresses == (
        Address("22, Rua da Missao, Luanda, 1", "ao", "22, Rua da Missao", "Luanda", None, "1"),
        Address("Street 1", None, "Street 1", note="Atlantis"),
    )
    assert Country("country", "ir", "IR") in entity.countries
    assert entity.identifiers == (
        Identifier("passportNumber", "K475336", "jo", "Passport", issued=PartialDate("2009-08-31")),
    )
    assert entity.values("gender") == ("female",)
    assert entity.values("position") == ("General", "Former Minister")
    assert entity.designations[0].reference == "18725"
    assert ("addresses.planet", "Earth") in entity.given
    assert sorted(event[:2] for event in events(items)) == [("unknown_country", "addresses"), ("unknown_value", "ids")]
    assert items[-1] == Tally("consolidated.json", 1, 1)


def test_json_cut_anywhere_is_refused() -> None:
    content = json_bytes(result(name="Müller"), result(id=HASH))
    for size in range(len(content)):
        with pytest.raises(ListError):
            read(JSON, content[:size])


def test_json_page_of_a_longer_answer_is_truncated() -> None:
    with pytest.raises(ListTruncated, match="1 of 14160"):
        read(JSON, json_bytes(result(), total=14160))
    assert Preface("us-csl", "csl-json", declared=1) in read(JSON, json_bytes(result(), total=1))


def test_json_results_that_are_no_parties_are_rejected() -> None:
    items = read(
        JSON, json_bytes(result(), "x", result(id=None), result(id="7", name=""), result(id="8", extra={"a": 1}))
    )
    assert [(item.row, item.field) for item in items if isinstance(item, Reject)] == [
        (2, "results"),
        (3, "_id"),
        (4, "name"),
    ]
    assert ("extra", '{"a":1}') in entities(items)[1].given
    assert items[-1] == Tally("consolidated.json", 5, 2)


def test_each_format_knows_its_own_files_only(shared_lists: Path) -> None:
    for at, content in enumerate([csv_bytes(row()), json_bytes(result())]):
        roles = [format.role(Head(content, len(content))) for format in us_csl.FORMATS]
        assert [role is not None for role in roles] == [at == place for place in range(3)]
    for path in sorted(shared_lists.rglob("*.*")):
        if path.is_file() and path.parent.name != "us-csl":
            assert [format.role(ListFile(path.name, path=path).head) for format in us_csl.FORMATS] == [None] * 3, path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Damascus, SY", ("Damascus", "sy")),
        ("Kinshasa, Congo, Democratic Republic of the", ("Kinshasa", "cd")),
        ("Kowloon, Hong Kong", ("Kowloon", "hk")),
        ("c/o FARBE, S.A.", ("c/o FARBE, S.A.", None)),
        ("ANTHONY, 88021, NM", ("ANTHONY, 88021, NM", None)),
    ],
)
def test_country_is_taken_off_only_where_it_is_one(text: str, expected: tuple[str, str | None]) -> None:
    assert (place(text).full, place(text).country) == expected


@pytest.mark.parametrize("text", ["", "1973-02-30", "Sometime", "1990 to 1980", "31 Feb 2001", "00/00/1980"])
def test_what_is_no_date_gives_none(text: str) -> None:
    assert partial_date(text) is None


def test_number_with_commas_stays_whole() -> None:
    assert document("PA, 467323, Doc. 694710, Public Registration Number").number == "467323, Doc. 694710"
    assert document("Korea, North, Nationality of Registration").number == "Korea, North"


@pytest.mark.parametrize("table", ["csl_columns.csv", "csl_lists.csv", "csl_labels.csv", "csl_words.csv"])
def test_every_row_of_the_tables_has_a_source(table: str) -> None:
    text = (resources.files("debar.lists") / "data" / table).read_text(encoding="utf-8")
    assert all(row["source"] for row in csv.DictReader(text.splitlines()))


def test_whole_edition_is_accounted_for(shared_lists: Path) -> None:
    content = gzip.decompress((shared_lists / "us-csl" / "consolidated_2022-04.csv.gz").read_bytes())
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    items = read(CSV, content)
    listed = {entity.id.removeprefix("us-csl-"): entity for entity in entities(items)}
    assert items[-1] == Tally("consolidated.csv", 14_160, 14_160)
    assert len(listed) == len(entities(items)) == len({row["_id"] for row in rows}) == 14_048
    designations = Counter((entity.id, d.list_name) for entity in listed.values() for d in entity.designations)
    assert set(designations) == {(f"us-csl-{row['_id']}", row["source"]) for row in rows}
    assert all(row["name"].strip() in [name.value for name in listed[row["_id"]].names] for row in rows)
    assert {kind for kind, _, _ in events(items)} == {"repaired", "unknown_country"}
    for row in rows:
        assert bool(row["dates_of_birth"]) == bool(listed[row["_id"]].values("birthDate")), row["_id"]

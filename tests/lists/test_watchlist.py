"""Own watchlists in plain CSV."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

import pytest

from debar.errors import ListMalformed, ListTruncated
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.lists.watchlist import FORMATS, ROLE, read, role
from debar.model.entity import Entity

OWN = Context(source="house")


def items_of(text: str | bytes, context: Context = OWN) -> list[Item]:
    content = text if isinstance(text, bytes) else text.encode()
    return list(read({ROLE: ListFile("own.csv", content=content)}, context))


def entities(items: Iterable[Item]) -> list[Entity]:
    return [item for item in items if isinstance(item, Entity)]


def events(items: Iterable[Item]) -> list[tuple[str, str]]:
    return [(item.kind, item.field) for item in items if isinstance(item, Event)]


def head(text: str) -> Head:
    return Head(text.encode(), len(text.encode()))


def test_columns_go_by_their_obvious_names() -> None:
    items = items_of(
        "ID,Full-Name,Type,A.K.A.,Date of Birth,NATIONALITY,passport no,Lei Code,reason,Program,Listed On\n"
        'a1,Jane Roe,individual,"J. Roe; Roe, Jane",1970-05,Iran,"X1;X2",5493001KJTIIGC8Y1R12,Fraud,KYC,2024-03-01\n'
    )
    (jane,) = entities(items)
    assert isinstance(items[0], Preface)
    assert (items[0].source, items[0].format) == ("house", "watchlist-csv")
    assert (jane.id, jane.source, jane.schema, jane.caption) == ("house-a1", "house", "Person", "Jane Roe")
    assert jane.values("alias") == ("J. Roe", "Roe, Jane")
    assert jane.values("birthDate") == ("1970-05",)
    assert [(one.property, one.code, one.given) for one in jane.countries] == [("nationality", "ir", "Iran")]
    assert jane.values("passportNumber") == ("X1", "X2")
    assert jane.values("leiCode") == ("5493001KJTIIGC8Y1R12",)
    (designation,) = jane.designations
    assert (designation.authority, designation.programs) == ("house", ("KYC",))
    assert (designation.reason, designation.listed_on) == ("Fraud", "2024-03-01")
    assert not events(items)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_line_shows_the_delimiter(delimiter: str) -> None:
    text = "id,name,schema\n1,ARARAT,ship\n".replace(",", delimiter)
    (ship,) = entities(items_of("\ufeff" + text))
    assert (ship.id, ship.schema) == ("house-1", "Vessel")


def test_a_name_keeps_its_semicolon_and_a_quoted_alias_does_too() -> None:
    (party,) = entities(items_of('name,aliases\n"Smith; Sons","""Sons; Smith"";S&S"\n'))
    assert [name.value for name in party.names] == ["Smith; Sons", "Sons; Smith", "S&S"]


def test_an_alias_with_a_stray_quote_is_parted_all_the_same_and_said() -> None:
    items = items_of('name,alias\nA,"""B;C"\n')
    assert [name.value for name in entities(items)[0].names] == ["A", '"B', "C"]
    assert events(items) == [("repaired", "alias")]


def test_what_is_unknown_is_kept_and_said() -> None:
    items = items_of("name,type,dob,country,mood\nA,golem,spring,Atlantis,calm\n")
    (party,) = entities(items)
    assert party.schema == "Thing"
    assert set(party.given) == {("mood", "calm"), ("schema", "golem"), ("birthDate", "spring")}
    assert [(one.code, one.given) for one in party.countries] == [(None, "Atlantis")]
    assert sorted(events(items)) == [
        ("bad_value", "birthDate"),
        ("unknown_column", "mood"),
        ("unknown_country", "country"),
        ("unknown_value", "schema"),
    ]


def test_a_listing_date_that_is_none_stays_in_the_remarks() -> None:
    items = items_of("name,from\nA,last week\n")
    (designation,) = entities(items)[0].designations
    assert (designation.listed_on, designation.remarks) == (None, ("listed_on: last week",))
    assert events(items) == [("bad_value", "listed_on")]


def test_an_id_made_of_name_type_and_birth_date_stays_when_the_rest_changes() -> None:
    before, other = entities(items_of("name,type,dob,address\nA,person,1950,Here\nA,person,1951,Here\n"))
    (after,) = entities(items_of("address,dob,name,type\nThere,1950,A,individual\n"))
    assert before.id == after.id != other.id


def test_two_rows_never_share_an_id() -> None:
    items = items_of("id,name\n1,A\n1,B\n1-2,C\n")
    assert [entity.id for entity in entities(items)] == ["house-1", "house-1-2", "house-1-2-2"]
    assert events(items) == [("repaired", "id"), ("repaired", "id")]


def test_a_row_without_a_name_is_rejected_and_counted() -> None:
    items = items_of("id,name\n1,A\n\n2,\n3,C\n")
    (reject,) = [item for item in items if isinstance(item, Reject)]
    assert (reject.row, reject.record, reject.field) == (4, "2", "name")
    assert items[-1] == Tally(ROLE, 3, 2)


def test_a_watchlist_cut_anywhere_inside_a_row_is_refused() -> None:
    content = 'id,name,alias\n1,Müller,"B;C"\n'.encode()
    for end in range(len("id,name,alias\n") + 1, len(content)):
        with pytest.raises((ListTruncated, ListMalformed)):
            items_of(content[:end])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name,alias\nA,B,C\n", "3 columns where the header has 2"),
        ("name\nMüller\n".encode("latin-1"), "offset 6"),
        ("name\nA\n".encode("utf-16"), "save it as CSV in UTF-8"),
        (b"alias\nA\n", "one name column"),
        (b"", "one name column"),
    ],
)
def test_a_watchlist_that_is_not_well_formed_is_refused_with_advice(content: bytes, said: str) -> None:
    with pytest.raises(ListMalformed, match=said):
        items_of(content)


def test_the_caller_must_name_the_source() -> None:
    with pytest.raises(ListMalformed, match="whose it is"):
        items_of("name\nA\n", Context())


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "A"}\n',
        "<html><body>name</body></html>",
        "id,alias\n",
        "name,full name\n",
        "_id,source,entity_number,type,name,federal_register_notice\n",
        '"Name"\t"Street_Address"\t"FR_Citation"\n',
        '"id","schema","name","aliases","birth_date","sanctions","dataset"\n',
        "",
    ],
)
def test_other_files_are_no_watchlist(text: str) -> None:
    assert role(head(text)) is None


def test_official_files_are_no_watchlist(shared_lists: Path) -> None:
    for path in shared_lists.rglob("*"):
        if path.suffix not in {".csv", ".txt", ".json", ".xml", ".pack", ".gz"}:
            continue
        content = gzip.decompress(path.read_bytes())[:65_536] if path.suffix == ".gz" else path.read_bytes()[:65_536]
        assert role(Head(content, path.stat().st_size)) is None, path


def test_both_forms_of_an_own_list_are_asked_last() -> None:
    assert [format.name for format in FORMATS] == ["watchlist-csv", "watchlist-ftm"]
    assert role(head("customer_id;Name;DOB\n1;A;1950\n")) == ROLE

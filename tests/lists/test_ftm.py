"""FollowTheMoney data: exports, nested and flat ones, deltas."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest

from debar.errors import ListError, ListIncomplete, ListMalformed, ListTruncated
from debar.lists import ftm, watchlist
from debar.lists.files import Head, ListFile
from debar.lists.ftm.delta import apply, read_delta, read_versions
from debar.lists.ftm.objects import FtmObject, read_lines
from debar.lists.reading import Context, Event, Format, Item, Preface, Reject, Tally
from debar.model.entity import Address, Entity, Identifier, Link

FORMATS: dict[str, Format] = {format.name: format for format in (*ftm.FORMATS, *watchlist.FORMATS)}
BASE = "entities.ftm.json"
ALONE = Context()


def thing(id: str, schema: str = "Person", datasets: Iterable[str] = ("demo",), **properties: list[object]) -> dict:
    """An object as an exporter writes it, with a name of its own."""
    named = {"name": [f"Name of {id}"], **properties} if schema in {"Person", "Company", "Vessel"} else properties
    return {"id": id, "schema": schema, "properties": named, "datasets": [*datasets], "target": True}


def lines(*objects: dict) -> bytes:
    return "".join(json.dumps(found, ensure_ascii=False) + "\n" for found in objects).encode()


def read(content: bytes, *deltas: bytes, context: Context = ALONE, format: str = "ftm-entities") -> list[Item]:
    role = next(iter(FORMATS[format].required))
    files = {role: ListFile("list", content=content)}
    files |= {f"delta/{n:04}": ListFile(f"delta {n}", content=delta) for n, delta in enumerate(deltas, 1)}
    return list(FORMATS[format].read(files, context))


def entities(items: Iterable[Item]) -> dict[str, Entity]:
    found = [item for item in items if isinstance(item, Entity)]
    assert len({entity.id for entity in found}) == len(found)
    return {entity.id: entity for entity in found}


def of(items: Iterable[Item], kind: type) -> list:
    return [item for item in items if isinstance(item, kind)]


def read_path(path: Path, format: str, context: Context = ALONE) -> list[Item]:
    role = next(iter(FORMATS[format].required))
    return list(FORMATS[format].read({role: ListFile(path.name, path=path)}, context))


def balanced(items: list[Item], records: int) -> bool:
    (tally,) = of(items, Tally)
    rejects = [item for item in of(items, Reject) if item.file == tally.file]
    return tally.records == records == tally.used + len(rejects)


@pytest.fixture
def samples(shared_lists: Path) -> Path:
    return shared_lists / "opensanctions"


@pytest.mark.parametrize(
    ("path", "format", "source", "found", "rejects"),
    [
        ("yente_fixtures/zala/entities.ftm.json", "ftm-entities", None, 17, 1),
        ("yente_fixtures/t1/entities.ftm.json", "ftm-entities", None, 6, 1),
        ("yente_fixtures/parteispenden/entities.ftm.json", "watchlist-ftm", "donations", 96, 0),
        ("format_sample_wd_persons_2024-03/entities.ftm.json", "ftm-entities", None, 607, 108),
        ("format_sample_wd_persons_2024-03/targets.nested.json", "ftm-nested", None, 9, 0),
        ("format_sample_wd_persons_2024-03/targets.nested_full.json", "ftm-nested", None, 100, 0),
    ],
)
def test_every_line_of_an_export_is_used_or_rejected(
    samples: Path, path: str, format: str, source: str | None, found: int, rejects: int
) -> None:
    items = read_path(samples / path, format, Context(source=source))
    assert isinstance(items[0], Preface)
    assert items[0].source == (source or "opensanctions")
    assert len(entities(items)) == found
    assert len(of(items, Reject)) == rejects
    assert balanced(items, sum(1 for line in (samples / path).read_bytes().splitlines() if line.strip()))


def test_every_row_of_the_flat_export_is_an_entity(samples: Path) -> None:
    items = read_path(samples / "format_sample_wd_persons_2024-03/targets.simple.csv", "ftm-simple-csv")
    assert len(entities(items)) == 5
    assert not of(items, Event)
    hariri = entities(items)["os-Q296771"]
    assert hariri.values("alias") == ("Hariri", "Sa'd al-Din")
    assert hariri.values("wikidataId") == ("Q296771",)
    assert [country.code for country in hariri.countries] == ["fr", "lb", "sa"]


def test_each_file_is_recognised_by_its_content_and_others_are_left_alone(samples: Path) -> None:
    found = {}
    for path in samples.rglob("*"):
        if path.is_file():
            head = ListFile(path.name, path=path).head
            roles = [(format.name, format.role(head)) for format in FORMATS.values() if format.role(head)]
            assert len(roles) <= 1, (path, roles)
            if roles:
                found[str(path.relative_to(samples))] = roles[0]
    assert found.pop("yente_fixtures/parteispenden/entities.ftm.json") == ("watchlist-ftm", BASE)
    names = {Path(path).name: role for path, role in found.items()}
    assert names == {
        "entities.ftm.json": ("ftm-entities", BASE),
        "entities.delta.json": ("ftm-entities", "delta"),
        "targets.nested.json": ("ftm-nested", "targets.nested.json"),
        "targets.nested_full.json": ("ftm-nested", "targets.nested.json"),
        "targets.simple.csv": ("ftm-simple-csv", "targets.simple.csv"),
    }


def test_a_line_longer_than_the_head_is_recognised() -> None:
    content = lines(thing("a", notes=["x" * 70_000]))
    head = ListFile("list", content=content).head
    assert FORMATS["ftm-entities"].role(head) == BASE
    assert FORMATS["ftm-nested"].role(head) is None


def test_queries_without_datasets_are_no_export() -> None:
    head = Head(b'{"id": "q1", "schema": "Person", "properties": {"name": ["A"]}}\n', 65)
    assert FORMATS["ftm-entities"].role(head) is None


def test_sanction_address_passport_and_owner_go_into_the_party_wherever_they_stand() -> None:
    sanction = thing(
        "s", "Sanction", ["us_ofac_sdn"], entity=["a"], authority=["OFAC"], program=["SDGT"], programId=["US-TERR"],
        listingDate=["2020-02-01", "2019-01-01"], endDate=["2024-01-01"], provisions=["Block"], reason=["Why"],
        authorityId=["77"], status=["active"],
    )  # fmt: skip
    items = read(
        lines(
            sanction,
            thing(
                "p",
                "Passport",
                holder=["a"],
                number=["X1"],
                country=["ru"],
                startDate=["2001-02-03"],
                type=["diplomatic"],
            ),
            thing("a", passportNumber=["X1"], addressEntity=["w"], address=["1 High St"], birthDate=["1952"]),
            thing("w", "Address", full=["1 High St"], city=["York"], country=["gb"], postOfficeBox=["9"]),
            thing("c", "Company"),
            thing("o", "Ownership", owner=["a"], asset=["c"], percentage=["51"], endDate=["2023"]),
        )
    )
    found = entities(items)
    assert not of(items, Reject) + of(items, Event)
    assert balanced(items, 6)
    listed = found["os-a"]
    (designation,) = listed.designations
    assert (designation.authority, designation.programs, designation.reference) == ("OFAC", ("SDGT", "US-TERR"), "77")
    assert (designation.listed_on, designation.ended_on, designation.measures) == (
        "2019-01-01",
        "2024-01-01",
        ("Block",),
    )
    assert (designation.reason, designation.list_name) == ("Why", "us_ofac_sdn")
    assert designation.remarks == ("listingDate: 2020-02-01", "status: active")
    (passport,) = listed.identifiers
    assert isinstance(passport, Identifier)
    assert (passport.value, passport.country, passport.label, str(passport.issued)) == (
        "X1",
        "ru",
        "diplomatic",
        "2001-02-03",
    )
    assert listed.addresses == (Address("1 High St", "gb", city="York", note="postOfficeBox: 9"),)
    assert listed.links == (Link("asset", "Name of c", "os-c", "endDate: 2023; percentage: 51"),)
    assert found["os-c"].links == (Link("owner", "Name of a", "os-a", "endDate: 2023; percentage: 51"),)


def test_a_relative_is_linked_on_both_sides_and_keeps_that_it_is_no_target() -> None:
    relative = {**thing("b"), "target": False}
    found = entities(
        read(lines(thing("a"), relative, thing("f", "Family", person=["a"], relative=["b"], relationship=["son"])))
    )
    assert found["os-a"].links == (Link("family", "Name of b", "os-b", "as person; relationship: son"),)
    assert found["os-b"].links == (Link("family", "Name of a", "os-a", "as relative; relationship: son"),)
    assert ("target", "false") in found["os-b"].properties
    assert ("datasets", "demo") in found["os-b"].properties


def test_a_link_with_one_end_in_the_file_is_kept_there_and_said() -> None:
    items = read(lines(thing("a"), thing("u", "UnknownLink", subject=["a"], object=["elsewhere"])))
    assert entities(items)["os-a"].links == (Link("linkedTo", "elsewhere", None, "as subject"),)
    assert [(event.kind, event.field) for event in of(items, Event)] == [("bad_value", "linkedTo")]


@pytest.mark.parametrize(
    ("side", "reason"),
    [
        (thing("s", "Sanction", entity=["gone"]), "refers to an entity that is not in the file"),
        (thing("s", "Address", full=["1 High St"]), "no entity in the file refers to it, or it is empty"),
        (thing("s", "Identification", holder=["a"]), "it bears no number"),
        (thing("s", "Ownership", owner=["x"], asset=["y"]), "both of its ends are not in the file"),
        (thing("s", "Position", name=["Minister"]), "no Occupancy in the file holds it"),
        (thing("s", "Document", title=["Report"]), "Document is no party that can be screened"),
        (thing("s", "Starship", name=["Enterprise"]), "Starship is no known schema"),
        ({"id": "s", "schema": "Person", "properties": {"alias": []}}, "a party must have a name"),
    ],
)
def test_what_goes_into_no_entity_is_rejected_with_its_reason(side: dict, reason: str) -> None:
    items = read(lines(thing("a"), side))
    (reject,) = of(items, Reject)
    assert (reject.record, reject.row, reject.reason) == ("s", 2, reason)
    assert json.loads(reject.given) == side
    assert balanced(items, 2)


def test_an_occupancy_gives_its_holder_the_position() -> None:
    post = thing("p", "Position", name=["Minister of Oil"], country=["ir"])
    items = read(lines(thing("a"), post, thing("o", "Occupancy", holder=["a"], post=["p"], startDate=["2010"])))
    assert entities(items)["os-a"].values("position") == ("Minister of Oil",)
    assert ("Occupancy", "post: Minister of Oil; startDate: 2010; post country: ir") in entities(items)["os-a"].given
    assert not of(items, Reject)


def test_the_caption_is_the_primary_name_and_parts_go_to_the_names_that_have_them() -> None:
    person = thing(
        "a", name=["Мария Осетрова", "Maria OSETROVA"], weakAlias=["Masha"], previousName=["Maria Zakharova"]
    )
    person["properties"] |= {"firstName": ["Maria", "Мария"], "lastName": ["Osetrova"], "title": ["Dr"]}
    found = entities(read(lines({**person, "caption": "Maria OSETROVA"})))["os-a"]
    assert [(name.value, name.kind) for name in found.names] == [
        ("Maria OSETROVA", "primary"),
        ("Мария Осетрова", "alias"),
        ("Maria Zakharova", "former"),
        ("Masha", "weak"),
    ]
    assert found.names[0].parts == (("firstName", "Maria"), ("lastName", "Osetrova"))
    assert found.names[1].parts == (("firstName", "Мария"),)
    assert found.values("title") == ("Dr",)


def test_a_wallet_without_a_name_is_called_by_its_key() -> None:
    items = read(lines(thing("w", "CryptoWallet", publicKey=["1abc"], currency=["XBT"])))
    assert entities(items)["os-w"].caption == "1abc"
    assert [(event.kind, event.field) for event in of(items, Event)] == [("repaired", "name")]


def test_the_order_of_values_in_the_file_does_not_change_the_entity() -> None:
    first = {**thing("a", name=["A", "B"], alias=["C", "D"], topics=["x", "y"]), "caption": "B"}
    second = {
        **thing("a", topics=["y", "x"], alias=["D", "C"], name=["B", "A"]),
        "caption": "B",
        "last_seen": "2026-01-01",
    }
    assert entities(read(lines(first))) == entities(read(lines(second)))


def test_nothing_that_cannot_be_read_is_lost() -> None:
    person = thing(
        "a", birthDate=["spring 1952", "1953-02-30", "1954-05-06T00:00:00"], country=["Atlantis"], shoeSize=["44"]
    )
    items = read(lines(person))
    found = entities(items)["os-a"]
    assert [str(dated.date) for dated in found.dates] == ["1954-05-06"]
    assert [(country.code, country.given) for country in found.countries] == [(None, "Atlantis")]
    kept = {"spring 1952", "1953-02-30", "1954-05-06T00:00:00", "44"}
    assert kept <= {text for _, text in found.given}
    assert sorted(event.kind for event in of(items, Event)) == [
        "bad_value",
        "bad_value",
        "unknown_country",
        "unknown_tag",
    ]


def test_a_line_mended_by_hand_is_read_and_the_mending_is_said() -> None:
    line = (
        b'{"id":"a","schema":"Person","properties":{"name":"A","alias":["B"],"alias":["C"],"Person:gender":["male"]},'
    )
    items = read(line + b'"birthPlace":["Riyadh"],"references":[],"datasets":["demo"]}\n')
    found = entities(items)["os-a"]
    assert (found.caption, found.values("alias"), found.values("gender")) == ("A", ("B", "C"), ("male",))
    assert found.values("birthPlace") == ("Riyadh",)
    assert sorted(event.field for event in of(items, Event)) == ["Person:gender", "alias", "birthPlace", "name"]


def test_fragments_with_one_id_are_one_party_unless_their_schemata_exclude_each_other() -> None:
    company = thing("a", "Company", innCode=["1"])
    person = thing("a", "Person")
    wider = thing("a", "LegalEntity", name=["Name of a"], innCode=["2"])
    items = read(lines(wider, company, person))
    found = entities(items)["os-a"]
    assert (found.schema, found.values("innCode")) == ("Company", ("1", "2"))
    (reject,) = of(items, Reject)
    assert (reject.row, reject.field) == (3, "id")
    assert [event.kind for event in of(items, Event)] == ["repaired"]
    assert balanced(items, 3)


def test_own_data_needs_a_source_and_bears_it_in_its_ids() -> None:
    content = b'{"id":"7","schema":"Company","properties":{"name":["ACME"]}}\n'
    assert list(entities(read(content, context=Context(source="house"), format="watchlist-ftm"))) == ["house-7"]
    with pytest.raises(ListMalformed, match="whose it is"):
        read(content, format="watchlist-ftm")


def test_an_export_cut_anywhere_inside_a_line_is_refused() -> None:
    content = lines(thing("a", alias=["Müller"]), thing("b", "Company"))
    boundary = content.index(b"\n") + 1
    for end in range(1, len(content) - 1):
        if end in {boundary - 1, boundary}:
            continue
        with pytest.raises((ListTruncated, ListMalformed)):
            read(content[:end])


@pytest.mark.parametrize("line", [b"<html>", b'{"id": "a"', b'{"id":"a\xff","schema":"Person","properties":{}}'])
def test_a_line_that_is_not_json_in_utf8_is_refused_by_its_number(line: bytes) -> None:
    with pytest.raises(ListMalformed, match="line 2"):
        read(lines(thing("a")) + line + b"\n" + lines(thing("b")))


def test_nested_sanctions_and_relatives_are_taken_apart() -> None:
    root = {**thing("a"), "caption": "Name of a"}
    relative = thing("b")
    root["properties"] |= {
        "sanctions": [thing("s", "Sanction", entity=["a"], authority=["UN"])],
        "familyPerson": [thing("f", "Family", person=["a"], relative=[relative], relationship=["son"])],
        "addressEntity": [thing("w", "Address", full=["1 High St"], country=["gb"])],
    }
    second = thing("c")
    second["properties"] |= {"familyPerson": [thing("g", "Family", relative=[relative])]}
    items = read(lines(root, second), format="ftm-nested")
    found = entities(items)
    assert set(found) == {"os-a", "os-b", "os-c"}
    assert found["os-a"].designations[0].authority == "UN"
    assert found["os-a"].addresses == (Address("1 High St", "gb"),)
    assert {link.entity_id for link in found["os-b"].links} == {"os-a", "os-c"}
    assert found["os-c"].links == (Link("family", "Name of b", "os-b", "as person"),)
    assert balanced(items, 2)
    assert not of(items, Event)


def test_a_target_that_is_nested_in_another_is_read_from_its_own_line() -> None:
    root = thing("a")
    root["properties"] |= {"familyPerson": [thing("f", "Family", person=["a"], relative=[thing("b")])]}
    items = read(lines(root, thing("b", birthDate=["1950"])), format="ftm-nested")
    assert entities(items)["os-b"].values("birthDate") == ("1950",)


def deltas(*changes: tuple[str, dict]) -> bytes:
    return lines(*({"op": op, "entity": entity} for op, entity in changes))


BEFORE = (thing("a", addressEntity=["w"]), thing("b"), thing("w", "Address", full=["Old St"]))
CHANGES = (
    deltas(("MOD", thing("w", "Address", full=["New St"])), ("DEL", {"id": "b"})),
    b"\n",
    deltas(("ADD", thing("c")), ("ADD", thing("b", alias=["Back"]))),
)


def test_deltas_apply_before_anything_is_resolved() -> None:
    items = read(lines(*BEFORE), *CHANGES)
    found = entities(items)
    assert set(found) == {"os-a", "os-b", "os-c"}
    assert [address.full for address in found["os-a"].addresses] == ["New St"]
    assert found["os-b"].values("alias") == ("Back",)
    assert not of(items, Event)
    assert [(tally.file, tally.records, tally.used) for tally in of(items, Tally)] == [
        (BASE, 3, 3),
        ("delta/0001", 2, 2),
        ("delta/0002", 0, 0),
        ("delta/0003", 2, 2),
    ]


def objects_of(content: bytes) -> Iterator[FtmObject]:
    for line in read_lines(ListFile("list", content=content)):
        assert line.object is not None
        yield line.object


def test_an_edition_with_deltas_equals_the_whole_export_after_them() -> None:
    after = {found.id: found for found in objects_of(lines(*BEFORE))}
    for number, delta in enumerate(CHANGES):
        after = apply(after, read_delta(ListFile(f"delta {number}", content=delta)))
    whole = b"".join(msgspec.json.encode(found) + b"\n" for found in after.values())
    assert entities(read(whole)) == entities(read(lines(*BEFORE), *CHANGES))


@pytest.mark.parametrize(
    ("op", "id", "said"), [("MOD", "z", "taken as ADD"), ("DEL", "z", "not there"), ("ADD", "a", "taken as MOD")]
)
def test_a_change_to_an_id_in_the_wrong_state_is_said(op: str, id: str, said: str) -> None:
    entity = {"id": id} if op == "DEL" else thing(id)
    items = read(lines(thing("a")), deltas((op, entity)))
    (event,) = of(items, Event)
    assert (event.file, event.record) == ("delta/0001", id)
    assert said in event.given
    assert set(entities(items)) == ({"os-a"} if op != "MOD" else {"os-a", "os-z"})


@pytest.mark.parametrize(
    "delta",
    [b'{"op":"PUT","entity":{"id":"a"}}\n', b'{"op":"DEL","entity":{}}\n', b'{"op":"ADD"}\n', b'{"op":"DEL","ent'],
)
def test_a_delta_that_is_not_understood_is_refused_whole(delta: bytes) -> None:
    with pytest.raises(ListError, match="line 1"):
        read(lines(thing("a")), delta)


def test_deltas_without_the_export_are_incomplete() -> None:
    with pytest.raises(ListIncomplete):
        list(FORMATS["ftm-entities"].read({"delta/1": ListFile("delta", content=CHANGES[0])}, Context()))


def test_the_published_deltas_apply_in_version_order(samples: Path) -> None:
    folder = samples / "yente_fixtures"
    versions = read_versions(ListFile("delta.json", path=folder / "t2/delta.json"))
    assert next(iter(versions)).startswith("20240527134702")
    files = {BASE: ListFile("t1", path=folder / "t1" / BASE)}
    files |= {f"delta/{name}": ListFile(name, path=folder / "t2" / name / "entities.delta.json") for name in versions}
    items = list(FORMATS["ftm-entities"].read(files, Context()))
    before = entities(read_path(folder / "t1" / BASE, "ftm-entities"))
    after = entities(items)
    # Of six changes one deletes what another had added; no party of the export goes.
    assert set(before) < set(after)
    assert len(after) == 9
    assert "os-NK-500Poltergeist" not in after
    assert [tally.records for tally in of(items, Tally)] == [7, 0, 2, 2, 1, 1]


SIMPLE_HEADER = (
    b'"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones",'
    b'"emails","program_ids","dataset","first_seen","last_seen","last_change","mood"\n'
)
SIMPLE_ROW = (
    b'"NK-1","Vessel","ARARAT","""Star; Sea"";Stella","","ir","","IMO9187631;77","Listed; again","","a@b.ir",'
    b'"US-IRAN","OFAC SDN","2020","2021","2022","calm"\n'
)


def test_cells_of_the_flat_export_are_parted_at_semicolons_outside_of_quotes() -> None:
    items = read(SIMPLE_HEADER + SIMPLE_ROW, format="ftm-simple-csv")
    found = entities(items)["os-NK-1"]
    assert found.values("alias") == ("Star; Sea", "Stella")
    assert [(one.type, one.value) for one in found.identifiers] == [("imoNumber", "IMO9187631"), ("idNumber", "77")]
    (designation,) = found.designations
    assert (designation.authority, designation.programs) == ("OFAC SDN", ("US-IRAN",))
    assert designation.remarks == ("Listed", "again")
    assert ("mood", "calm") in found.given
    assert [(event.kind, event.field) for event in of(items, Event)] == [("unknown_column", "mood")]


def test_a_flat_export_cut_anywhere_inside_a_row_is_refused() -> None:
    content = SIMPLE_HEADER + SIMPLE_ROW
    for end in range(len(SIMPLE_HEADER) + 1, len(content)):
        with pytest.raises((ListTruncated, ListMalformed)):
            read(content[:end], format="ftm-simple-csv")


def test_a_flat_row_with_an_id_that_was_there_is_rejected() -> None:
    items = read(SIMPLE_HEADER + SIMPLE_ROW + SIMPLE_ROW, format="ftm-simple-csv")
    assert [(reject.row, reject.field) for reject in of(items, Reject)] == [(3, "id")]
    assert balanced(items, 2)

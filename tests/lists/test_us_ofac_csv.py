"""OFAC's CSV set."""

from __future__ import annotations

import csv
import json
import tarfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from debar.errors import ListIncomplete, ListMalformed, ListTruncated, ListUnrecognised
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.lists.us_ofac import FORMATS
from debar.lists.us_ofac.csv_set import read, role
from debar.model.dates import PartialDate
from debar.model.entity import Address, Country, Dated, Entity, Identifier, Link, Name

SDN = (
    '36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    '306,"BANCO NACIONAL DE CUBA",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"a.k.a. \'BNC\'; "\r\n'
    '15725,"DESTINY","vessel","IRAN] [SDGT",-0- ,"5IM592","Crude Oil Tanker","318,000","163,660","Iran","NITC",'
    '"Former Vessel Flag Liberia; Vessel Registration Identification IMO 9177155; MMSI 572469210; '
    "f.k.a. 'YOUNES'; Linked To: NATIONAL IRANIAN TANKER COMPANY.\"\r\n"
    '35096,"PUTIN, Vladimir Vladimirovich","individual","RUSSIA-EO14024","President of the Russian Federation",'
    '-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 07 Oct 1952; POB Leningrad, Russia; nationality Russia; Gender Male; '
    'President of the Russian Federation."\r\n'
    "\x1a"
)
ALT = '36,12,"aka","AERO-CARIBBEAN",-0- \r\n306,220,"fka","NATIONAL BANK OF CUBA",-0- \r\n\x1a'
ADD = (
    '36,25,-0- ,"Havana","Cuba",-0- \r\n306,201,"Dai-Ichi Bldg. 6th Floor","Tokyo 103","Japan",-0- \r\n'
    "15725,9,-0- ,-0- ,-0- ,-0- \r\n35096,7,-0- ,-0- ,-0- ,-0- \r\n\x1a"
)
COMMENTS = '306,"Linked To: NOBODY."\r\n\x1a'


def files(sdn: str = SDN, alt: str = ALT, add: str = ADD, comments: str = COMMENTS) -> dict[str, ListFile]:
    texts = {"sdn.csv": sdn, "alt.csv": alt, "add.csv": add, "sdn_comments.csv": comments}
    return {name: ListFile(name, content=text.encode("latin-1")) for name, text in texts.items()}


def entities(items: Iterable[Item]) -> dict[str, Entity]:
    return {item.id: item for item in items if isinstance(item, Entity)}


def remark_rows(*remarks: str) -> str:
    rows = (
        f'{n},"LISTED {n}",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{text}"\r\n'
        for n, text in enumerate(remarks, 1)
    )
    return "".join(rows) + "\x1a"


def one(remark: str, comment: str | None = None) -> Entity:
    comments = f'1,"{comment}"\r\n\x1a' if comment else "\x1a"
    (entity,) = entities(read(files(remark_rows(remark), "\x1a", "\x1a", comments), Context())).values()
    return entity


def test_a_person_keeps_the_name_as_written_and_its_parts() -> None:
    person = entities(read(files(), Context()))["us-ofac-35096"]
    parts = (("lastName", "PUTIN"), ("firstName", "Vladimir Vladimirovich"))
    assert person.names == (Name("PUTIN, Vladimir Vladimirovich", parts=parts),)
    assert person.schema == "Person"
    assert person.dates == (Dated("birthDate", PartialDate("1952-10-07")),)
    assert person.values("position") == ("President of the Russian Federation",)
    assert person.values("gender") == ("male",)
    assert Country("birthCountry", "ru", "Russia") in person.countries
    assert person.designations[0].authority == "Office of Foreign Assets Control"


def test_aliases_addresses_and_comments_join_their_listing() -> None:
    bank = entities(read(files(), Context()))["us-ofac-306"]
    assert [(name.value, name.kind) for name in bank.names] == [
        ("BANCO NACIONAL DE CUBA", "primary"),
        ("NATIONAL BANK OF CUBA", "former"),
        ("BNC", "weak"),
    ]
    assert bank.links == (Link("linkedTo", "NOBODY"),)
    assert bank.addresses == (Address("Dai-Ichi Bldg. 6th Floor, Tokyo 103", "jp", street="Dai-Ichi Bldg. 6th Floor"),)


def test_a_vessel_has_its_numbers_flags_and_owner() -> None:
    ship = entities(read(files(), Context()))["us-ofac-15725"]
    assert ship.schema == "Vessel"
    assert ship.values("imoNumber") == ("9177155",)
    assert ship.values("mmsi") == ("572469210",)
    assert ship.values("callSign") == ("5IM592",)
    assert ship.values("flag") == ("ir",)
    assert ship.values("pastFlags") == ("lr",)
    assert ship.values("tonnage") == ("318000",)
    assert set(ship.links) == {Link("linkedTo", "NATIONAL IRANIAN TANKER COMPANY"), Link("owner", "NITC")}
    assert ship.values("weakAlias") == ("YOUNES",)
    assert ship.designations[0].programs == ("IRAN", "SDGT")
    assert ship.addresses == ()


def test_every_row_is_accounted_for() -> None:
    tallies = [item for item in read(files(), Context()) if isinstance(item, Tally)]
    assert tallies == [
        Tally("sdn.csv", 4, 4),
        Tally("alt.csv", 2, 2),
        Tally("add.csv", 4, 4),
        Tally("sdn_comments.csv", 1, 1),
    ]


def test_a_comment_continues_the_remark_in_the_middle_of_a_word() -> None:
    head = "Website www.example.com; " + "Linked To: " + "X" * 941 + "; Registration Numbe"
    head = head[:980] + "; Registration Numbe"
    entity = one(head, "r 1027700342890 (Russia); a.k.a. 'RUSAG'.")
    assert Identifier("registrationNumber", "1027700342890", "ru", "Registration Number") in entity.identifiers
    assert entity.values("weakAlias") == ("RUSAG",)


def test_a_remark_that_is_broken_off_is_kept_and_its_last_item_not_read() -> None:
    text = ("Website www.example.com; " + "Linked To: A; " * 100)[:984] + "; Passport A1234"
    items = list(read(files(remark_rows(text), "\x1a", "\x1a", "\x1a"), Context()))
    (entity,) = entities(items).values()
    assert entity.identifiers == ()
    assert dict(entity.given)["Remarks"] == text
    assert any(isinstance(item, Event) and "Passport A1234" in item.given for item in items)


def test_orphans_are_rejected() -> None:
    items = list(read(files(alt=ALT.replace("306,220", "999,220")), Context()))
    rejects = [item for item in items if isinstance(item, Reject)]
    assert [(reject.file, reject.row, reject.record) for reject in rejects] == [("alt.csv", 2, "999")]
    assert Tally("alt.csv", 2, 1) in items


def test_a_number_that_stands_twice_is_rejected() -> None:
    twice = SDN.replace('306,"BANCO', '36,"BANCO')
    items = list(read(files(twice), Context()))
    assert [item.record for item in items if isinstance(item, Reject) and item.file == "sdn.csv"] == ["36"]
    assert Tally("sdn.csv", 4, 3) in items


@pytest.mark.parametrize("name", ["sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"])
def test_a_set_cut_at_any_byte_is_refused(name: str) -> None:
    whole = files()
    content = whole[name].read()
    for size in range(len(content)):
        cut = whole | {name: ListFile(name, content=content[:size])}
        with pytest.raises((ListTruncated, ListMalformed)):
            list(read(cut, Context()))


def test_data_behind_the_end_mark_is_refused() -> None:
    with pytest.raises(ListMalformed, match="after the closing"):
        list(read(files(SDN + "37,more"), Context()))


def test_a_byte_that_is_not_ascii_is_refused_with_its_place() -> None:
    with pytest.raises(ListMalformed, match="0xe9 at 4"):
        list(read(files(SDN.replace("A", "\xe9", 1)), Context()))


def test_a_row_with_a_column_too_few_is_refused() -> None:
    with pytest.raises(ListMalformed, match="12 columns"):
        list(read(files(SDN.replace(",-0- \r\n", "\r\n", 1)), Context()))


def test_an_open_quote_is_refused() -> None:
    with pytest.raises(ListMalformed):
        list(read(files(SDN.replace('AIRLINES"', "AIRLINES", 1)), Context()))


def test_a_set_with_a_file_missing_is_refused_unless_known() -> None:
    alone = {"sdn.csv": files()["sdn.csv"]}
    with pytest.raises(ListIncomplete, match=r"alt\.csv"):
        list(read(alone, Context()))
    found = entities(read(alone, Context(partial=True)))
    assert len(found) == 4
    assert found["us-ofac-36"].names == (Name("AEROCARIBBEAN AIRLINES"),)


def test_the_same_rows_give_the_same_object_from_one_edition_to_the_next() -> None:
    memo: dict[object, object] = {}
    first = entities(read(files(), Context(memo=memo)))
    second = entities(read(files(SDN.replace("AEROCARIBBEAN", "AEROGAVIOTA")), Context(memo=memo)))
    assert second["us-ofac-306"] is first["us-ofac-306"]
    assert second["us-ofac-36"].caption == "AEROGAVIOTA AIRLINES"
    third = entities(read(files(alt=ALT.replace("NATIONAL BANK", "BANK")), Context(memo=memo)))
    assert third["us-ofac-306"].names[1].value == "BANK OF CUBA"
    assert third == entities(read(files(alt=ALT.replace("NATIONAL BANK", "BANK")), Context()))


def test_the_list_is_told_by_its_programmes() -> None:
    def source(sdn: str, context: Context | None = None) -> str:
        preface = next(iter(read(files(sdn), context or Context())))
        assert isinstance(preface, Preface)
        return preface.source

    assert source(SDN) == "us-ofac-sdn"
    assert source(SDN.replace('"CUBA"', '"NS-PLC"').replace("IRAN] [SDGT", "IRAN")) == "us-ofac-cons"
    assert source(SDN, Context(source="us-ofac-cons")) == "us-ofac-cons"
    with pytest.raises(ListUnrecognised, match="name the source"):
        list(read(files("\x1a"), Context()))


def test_an_unknown_programme_raises_an_event_and_stays() -> None:
    items = list(read(files(SDN.replace("RUSSIA-EO14024", "ATLANTIS-EO1")), Context()))
    assert Event("unknown_value", "sdn.csv", "35096", "program", "ATLANTIS-EO1") in items
    assert entities(items)["us-ofac-35096"].designations[0].programs == ("ATLANTIS-EO1",)


def test_a_copy_with_a_header_is_taken_and_says_so() -> None:
    header = "ent_num,alt_num,alt_type,alt_name,alt_remarks\r\n"
    copy = header + ALT + ",,,,"
    assert role(Head(copy.encode(), len(copy))) == "alt.csv"
    items = list(read(files(alt=copy), Context()))
    assert Event("repaired", "alt.csv", None, "header", header.strip()) in items
    assert Tally("alt.csv", 2, 2) in items


def test_files_are_told_by_content() -> None:
    for name, file in files().items():
        assert role(file.head) == name
    for other in (b"<html></html>", b'{"a": 1}', b"a,b\n1,2\n", b'1,"two"\n', b"<sdnList/>", b"", b"\x00\x01"):
        assert role(Head(other, len(other))) is None
    assert FORMATS[0].required == set(files())


def test_securities_and_target_types_tell_the_schema() -> None:
    assert one("Target Type Government Entity; alt. Target Type Financial Institution.").schema == "PublicBody"
    assert one("Target Type State-Owned Enterprise.").schema == "Company"
    assert one("Issuer Name Inspur Group Co.").schema == "Company"
    assert one("Target Type Financial Institution.").schema == "Organization"


def load(folder: Path) -> dict[str, ListFile]:
    found = [ListFile(path.name, path=path) for path in folder.iterdir()]
    return {str(role(file.head)): file for file in found}


def rows_of(file: ListFile) -> int:
    """The rows of a real file, counted without the reader."""
    text = file.read().decode("ascii").rstrip("\x1a")
    return sum(1 for _ in csv.reader(text.splitlines()))


def unknown_share(items: list[Item]) -> float:
    unknown = sum(isinstance(item, Event) and item.kind == "unknown_remark" for item in items)
    remarks = [dict(entity.given).get("Remarks", "") for entity in entities(items).values()]
    return unknown / sum(remark.count("; ") + 1 for remark in remarks if remark)


@pytest.mark.parametrize(
    ("folder", "source", "count"),
    [("2023-12-28", "us-ofac-sdn", 13_821), ("non-sdn-2025-12-19", "us-ofac-cons", 442)],
)
def test_a_real_set_is_read_whole(shared_lists: Path, folder: str, source: str, count: int) -> None:
    found = load(shared_lists / "ofac" / folder)
    items = list(read(found, Context()))
    assert items[0] == Preface(source, "ofac-csv")
    assert len(entities(items)) == count
    for tally in (item for item in items if isinstance(item, Tally)):
        rejected = sum(isinstance(item, Reject) and item.file == tally.file for item in items)
        assert tally.records == tally.used + rejected == rows_of(found[tally.file])
    assert unknown_share(items) < 0.0002


def test_wallets_of_a_real_edition_are_those_that_others_found(shared_lists: Path) -> None:
    items = list(read(load(shared_lists / "ofac" / "2023-12-28"), Context()))
    wallets = {
        (identifier.note, identifier.value)
        for entity in entities(items).values()
        for identifier in entity.identifiers
        if identifier.type == "publicKey"
    }
    others = {
        (path.stem.rsplit("_", 1)[1], address)
        for path in (shared_lists / "ofac" / "crypto_addresses_2024-09-27").iterdir()
        for address in json.loads(path.read_text())
    }
    # One address was taken off the list between the two dates; all the others must be among those found later.
    assert len(wallets) > 460
    assert {currency for currency, _ in wallets - others} <= {"ETH"}
    assert len(wallets - others) <= 1


def test_the_first_edition_of_the_history_is_read_from_the_archive(shared_lists: Path) -> None:
    with tarfile.open(shared_lists / "ofac" / "history" / "sdn_csv_2021-08_2024-05.tar.xz", "r|xz") as archive:
        member = next(iter(archive))
        stream = archive.extractfile(member)
        assert stream is not None
        file = ListFile(member.name, content=stream.read())
    assert role(file.head) == "sdn.csv"
    with (shared_lists / "ofac" / "history" / "MANIFEST.csv").open() as manifest:
        rows = {row["file"]: int(row["rows"]) for row in csv.DictReader(manifest)}
    items = list(read({"sdn.csv": file}, Context(partial=True)))
    assert len(entities(items)) == rows[Path(member.name).name]


def test_the_action_of_10_september_2024_is_seen(shared_lists: Path) -> None:
    folder = shared_lists / "ofac" / "2024-09-10"
    before, after = (
        entities(
            read(
                {"sdn.csv": ListFile(name, content=(folder / name).read_bytes() + b"\x1a")},
                Context("us-ofac-sdn", True),
            )
        )
        for name in ("before_2024-05-03.csv", "after_from_2026_sdn.csv")
    )
    iran_air = before["us-ofac-25237"], after["us-ofac-25237"]
    assert [entity.designations[0].programs for entity in iran_air] == [
        ("IRAN",),
        ("IRAN", "IRAN-CON-ARMS-EO", "RUSSIA-EO14024"),
    ]
    assert "us-ofac-50583" in after

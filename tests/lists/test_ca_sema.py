"""Canada's list in XML, in the tags of 2020 and of 2025."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from debar.errors import ListError, ListMalformed, ListTruncated
from debar.lists.ca_sema import FORMATS, ROLE, split_aliases
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.model import Dated, Entity, Name, PartialDate

FORMAT = FORMATS[0]
OPEN, CLOSE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<data-set>\n', "</data-set>\n"


def record(**fields: str) -> str:
    inner = "".join(f"\t\t<{tag}>{text}</{tag}>\n" for tag, text in fields.items())
    return f"\t<record>\n{inner}\t</record>\n"


LUKASHENKO = record(
    Country="Belarus / Bélarus",
    LastName="Lukashenko",
    GivenName="Aleksandr Grigoryevich",
    DateOfBirthOrShipBuildDate="1954-08-30",
    Schedule="1, Part 1",
    Item="8",
    DateOfListing="2020-09-28",
)
VASILEVSKIY = record(
    Country="Russia / Russie",
    EntityOrShip="Marshal Vasilevskiy",
    TitleOrShip="FSO Gas Unit",
    ShipIMONumber="9778313",
    DateOfBirthOrShipBuildDate="2018",
    Schedule="1.1",
    Item="105",
    DateOfListing="2025-02-21",
)
AIR_BAGAN = record(
    Country="Burma / Birmanie",
    Entity="Air Bagan",
    Aliases="Air Bagan Holdings Pte. Ltd., Air Bagan Limited",
    Schedule="1",
    Item="1",
)


def items_of(*records: str) -> list[Item]:
    file = ListFile("sema.xml", content=(OPEN + "".join(records) + CLOSE).encode())
    assert FORMAT.role(file.head) == ROLE
    return list(FORMAT.read({ROLE: file}, Context()))


def entities(items: list[Item]) -> list[Entity]:
    return [item for item in items if isinstance(item, Entity)]


def events(items: list[Item]) -> list[tuple[str, str]]:
    return [(item.kind, item.field) for item in items if isinstance(item, Event)]


def test_a_person_has_parts_and_the_country_is_the_regime() -> None:
    items = items_of(LUKASHENKO)
    (person,) = entities(items)
    assert items[0] == Preface("ca-sema", "ca-xml", None)
    assert items[-1] == Tally(ROLE, 1, 1)
    assert person.id == "ca-belarus-1-part-1-8"
    parts = (("firstName", "Aleksandr Grigoryevich"), ("lastName", "Lukashenko"))
    assert person.names == (Name("Aleksandr Grigoryevich Lukashenko", parts=parts),)
    assert person.dates == (Dated("birthDate", PartialDate("1954-08-30")),)
    assert person.countries == ()
    assert person.designations[0].programs == ("Belarus / Bélarus",)
    assert person.designations[0].listed_on == "2020-09-28"
    assert person.designations[0].reference == "Schedule 1, Part 1, Item 8"


def test_a_ship_is_a_vessel() -> None:
    (ship,) = entities(items_of(VASILEVSKIY))
    assert (ship.schema, ship.id) == ("Vessel", "ca-russia-1.1-105")
    assert (ship.values("imoNumber"), ship.values("type")) == (("9778313",), ("FSO Gas Unit",))
    assert ship.dates == (Dated("buildDate", PartialDate("2018")),)


def test_ids_stay_when_the_publisher_writes_regime_and_schedule_differently() -> None:
    now = AIR_BAGAN.replace("Burma / Birmanie", "Myanmar (Burma) / Myanmar (Birmanie)")
    now = now.replace("<Schedule>1<", "<Schedule>Part 1<").replace("Entity>", "EntityOrShip>")
    (before,), (after,) = entities(items_of(AIR_BAGAN)), entities(items_of(now))
    assert before.id == after.id == "ca-burma-part-1-1"


def test_missing_and_double_items_get_stable_ids_of_their_own() -> None:
    other = AIR_BAGAN.replace("<Entity>Air Bagan", "<Entity>Innwa Bank")
    without = AIR_BAGAN.replace("<Item>1</Item>", "")
    items = items_of(AIR_BAGAN, other, other, without)
    ids = [entity.id for entity in entities(items)]
    assert len(set(ids)) == 4
    assert events(items) == [("repaired", "Item")] * 3
    # What stands before it in the file does not change the id of the second.
    assert ids[1] == entities(items_of(VASILEVSKIY, AIR_BAGAN, other))[2].id


def test_a_record_without_a_name_is_rejected() -> None:
    items = items_of(AIR_BAGAN, record(Country="Iran", Schedule="1", Item="3"))
    (reject,) = (item for item in items if isinstance(item, Reject))
    assert (reject.row, reject.record) == (2, "Schedule 1, Item 3")
    assert items[-1] == Tally(ROLE, 2, 1)


def test_unknown_tags_regimes_and_dates_are_kept_and_reported() -> None:
    odd = record(Country="Ruritania / Ruritanie", Entity="X", Mood="grim", DateOfBirth="Sep-99", Schedule="1", Item="1")
    items = items_of(odd)
    (entity,) = entities(items)
    assert entity.id == "ca-ruritania-1-1"
    assert set(entity.given) == {("Mood", "grim"), ("DateOfBirth", "Sep-99")}
    assert set(events(items)) == {("unknown_tag", "Mood"), ("bad_value", "DateOfBirth"), ("unknown_value", "Country")}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Air Bagan Holdings Pte. Ltd., Air Bagan Limited", ["Air Bagan Holdings Pte. Ltd.", "Air Bagan Limited"]),
        ("King Royal Technologies Co., Ltd., IGE", ["King Royal Technologies Co., Ltd.", "IGE"]),
        ('NGO "Izhbs", LLC; НПО "Ижбс", ООО', ['NGO "Izhbs", LLC', 'НПО "Ижбс", ООО']),
        ("АО, Воронежский опытный завод", ["АО, Воронежский опытный завод"]),
        ("Завод (ЦНИИМаш, АО), X", ["Завод (ЦНИИМаш, АО)", "X"]),
        ("«Системы, комплексы», ОНИИП", ["«Системы, комплексы»", "ОНИИП"]),
        ("Фонд помощи людям, попавшим в беду", ["Фонд помощи людям, попавшим в беду"]),
        ("БЭТО and X, and Y", ["БЭТО and X", "Y"]),
        ("A;, B", ["A", "B"]),
    ],
)
def test_aliases_are_cut_with_care(cell: str, expected: list[str]) -> None:
    assert [name.value for name in split_aliases(cell)] == expected


def test_aliases_with_a_language_lose_the_label() -> None:
    names = split_aliases("Karcheusky, Belarusian: Сяргей Карчэўскi,  Russian : Сергей Карчевский", person=True)
    assert [(name.value, name.language) for name in names] == [
        ("Karcheusky", None),
        ("Сяргей Карчэўскi", "be"),
        ("Сергей Карчевский", "ru"),
    ]
    (_, arabic) = split_aliases("Al Gunade \nArabic: شركة الجنيد")
    assert (arabic.value, arabic.language) == ("شركة الجنيد", "ar")


def test_a_name_written_surname_first_is_one_name() -> None:
    assert [name.value for name in split_aliases("Баранов, Олег Анатольевич", person=True)] == [
        "Баранов, Олег Анатольевич"
    ]


def test_names_inside_a_name_become_aliases() -> None:
    (entity,) = entities(items_of(record(Country="Iran", Entity="Baltex Ltd. (also known as Baltech LLC)", Item="1")))
    assert [name.value for name in entity.names] == [
        "Baltex Ltd. (also known as Baltech LLC)",
        "Baltex Ltd.",
        "Baltech LLC",
    ]


def test_two_possible_dates_are_both_kept() -> None:
    text = LUKASHENKO.replace("1954-08-30", "1954-08-30 OR 1954-08-31")
    assert [str(dated.date) for dated in entities(items_of(text))[0].dates] == ["1954-08-30", "1954-08-31"]
    text = LUKASHENKO.replace("1954-08-30", "1953-1954")
    assert [str(dated.date) for dated in entities(items_of(text))[0].dates] == ["1953/1954"]


def test_a_cut_file_is_refused() -> None:
    content = (OPEN + LUKASHENKO + VASILEVSKIY + AIR_BAGAN + CLOSE).encode()
    for cut in range(len(content.rstrip())):
        with pytest.raises(ListError) as caught:
            list(FORMAT.read({ROLE: ListFile("cut", content=content[:cut])}, Context()))
        assert isinstance(caught.value, (ListTruncated, ListMalformed))


def test_a_doctype_is_refused() -> None:
    content = (OPEN.replace("<data-set>", "<!DOCTYPE data-set><data-set>") + CLOSE).encode()
    with pytest.raises(ListMalformed, match="DOCTYPE"):
        list(FORMAT.read({ROLE: ListFile("doctype", content=content)}, Context()))


def test_other_content_is_not_taken_for_this_list() -> None:
    for content in (
        b"<html>data-set record Item</html>",
        b'<?xml version="1.0"?><sdnList><record><Item></Item></record></sdnList>',
        b'<?xml version="1.0"?><data-set><row/></data-set>',
        b"{}",
    ):
        assert FORMAT.role(Head(content, len(content))) is None


@pytest.mark.parametrize(
    ("name", "records", "vessels"), [("sema-lmes_2020-04.xml", 1369, 0), ("sema-lmes_2025-05.xml", 4759, 109)]
)
def test_every_record_of_the_official_files_is_an_entity(
    shared_lists: Path, name: str, records: int, vessels: int
) -> None:
    path = shared_lists / "ca" / name
    file = ListFile(name, path=path)
    assert FORMAT.role(file.head) == ROLE
    items = list(FORMAT.read({ROLE: file}, Context()))
    found = entities(items)
    counted = len(etree.parse(str(path)).getroot().findall("record"))
    assert items[-1] == Tally(ROLE, counted, counted) == Tally(ROLE, records, records)
    assert len({entity.id for entity in found}) == records
    assert Counter(entity.schema for entity in found)["Vessel"] == vessels
    assert "repaired" not in {kind for kind, _ in events(items)}


def test_names_keep_their_ids_from_2020_to_2025(shared_lists: Path) -> None:
    ids = []
    for name in ("sema-lmes_2020-04.xml", "sema-lmes_2025-05.xml"):
        file = ListFile(name, path=shared_lists / "ca" / name)
        found = entities(list(FORMAT.read({ROLE: file}, Context())))
        ids.append({(entity.id.split("-")[1], entity.caption.casefold()): entity.id for entity in found})
    both = ids[0].keys() & ids[1].keys()
    assert len(both) > 1200
    assert sum(ids[0][key] == ids[1][key] for key in both) >= len(both) - 6

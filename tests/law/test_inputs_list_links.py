"""The links that the lists name: which of them are holdings, and of how much."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from ownership_samples import codes, of, text_of

from debar.law.ownership import Holdings, assess
from debar.law.ownership.inputs import list_links
from debar.law.ownership.inputs.items import holdings
from debar.lists.files import ListFile
from debar.lists.formats import all_formats
from debar.lists.reading import Context
from debar.model import Country, Entity, Identifier, Link, Name


def entity(id: str, *links: Link, schema: str = "Company", **more: object) -> Entity:
    return Entity(id, "x-list", schema, (Name(id.upper()), Name(f"{id} alias", "alias")), links=links, **more)  # type: ignore[arg-type]


def links_of(*entities: Entity) -> Holdings:
    return holdings(list_links.read(entities))


def test_a_parent_and_an_owner_hold_and_a_subsidiary_is_held() -> None:
    found = links_of(
        entity("x-1", Link("parent", "P", "x-2"), Link("subsidiary", "S", "x-3")),
        entity("x-4", Link("owner", "O", "x-1"), schema="Vessel"),
    )
    assert {(one.owner, one.owned) for one in found.stakes} == {("x-2", "x-1"), ("x-1", "x-3"), ("x-1", "x-4")}
    assert {(one.low, one.high, one.interest) for one in found.stakes} == {(0, 1, "shares")}
    assert "link.no-share" in codes(found.notices)


@pytest.mark.parametrize("kind", ["linkedTo", "family", "associate", "operator", "director", "something"])
def test_no_other_link_is_ownership(kind: str) -> None:
    found = links_of(entity("x-1", Link(kind, "L", "x-2")))
    assert found.stakes == ()
    assert f"{kind!r} is no ownership" in text_of(found, "link.no-ownership")
    assert text_of(found, "input.counted") == "1 records read as list-links: 0 used, 1 set aside"


def test_the_sources_own_percentage_counts() -> None:
    note = "endDate: 2023-12-21; percentage: 48; sharesCount: 48; startDate: 2015-11-25"
    found = links_of(
        entity("x-1", Link("owner", "O", "x-2", note)), entity("x-3", Link("owner", "O", "x-2", "holds 51 % of it"))
    )
    (first,), (second,) = of(found, "x-2", "x-1"), of(found, "x-2", "x-3")
    assert (first.low, first.high) == (Fraction(12, 25), Fraction(12, 25))
    assert (first.start, first.end) == (date(2015, 11, 25), date(2023, 12, 21))
    assert second.low == Fraction(51, 100)


def test_controlled_by_is_control() -> None:
    found = links_of(entity("x-1", Link("owner", "O", "x-2", "controlled-by")))
    assert [one.interest for one in found.stakes] == ["control"]


def test_a_party_that_is_named_only_is_a_party_to_be_screened() -> None:
    found = links_of(entity("x-1", Link("parent", "Upper Holding")))
    (stake,) = found.stakes
    assert found.parties[stake.owner].name == "Upper Holding"


def test_what_both_ends_tell_counts_once() -> None:
    found = links_of(entity("x-1", Link("owner", "O", "x-2")), entity("x-2", Link("asset", "A", "x-1")))
    assert len(found.stakes) == 1
    assert "link.twice" in codes(found.notices)


def test_a_link_to_nobody_is_noticed() -> None:
    found = links_of(entity("x-1", Link("parent", ""), Link("subsidiary", "")))
    assert [one.owner for one in found.stakes] == [""]
    assert {"stake.owner-unknown", "record.no-subject"} <= set(codes(found.notices))


def test_the_parties_bear_what_the_entry_says() -> None:
    listed = entity(
        "x-1",
        Link("parent", "P", "x-9"),
        identifiers=(Identifier("innCode", "7700000016"),),
        countries=(Country("jurisdiction", "ru"),),
    )
    found = links_of(listed)
    party = found.parties["x-1"]
    assert (party.name, party.country, party.identifiers) == ("X-1", "ru", (("innCode", "7700000016"),))
    assert ("alias", "x-1 alias") in party.properties
    assert "x-9 is named by its id only" in text_of(found, "party.undescribed")


def test_a_listed_owner_makes_what_it_owns_possible_only() -> None:
    found = links_of(entity("x-1", Link("parent", "P", "x-2")), entity("x-2"))
    assert assess(found, ["x-2"], rule="ofac", on=date(2024, 1, 1))["x-1"].verdict == "possible"


def test_links_of_a_real_export_say_their_percentages(shared_lists: Path) -> None:
    path = shared_lists / "opensanctions" / "yente_fixtures" / "zala" / "entities.ftm.json"
    (format,) = [one for one in all_formats() if one.name == "ftm-entities"]
    (role,) = format.required
    items = format.read({role: ListFile(path.name, path=path)}, Context())
    found = links_of(*(item for item in items if isinstance(item, Entity)))
    assert Fraction(49, 100) in {one.low for one in found.stakes}
    assert not [one for one in found.notices if one.row == "rejected"]

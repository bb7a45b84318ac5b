"""A weak alias by itself is no alert by default, and is shown; with more that agrees it is one (OFAC FAQ 122-125)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import sample_lists as sample
from debar.model import Query
from debar.screen import Screener
from debar.store import Home
from debar_process import debar


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screener]:
    path = tmp_path_factory.mktemp("home")
    assert debar("update", "--from", sample.SDN, home=path).returncode == 0
    home = Home(path)
    yield Screener(home)
    home.close()


def test_a_weak_alias_alone_raises_no_alert_and_is_shown_as_evidence(screener: Screener) -> None:
    weak = [
        (entity, name)
        for entity in (screener.entity("us-ofac-25237"),)
        if entity is not None
        for name in entity.names
        if name.kind == "weak"
    ]
    assert weak, "IRAN AIR has the weak alias HOMA"
    for entity, name in weak:
        result = screener.screen(Query(name=name.value))
        hits = {hit.entity.id: hit for hit in result.hits}
        assert not hits[entity.id].match
        assert "weak alias" in " ".join(each.text for each in hits[entity.id].evidence)


def test_a_weak_alias_that_a_number_confirms_is_an_alert(screener: Screener) -> None:
    result = screener.screen(Query(schema="Company", name="HOMA", identifiers=[("idNumber", "10100354259")]))
    assert [(hit.entity.id, hit.match) for hit in result.hits] == [("us-ofac-25237", True)]

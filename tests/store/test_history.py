"""The history database against a model of plain dictionaries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debar.errors import HomeDamaged, StoreError
from debar.lists.gates import Profile
from debar.model import Entity, Name
from debar.store.history import COMPLETE, History
from debar.store.state import State

EMPTY = Profile("2024-01-01", "test", 0, 0, 0, {}, None)


def entity(number: int, version: int) -> Entity:
    return Entity(f"x-{number}", "x", "Person", (Name(f"NAME {number} v{version}"),))


def publish(history: History, edition: str, members: dict[int, int], track: str = COMPLETE) -> None:
    history.stage(entity(number, version) for number, version in members.items())
    history.publish(
        source="x",
        track=track,
        edition=edition,
        retrieved="2024-01-01T00:00:00Z",
        sha256=edition,
        format="test",
        described={},
        profile=EMPTY,
        gates=[],
        marks=None,
        events=[],
        rejects=[],
    )


@contextmanager
def writing(path: Path) -> Iterator[History]:
    history = History(path, write=True)
    history.begin()
    yield history
    history.commit(State())
    history.close()


editions = st.lists(
    st.tuples(st.integers(1, 28), st.dictionaries(st.integers(0, 4), st.integers(0, 2), max_size=5)),
    min_size=1,
    max_size=7,
    unique_by=lambda one: one[0],
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(editions=editions)
def test_editions_loaded_in_any_order_can_all_be_read_back(
    tmp_path_factory: pytest.TempPathFactory, editions: list[tuple[int, dict[int, int]]]
) -> None:
    with writing(tmp_path_factory.mktemp("history") / "h.sqlite") as history:
        for day, members in editions:
            publish(history, f"2024-01-{day:02}", members)
        snapshots = {one.edition: one for one in history.snapshots("x")}
        for day, members in editions:
            found = {one.id: one.caption for one in history.entities(snapshots[f"2024-01-{day:02}"])}
            assert found == {f"x-{number}": f"NAME {number} v{version}" for number, version in members.items()}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(editions=editions)
def test_an_unbroken_version_is_one_span(
    tmp_path_factory: pytest.TempPathFactory, editions: list[tuple[int, dict[int, int]]]
) -> None:
    with writing(tmp_path_factory.mktemp("history") / "h.sqlite") as history:
        for day, members in editions:
            publish(history, f"2024-01-{day:02}", members)
        in_order = [members for _, members in sorted(editions, key=lambda one: one[0])]
        for number in range(5):
            versions = [members.get(number) for members in in_order]
            runs = sum(
                version is not None and (i == 0 or versions[i - 1] != version) for i, version in enumerate(versions)
            )
            assert len(history.spans(f"x-{number}")) == runs


def test_difference_names_added_amended_and_removed(tmp_path: Path) -> None:
    with writing(tmp_path / "h.sqlite") as history:
        publish(history, "2024-01-01", {1: 0, 2: 0, 3: 0})
        publish(history, "2024-01-02", {1: 0, 2: 1, 4: 0})
        old, new = history.snapshots("x")
        found = {
            entity_id: (before.caption if before else None, after.caption if after else None)
            for entity_id, before, after in history.difference(old, new)
        }
    assert found == {
        "x-2": ("NAME 2 v0", "NAME 2 v1"),
        "x-3": ("NAME 3 v0", None),
        "x-4": (None, "NAME 4 v0"),
    }


def test_tracks_do_not_touch_each_other(tmp_path: Path) -> None:
    with writing(tmp_path / "h.sqlite") as history:
        publish(history, "2024-01-01", {1: 0})
        publish(history, "2024-01-02", {2: 0}, track="sdn.csv")
        complete, partial = history.snapshots("x")
        assert [one.id for one in history.entities(complete)] == ["x-1"]
        assert [one.id for one in history.entities(partial)] == ["x-2"]


def test_two_records_with_one_id_are_refused(tmp_path: Path) -> None:
    with writing(tmp_path / "h.sqlite") as history, pytest.raises(StoreError, match="same id"):
        history.stage([entity(1, 0), entity(1, 1)])


def test_an_uncommitted_update_leaves_nothing(tmp_path: Path) -> None:
    with writing(tmp_path / "h.sqlite") as history:
        publish(history, "2024-01-01", {1: 0})
    history = History(tmp_path / "h.sqlite", write=True)
    history.begin()
    publish(history, "2024-01-02", {1: 1})
    history.close()  # as a killed process would, without a commit
    history = History(tmp_path / "h.sqlite")
    assert [one.edition for one in history.snapshots()] == ["2024-01-01"]
    history.close()


def test_a_file_that_is_no_history_is_named_as_damaged(tmp_path: Path) -> None:
    (tmp_path / "h.sqlite").write_bytes(b"not a database" * 1000)
    with pytest.raises(HomeDamaged, match=r"h\.sqlite"):
        History(tmp_path / "h.sqlite")

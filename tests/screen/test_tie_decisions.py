"""Decisions on ties are kept in a file that is only ever added to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debar.errors import BadFile, BadRow
from debar.screen.tie_decisions import HEADER, Decision, newest, read_decisions, record_decision

FIRST = Decision(
    "gb-psc-a", "Mr Oleg Sokolov", "us-ofac-1", "rejected", "J. Doe", date(2026, 11, 25), "another birth date"
)
SECOND = Decision(
    "gb-psc-a", "Mr Oleg Sokolov", "us-ofac-1", "confirmed", "A. Roe", date(2026, 11, 26), "passport seen"
)


def values(decision: Decision) -> tuple[object, ...]:
    return tuple(getattr(decision, field) for field in HEADER)


def test_what_is_recorded_is_read_back_in_order_and_the_last_one_counts(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    assert read_decisions(path) == ()
    record_decision(path, FIRST)
    before = path.read_bytes()
    record_decision(path, SECOND)
    assert path.read_bytes().startswith(before)
    found = read_decisions(path)
    assert [values(one) for one in found] == [values(FIRST), values(SECOND)]
    assert [one.origin for one in found] == ["decisions.csv, line 2", "decisions.csv, line 3"]
    assert newest(found)["gb-psc-a", "us-ofac-1"].decision == "confirmed"


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("who,what\n", "its header must be"),
        (",".join(HEADER) + "\na,A,e,maybe,J,2026-01-01,\n", "line 2: decision must be confirmed or rejected"),
        (",".join(HEADER) + "\na,A,e,confirmed,J,soon,\n", "on must be a day"),
        (",".join(HEADER) + "\na,A,e,confirmed,,2026-01-01,\n", "by must be given"),
        (",".join(HEADER) + "\na,A,e\n", "has 7 fields"),
        (",".join(HEADER) + "\na,A,e,confi", "the file ends before its end"),
        (",".join(HEADER) + '\n"a,A,e\n', "not well-formed"),
    ],
)
def test_a_file_that_is_no_record_of_decisions_is_refused_with_its_line(tmp_path: Path, text: str, about: str) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(text)
    with pytest.raises((BadFile, BadRow), match=about):
        read_decisions(path)
    with pytest.raises((BadFile, BadRow)):
        record_decision(path, FIRST)
    assert path.read_text() == text


def test_a_decision_without_a_person_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRow, match="by must be given"):
        record_decision(tmp_path / "d.csv", Decision("a", "A", "e", "confirmed", " ", date(2026, 1, 1)))
    assert not (tmp_path / "d.csv").exists()


_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(_TEXT, _TEXT, _TEXT)
def test_any_text_survives_with_its_spaces_made_single(
    tmp_path_factory: pytest.TempPathFactory, party: str, name: str, note: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "decisions.csv"
    made = Decision(f"x{party}", name, "e", "confirmed", "J. Doe", date(2026, 1, 1), note)
    record_decision(path, made)
    record_decision(path, FIRST)
    found = read_decisions(path)
    assert [found[0].party, found[0].name, found[0].note] == [
        " ".join(text.split()) for text in (f"x{party}", name, note)
    ]
    assert values(found[1]) == values(FIRST)

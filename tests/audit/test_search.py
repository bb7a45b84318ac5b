"""Records are found by time, person and name, however the name was written."""

from __future__ import annotations

import pytest

from audit_samples import ALICE, entry, hit, result, unfit
from debar.audit import AuditLog, Who, screening
from debar.audit.ledger import Ledger
from debar.audit.search import Search


@pytest.fixture
def filled(log: AuditLog) -> AuditLog:
    bob = Who("payments", "api-key", key="k1")
    log.append(screening(result("Sergej Šojgu"), ALICE))  # 3
    log.append(screening(result("Iran Air", hit()), bob, request="wire 77"))  # 4
    log.append(screening(unfit("Someone"), ALICE))  # 6, behind the lists that were not there
    log.append(entry("Страховая компания"))  # 7
    return log


@pytest.mark.parametrize(
    ("search", "found"),
    [
        (Search(name="sojgu"), [3]),
        (Search(name="ŠOJGU"), [3]),
        (Search(name="страховая"), [7]),
        (Search(name="iran air"), [4]),
        (Search(name="US-OFAC-25237"), [4]),
        (Search(name="nobody"), []),
        (Search(who="payments"), [4]),
        (Search(who="k1"), [4]),
        (Search(who="alice", name="some"), [6]),
        (Search(kinds=("screening",)), [3, 4, 6, 7]),
        (Search(kinds=("screening",), since="2999-01-01"), []),
        (Search(kinds=("screening",), since="2000-01-01", until="2001-01-01"), []),
        (Search(records=(4, 7)), [4, 7]),
    ],
)
def test_a_record_is_found(filled: AuditLog, ledger: Ledger, search: Search, found: list[int]) -> None:
    assert [one.record.seq for one in search.run(ledger)] == found
    assert [one.record.seq for one in search.newest(ledger, 10)] == found
    assert [one.record.seq for one in search.newest(ledger, 2)] == found[-2:]


def test_the_newest_are_read_back_from_the_end(log: AuditLog, ledger: Ledger) -> None:
    log.append_all([entry(f"name {number}") for number in range(30)])
    for page in (1, 7, 32, 50):
        assert [one.seq for one in ledger.newest(page=page)] == list(range(32, 0, -1))
    last = ledger.record(20)
    assert last is not None
    assert max(one.seq for one in ledger.newest(until="2999")) == 32
    assert list(ledger.newest(until="2000")) == []


def test_a_line_says_what_was_asked_and_what_came_of_it(filled: AuditLog, ledger: Ledger) -> None:
    rows = [one.row() for one in Search(kinds=("screening",)).run(ledger)]
    assert [row["outcome"] for row in rows] == ["clear", "1 match", "not_screened", "clear"]
    line = {name: rows[1][name] for name in ("id", "who", "asked", "best", "score", "request")}
    assert line == {
        "id": 4,
        "who": "payments",
        "asked": "Iran Air",
        "best": "us-ofac-25237",
        "score": 0.834,
        "request": "wire 77",
    }

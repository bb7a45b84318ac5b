"""What is removed is gone, what is held stays, and the chain tells of both."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audit_samples import ALICE, entry, hit
from debar.audit import AuditLog
from debar.audit.canonical import stamp
from debar.audit.ledger import Ledger
from debar.audit.proof import check, prove
from debar.audit.retention import hold, holds, prune, release
from debar.audit.search import Search
from debar.audit.signing import Signer
from debar.audit.verify import verify
from debar.errors import AuditError, BadQuery, RecordNotFound

BEGAN = datetime(2016, 1, 1, tzinfo=UTC)


@pytest.fixture
def aged(database: str, key: Path) -> None:
    """One answer a year: records 3 (2016) to 12 (2025)."""
    years = iter(BEGAN + timedelta(days=365 * number) for number in range(10))
    with AuditLog(database, key, clock=lambda: next(years)) as log:
        for number in range(10):
            log.append(entry(f"Customer {number}", hit()))


@pytest.fixture
def opened(aged: None, database: str, key: Path) -> tuple[AuditLog, Ledger]:
    return AuditLog(database, key), Ledger(database)


def removed(ledger: Ledger) -> list[int]:
    return [record.seq for record in ledger.records() if record.body is None]


def test_old_bodies_go_and_the_chain_stays_whole(aged: None, database: str, key: Path) -> None:
    done = prune(database, key, "2020-01-01", ALICE, reason="retention schedule 4")
    assert (done.removed, done.held) == (5, 0)
    ledger = Ledger(database)
    assert removed(ledger) == [3, 4, 5, 6, 7]
    verdict = verify(ledger, trusted=[Signer.load(key).public])
    assert (verdict.whole, verdict.removed) == (True, 5)
    last = ledger.record(13)
    ledger.close()
    assert last is not None
    assert last.body is not None
    told = json.loads(last.body)
    assert (last.header.kind, told["ranges"], told["before"]) == ("prune", [[3, 7]], "2020-01-01")
    assert (told["reason"], told["who"]["name"]) == ("retention schedule 4", "alice")


def test_what_was_removed_before_is_not_removed_again(aged: None, database: str, key: Path) -> None:
    prune(database, key, "2020-01-01", ALICE)
    assert prune(database, key, "2020-01-01", ALICE).removed == 0
    assert prune(database, key, "2021-01-01", ALICE).removed == 1
    ledger = Ledger(database)
    assert verify(ledger).whole
    ledger.close()


def test_the_lists_and_the_administration_outlive_the_answers(aged: None, database: str, key: Path) -> None:
    prune(database, key, stamp(datetime.now(UTC)), ALICE)
    prune(database, key, stamp(datetime.now(UTC)), ALICE)
    ledger = Ledger(database)
    assert [record.header.kind for record in ledger.records() if record.body is not None] == ["begin", "lists", "prune"]
    ledger.close()


def test_no_time_that_lies_ahead_is_taken(aged: None, database: str, key: Path) -> None:
    with pytest.raises(BadQuery, match="lies ahead"):
        prune(database, key, "2999-01-01", ALICE)


def test_without_the_key_nothing_is_removed(aged: None, database: str, key: Path) -> None:
    key.unlink()
    with pytest.raises(AuditError):
        prune(database, key, "2020-01-01", ALICE)
    ledger = Ledger(database)
    assert removed(ledger) == []
    ledger.close()


def test_a_hold_keeps_what_it_covers_until_it_is_released(
    opened: tuple[AuditLog, Ledger], database: str, key: Path
) -> None:
    log, ledger = opened
    number = hold(log, Search(name="customer 2"), "case 17/2020", ALICE).seq
    assert [(one.id, one.reason, one.who) for one in holds(ledger)] == [(number, "case 17/2020", "alice")]
    done = prune(database, key, "2020-01-01", ALICE)
    assert (done.removed, done.held) == (4, 1)
    assert removed(ledger) == [3, 4, 6, 7]
    with pytest.raises(RecordNotFound):
        release(log, ledger, 99, "", ALICE)
    release(log, ledger, number, "closed", ALICE)
    assert holds(ledger) == ()
    assert prune(database, key, "2020-01-01", ALICE).removed == 1
    assert verify(ledger).whole
    log.close()
    ledger.close()


@pytest.mark.parametrize(
    ("covers", "kept"),
    [
        (Search(records=(4, 6)), [4, 6]),
        (Search(since="2018-01-01"), [6, 7]),
        (Search(until="2017-01-01"), [3, 4]),
        (Search(who="alice"), [3, 4, 5, 6, 7]),
        (Search(who="bob"), []),
        (Search(name="us-ofac-25237", until="2017-01-01"), [3, 4]),
    ],
)
def test_a_hold_covers_by_record_time_person_and_name(
    opened: tuple[AuditLog, Ledger], database: str, key: Path, covers: Search, kept: list[int]
) -> None:
    log, ledger = opened
    hold(log, covers, "case", ALICE)
    prune(database, key, "2020-01-01", ALICE)
    assert sorted({3, 4, 5, 6, 7} - set(removed(ledger))) == kept
    assert verify(ledger).whole
    log.close()
    ledger.close()


def test_many_records_go_in_several_transactions(database: str, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("debar.audit.retention.CHUNK", 10)
    with AuditLog(database, key) as log:
        log.append_all([entry(f"name {number}") for number in range(35)])
        hold(log, Search(name="name 17"), "case", ALICE)
        done = prune(database, key, stamp(datetime.now(UTC)), ALICE)
        assert (done.removed, done.held) == (34, 1)
        ledger = Ledger(database)
        verdict = verify(ledger)
        assert (verdict.whole, verdict.removed) == (True, 34)
        ledger.close()


def test_a_removed_name_is_nowhere_in_the_file(tmp_path: Path, key: Path) -> None:
    database = tmp_path / "audit.sqlite"
    with AuditLog(str(database), key) as log:
        for number in range(50):
            log.append(entry(f"Xenophilius {number}"))
    prune(str(database), key, stamp(datetime.now(UTC)), ALICE)
    assert all(b"Xenophilius" not in path.read_bytes() for path in tmp_path.glob("audit.sqlite*"))


def test_the_digest_that_stays_does_not_confirm_a_guessed_name(log: AuditLog, ledger: Ledger) -> None:
    first, second = (log.append(entry("the same question")).seq for _ in range(2))
    digests = {record.header.body for record in ledger.records() if record.seq in (first, second)}
    assert len(digests) == 2


def test_a_removed_record_is_still_proved_to_have_stood_there(aged: None, database: str, key: Path) -> None:
    prune(database, key, "2020-01-01", ALICE)
    ledger = Ledger(database)
    proof = prove(ledger, 4)
    ledger.close()
    assert (proof.body, proof.removed_by) == (None, 13)
    check(proof, [Signer.load(key).public])

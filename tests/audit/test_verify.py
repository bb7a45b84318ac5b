"""Whoever changes the log is found out, and the first record that is not in order is named."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_samples import ALICE, entry, hit
from debar.audit import AuditLog, act
from debar.audit.chain import Checkpoint, Draft, Record, link
from debar.audit.ledger import Ledger
from debar.audit.log import begin_draft, rotate_key
from debar.audit.retention import prune
from debar.audit.signing import Signer
from debar.audit.verify import must_be_whole, verify
from debar.errors import AuditBroken

Tamper = Callable[..., None]


@pytest.fixture
def written(log: AuditLog) -> AuditLog:
    """Records 1 begin, 2 lists, 3 to 8 answers, each with a signature of its own."""
    for number in range(6):
        log.append(entry(f"name {number}", hit()))
    return log


@pytest.mark.parametrize(
    ("sql", "seq", "how"),
    [
        ("UPDATE audit_records SET body = replace(CAST(body AS TEXT), 'name 2', 'name X') WHERE seq = 5", 5, "its body was changed"),
        ("UPDATE audit_records SET body = NULL WHERE seq = 5", 5, "its body is gone"),
        ("UPDATE audit_records SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 5", 5, "its header was changed"),
        ("UPDATE audit_records SET clock = at WHERE seq = 5", 5, "its header was changed"),
        ("UPDATE audit_records SET kind = 'batch' WHERE seq = 5", 5, "its header was changed"),
        ("UPDATE audit_records SET digest = prev WHERE seq = 5", 5, "its header was changed"),
        ("UPDATE audit_records SET hash = digest WHERE seq = 5", 5, "its header was changed"),
        ("UPDATE audit_records SET prev = digest WHERE seq = 5", 5, "does not follow record 4"),
        ("UPDATE audit_records SET seq = 99 WHERE seq = 5", 5, "missing: 5 is not there"),
        ("DELETE FROM audit_records WHERE seq = 5", 5, "missing: 5 is not there, 6 follows 4"),
        ("DELETE FROM audit_records WHERE seq BETWEEN 4 AND 6", 4, "missing: 4–6 is not there"),
        ("DELETE FROM audit_records WHERE seq = 1", 1, "missing: 1 is not there"),
        ("DELETE FROM audit_records WHERE seq > 6", 7, "the end is cut off: a signature reaches to record 7"),
        ("DELETE FROM audit_records", 1, "the end is cut off"),
        ("DELETE FROM audit_checkpoints WHERE seq > 6", 7, "not signed: the last signature is over record 6"),
        ("UPDATE audit_checkpoints SET signature = (SELECT signature FROM audit_checkpoints WHERE seq = 6) WHERE seq = 5", 5, "forged"),
        ("UPDATE audit_checkpoints SET signature = 'no hex' WHERE seq = 5", 5, "forged"),
        ("UPDATE audit_checkpoints SET hash = key WHERE seq = 5", 5, "not the record that was signed"),
        ("UPDATE audit_checkpoints SET at = '2020' WHERE seq = 5", 5, "forged"),
        ("UPDATE audit_checkpoints SET key = 'another' WHERE seq = 5", 5, "a key that is not the log's: another"),
        ("UPDATE audit_checkpoints SET seq = 90 WHERE seq = 8", 9, "the end is cut off"),
    ],
)  # fmt: skip
def test_what_was_changed_is_named(
    written: AuditLog, ledger: Ledger, tamper: Tamper, sql: str, seq: int, how: str
) -> None:
    if ledger._db.__class__.__name__ == "Postgresql":
        sql = sql.replace(
            "replace(CAST(body AS TEXT), 'name 2', 'name X')",
            "convert_to(replace(convert_from(body, 'UTF8'), 'name 2', 'name X'), 'UTF8')",
        )
    else:
        sql = sql.replace(
            "replace(CAST(body AS TEXT), 'name 2', 'name X')",
            "CAST(replace(CAST(body AS TEXT), 'name 2', 'name X') AS BLOB)",
        )
    assert verify(ledger).whole
    tamper(sql)
    verdict = verify(ledger)
    assert verdict.broken == seq
    assert how in str(verdict.how)
    with pytest.raises(AuditBroken, match=f"record {seq}"):
        must_be_whole(verdict)


def test_two_records_that_change_places_are_named(written: AuditLog, ledger: Ledger, tamper: Tamper) -> None:
    for before, after in ((5, 99), (6, 5), (99, 6)):
        tamper("UPDATE audit_records SET seq = ? WHERE seq = ?", after, before)
    assert verify(ledger).broken == 5


def test_an_end_that_was_cut_off_with_its_signatures_shows_against_a_kept_checkpoint(
    written: AuditLog, ledger: Ledger, tamper: Tamper
) -> None:
    kept = ledger.last_checkpoint()
    assert kept is not None
    assert verify(ledger, kept=[kept]).whole
    tamper("DELETE FROM audit_records WHERE seq > 6")
    tamper("DELETE FROM audit_checkpoints WHERE seq > 6")
    assert verify(ledger).whole  # no log can tell by itself
    verdict = verify(ledger, kept=[kept])
    assert (verdict.broken, verdict.how) == (7, "the end is cut off: the checkpoint kept elsewhere reaches to record 8")


def test_an_end_that_was_written_anew_shows_against_a_kept_checkpoint(
    written: AuditLog, ledger: Ledger, tamper: Tamper
) -> None:
    kept = ledger.last_checkpoint()
    assert kept is not None
    tamper("DELETE FROM audit_records WHERE seq > 6")
    tamper("DELETE FROM audit_checkpoints WHERE seq > 6")
    written.append_all([entry("another"), entry("answer")])
    assert verify(ledger).whole
    assert "another hash" in str(verify(ledger, kept=[kept]).how)


def test_a_whole_log_by_somebody_with_a_key_of_their_own_shows_against_the_public_key(tmp_path: Path) -> None:
    with AuditLog(str(tmp_path / "forged.sqlite"), tmp_path / "forged.key") as forged:
        forged.append(entry("nothing to see"))
    ledger = Ledger(str(tmp_path / "forged.sqlite"))
    assert verify(ledger).whole
    verdict = verify(ledger, trusted=[Signer.new().public])
    ledger.close()
    assert (verdict.whole, verdict.anchored) == (False, False)
    assert "a key that was not given" in str(verdict.how)


def test_records_behind_the_end_without_the_key_are_named(written: AuditLog, ledger: Ledger, tamper: Tamper) -> None:
    """Somebody who has the database and not the key appends an answer, signed with a key of their own."""
    head, stranger = ledger.head(), Signer.new()
    (added,) = link([Draft("screening", b'{"status":"screened"}')], head, "2026-11-26T12:00:00.000000Z")
    write(tamper, added, stranger.checkpoint(added.seq, added.hash, added.header.at))
    assert verify(ledger).broken == 9
    assert "a key that is not the log's" in str(verify(ledger).how)


def test_a_key_that_a_stranger_wrote_into_the_log_is_named(written: AuditLog, ledger: Ledger, tamper: Tamper) -> None:
    stranger = Signer.new()
    for endorsement in ("", f', "endorsement": "{stranger.endorse(stranger.public)}"'):
        body = f'{{"public_key": "{stranger.public.hex()}"{endorsement}}}'.encode()
        (added,) = link([Draft("key", body)], ledger.head(), "2027-01-01T00:00:00.000000Z")
        write(tamper, added, stranger.checkpoint(added.seq, added.hash, added.header.at))
        verdict = verify(ledger)
        assert verdict.broken == 9
        assert "key" in str(verdict.how)
        tamper("DELETE FROM audit_records WHERE seq = 9")
        tamper("DELETE FROM audit_checkpoints WHERE seq = 9")


def test_a_removal_that_nothing_in_the_chain_tells_of_is_named(
    written: AuditLog, ledger: Ledger, database: str, key: Path, tamper: Tamper
) -> None:
    record = ledger.record(5)
    assert record is not None
    prune(database, key, record.header.at, ALICE)
    assert verify(ledger).whole
    tamper("UPDATE audit_records SET body = NULL WHERE seq = 7")
    assert (verify(ledger).broken, verify(ledger).removed) == (7, 3)


def write(tamper: Tamper, record: Record, checkpoint: Checkpoint) -> None:
    one = record.header
    tamper(
        "INSERT INTO audit_records (seq, at, clock, kind, body, digest, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        *(one.seq, one.at, one.clock, one.kind, record.body, one.body, one.prev, record.hash),
    )
    row = (checkpoint.seq, checkpoint.hash, checkpoint.at, checkpoint.key, checkpoint.signature)
    tamper("INSERT INTO audit_checkpoints VALUES (?, ?, ?, ?, ?)", *row)


# Any byte, any content.


def content(path: Path) -> list[object]:
    ledger = Ledger(str(path))
    try:
        return [*ledger.records(), *ledger.checkpoints()]
    finally:
        ledger.close()


def test_a_changed_byte_of_the_file_breaks_the_log_or_changes_nothing_of_it(tmp_path: Path) -> None:
    """Every 23rd byte, and so some of every page; most of those that change nothing are free space."""
    original = tmp_path / "audit.sqlite"
    with AuditLog(str(original), tmp_path / "key") as log:
        for number in range(4):
            log.append(entry(f"name {number}", hit()))
    connection = sqlite3.connect(original)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    whole, before = original.read_bytes(), content(original)
    found = 0
    changed = tmp_path / "changed.sqlite"
    for place in range(0, len(whole), 23):
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        for rest in tmp_path.glob("changed.sqlite-*"):
            rest.unlink()
        try:
            ledger = Ledger(str(changed))
        except Exception:  # noqa: BLE001  a file that does not open has been found out
            found += 1
            continue
        verdict = verify(ledger)
        ledger.close()
        if verdict.whole:
            assert content(changed) == before, place
        else:
            found += 1
    assert found > 100


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


class Kept:
    """A ledger in memory."""

    def __init__(self, records: list[Record], checkpoints: list[Checkpoint]) -> None:
        self._records, self._checkpoints = records, checkpoints

    def records(self) -> object:
        return iter(self._records)

    def checkpoints(self) -> object:
        return iter(self._checkpoints)


def chain(groups: list[list[object]], signer: Signer) -> Kept:
    records: list[Record] = []
    checkpoints: list[Checkpoint] = []
    for number, group in enumerate(groups):
        drafts = [Draft(one.kind, one.body) for one in (act("screening", ALICE, what=what) for what in group)]
        drafts = [begin_draft(signer), *drafts] if number == 0 else drafts
        moment = f"2026-11-26T12:00:{number:02}.000000Z"
        new = list(link(drafts, records[-1].header if records else None, moment))
        records += new
        checkpoints.append(signer.checkpoint(new[-1].seq, new[-1].hash, new[-1].header.at))
    return Kept(records, checkpoints)


GROUPS = st.lists(st.lists(ANYTHING, min_size=1, max_size=4), min_size=1, max_size=4)


@given(GROUPS)
@settings(max_examples=60, deadline=None)
def test_whatever_is_recorded_the_chain_is_whole(groups: list[list[object]]) -> None:
    signer = Signer.new()
    verdict = verify(chain(groups, signer), trusted=[signer.public])  # type: ignore[arg-type]
    assert verdict.whole, verdict.how
    assert verdict.records == 1 + sum(map(len, groups))


@given(GROUPS, st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_is_changed_left_out_doubled_or_moved_is_found(
    groups: list[list[object]], data: st.DataObject
) -> None:
    signer = Signer.new()
    kept = chain(groups, signer)
    records = list(kept._records)
    place = data.draw(st.integers(0, len(records) - 1))
    change = data.draw(st.sampled_from(["byte", "out", "double", "move"]))
    if change == "byte":
        body = bytearray(records[place].body or b"")
        at = data.draw(st.integers(0, len(body) - 1))
        body[at] ^= data.draw(st.integers(1, 255))
        records[place] = Record(records[place].header, records[place].hash, bytes(body))
    elif change == "out":
        del records[place]
    elif change == "double":
        records.insert(place, records[place])
    else:
        other = (
            data.draw(st.integers(0, len(records) - 1).filter(lambda one: one != place)) if len(records) > 1 else None
        )
        if other is None:
            return
        records[place], records[other] = records[other], records[place]
    verdict = verify(Kept(records, kept._checkpoints))  # type: ignore[arg-type]
    assert not verdict.whole
    assert verdict.broken is not None
    assert verdict.broken <= place + 2


STEPS = st.lists(st.sampled_from(["append", "append many", "prune", "rotate", "reopen", "copy"]), max_size=12)


@given(STEPS)
@settings(max_examples=25, deadline=None)
def test_whatever_happens_to_a_log_in_its_life_it_stays_whole(steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, key = Path(folder) / "audit.sqlite", Path(folder) / "key"
        log = AuditLog(str(path), key)
        log.append(entry())
        anchor = Signer.load(key).public
        for step in steps:
            if step == "append":
                log.append(entry(step, hit()))
            elif step == "append many":
                log.append_all([entry(step)] * 5)
            elif step == "prune":
                ledger = Ledger(str(path))
                head = ledger.head()
                ledger.close()
                assert head is not None
                prune(str(path), key, head.at, ALICE)
            elif step == "rotate":
                rotate_key(str(path), key, ALICE)
            else:
                log.close()
                if step == "copy":
                    shutil.copy(path, path.with_name("copy"))
                    path.with_name("copy").replace(path)
                log = AuditLog(str(path), key)
        log.close()
        ledger = Ledger(str(path))
        verdict = verify(ledger, trusted=[anchor])
        ledger.close()
        assert verdict.whole, verdict.how

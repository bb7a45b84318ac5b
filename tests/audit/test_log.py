"""Answers on record: in order, durable, one chain whatever writes to it and however it ends."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audit_samples import ALICE, LISTS, entry, hit, result, unfit
from debar.audit import AuditLog, act, screening
from debar.audit.databases import shown
from debar.audit.ledger import Ledger
from debar.audit.log import rotate_key
from debar.audit.signing import Signer, public_pem, read_public
from debar.audit.verify import verify
from debar.errors import AuditError, AuditKey, AuditNotWritten

SRC = Path(__file__).resolve().parents[2] / "src"

WRITER = """
import sys
from pathlib import Path
from audit_samples import entry, hit
from debar.audit import AuditLog
log = AuditLog(sys.argv[1], Path(sys.argv[2]))
for number in range(int(sys.argv[3])):
    receipt = log.append(entry(f"{sys.argv[4]} {number}", hit()))
    print(receipt.seq, flush=True)
log.close()
"""


def writer(database: str, key: Path, count: int, name: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": f"{SRC}:{Path(__file__).resolve().parents[1]}"}
    command = [sys.executable, "-c", WRITER, database, str(key), str(count), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def body(ledger: Ledger, seq: int) -> dict[str, object]:
    record = ledger.record(seq)
    assert record is not None
    assert record.body is not None
    found: dict[str, object] = json.loads(record.body)
    return found


def test_an_answer_is_on_record_with_all_that_it_rests_on(log: AuditLog, ledger: Ledger) -> None:
    receipt = log.append(screening(result("Iran Air", hit()), ALICE, options={"limit": 5}, request="r-1"))
    said = body(ledger, receipt.seq)
    assert said["who"] == {"name": "alice", "by": "os-user", "host": "desk-7"}
    assert said["query"] == {"id": "q1", "schema": "Thing", "properties": {"name": ["Iran Air"]}}
    assert (said["status"], said["policy"], said["engine"]) == ("screened", "default@c7c88793", "debar/0.1.0")
    assert (said["options"], said["request"]) == ({"limit": 5}, "r-1")
    (found,) = said["hits"]  # type: ignore[misc]
    assert (found["id"], found["score"], found["match"]) == ("us-ofac-25237", 0.834, True)
    assert found["evidence"] == [["name", "same", 0.83, '"Iran Air" is the primary name "IRAN AIR".']]
    lists = ledger.lists(str(said["lists"]))
    assert lists is not None
    assert lists.body is not None
    states = {one["source"]: one for one in json.loads(lists.body)["lists"]}
    assert states["us-ofac-sdn"]["edition"] == "2024-09-10"
    assert states["us-ofac-sdn"]["sha256"] == "ab" * 32


def test_clear_and_not_screened_are_on_record_too(log: AuditLog, ledger: Ledger) -> None:
    clear = log.append(screening(result("Peter Nobody"), ALICE))
    unable = log.append(screening(unfit(), ALICE))
    assert (body(ledger, clear.seq)["status"], body(ledger, clear.seq)["hits"]) == ("screened", [])
    assert (body(ledger, unable.seq)["status"], body(ledger, unable.seq)["reasons"]) == (
        "not_screened",
        ["un-sc: too old"],
    )


def test_the_lists_are_recorded_once_for_all_answers_that_rest_on_them(log: AuditLog, ledger: Ledger) -> None:
    log.append_all([entry(f"name {number}") for number in range(10)])
    newer = (LISTS[0],)
    log.append(screening(result("x", lists=newer), ALICE))
    log.append(screening(result("x", lists=tuple(reversed(LISTS))), ALICE))
    kinds = [record.header.kind for record in ledger.records()]
    assert (kinds.count("lists"), kinds.count("screening"), kinds[0]) == (2, 12, "begin")


def test_a_log_is_whole_and_signed_to_its_end(log: AuditLog, ledger: Ledger, key: Path) -> None:
    log.append_all([entry(f"name {number}", hit()) for number in range(30)])
    verdict = verify(ledger, trusted=[Signer.load(key).public])
    assert (verdict.whole, verdict.records, verdict.anchored) == (True, 32, True)


def test_text_that_has_no_utf8_is_recorded_as_it_was_seen(log: AuditLog, ledger: Ledger) -> None:
    receipt = log.append(entry("broken \udcff name"))
    assert body(ledger, receipt.seq)["query"]["properties"]["name"] == ["broken \\udcff name"]  # type: ignore[index]
    assert verify(ledger).whole


def test_threads_share_one_chain(log: AuditLog, ledger: Ledger) -> None:
    seen: list[int] = []

    def work(name: str) -> None:
        seen.extend(log.append(entry(f"{name} {number}")).seq for number in range(40))

    threads = [threading.Thread(target=work, args=(f"thread {number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(seen)) == 320
    verdict = verify(ledger)
    assert (verdict.whole, verdict.records) == (True, 322)
    assert verdict.checkpoints < 322  # some shared a transaction


def test_processes_share_one_chain(log: AuditLog, ledger: Ledger, database: str, key: Path) -> None:
    running = [writer(database, key, 60, f"process {number}") for number in range(3)]
    mine = [log.append(entry(f"parent {number}")).seq for number in range(60)]
    theirs = [int(line) for one in running for line in one.communicate()[0].splitlines()]
    assert [one.returncode for one in running] == [0, 0, 0]
    assert len({*mine, *theirs}) == 240
    verdict = verify(ledger)
    assert (verdict.whole, verdict.records) == (True, 242)
    assert len(verdict.keys) == 1


def test_processes_that_begin_a_log_together_begin_one(database: str, key: Path) -> None:
    running = [writer(database, key, 5, f"process {number}") for number in range(3)]
    for one in running:
        one.communicate()
    assert [one.returncode for one in running] == [0, 0, 0]
    ledger = Ledger(database)
    verdict = verify(ledger)
    ledger.close()
    assert (verdict.whole, verdict.records) == (True, 17)


def kill(database: str, key: Path, after: int) -> list[int]:
    """Kill a writer behind its so manieth record; those that it was told of."""
    process = writer(database, key, 100_000, "killed")
    assert process.stdout is not None
    acknowledged = [int(process.stdout.readline()) for _ in range(after)]
    process.send_signal(signal.SIGKILL)
    acknowledged += [int(line) for line in process.communicate()[0].split("\n") if line]
    return acknowledged


def killed_runs(database: str, key: Path, moments: list[int]) -> None:
    for after in moments:
        acknowledged = kill(database, key, after)
        ledger = Ledger(database)
        verdict = verify(ledger)
        assert verdict.whole, verdict.how
        assert verdict.head >= max(acknowledged)
        ledger.close()
    with AuditLog(database, key) as log:  # nothing stands in the way of the next
        log.append(entry("after"))


def test_a_killed_writer_leaves_a_whole_log_with_all_it_was_told_of(database: str, key: Path) -> None:
    killed_runs(database, key, [1, 2, 7, 30])


@pytest.mark.long
def test_100_killed_writers_leave_a_whole_log(database: str, key: Path) -> None:
    killed_runs(database, key, [1 + number % 23 for number in range(100)])


def test_a_forked_child_writes_to_the_same_chain(log: AuditLog, ledger: Ledger) -> None:
    log.append(entry("parent"))
    child = os.fork()
    if child == 0:
        try:
            log.append(entry("child"))
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    log.append(entry("parent again"))
    assert verify(ledger).whole
    assert verify(ledger).records == 5


def test_a_clock_that_goes_backwards_is_noted_and_time_is_not(database: str, key: Path) -> None:
    moments = iter(datetime(2026, 11, 26, 12, tzinfo=UTC) + timedelta(hours=hours) for hours in (0, -3, 1))
    with AuditLog(database, key, clock=lambda: next(moments)) as log:
        for number in range(3):
            log.append(entry(f"name {number}"))
    ledger = Ledger(database)
    times = [
        (record.header.at[11:13], record.header.clock and record.header.clock[11:13]) for record in ledger.records()
    ]
    assert times[-3:] == [("12", None), ("12", "09"), ("13", None)]
    verdict = verify(ledger)
    ledger.close()
    assert (verdict.whole, verdict.behind) == (True, 1)


def test_what_is_written_after_the_end_is_refused(database: str, key: Path) -> None:
    log = AuditLog(database, key)
    log.close()
    with pytest.raises(AuditNotWritten, match="closed"):
        log.append(entry())


def test_an_event_loop_waits_without_being_held_up(log: AuditLog, ledger: Ledger) -> None:
    async def answer(number: int) -> int:
        return (await asyncio.wrap_future(log.submit(entry(f"name {number}")))).seq

    async def all_of_them() -> list[int]:
        return await asyncio.gather(*map(answer, range(200)))

    assert asyncio.run(all_of_them()) == list(range(3, 203))
    assert verify(ledger).whole


def test_closing_writes_what_waits(database: str, key: Path) -> None:
    log = AuditLog(database, key)
    waiting = [log.submit(entry(f"name {number}")) for number in range(2_500)]
    log.close()
    assert [future.result().seq for future in waiting] == list(range(3, 2_503))


def test_a_record_that_cannot_be_written_is_an_error_for_its_caller_and_the_next_is_not(
    log: AuditLog, ledger: Ledger, tamper: Callable[..., None]
) -> None:
    log.append(entry())
    tamper("ALTER TABLE audit_checkpoints RENAME TO elsewhere")
    with pytest.raises(AuditNotWritten, match="do not give the answer"):
        log.append(entry("lost"))
    tamper("ALTER TABLE elsewhere RENAME TO audit_checkpoints")
    log.append(entry("kept"))
    assert [one.header.kind for one in ledger.records()] == ["begin", "lists", "screening", "screening"]
    assert verify(ledger).whole


def test_a_server_that_was_restarted_costs_no_record(postgresql: str, key: Path) -> None:
    import psycopg

    with psycopg.connect(postgresql, autocommit=True) as other:
        other.execute("CREATE SCHEMA restarted")
        with AuditLog(f"{postgresql}&options=-csearch_path%3Drestarted", key) as log:
            log.append(entry("before"))
            gone = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s AND pid <> pg_backend_pid()"
            other.execute(gone, ("debar audit",))
            assert log.append(entry("after")).seq == 4


def test_without_the_library_the_message_says_what_to_install(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['cryptography'] = None\n"
        "from pathlib import Path\n"
        "from audit_samples import entry\n"
        "from debar.audit import AuditLog\n"
        "from debar.errors import AuditNotWritten\n"
        "log = AuditLog(sys.argv[1], Path(sys.argv[2]))\n"
        "try: log.append(entry())\n"
        "except AuditNotWritten as error: print(error)\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{SRC}:{Path(__file__).resolve().parents[1]}"}
    command = [sys.executable, "-c", script, str(tmp_path / "audit.sqlite"), str(tmp_path / "key")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert "pip install 'debar[service]'" in done.stdout, done.stderr


def test_the_tables_refuse_change_and_removal(log: AuditLog, database: str) -> None:
    log.append(entry())
    opened = Ledger(database, write=True)
    for sql in (
        "DELETE FROM audit_records",
        "UPDATE audit_records SET body = digest::bytea"
        if "://" in database
        else "UPDATE audit_records SET body = x'00'",
        "UPDATE audit_records SET at = '2020-01-01', body = NULL",
        "DELETE FROM audit_checkpoints",
        "UPDATE audit_checkpoints SET seq = 7",
    ):
        with pytest.raises(AuditError, match="append-only"):
            opened._db.execute(sql)
    opened.close()


# The key.


def test_the_key_is_made_with_the_first_record_and_only_its_owner_reads_it(log: AuditLog, key: Path) -> None:
    assert not key.exists()
    log.append(entry())
    assert key.stat().st_mode & 0o777 == 0o600
    assert b"PRIVATE KEY" in key.read_bytes()


def test_the_public_key_leaves_as_pem_and_comes_back(tmp_path: Path) -> None:
    signer = Signer.new()
    (tmp_path / "public.pem").write_text(signer.pem)
    assert read_public(tmp_path / "public.pem") == signer.public
    assert public_pem(signer.public) == signer.pem


def test_a_key_that_others_may_read_signs_nothing(database: str, key: Path) -> None:
    with AuditLog(database, key) as log:
        log.append(entry())
    key.chmod(0o644)
    with AuditLog(database, key) as log, pytest.raises(AuditNotWritten, match="others may read"):
        log.append(entry())


def test_a_log_whose_key_is_missing_gets_no_other_silently(database: str, key: Path) -> None:
    with AuditLog(database, key) as log:
        log.append(entry())
    key.rename(key.with_name("away"))
    with AuditLog(database, key) as log, pytest.raises(AuditNotWritten, match="the key that signs this log is missing"):
        log.append(entry())
    assert not key.exists()
    Signer.new().save(key)
    with AuditLog(database, key) as log, pytest.raises(AuditNotWritten, match="signed with another key"):
        log.append(entry())


def test_a_rotated_key_is_endorsed_by_the_old_one_which_is_enough_to_trust_it(
    log: AuditLog, ledger: Ledger, database: str, key: Path
) -> None:
    log.append(entry("before"))
    old = Signer.load(key)
    new = rotate_key(database, key, ALICE)
    log.append(entry("after"))  # a writer that was open all the while finds the new key
    assert Signer.load(key).id == new.id != old.id
    for trusted in ([old.public], [new.public], []):
        verdict = verify(ledger, trusted=trusted)
        assert verdict.whole, verdict.how
        assert verdict.keys == (old.id, new.id)


def test_a_rotation_that_was_killed_at_its_last_step_is_finished_by_the_next_writer(
    log: AuditLog, ledger: Ledger, database: str, key: Path
) -> None:
    log.append(entry())
    old = key.read_bytes()
    new = rotate_key(database, key, ALICE)
    key.rename(key.with_name(key.name + ".next"))
    key.write_bytes(old)
    key.chmod(0o600)
    with AuditLog(database, key) as other:
        other.append(entry())
    assert Signer.load(key).id == new.id
    assert verify(ledger).whole


def test_a_lost_key_is_replaced_only_by_one_that_is_given_to_verify(
    log: AuditLog, ledger: Ledger, database: str, key: Path
) -> None:
    log.append(entry())
    old = Signer.load(key)
    key.unlink()
    with pytest.raises(AuditKey, match="missing"):
        rotate_key(database, key, ALICE)
    new = rotate_key(database, key, ALICE, lost=True)
    log.append(entry())
    assert "without the signature" in str(verify(ledger).how)
    assert "without the signature" in str(verify(ledger, trusted=[old.public]).how)
    assert verify(ledger, trusted=[old.public, new.public]).whole


# Nothing secret.


def test_messages_never_hold_the_password_of_the_database(key: Path) -> None:
    url = "postgresql://debar:s3cret@127.0.0.1:1/audit?connect_timeout=1&sslpassword=s3cret"
    assert "s3cret" not in shown(url)
    with pytest.raises(AuditError) as caught:
        AuditLog(url, key)
    assert "s3cret" not in f"{caught.value!r} {caught.value} {caught.value.__cause__!r}"


def test_the_log_never_holds_the_private_key(log: AuditLog, ledger: Ledger, key: Path) -> None:
    log.append(entry())
    log.append(act("access", ALICE, what="key added"))
    secret = "".join(key.read_text().splitlines()[1:-1])
    assert all(secret.encode() not in (record.body or b"") for record in ledger.records())

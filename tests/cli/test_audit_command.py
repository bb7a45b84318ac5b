"""Answers on record from the command line, and what is done with the record there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import sample_lists as sample
from debar_process import debar


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("home")
    done = debar("update", "--from", sample.SDN, home=path)
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def home(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "home"))


def records(home: Path, *options: object) -> list[dict[str, object]]:
    done = debar("audit", "list", "--format", "json", *options, home=home)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def exported(home: Path, seq: object) -> dict[str, object]:
    body: dict[str, object] = json.loads(json.loads(debar("audit", "export", seq, home=home).stdout)["body"])
    return body


def test_screening_leaves_no_record_unless_it_is_asked_to(home: Path) -> None:
    assert debar("screen", "Iran Air", home=home).returncode == 1
    assert not (home / "audit.sqlite").exists()
    done = debar("audit", "list", home=home)
    assert done.returncode == 3
    assert "there is no audit log here" in done.stderr


def test_hits_and_clear_are_recorded_and_the_exit_codes_stay(home: Path) -> None:
    hit = debar("screen", "Iran Air", "--nexus", "us", "--audit", home=home)
    clear = debar("screen", "Peter Nobody", "--audit", home=home)
    assert (hit.returncode, clear.returncode) == (1, 0)
    assert "audit record 3" in hit.stderr
    assert [(one["id"], one["asked"], one["outcome"]) for one in records(home, "--kind", "screening")] == [
        (3, "Iran Air", "1 match"),
        (4, "Peter Nobody", "clear"),
    ]
    said = exported(home, 3)
    assert (said["nexus"], said["policy"]) == (["us"], "default@c7c88793")
    assert said["hits"][0]["effects"][0]["action"] == "block"  # type: ignore[index]
    assert debar("audit", "verify", home=home).returncode == 0


def test_what_could_not_be_screened_is_recorded_even_without_lists(tmp_path: Path) -> None:
    done = debar("screen", "Iran Air", "--audit", home=tmp_path / "nothing")
    assert done.returncode == 3
    assert [one["outcome"] for one in records(tmp_path / "nothing", "--kind", "screening")] == ["not_screened"]


def test_the_setting_records_without_being_told_and_can_be_overruled(home: Path) -> None:
    (home / "audit.toml").write_text("record = true\n")
    debar("screen", "Iran Air", home=home)
    debar("screen", "Peter Nobody", "--no-audit", home=home)
    assert [one["asked"] for one in records(home, "--kind", "screening")] == ["Iran Air"]


def test_a_setting_that_does_not_exist_is_named(home: Path) -> None:
    (home / "audit.toml").write_text("recrod = true\n")
    done = debar("screen", "Iran Air", home=home)
    assert done.returncode == 2
    assert "audit.toml" in done.stderr


def test_without_a_record_there_is_no_answer(home: Path, tmp_path: Path) -> None:
    debar("screen", "Iran Air", "--audit", home=home)
    (home / "audit.key").chmod(0o644)
    done = debar("screen", "Iran Air", "--audit", home=home)
    assert (done.returncode, done.stdout) == (3, "")
    assert "others may read the signing key" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_batch_is_one_record_with_the_digests_of_both_files(home: Path, tmp_path: Path) -> None:
    import hashlib

    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"properties": {"name": ["Iran Air"]}}\n{"properties": {"name": ["Peter Nobody"]}}\nnonsense\n')
    done = debar("batch", source, "-o", output, "--audit", home=home)
    assert done.returncode == 4
    (one,) = records(home, "--kind", "batch")
    assert (one["asked"], one["outcome"]) == (str(source), "1 of 3 rows with a match")
    said = exported(home, one["id"])
    assert said["input"]["sha256"] == hashlib.sha256(source.read_bytes()).hexdigest()  # type: ignore[index]
    assert said["output"]["sha256"] == hashlib.sha256(output.read_bytes()).hexdigest()  # type: ignore[index]
    counts = said["counts"]
    assert (counts["rows"], counts["matched"], counts["clear"], counts["rejected"]) == (3, 1, 1, 1)  # type: ignore[index]
    page = tmp_path / "job.html"
    assert debar("audit", "export", one["id"], "-o", page, home=home).returncode == 0
    assert "1 of 3 rows with a match" in page.read_text()


def test_answers_of_a_batch_that_could_not_be_recorded_are_put_aside(home: Path, tmp_path: Path) -> None:
    debar("screen", "Iran Air", "--audit", home=home)
    (home / "audit.key").chmod(0o644)
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"properties": {"name": ["Iran Air"]}}\n')
    done = debar("batch", source, "-o", output, "--report", tmp_path / "report.html", "--audit", home=home)
    assert (done.returncode, done.stdout) == (3, "")
    assert "others may read the signing key" in done.stderr
    assert not output.exists()
    assert not (tmp_path / "report.html").exists()
    assert (tmp_path / "out.jsonl.unrecorded").exists()


def test_a_copy_of_the_log_is_checked_without_a_home(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    debar("screen", "Iran Air", "--audit", home=home)
    public = tmp_path / "public.pem"
    debar("audit", "public-key", "-o", public, home=home)
    copy = shutil.copy(home / "audit.sqlite", tmp_path / "copy.sqlite")
    monkeypatch.setenv("DEBAR_AUDIT", str(copy))
    done = debar("audit", "verify", "--public-key", public, "--format", "json", home=tmp_path / "nowhere")
    assert done.returncode == 0, done.stderr
    assert (json.loads(done.stdout)[0]["records"], json.loads(done.stdout)[0]["anchored"]) == (3, True)


def test_verify_names_the_first_broken_record_and_ends_with_3(home: Path) -> None:
    import sqlite3

    for name in ("Iran Air", "Peter Nobody"):
        debar("screen", name, "--audit", home=home)
    connection = sqlite3.connect(home / "audit.sqlite")
    connection.execute("DROP TRIGGER audit_records_stand")
    connection.execute("UPDATE audit_records SET body = CAST(replace(CAST(body AS TEXT), 'Nobody', 'Anybody') AS BLOB)")
    connection.commit()
    connection.close()
    done = debar("audit", "verify", "--format", "json", home=home)
    assert done.returncode == 3
    (verdict,) = json.loads(done.stdout)
    assert (verdict["whole"], verdict["broken"]) == (False, 4)
    assert "broken at record 4: its body was changed" in done.stderr


def test_a_log_by_another_key_than_the_homes_is_broken(home: Path, tmp_path: Path) -> None:
    debar("screen", "Iran Air", "--audit", home=home)
    debar("screen", "Somebody Else", "--audit", home=tmp_path / "other")
    for path in (tmp_path / "other").glob("audit.sqlite*"):
        shutil.copy(path, home / path.name)
    done = debar("audit", "verify", home=home)
    assert done.returncode == 3
    assert "a key that was not given" in done.stderr


def test_a_log_is_checked_against_what_was_kept_elsewhere(home: Path, tmp_path: Path) -> None:
    public, kept = tmp_path / "public.pem", tmp_path / "checkpoint.json"
    debar("screen", "Iran Air", "--audit", home=home)
    assert debar("audit", "public-key", "-o", public, home=home).returncode == 0
    assert debar("audit", "checkpoint", "-o", kept, home=home).returncode == 0
    debar("screen", "Iran Air", "--audit", home=home)
    assert debar("audit", "rotate-key", home=home).returncode == 0
    done = debar("audit", "verify", "--public-key", public, "--checkpoint", kept, "--format", "json", home=home)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0]["anchored"] is True
    (home / "audit.sqlite").unlink()
    (home / "audit.key").unlink()
    debar("screen", "Somebody Else", "--audit", home=home)
    done = debar("audit", "verify", "--public-key", public, "--checkpoint", kept, home=home)
    assert done.returncode == 3


def test_a_proof_is_checked_without_any_home(home: Path, tmp_path: Path) -> None:
    debar("screen", "Iran Air", "--audit", home=home)
    public, page = tmp_path / "public.pem", tmp_path / "proof.html"
    debar("audit", "public-key", "-o", public, home=home)
    debar("audit", "export", 3, "-o", page, home=home)
    nowhere = tmp_path / "nowhere"
    assert debar("audit", "verify", "--proof", page, "--public-key", public, home=nowhere).returncode == 0
    page.write_text(page.read_text().replace("us-ofac-25237", "us-ofac-25238"))
    done = debar("audit", "verify", "--proof", page, "--public-key", public, home=nowhere)
    assert done.returncode == 3
    assert "its body was changed" not in done.stdout
    assert "the body was changed" in done.stderr


def test_old_answers_are_removed_and_held_ones_kept(home: Path) -> None:
    for name in ("Iran Air", "Peter Nobody"):
        debar("screen", name, "--audit", home=home)
    assert debar("audit", "hold", "--reason", "no criteria", home=home).returncode == 2
    assert debar("audit", "hold", "--name", "iran air", "--reason", "case 7", home=home).stdout == "hold 5\n"
    assert "case 7" in debar("audit", "holds", home=home).stdout
    assert debar("audit", "prune", home=home).returncode == 2
    last = str(records(home)[-1]["at"])
    done = debar("audit", "prune", "--before", last, home=home)
    assert done.stdout == "1 bodies removed, 1 records kept by a hold\n"
    assert [one["outcome"] for one in records(home, "--kind", "screening")] == ["1 match", "removed"]
    assert debar("audit", "verify", home=home).returncode == 0
    assert debar("audit", "release", 5, home=home).returncode == 0
    assert debar("audit", "release", 5, home=home).returncode == 2
    (home / "audit.toml").write_text("keep_days = 3653\n")
    assert debar("audit", "prune", home=home).stdout == "0 bodies removed, 0 records kept by a hold\n"


def test_search_finds_by_what_was_asked_and_what_was_found(home: Path) -> None:
    debar("screen", "Iran Air", "--audit", home=home)
    debar("screen", "Peter Nobody", "--audit", home=home)
    for words in (("iran", "air"), ("US-OFAC-25237",)):
        found = json.loads(debar("audit", "search", *words, "--format", "json", home=home).stdout)
        assert [one["id"] for one in found] == [3]
    assert records(home, "--since", "2999-01-01") == []
    assert debar("audit", "list", "--since", "soon", home=home).returncode == 2
    assert debar("audit", "export", 99, home=home).returncode == 2


# API keys.


def test_a_key_is_shown_once_and_then_never_again(home: Path) -> None:
    (home / "audit.toml").write_text("record = true\n")
    done = debar("keys", "add", "payments", "--scope", "screen,read", "--expires", "2999-01-01", home=home)
    assert done.returncode == 0, done.stderr
    token = done.stdout.strip()
    assert token.startswith("debar_")
    assert token not in done.stderr
    listed = debar("keys", "list", "--format", "json", home=home).stdout
    (one,) = json.loads(listed)
    assert (one["name"], one["scopes"], one["state"]) == ("payments", ["screen", "read"], "active")
    secret = token.split("_", 2)[2]
    written = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert secret.encode() not in written
    assert [entry["kind"] for entry in records(home)] == ["begin", "access"]
    assert exported(home, 2)["what"] == "key added"


def test_a_key_is_rotated_and_revoked(home: Path) -> None:
    first = debar("keys", "add", "payments", "--scope", "screen", home=home).stdout
    second = debar("keys", "rotate", "payments", home=home).stdout
    assert first != second
    assert "revoked" in debar("keys", "revoke", "payments", home=home).stdout
    states = [one["state"] for one in json.loads(debar("keys", "list", "--format", "json", home=home).stdout)]
    assert states == ["revoked", "revoked"]
    assert debar("keys", "revoke", "payments", home=home).returncode == 2
    assert debar("keys", "add", "x", "--scope", "write", home=home).returncode == 2

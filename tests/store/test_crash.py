"""An update that is killed at any moment leaves the old state or the new one, never a mix."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

import sample_lists as sample
from debar.lists.catalog import official
from debar.match import Index, build
from debar.store import Home
from debar.store.update import Choices, update

NOW = datetime.now(UTC)
SPIN = "import sys; sys.argv = ['debar', *sys.argv[1:]]; from debar.cli.app import main; main()"


def start(home: Path, lists: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", SPIN, "update", "--from", str(lists), "--home", str(home)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def check(home: Path, *, acknowledged: bool) -> str:
    """The edition that the home holds; everything in it must be of that one edition."""
    opened = Home(home)
    (state,) = opened.lists(NOW)
    folder, _ = opened.index_folder(NOW)
    index = Index.open(folder, verify=True)
    iran_air = index.entity("us-ofac-25237")
    assert iran_air is not None
    assert state.fit
    expected = {"2024-05-03": (36, 1), "2024-09-10": (39, 3)}[str(state.edition)]
    assert (index.entity_count, len(iran_air.designations[0].programs)) == expected
    assert opened.entity("us-ofac-25237") == iran_air
    assert not acknowledged or state.edition == "2024-09-10"
    opened.close()
    return str(state.edition)


def loaded(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    update(home, official(), Choices(start=sample.SDN_BEFORE), build=build, now=NOW)
    return home


def kill_at(fraction: float, whole_s: float, base: Path, work: Path) -> str:
    home = work / "home"
    shutil.copytree(base, home)
    process = start(home, sample.SDN_AFTER)
    time.sleep(fraction * whole_s)  # the moment of the kill, not a wait for anything
    process.kill()
    said = process.communicate()[0]
    edition = check(home, acknowledged=b"published" in said)
    # The next update must find nothing in its way.
    update(home, official(), Choices(start=sample.SDN_AFTER), build=build, now=NOW)
    assert check(home, acknowledged=True) == "2024-09-10"
    assert not list((home / "index").glob(".building-*"))
    shutil.rmtree(home)
    return edition


def run(tmp_path: Path, kills: int) -> None:
    base = loaded(tmp_path)
    trial = tmp_path / "trial"
    shutil.copytree(base, trial)
    began = time.monotonic()
    process = start(trial, sample.SDN_AFTER)
    process.communicate()
    assert process.returncode == 0
    whole_s = time.monotonic() - began
    chance = random.Random(20240910)
    moments = [chance.uniform(0.3, 1.1) for _ in range(kills)]
    for number, moment in enumerate(moments):
        kill_at(moment, whole_s, base, tmp_path / f"run-{number}")


def test_a_killed_update_leaves_the_old_state_or_the_new(tmp_path: Path) -> None:
    run(tmp_path, 12)


@pytest.mark.long
def test_200_killed_updates_leave_the_old_state_or_the_new(tmp_path: Path) -> None:
    run(tmp_path, 200)


def test_a_full_disk_leaves_the_old_state(tmp_path: Path) -> None:
    """No file may grow beyond a limit: at one the index cannot be written, at another not even the database."""
    base = loaded(tmp_path)
    for limit in (4_096, 12_288, 20_480):
        limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));" + SPIN
        command = [sys.executable, "-c", limited, "update", "--from", str(sample.SDN_AFTER), "--home", str(base)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 3, done.stderr
        assert "Traceback" not in done.stderr
        assert "cannot be written" in done.stderr
        assert check(base, acknowledged=False) == "2024-05-03"

"""The files that others install are what their own programs take."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
UNITS = ROOT / "packaging" / "systemd"


@pytest.fixture
def units(tmp_path: Path) -> Path:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze here")
    for file in UNITS.iterdir():
        name = file.name.replace("@.", "@8001.")
        (tmp_path / name).write_text(file.read_text().replace("/opt/debar/bin/debar", sys.executable))
    return tmp_path


def test_systemd_takes_the_units_and_finds_little_that_they_may_do(units: Path) -> None:
    names = ["debar@8001.service", "debar-update.service", "debar-update.timer"]
    done = subprocess.run(["systemd-analyze", "verify", *names], cwd=units, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for name in names[:2]:
        command = ["systemd-analyze", "security", "--offline=true", "--threshold=15", f"./{name}"]
        judged = subprocess.run(command, cwd=units, capture_output=True, text=True, check=False)
        assert judged.returncode == 0, judged.stdout[-3_000:]


def test_the_container_runs_as_nobody_in_particular_and_gets_all_that_it_copies() -> None:
    text = (ROOT / "packaging" / "Containerfile").read_text()
    assert re.search(r"^USER 10001:10001$", text, re.M)
    assert "debar serve --check" in " ".join(re.findall(r'"([^"]+)"', text))
    let_in = (ROOT / ".dockerignore").read_text().splitlines()
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.M):
        for name in line.split():
            assert (ROOT / name).exists()
            assert f"!{name}" in let_in

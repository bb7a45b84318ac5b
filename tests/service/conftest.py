"""One service over the sample lists, for all claims that change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from debar_process import debar
from sample_lists import LISTS
from service_process import running


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("service") / "home"
    done = debar("update", "--from", LISTS, home=home)
    assert done.returncode == 0, done.stderr
    (home / "datasets.toml").write_text(
        """
        [collections.euro]
        title = "What a payment in euro is screened against"
        sources = ["eu-fsf", "un-sc"]

        [collections.wanting]
        title = "One of its lists is not held"
        sources = ["un-sc", "ch-seco"]
        """
    )
    return home


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service-log") / "log"


@pytest.fixture(scope="session")
def address(sample_home: Path, log: Path) -> Iterator[str]:
    with running(sample_home, log) as found:
        yield found


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=120) as found:
        yield found

"""Homes for the console: real official files where they are, the project's own sample otherwise; one service over each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from conftest import ROOT
from debar.audit import settings_of
from debar.service.app import create_app
from debar.service.safety import Recorded
from debar.service.settings import Settings
from debar_process import debar
from sample_lists import LISTS
from service_process import running_here

TRICK = "<script>document.title='taken'</script><img src=x onerror=alert(1)>"
"""A name that would act if a page let it."""

WATCHLIST = f"""id,name,schema,country
w-1,"Marigold {TRICK}",Person,gb
w-2,"Quackenbush, Zebulon",Person,us
"""


@pytest.fixture(scope="session")
def console_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample lists, and a list of the user's own with a name that is markup."""
    folder = tmp_path_factory.mktemp("console")
    home = folder / "home"
    done = debar("update", "--from", LISTS, home=home)
    assert done.returncode == 0, done.stderr
    (folder / "own.csv").write_text(WATCHLIST, "utf-8")
    done = debar("update", "our-list", "--from", folder / "own.csv", home=home)
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture(scope="session")
def real_home(tmp_path_factory: pytest.TempPathFactory, console_home: Path) -> Path:
    """Real editions: OFAC's whole list of a day and three editions of the UN's. The sample, where they are not there."""
    lists = ROOT.parent / "shared" / "data" / "lists"
    if not lists.is_dir():
        return console_home
    home = tmp_path_factory.mktemp("console-real") / "home"
    own = console_home.parent / "own.csv"
    for asked in (("--from", lists / "ofac" / "2023-12-28"), ("--from", lists / "un"), ("our-list", "--from", own)):
        done = debar("update", *asked, home=home)
        assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def own_home(console_home: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return Path(shutil.copytree(console_home, tmp_path / "home"))


@pytest.fixture(scope="session")
def pages(console_home: Path) -> Iterator[httpx.Client]:
    """A client of a service that records nothing, and fetches articles."""
    with running_here(create_app(Settings(home=console_home, fetch_articles=True))) as client:
        yield client


@pytest.fixture
def recorded(own_home: Path) -> Iterator[httpx.Client]:
    """A client of a service that puts everything on record."""
    log = settings_of(own_home, {}).log()
    with running_here(create_app(Settings(home=own_home), recorder=Recorded(log))) as client:
        yield client
    log.close()

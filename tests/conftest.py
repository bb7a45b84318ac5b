"""Fixtures that every test may use."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from postgresql_cluster import NoPostgresql, cluster

# `make test` asks the same each time, so that it says something of the change and not of luck; `make check-long` draws anew.
settings.register_profile("steady", derandomize=True)
settings.register_profile("searching", derandomize=False, print_blob=True)
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Indexes of past days are not kept where those of whoever runs the tests are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEBAR_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real editions of the official lists, which stand beside the project and are no part of it."""
    path = Path(os.environ.get("DEBAR_SHARED", ROOT.parent / "shared"))
    if not (path / "data" / "lists").is_dir():
        pytest.skip(f"needs the official files under {path} (set DEBAR_SHARED to where they lie)")
    return path


@pytest.fixture(scope="session")
def shared_lists(shared: Path) -> Path:
    """The folder of the lists."""
    return shared / "data" / "lists"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a real PostgreSQL."""
    context = cluster()
    try:
        url = context.__enter__()
    except NoPostgresql as error:
        pytest.skip(str(error))
    yield url
    context.__exit__(None, None, None)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The setting of an empty database."""
    if request.param == "sqlite":
        return str(tmp_path / "database.sqlite")
    import psycopg

    url: str = request.getfixturevalue("postgresql")
    schema = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
    return f"{url}&options=-csearch_path%3D{schema}"

"""The field's own clients, unchanged, pointed here."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from yente_client import Client, Company, Person
from yente_client.exceptions import BadRequestError, NotFoundError, ServerError

from service.running import running

NOMENKLATURA = "4.17.4"


@pytest.fixture(scope="module")
def yente(address: str) -> Iterator[Client]:
    with Client(base_url=address) as client:
        yield client


def test_yente_client_matches(yente: Client) -> None:
    found = yente.match(Person(name="Vladimir Putin", birthDate="1952-10-07"), datasets=["sanctions"], threshold=0.8)
    assert found.top is not None
    assert found.top.id == "us-ofac-35096"
    assert found.matches
    assert found.top.contributing_explanations["name"].candidate
    assert found.top.first_seen is not None


def test_yente_client_matches_many(yente: Client) -> None:
    wanted = [(f"k{number}", Company(name="IRAN AIR")) for number in range(40)]
    found = dict(yente.match_iter(wanted, algorithm="best", limit=3))
    assert len(found) == 40
    assert all(one.top is not None and one.top.id == "us-ofac-25237" for one in found.values())  # type: ignore[union-attr]


def test_yente_client_searches_fetches_and_walks(yente: Client) -> None:
    assert yente.search("putin", schema="Person", facets=["datasets"]).results[0].id == "us-ofac-35096"
    assert yente.fetch("us-ofac-35096").properties["sanctions"]
    assert "sanctions" in yente.adjacent("us-ofac-35096").adjacent
    assert yente.adjacent("us-ofac-35096", prop="sanctions").total.value == 1


def test_yente_client_reads_what_the_service_has(yente: Client) -> None:
    assert yente.healthz().status == yente.readyz().status == "ok"
    assert {"default", "sanctions", "us-ofac-sdn"} <= {one.name for one in yente.datasets().datasets}
    assert yente.algorithms().best == "debar"


def test_yente_client_is_told_what_is_refused(yente: Client) -> None:
    with pytest.raises(BadRequestError, match="cannot be weighed"):
        yente.match(Person(name="Vladimir Putin"), weights={"name_match": 1.0})
    with pytest.raises(NotFoundError, match="no such list"):
        yente.match(Person(name="Vladimir Putin"), datasets=["nowhere"])
    with pytest.raises(NotFoundError):
        yente.fetch("us-ofac-1")


def test_yente_client_never_reads_clear_where_nothing_was_screened(tmp_path: Path) -> None:
    with (
        running(tmp_path / "none", tmp_path / "log") as address,
        Client(base_url=address) as client,
        pytest.raises(ServerError),
    ):
        client.match(Person(name="Vladimir Putin"))


_ENRICH = """
import json, sys
from followthemoney import Dataset, StatementEntity
from nomenklatura.cache import Cache
from nomenklatura.db import Session, get_engine
from nomenklatura.enrich.yente import YenteEnricher

dataset = Dataset.make({"name": "debar", "title": "debar"})
session = Session(get_engine("sqlite:///:memory:"))
cache = Cache(session, dataset, create=True)
enricher = YenteEnricher(dataset, cache, {"api": sys.argv[1], "dataset": "sanctions", "cutoff": 0.7})
properties = {"name": ["Vladimir Putin"], "birthDate": ["1952-10-07"]}
wanted = StatementEntity.from_data(dataset, {"id": "q", "schema": "Person", "properties": properties})
found = list(enricher.match(wanted))
around = [one.schema.name for one in enricher.expand(wanted, found[0])]
print(json.dumps({"ids": [one.id for one in found], "caption": found[0].caption, "around": around}))
"""


def test_nomenklaturas_enricher_finds_and_expands(address: str) -> None:
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    python = cache / "debar-bench" / f"nomenklatura-{NOMENKLATURA}" / "bin" / "python"
    if not python.exists():
        # It brings scikit-learn and DuckDB: too much for the environment of the tests.
        pytest.skip(f"needs nomenklatura {NOMENKLATURA} in {python.parent.parent}; `benchmarks/accuracy.py` makes it")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [python, "-c", _ENRICH, f"{address}/"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["ids"][0] == "us-ofac-35096"
    assert "Sanction" in found["around"]

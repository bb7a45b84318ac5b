"""Keys and the audit log of a home, in the service as `debar serve` puts them together."""

from __future__ import annotations

import shutil
from pathlib import Path

from debar.access import Keys
from debar.audit import settings_of
from debar.audit.verify import verify
from debar.service.app import create_app
from debar.service.safety import KeyHolders, Recorded
from debar.service.settings import Settings
from service_process import running_here

QUERY = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Zebulon Quackenbush"]}}}}


def test_only_holders_of_a_key_are_answered_each_for_its_scopes(sample_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(sample_home, tmp_path / "home"))
    keys = Keys(home, write=True)
    _, screens = keys.add("payments", ["screen"])
    _, reads = keys.add("desk", ["read"])
    with running_here(create_app(Settings(home=home), authoriser=KeyHolders(home))) as client:
        assert client.post("/match/default", json=QUERY).status_code == 401
        assert client.post("/match/default", json=QUERY, headers={"Authorization": "ApiKey wrong"}).status_code == 401
        assert (
            client.post("/match/default", json=QUERY, headers={"Authorization": f"Bearer {reads}"}).status_code == 403
        )
        good = client.post("/match/default", json=QUERY, headers={"X-Api-Key": screens})
        assert good.status_code == 200
        assert screens not in good.text
        keys.revoke("payments")
        assert client.post("/match/default", json=QUERY, headers={"X-Api-Key": screens}).status_code == 401


def test_every_answer_is_on_record_and_the_record_verifies(sample_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(sample_home, tmp_path / "home"))
    settings = settings_of(home, {})
    log = settings.log()
    with running_here(create_app(Settings(home=home), recorder=Recorded(log))) as client:
        for _ in range(3):
            assert client.post("/match/default", json=QUERY).status_code == 200
    log.close()
    verdict = verify(settings.ledger())
    assert verdict.whole
    assert verdict.records >= 3

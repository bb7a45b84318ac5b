"""API keys: shown once, kept as digests, good for their scopes and time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from debar.access import SCOPES, Keys
from debar.errors import AccessDenied, BadQuery, KeyRefused, ScopeMissing

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(tmp_path: Path, clock: Clock) -> Iterator[Keys]:
    opened = Keys(tmp_path, write=True, clock=clock)
    yield opened
    opened.close()


def test_a_key_is_good_for_its_scopes_alone(keys: Keys) -> None:
    key, token = keys.add("payments", ["read", "screen"])
    principal = keys.authorise(token, "screen")
    assert (principal.name, principal.key, principal.scopes) == ("payments", key.id, {"screen", "read"})
    with pytest.raises(ScopeMissing, match="it needs `admin`"):
        keys.authorise(token, "admin")


def test_admin_includes_the_other_scopes(keys: Keys) -> None:
    _, token = keys.add("root", ["admin"])
    assert all(keys.authorise(token, scope).scopes == set(SCOPES) for scope in SCOPES)


def test_a_key_needs_a_scope_that_exists_and_a_name_that_is_free(keys: Keys) -> None:
    keys.add("payments", ["screen"])
    for name, scopes in (("x", []), ("x", ["write"]), ("payments", ["screen"]), ("  ", ["screen"])):
        with pytest.raises(BadQuery):
            keys.add(name, scopes)
    with pytest.raises(BadQuery, match="lie ahead"):
        keys.add("x", ["screen"], expires=NOW)


@pytest.mark.parametrize(
    "change", ["", "x", "debar", "debar__", "debar_zz_{secret}", "{token}x", "{short}", "Bearer {token}", "\udcff\0"]
)
def test_whatever_is_not_the_token_is_refused(keys: Keys, change: str) -> None:
    _, token = keys.add("payments", ["screen"])
    wrong = change.format(token=token, short=token[:-1], secret=token.split("_", 2)[2])
    with pytest.raises(KeyRefused) as caught:
        keys.authorise(wrong, "screen")
    assert token not in str(caught.value)
    assert not wrong or len(wrong) < 6 or wrong not in str(caught.value)


def test_an_expired_key_is_refused(keys: Keys, clock: Clock) -> None:
    _, token = keys.add("payments", ["screen"], expires=NOW + timedelta(hours=1))
    keys.authorise(token, "screen")
    clock.now = NOW + timedelta(hours=1)
    with pytest.raises(KeyRefused, match="expired"):
        keys.authorise(token, "screen")
    assert not keys
    assert [key.state(clock.now) for key in keys.all()] == ["expired"]


def test_a_revoked_key_is_refused_at_once_also_by_who_has_the_file_open(tmp_path: Path, keys: Keys) -> None:
    service = Keys(tmp_path)
    _, token = keys.add("payments", ["screen"])
    service.authorise(token, "screen")
    keys.revoke("payments")
    with pytest.raises(KeyRefused, match="revoked"):
        service.authorise(token, "screen")
    with pytest.raises(BadQuery):
        keys.revoke("payments")
    service.close()


def test_rotation_ends_the_old_key_and_keeps_scopes_and_end(keys: Keys) -> None:
    old, before = keys.add("payments", ["screen"], expires=NOW + timedelta(days=90))
    new, after = keys.rotate("payments")
    assert (new.scopes, new.expires, new.id != old.id) == (old.scopes, old.expires, True)
    assert keys.authorise(after, "screen").key == new.id
    with pytest.raises(KeyRefused):
        keys.authorise(before, "screen")


def test_rotation_with_an_overlap_leaves_time_to_change(keys: Keys, clock: Clock) -> None:
    _, before = keys.add("payments", ["screen"])
    _, after = keys.rotate("payments", overlap=timedelta(hours=24))
    assert {keys.authorise(token, "screen").name for token in (before, after)} == {"payments"}
    clock.now = NOW + timedelta(hours=24)
    keys.authorise(after, "screen")
    with pytest.raises(KeyRefused, match="expired"):
        keys.authorise(before, "screen")


def test_nothing_of_the_secret_is_kept(tmp_path: Path, keys: Keys) -> None:
    _, token = keys.add("payments", ["screen"])
    secret = token.rpartition("_")[2] if token.count("_") == 2 else token.split("_", 2)[2]
    kept = (tmp_path / "access.sqlite").read_bytes()
    assert secret.encode() not in kept
    assert (tmp_path / "access.sqlite").stat().st_mode & 0o777 == 0o600
    assert token not in repr(keys.all())


def test_no_two_tokens_are_alike_and_each_has_256_bits(keys: Keys) -> None:
    tokens = {keys.add(f"key {number}", ["screen"])[1] for number in range(50)}
    assert len(tokens) == 50
    assert all(len(token.split("_", 2)[2]) >= 43 for token in tokens)


def test_a_home_without_keys_refuses_everything_and_learns_of_its_first_key(tmp_path: Path) -> None:
    service = Keys(tmp_path)
    assert not service
    with pytest.raises(AccessDenied):
        service.authorise("debar_a_b", "screen")
    writer = Keys(tmp_path, write=True)
    _, token = writer.add("payments", ["screen"])
    assert service.authorise(token, "screen").name == "payments"
    service.close()
    writer.close()


def test_threads_share_the_keys(keys: Keys) -> None:
    _, token = keys.add("payments", ["screen"])
    seen: list[str] = []
    threads = [
        threading.Thread(target=lambda: seen.extend(keys.authorise(token, "screen").name for _ in range(200)))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 1_200


def test_an_unknown_id_and_a_wrong_secret_do_the_same_work(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not by the clock, which tests cannot trust: by the comparisons made."""
    import hmac

    _, token = keys.add("payments", ["screen"])
    lengths: list[tuple[int, int]] = []
    real = hmac.compare_digest
    monkeypatch.setattr("hmac.compare_digest", lambda a, b: lengths.append((len(a), len(b))) or real(a, b))
    for wrong in ("debar_unknown_secret", f"{token}x", "nothing"):
        with pytest.raises(KeyRefused):
            keys.authorise(wrong, "screen")
    assert lengths == [(32, 32)] * 3

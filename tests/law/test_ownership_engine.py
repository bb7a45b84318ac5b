"""The engine says what its slow twin says, on anything that hypothesis invents, and what the authorities' examples say."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import plain_ownership as plain
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debar.law.ownership import Holdings, Stake, assess, rule

DAY = date(2026, 11, 26)
RULES = ("ofac", "eu", "eu_sectoral", "uk", "bis")
IDS = "XYABCDEF"
SHARES = [Fraction(percent) / 100 for percent in (0, 1, 5, 10, 20, 24, 25, 26, 30, 40, 49, 50, 51, 60, 75, 100)]
SHARES += [Fraction(1, 3), Fraction(1, 6), Fraction(2, 3), Fraction(4999, 10000), Fraction(5001, 10000)]


@st.composite
def stakes(draw: st.DrawFn, owners: str = IDS) -> Stake:
    interest = draw(st.sampled_from(("shares",) * 5 + ("votes",) * 2 + ("appoint_board", "control")))
    low = high = Fraction(1)
    if interest in ("shares", "votes"):
        low, high = sorted((draw(st.sampled_from(SHARES)), draw(st.sampled_from(SHARES))))
        if draw(st.booleans()):
            high = low
    start, end = draw(st.sampled_from(((None, None),) * 6 + ((None, DAY), (DAY, None), (DAY + timedelta(1), None))))
    return Stake(
        draw(st.sampled_from(owners)),
        draw(st.sampled_from(IDS)),
        low,
        high,
        interest,
        start,
        end,
        draw(st.sampled_from((None, None, None, "j", "k"))),
    )


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Holdings, list[str]]:
    unread = [
        Stake(one.owner, one.owned, Fraction(0), one.high, one.interest, joint=one.joint)
        for one in draw(st.lists(stakes([*IDS, ""]), max_size=2))
    ]
    holdings = Holdings(tuple(draw(st.lists(stakes(), max_size=14))), {}, unread=tuple(unread))
    return holdings, draw(st.lists(st.sampled_from(IDS), max_size=3, unique=True))


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=300, deadline=None)
@given(graph=graphs())
def test_the_engine_agrees_with_its_slow_twin(name: str, graph: tuple[Holdings, list[str]]) -> None:
    holdings, listed = graph
    expected = plain.assess(holdings, listed, rule(name, DAY), DAY)
    found = {
        one.id: plain.Plain(
            one.verdict,
            one.share,
            one.share_high,
            "control" in one.flags,
            "review_circular" in one.flags,
            "review_joint" in one.flags,
        )
        for one in assess(holdings, listed, rule=name, on=DAY)
    }
    assert found == expected


@pytest.fixture(scope="module")
def vectors(shared: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((shared / "reference" / "ownership_vectors.json").read_text("utf-8"))
    assert len(found) == 21
    return found


COLUMNS = {"ofac": "ofac", "eu": "eu_freeze_ge50", "eu_sectoral": "eu_sectoral_gt50", "uk": "uk_gt50_per_person"}


def holdings_of(vector: dict[str, object], joint: str | None = None) -> Holdings:
    edges: list[tuple[str, str, object]] = vector["edges"]  # type: ignore[assignment]
    shares = [Fraction(str(edge[2])) / 100 for edge in edges]
    return Holdings(
        tuple(Stake(edge[0], edge[1], share, share, joint=joint) for edge, share in zip(edges, shares, strict=True)), {}
    )


@pytest.mark.parametrize("name", COLUMNS)
def test_the_vectors_have_the_expected_verdict(name: str, vectors: list[dict[str, object]]) -> None:
    for vector in vectors:
        verdict = assess(holdings_of(vector), vector["listed"], rule=name, on=DAY)[vector["target"]]  # type: ignore[arg-type,index]
        assert verdict.verdict == ("blocked" if vector[COLUMNS[name]] else "not_blocked"), vector["id"]


def test_the_vectors_have_the_expected_verdict_under_a_joint_arrangement(vectors: list[dict[str, object]]) -> None:
    checked = 0
    for vector in vectors:
        if (expected := vector["uk_if_joint_arrangement"]) is not None:
            holdings = holdings_of(vector, joint="all")
            verdict = assess(holdings, vector["listed"], rule="uk", on=DAY)[vector["target"]]  # type: ignore[arg-type,index]
            assert verdict.verdict == ("blocked" if expected else "not_blocked"), vector["id"]
            checked += 1
    assert checked

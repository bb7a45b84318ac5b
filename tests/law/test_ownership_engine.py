"""The engine says what its slow twin says, on anything that hypothesis invents, and what the authorities' examples say."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import msgspec
import plain_ownership as plain
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debar.law.ownership import Assessment, Continued, Holdings, Stake, Step, assess, rule

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
@settings(max_examples=150, deadline=None)
@given(graph=graphs())
def test_the_engine_agrees_with_its_slow_twin(name: str, graph: tuple[Holdings, list[str]]) -> None:
    agree(name, *graph)


@pytest.mark.parametrize("name", RULES)
def test_the_engine_agrees_with_its_slow_twin_on_dense_graphs(name: str) -> None:
    """Hypothesis likes small graphs, which have few circles; these have many, and shares about the thresholds."""
    chance = random.Random(name)
    seen: Counter[str] = Counter()
    for _ in range(250):
        joint = (None, None, "j", "k") if chance.random() < 0.5 else (None,)
        few = ("shares",) if chance.random() < 0.5 else ("shares", "shares", "votes", "appoint_board", "control")

        def drawn(owners: Sequence[str], joint: tuple[str | None, ...] = joint, few: tuple[str, ...] = few) -> Stake:
            interest = chance.choice(few)
            low = high = Fraction(1)
            if interest in ("shares", "votes"):
                low = chance.choice(NEAR)
                high = low if chance.random() < 0.6 else max(low, chance.choice(NEAR))
            owner, owned = chance.choice(owners), chance.choice("ABCDEF")
            return Stake(owner, owned, low, high, interest, joint=chance.choice(joint))  # type: ignore[arg-type]

        stakes = tuple(drawn("XYABCDEF") for _ in range(chance.randrange(6, 18)))
        unread = [drawn(["", *"XABC"]) for _ in range(chance.choice((0, 0, 1, 2)))]
        doubtful = tuple(msgspec.structs.replace(one, low=Fraction(0)) for one in unread)
        listed = chance.sample("XYA", chance.randrange(1, 3))
        for one in agree(name, Holdings(stakes, {}, unread=doubtful), listed):
            seen.update((one.verdict, *one.flags))
    assert {"blocked", "not_blocked", "possible", "near_miss", "review_circular"} <= set(seen), seen
    if name == "uk":
        assert {"control", "review_joint"} <= set(seen), seen


NEAR = [Fraction(percent, 100) for percent in (5, 10, 20, 25, 30, 40, 45, 49, 50, 51, 60)]


def agree(name: str, holdings: Holdings, listed: list[str]) -> Assessment:
    """The engine and the twin say the same."""
    expected = plain.assess(holdings, listed, rule(name, DAY), DAY)
    assessment = assess(holdings, listed, rule=name, on=DAY)
    found = {
        one.id: plain.Plain(
            one.verdict,
            one.share,
            one.share_high,
            "control" in one.flags,
            "review_circular" in one.flags,
            "review_joint" in one.flags,
        )
        for one in assessment
    }
    assert found == expected
    return assessment


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


AGGREGATE = ("ofac", "eu", "eu_sectoral", "bis")
ORDER = {"not_blocked": 0, "possible": 1, "blocked": 2}


def outcomes(holdings: Holdings, listed: list[str], name: str) -> dict[str, int]:
    return {one.id: ORDER[one.verdict] for one in assess(holdings, listed, rule=name, on=DAY)}


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=60, deadline=None)
@given(graph=graphs(), more=stakes())
def test_another_stake_never_frees_anybody(name: str, graph: tuple[Holdings, list[str]], more: Stake) -> None:
    holdings, listed = graph
    before = outcomes(holdings, listed, name)
    after = outcomes(msgspec.structs.replace(holdings, stakes=(*holdings.stakes, more)), listed, name)
    assert all(after[id] >= verdict for id, verdict in before.items())


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=60, deadline=None)
@given(graph=graphs(), another=st.sampled_from(IDS))
def test_another_listing_never_frees_anybody(name: str, graph: tuple[Holdings, list[str]], another: str) -> None:
    holdings, listed = graph
    before = outcomes(holdings, listed, name)
    after = outcomes(holdings, [*listed, another], name)
    assert all(after[id] >= verdict for id, verdict in before.items())


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=60, deadline=None)
@given(graph=graphs(), which=st.integers(0, 13), where=st.fractions(0, 1, max_denominator=7))
def test_to_know_a_share_better_never_contradicts_what_was_said(
    name: str, graph: tuple[Holdings, list[str]], which: int, where: Fraction
) -> None:
    """A verdict that is not "possible" stands whatever the true share within its band is."""
    holdings, listed = graph
    before = outcomes(holdings, listed, name)
    known = tuple(
        msgspec.structs.replace(one, low=(share := one.low + where * (one.high - one.low)), high=share)
        if number == which
        else one
        for number, one in enumerate(holdings.stakes)
    )
    after = outcomes(msgspec.structs.replace(holdings, stakes=known), listed, name)
    assert all(after[id] == verdict for id, verdict in before.items() if verdict != ORDER["possible"])


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=60, deadline=None)
@given(graph=graphs())
def test_a_proof_shows_each_stake_once_and_leads_from_the_listed_to_the_party(
    name: str, graph: tuple[Holdings, list[str]]
) -> None:
    holdings, listed = graph
    for verdict in assess(holdings, listed, rule=name, on=DAY):
        steps = [step for step in verdict.proof if isinstance(step, Step)]
        assert len(steps) == len(verdict.proof)
        # Equal stakes may be held twice, but no step may come more often than its stake.
        given_ = Counter((one.owner, one.owned, one.interest) for one in (*holdings.stakes, *holdings.unread))
        shown = Counter((step.owner, step.owned, step.interest) for step in steps)
        assert shown <= given_
        if verdict.verdict != "not_blocked" and "listed" not in verdict.flags:
            reached = {verdict.id}
            while more := {step.owner for step in steps if step.owned in reached} - reached:
                reached |= more
            assert reached & {*listed, ""}
            assert {step.owned for step in steps} <= reached
            assert set(verdict.listed) <= set(listed)
            assert verdict.listed or "" in reached


@settings(max_examples=60, deadline=None)
@given(graph=graphs())
def test_the_direct_steps_of_a_proof_add_up_to_the_share(graph: tuple[Holdings, list[str]]) -> None:
    for verdict in assess(*graph, rule="ofac", on=DAY):
        direct = [
            step.percent.split("-")
            for step in verdict.proof
            if isinstance(step, Step) and step.owned == verdict.id and step.because != "joint"
        ]
        assert sum((Fraction(band[-1]) for band in direct), Fraction(0)) == 100 * verdict.share_high


def test_a_chain_of_any_length_is_walked_and_its_proof_says_where_it_goes_on() -> None:
    most = Fraction(3, 5)
    holdings = Holdings(tuple(Stake(f"C{n}", f"C{n + 1}", most, most) for n in range(5000)), {})
    for name in RULES:
        verdict = assess(holdings, ["C0"], rule=name, on=DAY)["C5000"]
        assert verdict.verdict == "blocked"
        assert len(verdict.proof) == 51
        assert verdict.proof[0] == Continued("C4950")


def test_a_diamond_of_thousands_of_ways_has_each_stake_once() -> None:
    half = Fraction(1, 2)
    pairs = [(f"{a}{n}", f"{b}{n + 1}") for n in range(12) for a in "AB" for b in "AB"]
    holdings = Holdings(tuple(Stake(owner, owned, half, half) for owner, owned in pairs), {})
    verdict = assess(holdings, ["A0", "B0"], rule="ofac", on=DAY)["A12"]
    assert (verdict.share, len(verdict.proof), set(verdict.listed)) == (1, 46, {"A0", "B0"})

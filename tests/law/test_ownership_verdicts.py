"""What a verdict says, flags and leaves open."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from debar.law.ownership import Assessment, Continued, Holdings, Notice, Party, Stake, Verdict, assess
from debar.law.ownership.wording import FLAGS, explain

DAY = date(2026, 11, 26)


def stake(owner: str, owned: str, low: object, high: object = None, **more: object) -> Stake:
    share = Fraction(str(low)) / 100
    return Stake(owner, owned, share, share if high is None else Fraction(str(high)) / 100, **more)  # type: ignore[arg-type]


def having(owner: str, owned: str, interest: str) -> Stake:
    return stake(owner, owned, 100, interest=interest)


def judged(*stakes: Stake, listed: str = "X", rule: str = "ofac", on: date = DAY, **more: object) -> Assessment:
    return assess(Holdings(stakes, more.pop("parties", {}), **more), listed.split(), rule=rule, on=on)  # type: ignore[arg-type]


def verdict(*stakes: Stake, of: str = "A", **more: object) -> Verdict:
    return judged(*stakes, **more)[of]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("band", "outcome"),
    [((50, 75), "blocked"), ((25, 50), "possible"), ((25, 49), "not_blocked"), ((0, 100), "possible")],
)
def test_a_band_blocks_when_its_lower_end_does_and_frees_when_its_upper_does(
    band: tuple[int, int], outcome: str
) -> None:
    assert verdict(stake("X", "A", *band)).verdict == outcome


def test_two_bands_from_25_on_are_half_together() -> None:
    assert verdict(stake("X", "A", 25, 50), stake("Y", "A", 25, 50), listed="X Y").verdict == "blocked"


def test_what_is_possible_above_is_possible_below() -> None:
    found = judged(stake("X", "A", 25, 50), stake("A", "B", 100))["B"]
    assert (found.verdict, found.share, found.share_high, found.listed) == ("possible", 0, 1, ("X",))
    assert [step.because for step in found.proof] == ["listed", "possible"]  # type: ignore[union-attr]


def test_a_sold_stake_counts_until_the_day_of_the_sale() -> None:
    sold = stake("X", "A", 60, end=date(2024, 9, 11))
    assert verdict(sold, on=date(2024, 9, 10)).verdict == "blocked"
    after = verdict(sold, on=date(2024, 9, 11))
    assert after.verdict == "not_blocked"
    assert "divested" in after.flags


def test_a_stake_counts_from_its_first_day() -> None:
    bought = stake("X", "A", 60, start=date(2024, 9, 11))
    before = verdict(bought, on=date(2024, 9, 10))
    assert (before.verdict, "divested" in before.flags) == ("not_blocked", False)
    assert verdict(bought, on=date(2024, 9, 11)).verdict == "blocked"


def test_eu_asks_for_more_than_half_before_july_2024() -> None:
    half = stake("X", "A", 50)
    assert verdict(half, rule="eu", on=date(2024, 7, 2)).verdict == "not_blocked"
    assert verdict(half, rule="eu", on=date(2024, 7, 3)).verdict == "blocked"


def test_shares_and_votes_are_never_added() -> None:
    both = stake("X", "A", 40), stake("X", "A", 40, interest="votes")
    found = verdict(*both, rule="uk")
    assert (found.verdict, found.share) == ("not_blocked", Fraction(2, 5))


@pytest.mark.parametrize(("rule", "outcome"), [("ofac", "not_blocked"), ("uk", "blocked"), ("eu", "blocked")])
def test_a_majority_of_votes_counts_where_the_rule_says(rule: str, outcome: str) -> None:
    found = verdict(stake("X", "A", 51, interest="votes"), rule=rule)
    assert found.verdict == outcome
    assert ("control" in found.flags) == ("control_unverified" in found.flags) == (rule == "eu")


@pytest.mark.parametrize(
    ("rule", "interest", "outcome", "control"),
    [
        ("ofac", "control", "not_blocked", False),
        ("ofac", "appoint_board", "not_blocked", False),
        ("eu_sectoral", "control", "not_blocked", False),
        ("bis", "control", "not_blocked", False),
        ("eu", "control", "blocked", True),
        ("eu", "appoint_board", "blocked", True),
        ("uk", "control", "blocked", True),
        ("uk", "appoint_board", "blocked", False),
    ],
)
def test_control_blocks_where_the_rule_says_and_is_flagged(
    rule: str, interest: str, outcome: str, control: bool
) -> None:
    found = verdict(having("X", "A", interest), rule=rule, on=date(2025, 10, 1))
    assert (found.verdict, "control" in found.flags, found.share) == (outcome, control, 0)


def test_control_is_no_matter_where_ownership_suffices() -> None:
    assert "control" not in verdict(stake("X", "A", 60), having("X", "A", "control"), rule="uk").flags


def test_what_rests_on_control_further_up_is_flagged_too() -> None:
    found = judged(having("X", "A", "control"), stake("A", "B", 100), rule="eu")["B"]
    assert "control" in found.flags
    assert [step.because for step in found.proof] == ["listed", "controlled"]  # type: ignore[union-attr]


def test_uk_does_not_add_persons_unless_they_act_jointly() -> None:
    apart = verdict(stake("X", "A", 30), stake("Y", "A", 30), listed="X Y", rule="uk")
    assert (apart.verdict, apart.share) == ("not_blocked", Fraction(3, 10))
    assert "review_joint" in apart.flags
    jointly = verdict(stake("X", "A", 30, joint="1"), stake("Y", "A", 30, joint="1"), listed="X Y", rule="uk")
    assert (jointly.verdict, jointly.listed) == ("blocked", ("X", "Y"))


def test_uk_counts_a_joint_block_for_each_of_its_holders() -> None:
    found = verdict(stake("X", "A", 30, joint="1"), stake("W", "A", 30, joint="1"), rule="uk")
    assert (found.verdict, found.share) == ("blocked", Fraction(3, 5))
    assert [(step.owner, step.because) for step in found.proof] == [("X", "listed"), ("W", "joint")]  # type: ignore[union-attr]


def test_a_joint_block_of_many_listed_holders_is_cut_and_says_where_it_goes_on() -> None:
    many = [f"X{number}" for number in range(60)]
    found = verdict(*(stake(one, "A", 1, joint="1") for one in many), listed=" ".join(many), rule="uk")
    assert (found.verdict, found.share, len(found.listed)) == ("blocked", Fraction(3, 5), 50)
    assert found.proof[0] == Continued("A")
    assert len(found.proof) == 51


def test_ofac_counts_a_holders_own_part_of_a_joint_block_and_says_so() -> None:
    found = verdict(stake("X", "A", 30, joint="1"), stake("W", "A", 30, joint="1"))
    assert (found.verdict, found.share) == ("not_blocked", Fraction(3, 10))
    assert "joint_holding" in found.flags


def test_uk_follows_a_person_through_a_listed_company() -> None:
    """The listed company's stakes are its owner's too, and both stand behind what lies below."""
    found = judged(stake("X", "Y", 60), stake("Y", "A", 60), listed="X Y", rule="uk")["A"]
    assert found.listed == ("X", "Y")
    assert len(found.proof) == 2


@pytest.mark.parametrize(("country", "outcome"), [("ir", "blocked"), ("de", "not_blocked"), (None, "not_blocked")])
def test_a_government_is_blocked_by_definition(country: str | None, outcome: str) -> None:
    parties = {"M": Party("M", "Ministry", "PublicBody", country, government=True)}
    all_ = judged(stake("M", "A", 50), listed="X", parties=parties)
    assert all_["A"].verdict == all_["M"].verdict == outcome
    if outcome == "blocked":
        assert "government" in all_["M"].flags
        assert all_["A"].listed == ("M",)
        assert all_["A"].proof[0].because == "government"  # type: ignore[union-attr]
    assert any(one.code == "party.country" for one in all_.notices) == (country is None)


def test_a_government_of_a_programme_that_ended_is_not() -> None:
    parties = {"M": Party("M", "Ministry", "PublicBody", "sy", government=True)}
    assert judged(stake("M", "A", 50), parties=parties, on=date(2025, 6, 30))["A"].verdict == "blocked"
    assert judged(stake("M", "A", 50), parties=parties, on=date(2025, 7, 1))["A"].verdict == "not_blocked"


def test_a_circle_is_not_blocked_by_itself_and_flagged_where_a_listed_party_has_a_hand_in_it() -> None:
    circle = stake("A", "B", 50), stake("B", "A", 5)
    all_ = judged(stake("X", "A", 45), *circle)
    assert [(one.id, one.verdict) for one in all_] == [("X", "blocked"), ("A", "not_blocked"), ("B", "not_blocked")]
    assert ["review_circular" in one.flags for one in all_] == [False, True, True]
    nobodys = judged(stake("A", "B", 100), stake("B", "A", 100), stake("X", "C", 10))
    assert not any("review_circular" in one.flags for one in nobodys)


def test_a_joint_block_in_a_circle_counts_once_and_as_long_as_one_of_its_holders_does() -> None:
    def block(part: int) -> tuple[Stake, Stake]:
        return stake("A", "C", part, joint="1"), stake("B", "C", part, joint="1")

    hand = stake("X", "C", 5)
    both = judged(hand, *block(20), stake("C", "A", 60), stake("C", "B", 60), rule="uk")
    assert "review_circular" not in both["C"].flags
    one = judged(hand, stake("X", "B", 1), *block(30), stake("C", "A", 60), rule="uk")
    assert ["review_circular" in one[id].flags for id in "ABC"] == [True, False, True]


def test_own_shares_never_count_and_are_flagged() -> None:
    found = verdict(stake("X", "A", 40), stake("A", "A", 20))
    assert (found.verdict, found.share, found.unaccounted) == ("not_blocked", Fraction(2, 5), Fraction(2, 5))
    assert {"treasury", "near_miss"} <= set(found.flags)


@pytest.mark.parametrize(("percent", "near"), [("24.99", False), (25, True), ("49.99", True), (50, False)])
def test_a_near_miss_is_from_25_up_to_the_threshold(percent: object, near: bool) -> None:
    assert ("near_miss" in verdict(stake("X", "A", percent)).flags) == near


def test_any_minority_is_a_near_miss_of_the_affiliates_rule() -> None:
    assert "near_miss" in verdict(stake("X", "A", 1), rule="bis").flags


@pytest.mark.parametrize(
    ("day", "flag"),
    [
        ("2025-10-01", None),
        ("2026-01-01", "rule_suspended"),
        ("2026-11-10", "rule_resumption_unverified"),
        ("2025-01-01", "rule_before_start"),
    ],
)
def test_the_affiliates_rule_never_speaks_silently_of_its_suspension(day: str, flag: str | None) -> None:
    all_ = judged(stake("X", "A", 50), rule="bis", on=date.fromisoformat(day))
    assert all(
        set(one.flags) & {name for name in FLAGS if name.startswith("rule_")} == ({flag} if flag else set())
        for one in all_
    )
    assert not flag or FLAGS[flag] in explain(all_, "A")


def test_what_the_input_does_not_say_is_flagged() -> None:
    assert verdict(stake("X", "A", 30), stake("W", "A", 30)).unaccounted == Fraction(2, 5)
    assert verdict(stake("X", "A", 30), stake("W", "A", 70)).unaccounted == 0
    root = verdict(stake("X", "A", 30), of="X")
    assert (root.unaccounted, root.flags) == (None, ("listed", "no_owners"))
    nobody = judged(stake("X", "A", 30), parties={"X": Party("X", schema="Person")})["X"]
    assert nobody.flags == ("listed",)


def test_shares_over_100_are_a_named_notice_per_company_and_counted() -> None:
    all_ = judged(stake("X", "A", 60, origin="f line 2"), stake("W", "A", 60), stake("X", "B", 60))
    assert [(one.code, one.about, one.origin) for one in all_.notices] == [("stake.over-100", "A", "f line 2")]
    assert "120" in all_.notices[0].text
    assert (all_["A"].verdict, "over_100" in all_["A"].flags, "over_100" in all_["B"].flags) == ("blocked", True, False)


def test_own_shares_over_100_are_a_notice_too() -> None:
    all_ = judged(stake("A", "A", 60), stake("A", "A", 60, document="again"))
    assert [one.code for one in all_.notices] == ["stake.over-100", "listed.unknown"]


def test_a_rejected_row_makes_its_company_possible_where_it_could_tip_it_and_incomplete_anyway() -> None:
    def with_row(owner: str, high: object) -> Verdict:
        row = Stake(owner, "A", Fraction(0), Fraction(str(high)) / 100, origin="f line 3")
        notice = Notice("stake.percent", "f line 3", "no number", "A", "rejected")
        return judged(stake("X", "A", 30), unread=(row,), notices=(notice,))["A"]

    assert (with_row("X", 100).verdict, with_row("X", 19).verdict) == ("possible", "not_blocked")
    assert (with_row("W", 100).verdict, with_row("", 100).verdict) == ("not_blocked", "possible")
    assert all("incomplete" in with_row(owner, 100).flags for owner in ("X", "W", ""))
    assert with_row("X", 100).proof[-1].doubtful  # type: ignore[union-attr]


def test_a_rejected_row_of_no_known_company_is_flagged_wherever_it_may_matter() -> None:
    notice = Notice("stake.owned", "f line 3", "owned must not be empty", row="rejected", field="owned")
    all_ = judged(stake("X", "A", 60), stake("X", "B", 30), notices=(notice,))
    assert ["input_incomplete" in one.flags for one in all_] == [False, False, True]


def test_several_stakes_of_one_owner_are_added_and_flagged() -> None:
    found = verdict(stake("X", "A", 30, document="a"), stake("X", "A", 20, document="b"))
    assert (found.verdict, "repeated_owner" in found.flags) == ("blocked", True)


def test_almaz_antey_telecommunications_is_blocked_with_its_owner() -> None:
    """OFAC's enforcement release on Cobham Holdings (2018): 51 per cent held by a blocked company."""
    assert verdict(stake("X", "A", 51)).verdict == "blocked"


def test_a_listed_id_that_no_stake_names_is_noted_and_has_a_verdict() -> None:
    all_ = judged(stake("X", "A", 50), listed="X NOBODY")
    assert [one.about for one in all_.notices] == ["NOBODY"]
    assert all_["NOBODY"].flags == ("listed", "no_owners")


def test_every_flag_that_a_verdict_can_have_is_explained() -> None:
    for flag in FLAGS:
        assert FLAGS[flag].endswith(".")


def test_the_words_name_who_is_bound_the_rule_the_day_the_source_and_that_it_is_no_advice() -> None:
    text = explain(
        judged(stake("X", "A", 50, document="register 2024", origin="s.csv line 2"), stake("A", "B", 50)), "B"
    )
    for words in (
        "US persons must treat it as blocked under OFAC's 50 percent rule on 2026-11-26",
        "X (listed) holds 50 % of A, per register 2024 (s.csv line 2)",
        "OFAC FAQ 398",
        "verified, as of 2026-11-22",
        "This is no legal advice.",
    ):
        assert words in text


def test_the_words_never_say_not_blocked_beyond_what_was_looked_at() -> None:
    text = explain(judged(stake("X", "A", 30)), "A")
    assert "not blocked" not in text
    assert "the stakes looked at do not reach it" in text
    assert "of others this says nothing" in text


def test_the_words_of_a_circle_end() -> None:
    text = explain(judged(stake("X", "A", 50), stake("A", "B", 50), stake("B", "A", 50)), "A")
    assert "(see above)" in text or text.count("holds") == 3

"""Announced measures stay open until a list of that authority shows them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

import made_readings as made
import sample_lists as sample
from debar.errors import BadQuery, HomeDamaged
from debar.lists.catalog import Catalog, official
from debar.match import build
from debar.model import Designation, Entity, Name
from debar.news import Mention, Party, Reading, When, read
from debar.news.acts import arrival
from debar.news.authorities import authorities, windows
from debar.news.fulfilment import Held, hold, hold_all
from debar.news.watch import Watched, add, events_of, of_article, remove, the_one, watching
from debar.screen import Screener
from debar.store import Home
from debar.store.changes import Version
from debar.store.update import Choices, update
from debar.store.watch_log import FILE, NewEvent, extend_log, read_log

NOW = datetime(2024, 9, 11, 8, tzinfo=UTC)
LATER = datetime(2024, 9, 20, 8, tzinfo=UTC)


def load(root: Path, start: Path) -> None:
    outcomes = update(root, official(), Choices(start=start), build=build, now=datetime.now(UTC))
    assert outcomes


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    root = tmp_path_factory.mktemp("home")
    load(root, sample.LISTS)
    opened = Home(root)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def screener(home: Home) -> Screener:
    return Screener(home)


def watched(reading: Reading) -> Watched:
    (found,), left = of_article(reading, sha256="0" * 64)
    assert not left
    return found


def held(home: Home, screener: Screener | None, reading: Reading, as_of: str | None = None) -> Held:
    return hold(watched(reading), home, screener, as_of=as_of)


def on(imposer: Party, target: Party, published: str, *, act: str = "impose", kind: str = "sanctions") -> Reading:
    one = made.measure(imposers=(imposer,), targets=(target,), act=act, kind=kind)
    return made.reading(one, parties=(imposer, target), published=published)


# The measure of the seed.


def test_iran_air_is_in_force_for_the_us_and_open_for_the_uk_and_germany(home: Home, screener: Screener) -> None:
    us, uk, germany = held(home, screener, made.seed()).imposers
    assert (us.status, us.stage, us.days, us.looked) == ("fulfilled", "in_force", 0, True)
    listing = us.targets[0].listing
    assert listing is not None
    assert (listing.entity, listing.source, listing.how) == ("us-ofac-25237", "us-ofac-sdn", "retagged")
    assert listing.programs == ("IRAN-CON-ARMS-EO", "RUSSIA-EO14024")
    assert (listing.earlier, listing.edition, listing.after) == (("IRAN",), "2024-09-10", "2024-05-03")
    assert (uk.status, uk.stage) == ("open", "mooted")
    assert (germany.status, germany.stage) == ("open", "mooted")


def test_the_measure_as_a_whole_is_partly_fulfilled_then(home: Home, screener: Screener) -> None:
    assert held(home, screener, made.seed()).status == "partly"


def test_germany_cannot_list_alone_and_the_answer_says_so(home: Home, screener: Screener) -> None:
    germany = held(home, screener, made.seed()).imposers[2]
    assert "Germany cannot list alone, the EU does" in germany.text
    assert [source for source, _ in germany.lists] == ["eu-fsf"]


def test_open_without_an_edition_of_that_day_means_not_known(home: Home, screener: Screener) -> None:
    germany = held(home, screener, made.seed()).imposers[2]
    assert not germany.looked
    assert "not known" in germany.text


def test_before_the_edition_of_that_day_it_stood_there_already_and_is_in_force_for_nobody(
    home: Home, screener: Screener
) -> None:
    us, *_ = held(home, screener, made.seed(), as_of="2024-05-03").imposers
    assert (us.status, us.stage, us.looked) == ("before", "mooted", False)
    assert us.targets[0].listing is not None
    assert us.targets[0].listing.programs == ("IRAN",)


def test_the_seed_itself_turns_in_force_for_the_us_alone(shared: Path, home: Home, screener: Screener) -> None:
    article = next((shared / "seed").glob("*.txt"), None)
    if article is None:
        pytest.skip("needs the seed article")
    reading = read(article.read_text("utf-8"), published=date(2024, 9, 10), screener=screener)
    found, _ = of_article(reading, sha256="0" * 64)
    states = [
        one for one in hold_all(found, home, screener) if [each.name for each in one.watched.targets] == ["Iran Air"]
    ]
    assert [{each.country: each.status for each in one.imposers} for one in states] == [
        {"us": "fulfilled", "gb": "open", "de": "open"}
    ]


def test_what_is_watched_of_the_seed_is_what_it_announces_and_not_the_sanctions_since_2022(shared: Path) -> None:
    article = next((shared / "seed").glob("*.txt"), None)
    if article is None:
        pytest.skip("needs the seed article")
    reading = read(article.read_text("utf-8"), published=date(2024, 9, 10))
    found, _ = of_article(reading, sha256="0" * 64)
    assert {one.stage for one in found} <= {"mooted", "announced"}
    assert all("drone program" not in one.words or one.text != "economic sanctions" for one in found)


def test_a_party_that_is_listed_after_the_article_was_added_is_found(tmp_path: Path) -> None:
    katebi = made.party("k", "Ruhollah Katebi", "person")
    reading = on(made.US, katebi, "2024-09-08")
    load(tmp_path, sample.SDN_BEFORE)
    add(tmp_path, [watched(reading)], at=NOW)
    with_old = Home(tmp_path)
    assert hold(the_one(tmp_path, "w1"), with_old, Screener(with_old)).imposers[0].targets[0].standing == "not_listed"
    with_old.close()
    load(tmp_path, sample.SDN_AFTER)
    with_new = Home(tmp_path)
    state = hold(the_one(tmp_path, "w1"), with_new, Screener(with_new)).imposers[0]
    assert (state.status, state.days, state.targets[0].standing) == ("fulfilled", 2, "designated")
    with_new.close()


# The days that link.


@pytest.mark.parametrize(
    ("published", "status", "days", "link"),
    [
        ("2016-02-01", "fulfilled", 4, "this"),
        ("2016-02-19", "fulfilled", -14, "this"),
        ("2015-12-01", "fulfilled", 66, "later"),
        ("2016-02-20", "before", None, None),
    ],
)
def test_a_designation_counts_from_a_fortnight_before_the_article_on(
    home: Home, screener: Screener, published: str, status: str, days: int | None, link: str | None
) -> None:
    mahan = made.party("m", "Mahan Air", "company", country="ir")
    state = held(home, screener, on(made.CANADA, mahan, published)).imposers[0]
    assert (state.status, state.days) == (status, days)
    listing = state.targets[0].listing
    assert listing is not None
    assert (listing.link, listing.dated, listing.day) == (link, True, "2016-02-05")
    assert ("perhaps by another act" in state.text) is (link == "later")


def test_a_ship_is_found_among_ships(home: Home, screener: Screener) -> None:
    ship = made.party("s", "Korolev Prospect", "vessel")
    assert held(home, screener, on(made.UK, ship, "2024-07-25")).imposers[0].days == 6
    company = made.party("s", "Korolev Prospect", "company")
    assert held(home, screener, on(made.UK, company, "2024-07-25")).imposers[0].status == "open"


def test_a_list_without_dates_that_begins_after_the_article_leaves_the_day_unknown(
    home: Home, screener: Screener
) -> None:
    hamas = made.party("h", "Hamas", "company")
    state = held(home, screener, on(made.EU, hamas, "2010-01-05")).imposers[0]
    assert (state.status, state.stage) == ("undated", "mooted")
    assert state.targets[0].listing is not None
    assert state.targets[0].listing.day is None


def test_a_body_without_country_is_known_by_its_name(home: Home, screener: Screener) -> None:
    cherizier = made.party("c", "Jimmy Cherizier", "person")
    state = held(home, screener, on(made.UN, cherizier, "2022-10-20")).imposers[0]
    assert (state.status, state.days) == ("fulfilled", 1)


def test_several_targets_of_which_one_is_listed_are_partly_fulfilled(home: Home, screener: Screener) -> None:
    other = made.party("o", "Orchard Lane Aviation", "company")
    one = made.measure(imposers=(made.US,), targets=(made.IRAN_AIR, other))
    state = held(home, screener, made.reading(one, parties=(made.US, made.IRAN_AIR, other))).imposers[0]
    assert (state.status, state.stage) == ("partly", "mooted")
    assert "Orchard Lane Aviation: on none of its lists held" in state.text


def test_lifting_is_fulfilled_when_the_party_is_gone_and_not_when_it_comes(tmp_path: Path) -> None:
    load(tmp_path, sample.SDN_BEFORE)
    edition = sample.copy(sample.SDN_AFTER, tmp_path / "files" / "2024-09-10")
    for name in ("sdn.csv", "alt.csv", "add.csv"):
        lines = (edition / name).read_bytes().splitlines(keepends=True)
        (edition / name).write_bytes(b"".join(one for one in lines if not one.startswith(b"622,")))
    load(tmp_path, edition)
    home = Home(tmp_path)
    assert home.history.spans("us-ofac-622")[-1].last
    tobacco = made.party("t", "Cubatabaco", "company", entity="us-ofac-622", source="us-ofac-sdn")
    lifted = on(made.US, tobacco, "2024-09-09", act="lift")
    state = hold(watched(lifted), home, Screener(home)).imposers[0]
    assert (state.status, state.targets[0].standing, state.days) == ("fulfilled", "delisted", 1)
    still = on(made.US, made.IRAN_AIR, "2024-09-09", act="lift")
    assert hold(watched(still), home, Screener(home)).imposers[0].status == "open"
    home.close()


def test_a_further_designation_with_a_date_of_its_own_is_an_act_of_its_own() -> None:
    twice = (
        Designation("FCDO", ("Iran (Nuclear)",), listed_on="2012-10-15"),
        Designation("FCDO", ("Russia",), listed_on="2024-11-18"),
    )
    entity = Entity("uk-1", "uk-sl", "Organization", (Name("AIR"),), designations=twice)
    first, second = arrival(Version("uk-sl", entity, "2026-10-08", None, None), None, ())
    assert (first.how, first.day, first.programs) == ("designated", "2012-10-15", ("Iran (Nuclear)",))
    assert (second.how, second.day, second.programs) == ("retagged", "2024-11-18", ("Russia",))
    assert second.earlier == ("Iran (Nuclear)",)


# What no list can show.


def test_an_ended_air_services_agreement_stands_on_no_list(home: Home, screener: Screener) -> None:
    reading = on(made.UK, made.IRAN, "2024-09-10", act="terminate", kind="air_services_agreement")
    state = held(home, screener, reading).imposers[0]
    assert (state.status, state.looked) == ("open", False)
    assert "no list that debar reads shows such a measure" in state.text


def test_a_measure_without_a_named_target_is_open_and_shows_whom_it_may_mean(home: Home, screener: Screener) -> None:
    group = Party(
        id="g", name="individuals", kind="group", mentions=(Mention(span=(0, 3), text="x", form="descriptor"),)
    )
    state = held(home, screener, on(made.US, group, "2024-09-10")).imposers[0]
    assert state.status == "open"
    assert state.count == 3
    assert "us-ofac-50596 KATEBI, Ruhollah" in state.new
    assert "added on us-ofac-sdn from 2024-05-03 to 2024-09-10" in state.text


def test_an_imposer_whose_list_nobody_knows_leaves_it_open(home: Home, screener: Screener) -> None:
    state = held(home, screener, on(made.RUSSIA, made.IRAN_AIR, "2024-09-10")).imposers[0]
    assert (state.status, state.looked) == ("open", False)
    assert "no table knows a list" in state.text


def test_a_measure_of_nobody_says_that_nothing_can_be_held_against_it(home: Home, screener: Screener) -> None:
    one = made.measure(imposers=(), targets=(made.IRAN_AIR,))
    found = held(home, screener, made.reading(one, parties=(made.IRAN_AIR,)))
    assert (found.status, found.imposers) == ("open", ())
    assert found.notes


def test_a_group_of_states_counts_as_its_members(home: Home, screener: Screener) -> None:
    e3 = made.party("e3", "E3", "government", members=("uk", "de"))
    one = made.measure(imposers=(e3,), targets=(made.IRAN_AIR,))
    reading = made.reading(one, parties=(e3, made.UK, made.GERMANY, made.IRAN_AIR))
    assert [each.country for each in held(home, screener, reading).imposers] == ["gb", "de"]


def test_without_a_screener_the_tie_of_the_article_holds(home: Home) -> None:
    tied = made.party("air", "Iran Air", "company", entity="us-ofac-25237", source="us-ofac-sdn", score=0.85)
    assert held(home, None, on(made.US, tied, "2024-09-10")).imposers[0].status == "fulfilled"


# What is watched.


def test_an_article_without_a_day_cannot_be_watched() -> None:
    with pytest.raises(BadQuery, match="the day of the article"):
        of_article(made.reading(parties=(), published=None), sha256="0" * 64)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"stage": "in_force"}, "in force by the article"),
        ({"polarity": "negative"}, "not to be"),
        ({"historical": True}, "lies before"),
        ({"date": When(text="since 2022", span=(0, 1), resolved="2022-11/..")}, "lies before"),
    ],
)
def test_what_is_not_to_come_is_left_out_and_named(more: dict[str, object], reason: str) -> None:
    one = made.measure(imposers=(made.US,), targets=(made.IRAN_AIR,), **more)
    found, left = of_article(made.reading(one, parties=(made.US, made.IRAN_AIR)), sha256="0" * 64)
    assert not found
    assert reason in left[0].reason


def test_a_measure_dated_within_the_days_that_count_is_watched() -> None:
    dated = made.measure(
        imposers=(made.US,), targets=(made.IRAN_AIR,), date=When(text="in August", span=(0, 1), resolved="2024-09")
    )
    assert of_article(made.reading(dated, parties=(made.US, made.IRAN_AIR)), sha256="0" * 64)[0]


def test_spans_and_the_digest_of_the_article_are_kept_and_its_text_is_not(tmp_path: Path) -> None:
    add(tmp_path, [watched(made.seed())], at=NOW)
    one = the_one(tmp_path, "w1")
    assert made.TEXT[slice(*one.span)] == "sanctions"
    assert made.TEXT[slice(*one.targets[0].mentions[0])] == "Iran Air"
    assert (one.article.sha256, one.article.published, one.known_at) == (
        "0" * 64,
        "2024-09-10",
        "2024-09-11T08:00:00+00:00",
    )


# The log.


def test_the_same_article_twice_is_watched_once(tmp_path: Path) -> None:
    assert len(add(tmp_path, [watched(made.seed())], at=NOW).added) == 1
    again = add(tmp_path, [watched(made.seed())], at=LATER)
    assert (len(again.added), len(again.again), [one.id for one in again.known]) == (0, 0, ["w1"])
    assert len(read_log(tmp_path)) == 1


def test_the_same_bytes_from_another_place_are_the_same_article(tmp_path: Path) -> None:
    for source in ("one.txt", "two.txt"):
        found, _ = of_article(made.seed(), sha256="0" * 64, source=source)
        add(tmp_path, found, at=NOW)
    assert len(read_log(tmp_path)) == 1


def test_the_same_words_read_otherwise_stay_under_their_id_and_what_was_known_before_stays(tmp_path: Path) -> None:
    add(tmp_path, [watched(made.seed())], at=NOW)
    better = made.measure(imposers=(made.US,), targets=(made.IRAN_AIR,), stage="announced")
    done = add(tmp_path, [watched(made.reading(better, parties=(made.US, made.IRAN_AIR)))], at=LATER)
    assert [one.id for one in done.again] == ["w1"]
    assert the_one(tmp_path, "w1").stage == "announced"
    assert the_one(tmp_path, "w1", known="2024-09-11").stage == "mooted"
    assert watching(tmp_path, known="2024-09-10") == ()


def test_removing_keeps_what_was_recorded(tmp_path: Path) -> None:
    add(tmp_path, [watched(made.seed())], at=NOW)
    remove(tmp_path, "w1", at=LATER, reason="another desk has it")
    assert watching(tmp_path) == ()
    assert len(watching(tmp_path, known="2024-09-12")) == 1
    assert [one.kind for one in events_of(tmp_path, "w1")] == ["added", "removed"]
    with pytest.raises(BadQuery, match="nothing with this id"):
        remove(tmp_path, "w1", at=LATER)


def test_an_id_is_never_given_twice(tmp_path: Path) -> None:
    add(tmp_path, [watched(made.seed())], at=NOW)
    remove(tmp_path, "w1", at=LATER)
    assert [one.id for one in add(tmp_path, [watched(made.seed())], at=LATER).added] == ["w2"]


def test_events_can_be_neither_changed_nor_deleted(tmp_path: Path) -> None:
    add(tmp_path, [watched(made.seed())], at=NOW)
    db = sqlite3.connect(tmp_path / FILE)
    for statement in ("UPDATE events SET at = ''", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError, match="only added"):
            db.execute(statement)
    db.close()


def test_a_failed_addition_adds_nothing(tmp_path: Path) -> None:
    def some_and_then_a_bad_one(_: object) -> list[NewEvent]:
        return [NewEvent("added", None, "{}"), NewEvent("no-such-kind", None, "{}")]  # type: ignore[arg-type]

    with pytest.raises(HomeDamaged):
        extend_log(tmp_path, "2024-09-10", some_and_then_a_bad_one)
    assert read_log(tmp_path) == ()


@pytest.mark.parametrize("content", [b"no database at all, whatever it is" * 40, b""])
def test_a_file_that_is_no_log_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(HomeDamaged):
        read_log(tmp_path)


def test_a_log_of_another_version_is_refused(tmp_path: Path) -> None:
    add(tmp_path, [watched(made.seed())], at=NOW)
    db = sqlite3.connect(tmp_path / FILE)
    db.execute("PRAGMA user_version = 7")
    db.close()
    with pytest.raises(HomeDamaged, match="version 1"):
        watching(tmp_path)


def test_an_event_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    extend_log(tmp_path, "2024-09-10", lambda _: [NewEvent("added", None, "{}")])
    with pytest.raises(HomeDamaged, match="event 1"):
        watching(tmp_path)


# The tables.


def test_every_list_of_the_table_of_imposers_is_in_the_catalog() -> None:
    catalog: Catalog = official()
    assert {source for one in authorities().values() for source in one.lists} <= set(catalog)


def test_who_cannot_list_alone_says_through_whom() -> None:
    assert all(one.alone != bool(one.through) for one in authorities().values())
    assert len([one for one in authorities().values() if one.through == "eu"]) == 27


def test_the_days_that_link_leave_no_gap() -> None:
    rows = windows()
    assert (rows[0].from_day, rows[0].until_day, rows[-1].until_day) == (-14, 14, None)
    assert all(
        before.until_day is not None and before.until_day + 1 == after.from_day for before, after in pairwise(rows)
    )

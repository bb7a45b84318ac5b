"""The page of a listing and the pages of the lists."""

from __future__ import annotations

from pathlib import Path

import httpx
from lxml import html

from console.conftest import TRICK
from debar.service.app import create_app
from debar.service.console.navigation import PREFIX
from debar.service.settings import Settings
from debar_process import debar
from sample_lists import SDN_AFTER, copy
from service_process import running_here


def part(answer: httpx.Response, heading: str) -> str:
    """The text of the section under a heading."""
    section = html.fromstring(answer.text).xpath(f"//section[@aria-labelledby='{heading}']")[0]
    return " ".join(" ".join(section.itertext()).split())


def test_a_listing_is_shown_whole_with_its_source_and_what_follows_of_it(pages: httpx.Client) -> None:
    answer = pages.get(f"{PREFIX}/party/us-ofac-4632")
    assert "CENTRAL BANK OF IRAN alias" in part(answer, "names")
    assert "IFSR, IRAN, IRGC, SDGT" in part(answer, "designations")
    assert "213 Ferdowsi Avenue" in part(answer, "facts")
    assert "HIZBALLAH" in part(answer, "around")
    assert "For a US person" in part(answer, "effects")
    links = html.fromstring(answer.text).xpath("//p[@class='lede']//a/@href")
    assert links[0].startswith("https://")
    assert "treasury.gov" in links[0]


def test_names_stand_under_the_script_that_they_are_written_in(pages: httpx.Client) -> None:
    found = [
        one["id"]
        for one in pages.get("/search/un-sc", params={"limit": 50}).json()["results"]
        if any("\u0600" <= letter <= "\u06ff" for name in one["properties"].get("alias", []) for letter in name)
    ]
    page = html.fromstring(pages.get(f"{PREFIX}/party/{found[0]}").text)
    by_script = {
        heading.text: [name.text for name in heading.getnext().xpath("./li/span[1]")]
        for heading in page.xpath("//section[@aria-labelledby='names']/h4")
    }
    assert by_script["Latin"]
    assert all(name.isascii() for name in by_script["Latin"])
    assert all(any("\u0600" <= letter <= "\u06ff" for letter in name) for name in by_script["Arabic"])


def test_the_timeline_tells_the_editions_and_the_other_lists_that_name_the_party(pages: httpx.Client) -> None:
    timeline = part(pages.get(f"{PREFIX}/party/us-ofac-25237"), "timeline")
    assert "2024-05-03 us-ofac-sdn already listed in the earliest edition held" in timeline
    assert "2024-09-10 us-ofac-sdn amended" in timeline
    assert "program new: IRAN-CON-ARMS-EO" in timeline
    putin = part(pages.get(f"{PREFIX}/party/us-ofac-35096"), "timeline")
    assert "au-dfat already listed in the earliest edition held" in putin
    assert "(Vladimir Vladimirovich PUTIN)" in putin
    assert "By likeness alone: no list says that they are one." in putin


def test_a_party_that_is_listed_no_more_is_shown_as_it_last_was_and_said_to_be_gone(
    own_home: Path, tmp_path: Path
) -> None:
    later = copy(SDN_AFTER, tmp_path / "later")
    for name in ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"):
        file = later / name
        lines = file.read_bytes().splitlines(keepends=True)
        file.write_bytes(b"".join(line for line in lines if not line.startswith(b"4632,")))
    done = debar("update", "us-ofac-sdn", "--from", later, "--accept", "us-ofac-sdn", home=own_home)
    assert done.returncode == 0, done.stderr
    with running_here(create_app(Settings(home=own_home))) as client:
        answer = client.get(f"{PREFIX}/party/us-ofac-4632")
        assert answer.status_code == 200
        assert "Not listed any more" in answer.text
        assert "last edition held that lists it" in part(answer, "timeline")


def test_whoever_was_never_listed_has_no_page(pages: httpx.Client) -> None:
    answer = pages.get(f"{PREFIX}/party/us-ofac-999999999")
    assert answer.status_code == 404
    assert "entity.not-found" in answer.text


def test_effects_are_those_of_the_day_and_the_nexus_asked_for(pages: httpx.Client) -> None:
    asked = {"nexus": ["eu"], "on": "2024-09-12", "role": "bank"}
    answer = pages.get(f"{PREFIX}/party/us-ofac-25237", params=asked)
    assert "on 2024-09-12" in part(answer, "effects")
    (summary,) = html.fromstring(answer.text).xpath("//details[contains(@class, 'effects')]/summary")
    assert summary.text_content().startswith("For an EU person: ")


def test_a_listing_is_found_by_its_id_a_name_or_a_word_and_a_miss_clears_nobody(pages: httpx.Client) -> None:
    for sought in ("us-ofac-25237", "iran air", "Ferdowsi"):
        page = html.fromstring(pages.post(f"{PREFIX}/party", data={"q": sought}).text)
        assert any(link.startswith(f"{PREFIX}/party/") for _, _, link, _ in page.iterlinks())
    miss = pages.post(f"{PREFIX}/party", data={"q": "zzyzx"})
    assert "This was no screening: nobody is cleared by it." in miss.text


def test_every_list_stands_with_its_edition_age_and_fitness(pages: httpx.Client) -> None:
    rows = html.fromstring(pages.get(f"{PREFIX}/lists").text).xpath("//main//table/tbody/tr")
    told = {row.xpath("./th/a")[0].text: [cell.text_content().strip() for cell in row.xpath("./td")] for row in rows}
    assert {"us-ofac-sdn", "un-sc", "our-list"} <= set(told)
    assert told["us-ofac-sdn"][0] == "fit"
    assert told["us-ofac-sdn"][1] == "2024-09-10"
    assert told["us-ofac-sdn"][3].endswith("ago")


def test_what_changed_between_two_editions_reads_as_what_came_and_what_went(pages: httpx.Client) -> None:
    answer = pages.get(f"{PREFIX}/lists/us-ofac-sdn", params={"since": "2024-05-03", "until": "2024-09-10"})
    known = pages.get("/changes", params={"since": "2024-05-03", "source": "us-ofac-sdn"}).json()
    counts = known["lists"][0]
    changes = part(answer, "changes")
    assert f"{counts['added']} added, {counts['removed']} removed, {counts['amended']} amended" in changes
    for one in known["changes"]:
        assert one["caption"] in changes
        for field in one["fields"]:
            assert all(f"new: {value}" in changes for value in field["added"])
            assert all(f"gone: {value}" in changes for value in field["removed"])


def test_a_list_shows_its_gates_and_whatever_became_no_listing(own_home: Path, tmp_path: Path) -> None:
    rows = f'id,name,birth date\nw-1,"Marigold {TRICK}",1984\nw-2,,\n'
    (tmp_path / "own.csv").write_text(rows, "utf-8")
    debar("update", "our-list", "--from", tmp_path / "own.csv", "--accept", "our-list", home=own_home)
    with running_here(create_app(Settings(home=own_home))) as client:
        answer = client.get(f"{PREFIX}/lists/our-list")
        assert "passed" in part(answer, "gates")
        assert "Rejects: 1" in part(answer, "rejects")
        assert "w-2" in part(answer, "rejects")


def test_a_refused_edition_is_told_and_the_last_good_one_stays(own_home: Path, tmp_path: Path) -> None:
    broken = copy(SDN_AFTER, tmp_path / "broken")
    sdn = broken / "sdn.csv"
    sdn.write_bytes(b"".join(sdn.read_bytes().splitlines(keepends=True)[:8]) + b"\x1a")
    done = debar("update", "us-ofac-sdn", "--from", broken, home=own_home)
    assert done.returncode == 3, done.stderr
    with running_here(create_app(Settings(home=own_home))) as client:
        told = client.get(f"{PREFIX}/lists").text
        assert "the last good edition stays" in told
        assert "refused" in told


def test_a_list_that_is_not_held_has_no_page(pages: httpx.Client) -> None:
    answer = pages.get(f"{PREFIX}/lists/ch-seco")
    assert answer.status_code == 404
    assert "us-ofac-sdn" in answer.text

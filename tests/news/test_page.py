"""The page of a reading: everything is on it, at its very characters, and nothing in it acts."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import subprocess
import sys
from base64 import b64encode
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from debar.news import (
    Claim,
    Cue,
    Document,
    Measure,
    Mention,
    Object,
    Party,
    Reading,
    Source,
    Stance,
    Standing,
    When,
    read,
)
from debar.news.documents import Cut, document_of
from debar.news.page import page
from debar.news.page.graph import MOST_TIES
from debar.news.page.kinds import families, kind_of
from debar.news.page.sayings import ties
from debar.news.page.timeline import _key
from debar.news.page.wording import book_of, date_in_words, shown
from debar.news.values import ClaimType

DEV = sorted((Path(__file__).parent / "corpus" / "dev").glob("*.txt"))
TEXT = (
    "US accuses Iran of supplying missiles to Russia\n\n"
    "LONDON — On Tuesday, the United States accused Iran of supplying missiles to Russia. "
    "Iran denied that it had supplied missiles to Russia.\n\n"
    "“We will sanction Iran Air within weeks,” U.S. Secretary of State Antony Blinken said."
)
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></style></article><script>alert(1)</script>",
    "Alpha\u202egnp.exe",
    "zero\u200bwidth\ufeffed",
    "\ud800 \x00 \x1b[31m \uffff",
    "${hash} $style %s {0}",
    "&lt;b&gt; &amp; ]]> <!-- -->",
    "javascript:alert(1)",
)
VOID = frozenset({"meta", "br", "img", "input", "link"})


class _Tags(HTMLParser):
    """Every tag with what it is within; open ones must be closed, in their order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {f"{tag} {name}" for name, _ in attrs} | {tag}
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if len({name for name, _ in attrs}) < len(attrs):
            self.faults.append(f"<{tag}> says something twice")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")


def tags(text: str) -> _Tags:
    found = _Tags()
    found.feed(text)
    found.close()
    return found


def well_formed(text: str) -> None:
    found = tags(text)
    assert not found.faults
    assert not found.open
    assert len(set(found.ids)) == len(found.ids)
    assert {link[1:] for link in found.links} <= set(found.ids)


def article_of(text: str) -> Any:
    """The article on the page, without the marks of the claims."""
    (found,) = html.document_fromstring(text).xpath("//div[@class='article']")
    for mark in found.xpath(".//a[@id and contains(@class, 'chip')]"):
        mark.drop_tree()
    return found


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(TEXT, published=date(2024, 9, 10), title=TEXT.split("\n\n")[0])


@pytest.fixture(scope="module")
def text(reading: Reading) -> str:
    return page(reading)


def made(*claims: Claim, text: str = "x" * 40, parties: int = 2, **more: Any) -> Reading:
    people = tuple(Party(id=f"p{at}", name=f"Party {at}", kind="government") for at in range(parties))
    return Reading(document=Document(text=text), engine="debar", parties=people, claims=claims, **more)


def claim(at: int, start: int = 0, end: int = 1, kind: str = "ACCUSE", **more: Any) -> Claim:
    cue = Cue(text="cue", span=(start, min(start + 1, end)), lemma="cue", kind="say")
    return msgspec.structs.replace(Claim(id=f"c{at}", type="STATE", cue=cue, span=(start, end)), type=kind, **more)


# What is on it.


@pytest.mark.parametrize("path", DEV, ids=lambda path: path.stem)
def test_the_page_of_every_article_is_well_formed_and_has_every_claim(path: Path) -> None:
    document = document_of(path.read_bytes())
    reading = read(document.text, published=date(2025, 1, 15), title=document.title)
    text = page(reading, document)
    well_formed(text)
    root = html.document_fromstring(text)
    assert len(root.xpath("//article[starts-with(@id, 'c')]")) == len(reading.claims)
    assert len(root.xpath("//tr[starts-with(@id, 'm')]")) == len(reading.measures)
    assert len(root.xpath("//tr[starts-with(@id, 'p')]")) == len(reading.parties)
    # Each record leads to its place in the article, and back.
    for number in range(len(reading.claims)):
        assert root.xpath(f"//div[@class='article']//a[@id='t{number}' and @href='#c{number}']")
        assert root.xpath(f"//article[@id='c{number}']//a[@href='#t{number}']")


@pytest.mark.parametrize("path", DEV, ids=lambda path: path.stem)
def test_marks_cover_the_very_text(path: Path) -> None:
    document = document_of(path.read_bytes())
    reading = read(document.text, title=document.title)
    article = article_of(page(reading))
    assert article.text_content() == document.text
    for number, each in enumerate(reading.claims):
        start, end = each.span
        covered = "".join(
            piece.text_content()
            for piece in article.xpath(".//*[@data-c]")
            if str(number) in piece.get("data-c").split()
        )
        assert document.text[start:end].replace("\n\n", "") in covered
        cues = article.xpath(f".//b[contains(@class, 'cue f-{kind_of(each.type).family}')]")
        assert document.text[slice(*each.cue.span)] in "".join(cue.text_content() for cue in cues)


@given(
    st.text(st.sampled_from("ab \n<&’—"), max_size=60),
    st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=8),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
)
@settings(max_examples=150, deadline=None)
def test_spans_may_nest_overlap_be_empty_or_lie_outside(
    text: str, spans: list[tuple[int, int]], mentions: list[tuple[int, int]]
) -> None:
    kinds = get_args(ClaimType)
    claims = [claim(at, *span, kind=kinds[at % len(kinds)]) for at, span in enumerate(spans)]
    party = Party(id="p0", name="A", kind="person", mentions=tuple(Mention(span=span, text="") for span in mentions))
    found = page(Reading(document=Document(text=text), engine="debar", parties=(party,), claims=tuple(claims)))
    well_formed(found)
    assert article_of(found).text_content() == text
    root = html.document_fromstring(found)
    assert len(root.xpath("//div[@class='article']//a[contains(@class, 'chip')]")) == len(claims)


def test_words_that_tell_an_effect_are_marked_where_they_stand_and_say_which() -> None:
    text = "The United States sanctioned Al Arz. The step freezes any assets and bars Americans from dealing with it."
    reading = read(text)
    (freeze, dealing) = reading.effects
    made = page(reading)
    assert f'title="{freeze.id}: asset freeze">freezes' in made
    assert f'title="{dealing.id}: dealing ban binds US">bars' in made


def test_of_nested_claims_the_inner_one_has_the_colour_and_the_outer_one_a_line() -> None:
    outer = claim(0, 0, 20, object=Object(text="…", span=(4, 12), claims=("c1",)))
    # The inner claim may be the longer one: "accused Iran" of what Iran did.
    inner = claim(1, 2, 30, "SUPPLY_ARMS")
    root = html.document_fromstring(page(made(outer, inner)))
    shared = [each for each in root.xpath("//*[@data-c]") if each.get("data-c") == "0 1"]
    assert shared
    assert all({"f-supply", "o-accuse"} <= set(each.get("class").split()) for each in shared)


def test_a_record_says_all_that_the_reading_holds(text: str, reading: Reading) -> None:
    at = next(at for at, each in enumerate(reading.claims) if each.type == "DENY")
    (record,) = html.document_fromstring(text).xpath(f"//article[@id='c{at}']")
    said = " ".join(record.text_content().split())
    for words in (
        "denial",
        "Said by",
        "Iran",
        "“denied”",
        "Polarity",
        "positive",
        "Certainty",
        "certain",
        "Tense",
        "past",
    ):
        assert words in said
    denied = [each.claim for each in reading.claims[at].stance if each.stance == "denies"]
    assert denied
    assert all(record.xpath(f".//a[starts-with(@aria-label, '{id}:')]") for id in denied)


def test_the_denied_claim_tells_who_denies_it() -> None:
    denial = claim(1, kind="DENY", stance=(Stance(claim="c0", stance="denies"),))
    (record,) = html.document_fromstring(page(made(claim(0), denial))).xpath("//article[@id='c0']")
    assert "denied byc1" in record.text_content()


def test_a_chain_of_sources_runs_from_the_innermost_outwards() -> None:
    chain = (
        Source(name="officials", anonymous=True, reliability="F", span=(0, 1), level=0),
        Source(party="p0", span=(2, 3), level=1),
    )
    (record,) = html.document_fromstring(page(made(claim(0, source_chain=chain)))).xpath("//article[@id='c0']")
    assert "Party 0 according to officials (anonymous, reliability F)" in record.text_content()


def test_a_tied_party_shows_entity_score_and_standing_then_and_now() -> None:
    party = Party(
        id="p0",
        name="Iran Air",
        kind="company",
        mentions=(Mention(span=(0, 4), text="xxxx"),),
        entity="us-ofac-25237",
        caption="IRAN AIR",
        score=0.875,
        listed_on=Standing(published=False, today=True),
    )
    text = page(msgspec.structs.replace(made(), parties=(party,)))
    (mention,) = html.document_fromstring(text).xpath("//a[@data-p='0']")
    assert "listed" in mention.get("class").split()
    for said in ("us-ofac-25237 IRAN AIR", "score 0.88", "on the article’s day not listed", "today listed"):
        assert said in mention.get("title")
    (row,) = html.document_fromstring(text).xpath("//tr[@id='p0']")
    assert [cell.text_content() for cell in row][4:] == ["us-ofac-25237 IRAN AIR", "0.88", "not listed", "listed"]


def test_measures_stand_with_stage_imposers_and_targets(text: str, reading: Reading) -> None:
    (row,) = html.document_fromstring(text).xpath("//tr[@id='m0']")
    said = row.text_content()
    assert reading.measures[0].stage in said
    assert "Iran Air" in said
    assert "News alone never puts a measure in force" in text


def test_exposure_and_law_are_shown_where_they_are_known_and_are_not_missed_where_not(text: str) -> None:
    assert "Customers whom the article touches" not in text
    measure = Measure(id="m1", kind="sanctions", stage="announced", text="x", span=(0, 1))
    reason = {
        "why": "owned",
        "party": "p1",
        "targeted": True,
        "score": 0.6,
        "text": "60 % held by <Party 1>",
        "measures": [{"id": "m1", "span": [0, 1]}],
        "claims": [{"id": "c0", "span": [0, 1]}],
    }
    beside = {
        "exposure": {
            "rows": 1200,
            "rejected": 1,
            "rejects": [{"file": "book.csv", "row": 7, "id": "", "reason": "no <name>"}],
            "exposed": [{"row": 3, "id": "k3", "name": "Acme <b>", "reasons": [reason, {"why": "named"}]}],
            "note": "No clearance.",
        },
        "effects_in_law": [{"effect": "e1", "text": "US persons must block <it>."}],
    }
    found = page(made(claim(0), measures=(measure,)), beside=beside)
    well_formed(found)
    root = html.document_fromstring(found)
    first, second = root.xpath("//section[@aria-labelledby='exposure']//tbody/tr")
    assert [cell.text_content().strip() for cell in first] == [
        "3",
        "k3 Acme <b>",
        "owned targeted",
        "Party 1",
        "0.60",
        "60 % held by <Party 1>",
        "m1 c0",
    ]
    assert [one.get("href") for one in first.xpath(".//a")] == ["#p1", "#m0", "#c0"]
    assert second.text_content().strip() == "named"
    for said in (
        "1,200 customers · 1 touched · rows rejected: 1. No clearance.",
        "book.csv · 7",
        "US persons must block",
    ):
        assert said in root.text_content()


@pytest.mark.parametrize("beside", [{"exposure": {}}, {"exposure": None}, {"exposure": []}, {"effects_in_law": "x"}])
def test_what_is_beside_a_reading_may_be_empty(beside: dict[str, Any]) -> None:
    well_formed(page(made(), beside=beside))


def test_notes_and_cuts_of_the_intake_are_told() -> None:
    document = msgspec.structs.replace(
        document_of(b"Britain sanctioned Iran Air on Tuesday."),
        notes=("3 bytes replaced <i>",),
        cut=(Cut("Source: <i>AP</i>", "credit"),),
    )
    text = page(read(document.text), document)
    well_formed(text)
    assert "3 bytes replaced &lt;i&gt;" in text
    assert "Left out of the source as no part of the article (1)" in text
    assert "Source: &lt;i&gt;AP&lt;/i&gt;" in text
    assert document.sha256 in text


# The timeline.


def test_the_timeline_is_in_order_and_marks_the_day_of_publication(text: str) -> None:
    root = html.document_fromstring(text)
    (published,) = root.xpath("//li[contains(@class, 'pub')]")
    assert "10 September 2024" in published.text_content()
    assert "accusation" in published.text_content()


def test_what_has_no_date_stands_apart() -> None:
    dated = claim(0, date=When(text="in 2016", span=(0, 1), resolved="2016", precision="year"))
    vague = claim(1, date=When(text="recently", span=(0, 1)))
    root = html.document_fromstring(page(made(dated, vague)))
    (line,) = root.xpath("//ol[@class='timeline']/li")
    assert "2016" in line.text_content()
    assert "d-year" in line.get("class")
    (apart,) = root.xpath("//div[@class='undated']")
    assert "(1)" in apart.text_content()
    assert apart.xpath(".//a[@href='#c1']")


def test_open_ends_stand_before_and_after_the_day_itself() -> None:
    days = ["2024-09-10/..", "2024-09-10", "../2024-09-10", "2022-11/..", "2016", "2024-09-07/2024-09-08"]
    assert sorted(days, key=_key) == [
        "2016",
        "2022-11/..",
        "2024-09-07/2024-09-08",
        "../2024-09-10",
        "2024-09-10",
        "2024-09-10/..",
    ]


@pytest.mark.parametrize(("precision", "said"), [("since", "since November 2022"), ("until", "until November 2022")])
def test_an_open_end_may_be_in_the_date_or_in_its_precision(precision: Any, said: str) -> None:
    when = When(text="then", span=(0, 1), resolved="2022-11", precision=precision)
    assert html.document_fromstring(page(made(claim(0, date=when)))).text_content().count(said) == 2


@given(st.text(st.sampled_from("0123456789-/.x"), max_size=24))
def test_no_date_breaks_the_page(resolved: str) -> None:
    assert date_in_words(resolved) or not resolved
    when = When(text="then", span=(0, 1), resolved=resolved, precision="vague")
    well_formed(page(made(claim(0, date=when))))


# Who said what about whom.


def test_a_tie_leads_from_the_speaker_to_whom_it_is_about(reading: Reading) -> None:
    book = book_of(reading)
    names = {
        (book.parties[tie.tail][1].name, book.parties[tie.head][1].name, tie.deed, tie.denied) for tie in ties(book)
    }
    assert ("United States", "Iran", False, False) in names
    assert ("Iran", "United States", False, True) in names
    assert ("Iran", "Russia", True, False) in names
    assert ("Iran", "Russia", True, True) in names


def test_denials_are_dashed(text: str) -> None:
    lines = html.document_fromstring(text).xpath("//*[contains(@class, 'line ')]")
    assert {"denied" in line.get("class").split() for line in lines} == {True, False}
    assert ".said .denied .way { stroke-dasharray" in text


def test_who_accuses_stands_before_who_denies_it() -> None:
    accusation = claim(0, actors=("p0",), targets=("p1",))
    denial = claim(1, kind="DENY", actors=("p1",), stance=(Stance(claim="c0", stance="denies"),))
    accused = msgspec.structs.replace(accusation, source_chain=(Source(party="p0", span=(0, 1)),))
    root = html.document_fromstring(page(made(accused, denial)))
    first, second = (float(box.xpath("./rect[@class='box']/@x")[0]) for box in root.xpath("//a[@class='party']"))
    assert first < second
    # Each arrow ends at the box of whom it is about.
    accuses, denies = root.xpath("//a[contains(@class, 'line ')]/path[@class='tip']/@d")
    tips = [float(re.split("[M ]", tip)[1]) for tip in (accuses, denies)]
    assert tips == [second, first + 168]


def test_every_tie_is_in_the_table_and_so_many_are_drawn() -> None:
    pairs = [(one, other) for one, other in product(range(40), repeat=2) if one != other][:400]
    claims = [claim(at, actors=(f"p{one}",), targets=(f"p{other}",)) for at, (one, other) in enumerate(pairs)]
    text = page(made(*claims, parties=40))
    well_formed(text)
    root = html.document_fromstring(text)
    assert len(root.xpath("//tr[starts-with(@id, 's')]")) == 400
    assert len(root.xpath("//a[contains(@class, 'line ')]")) == MOST_TIES
    assert f"{400 - MOST_TIES} of 400 ties are in the table only" in text


# That nothing acts.


def page_of(words: str) -> tuple[str, str]:
    """The text of a document, and a page where every text and every id is these words."""
    when = When(text=words, span=(1, 2), resolved=words)
    party = Party(
        id=words,
        name=words,
        kind="person",
        role=words,
        entity=words,
        caption=words,
        part_of=words,
        mentions=(Mention(span=(0, len(words)), text=words),),
    )
    hostile = Claim(
        id=words,
        type="ACCUSE",
        actors=(words,),
        targets=(words, "nobody"),
        object=Object(text=words, span=(0, 3), parties=(words,), claims=(words,)),
        cue=Cue(text=words, span=(0, 2), lemma=words, kind=words),
        source_chain=(Source(party=words, name=words, descriptor=words, role=words, org=words, span=(0, 1)),),
        date=when,
        stance=(Stance(claim=words, stance="denies"),),
        span=(0, len(words)),
    )
    measure = Measure(
        id=words,
        kind=words,
        stage="announced",
        imposers=(words,),
        targets=(words,),
        goods=(words,),
        claim=words,
        text=words,
        span=(0, 1),
        date=when,
    )
    document = Document(text=f"{words} and so on", title=words, source=words, published=words, language=words)
    reading = Reading(
        document=document, engine=words, parties=(party,), claims=(hostile,), measures=(measure,), warnings=(words,)
    )
    return document.text, page(reading)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_inert_wherever_they_stand(words: str) -> None:
    text, found = page_of(words)
    well_formed(found)
    assert tags(found).names == tags(page_of("harmless words")[1]).names
    assert found.count("<script>") == 1
    found.encode()
    assert not re.search("[\x00-\x08\x0b-\x1f\u200b\ufeff\u202a-\u202e\u2066-\u2069]", found)
    assert article_of(found).text_content() == html.fromstring(f"<p>{shown(text)}</p>").text_content()


def test_nothing_is_fetched_and_only_its_own_script_may_run(text: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    script = re.search(r"<script>(.*)</script>", text, re.DOTALL)
    assert policy
    assert script
    digest = b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert policy[1] == f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    assert all(link.startswith("#") for link in tags(text).links)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|@import|url\(", text)


def test_the_same_reading_gives_the_same_bytes() -> None:
    code = (
        "import sys; from datetime import date; from debar.news import read; from debar.news.page import page;"
        "sys.stdout.buffer.write(page(read(sys.stdin.read(), published=date(2024, 9, 10))).encode())"
    )
    once, again = (
        subprocess.run(
            [sys.executable, "-c", code],
            input=TEXT.encode(),
            capture_output=True,
            check=True,
            env=environment,
            timeout=60,
        ).stdout
        for environment in map(_environment, ("1", "2"))
    )
    assert once == again


def _environment(seed: str) -> dict[str, str]:
    return {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}


# Kinds.


def test_every_type_of_claim_has_a_kind_with_a_colour_and_a_shape() -> None:
    rows = csv.DictReader(files("debar.news.page").joinpath("data", "kinds.csv").read_text("utf-8").splitlines())
    assert {row["type"] for row in rows} == set(get_args(ClaimType))
    shapes = files("debar.news.page").joinpath("data", "symbols.svg").read_text("utf-8")
    colours = files("debar.news.page").joinpath("data", "page.css").read_text("utf-8")
    assert {kind_of(each).family for each in get_args(ClaimType)} == set(families())
    for family in families():
        assert f'id="g-{family}"' in shapes
        # By light, in the dark and on paper.
        assert len(re.findall(rf"--{family}: #", colours)) == 3
        assert f"#show-{family}:not(:checked)" in colours


def test_colours_can_be_read_by_light_and_in_the_dark() -> None:
    colours = files("debar.news.page").joinpath("data", "page.css").read_text("utf-8")
    light, dark, paper = re.findall(r":root \{(.*?)\}", colours, re.DOTALL)
    for block in (light, dark, paper):
        values = dict(re.findall(r"--(\w+): (#\w+)", block))
        for name in (*families(), "ink", "muted", "hit", "focus"):
            if name in values:
                assert _contrast(values[name], values["paper"]) >= 4.5, name


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(char * 2 for char in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)

"""The picture of an ownership graph: what is in it, that it can be read, and that nothing in it acts."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from debar.diagram.layers import closing, rank
from debar.diagram.lettering import BOLD, NAME, SMALL, clean, runs_right_to_left, width, wrap
from debar.diagram.order import arrange, crossings
from debar.diagram.straight import settle
from debar.errors import GraphTooLarge
from debar.law.ownership.picture import Edge, Node, Picture, Verdict, page, picture_of, svg
from debar.law.ownership.picture.assessed import SOMEBODY
from debar.law.ownership.picture.drawing import COLUMN, MOST_ROWS, Drawing, Listing, Placed, Words, draw
from debar.law.ownership.picture.marks import DARK, LIGHT
from debar.law.ownership.picture.scope import MOST_NODES, choose
from debar.law.ownership.stakes import Party, Stake

FOOT = "OFAC 50 Percent Rule, holdings as on 2024-09-11. No legal advice."
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    "</title></style></svg><script>alert(1)</script>",
    "Alpha\u202egnp.exe",
    "\ud800 \x00 \x1b[31m \uffff",
    "${hash} $style %s {0}",
    "&lt;b&gt; &amp; ]]>",
    "<!-- -->",
)
VERDICTS: tuple[Verdict | None, ...] = ("blocked", "possible", "not_blocked", None)

ids = st.sampled_from([f"n{number}" for number in range(14)])
names = st.one_of(
    st.text(max_size=90), st.sampled_from(["شرکت هواپیمایی", "中国远洋海运集团有限公司" * 4, "W" * 80, "", "a b " * 30])
)
nodes = st.builds(
    Node,
    id=ids,
    name=names,
    verdict=st.sampled_from(VERDICTS),
    listed=st.booleans(),
    share=st.sampled_from(["", "50 %", "25–50 %"]),
    flags=st.sampled_from([(), ("near miss",), ("circular: the greatest fixpoint differs", "over 100 %")]),
)
edges = st.builds(
    Edge,
    owner=ids,
    owned=ids,
    percent=st.sampled_from(["50 %", "25–50 %", "control", "", "33.333333333333333333 % of the votes"]),
    document=st.sampled_from(["", "register <extract>"]),
    counted=st.booleans(),
    doubtful=st.booleans(),
    ended=st.booleans(),
)
pictures = st.builds(
    Picture,
    title=names,
    foot=st.just(FOOT),
    nodes=st.lists(nodes, max_size=14).map(tuple),
    edges=st.lists(edges, max_size=30).map(tuple),
    focus=st.one_of(st.none(), ids),
)


def tree(owned_by_each: int, deep: int) -> Picture:
    """A group in which every company has so many subsidiaries."""
    edges, layer = [], ["x"]
    for _ in range(deep):
        below = [(owner, f"{owner}.{number}") for owner in layer for number in range(owned_by_each)]
        edges += [Edge(owner, owned, "51 %", counted=True) for owner, owned in below]
        layer = [owned for _, owned in below]
    return Picture("A group", FOOT, (Node("x", "X", "blocked", listed=True),), tuple(edges))


def chain(length: int) -> Picture:
    return Picture("A chain", FOOT, (), tuple(Edge(f"c{at}", f"c{at + 1}", "50 %") for at in range(length)))


def drawing_of(picture: Picture) -> Drawing:
    return draw(choose(picture))


def in_picture(text: str) -> tuple[set[int], set[int]]:
    """The numbers of the parties and of the holdings that an SVG says it draws."""
    root = etree.fromstring(text.encode())
    parties = {int(each) for each in root.xpath("//@data-n")}
    holdings = {int(number) for each in root.xpath("//@data-e") for number in each.split()}
    return parties, holdings


# What is in it.


@given(pictures)
@settings(max_examples=60, deadline=None)
def test_every_party_and_holding_is_drawn_or_counted_as_hidden(picture: Picture) -> None:
    scope = choose(picture)
    known = {node.id for node in picture.nodes} | {id for edge in picture.edges for id in (edge.owner, edge.owned)}
    known |= {picture.focus} if picture.focus is not None else set()
    assert sorted(node.id for node in (*scope.drawn, *scope.hidden_nodes)) == sorted(known)
    assert sorted(map(repr, (*scope.held, *scope.hidden_edges))) == sorted(map(repr, picture.edges))
    parties, holdings = in_picture(svg(picture))
    assert parties == set(range(len(scope.drawn)))
    # Rows that say the same twice are two lines of one number.
    assert len(holdings) == len({edge for edge in scope.held if edge.owner != edge.owned})


@given(pictures)
@settings(max_examples=40, deadline=None)
def test_the_page_says_in_tables_what_is_in_the_picture(picture: Picture) -> None:
    scope = choose(picture)
    root = html.fromstring(page(picture))
    assert len(root.xpath("//section[h2/@id='parties']//tbody/tr")) == len(scope.drawn)
    assert len(root.xpath("//section[h2/@id='holdings']//tbody/tr")) == len(scope.held)
    graph = json.loads(root.xpath("string(//script[@id='graph'])"))
    assert len(graph["names"]) == len(scope.drawn)
    assert len(graph["edges"]) == len(scope.held)


def test_of_an_entity_asked_for_only_what_bears_on_it_is_drawn() -> None:
    edges = [("x", "a"), ("y", "a"), ("a", "b"), ("m", "b"), ("b", "c"), ("x", "z"), ("q", "y")]
    asked = Picture("", FOOT, (Node("x", listed=True),), tuple(Edge(*edge, "50 %") for edge in edges), focus="b")
    scope = choose(asked)
    assert {node.id for node in scope.drawn} == {"x", "y", "a", "m", "b"}
    assert {node.id for node in scope.hidden_nodes} == {"c", "z", "q"}
    assert "Not drawn, as they do not lead to the entity asked for: 3 parties and 3 holdings." in svg(asked)


def test_without_a_listed_party_above_it_all_owners_of_an_entity_are_drawn() -> None:
    asked = Picture("", FOOT, (), (Edge("q", "y", "50 %"), Edge("y", "a", "50 %"), Edge("a", "b", "50 %")), focus="a")
    assert {node.id for node in choose(asked).drawn} == {"q", "y", "a"}


def test_minor_owners_are_one_list_and_listed_owners_stand_beside_it() -> None:
    owners = [f"m{number}" for number in range(14)]
    nodes = (Node("x", listed=True), Node("y", listed=True))
    scope = choose(Picture("", FOOT, nodes, tuple(Edge(owner, "a", "3 %") for owner in ("x", "y", *owners))))
    (ledger,) = scope.ledgers
    assert (ledger.anchor, ledger.side, len(ledger.members)) == ("a", "owners", 14)
    assert {node.id for node in scope.nodes} == {"x", "y", "a"}


def test_a_list_that_is_too_long_says_what_it_leaves_out() -> None:
    text = svg(tree(MOST_ROWS + 60, 1))
    assert "+ 60 others: 60 no verdict" in text
    assert len(in_picture(text)[0]) == 1 + MOST_ROWS


def test_a_party_that_owns_a_part_of_itself_says_so() -> None:
    assert "holds 20 % of itself" in svg(Picture("", FOOT, (), (Edge("a", "a", "20 %"), Edge("x", "a", "50 %"))))


def test_verdicts_listing_and_lines_are_told_in_words_and_shapes_and_not_by_colour_alone() -> None:
    nodes = tuple(Node(f"n{at}", f"N{at}", verdict, listed=not at) for at, verdict in enumerate(VERDICTS))
    edges = (
        Edge("n0", "n1", "50 %", counted=True),
        Edge("n1", "n2", "60 %", counted=True),
        Edge("n2", "n3", "1 %"),
        Edge("n0", "n3", "2 %", ended=True),
    )
    text = svg(Picture("", FOOT, nodes, edges))
    for words in (">listed · blocked<", ">possible<", ">not blocked<", "2 % ended", "listed itself (double frame)"):
        assert words in text
    for kind in ("counted", "perhaps", "plain", "ended"):
        assert f'class="line {kind}"' in text
    assert len({re.sub(r"[\d.]+", "", shape) for shape in re.findall(r'<(?:path|circle) class="g-[^>]*', text)}) == 4


def test_more_parties_than_anybody_could_read_are_refused_with_what_to_do() -> None:
    picture = chain(MOST_NODES)
    with pytest.raises(GraphTooLarge, match=r"2,001 parties .*; choose one entity.* \[input.graph-too-large\]"):
        svg(picture)
    with pytest.raises(GraphTooLarge):
        page(picture)
    asked = Picture(picture.title, FOOT, (), picture.edges, focus="c20")
    assert len(in_picture(svg(asked))[0]) == 21


# That it can be read.


def overlap(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    return all(one[axis] + one[axis + 2] > two[axis] and two[axis] + two[axis + 2] > one[axis] for axis in (0, 1))


def outline(box: Placed) -> tuple[float, float, float, float]:
    return box.x + 0.1, box.y + 0.1, box.width - 0.2, box.height - 0.2


def labels(drawing: Drawing) -> list[tuple[float, float, float, float]]:
    wide = [(line, width(line.label, SMALL) * BOLD) for line in drawing.lines if line.label]
    return [(line.spot[0] - wide / 2, line.spot[1] - 7, wide, 14) for line, wide in wide]


def assert_readable(drawing: Drawing) -> None:
    boxes = [outline(box) for box in drawing.boxes]
    written = labels(drawing)
    for one, two in combinations((*boxes, *written), 2):
        assert not overlap(one, two)
    for x, y, wide, high in (*boxes, *written):
        assert x >= -0.5
        assert y >= -0.5
        assert x + wide <= drawing.width + 0.5
        assert y + high <= drawing.height + 0.5
    for line in drawing.lines:
        for straight in zip(line.points[::2], line.points[1::2], strict=True):
            (x, y), (to_x, to_y) = sorted(straight)
            run = (min(x, to_x) + 0.2, min(y, to_y) + 0.2, abs(to_x - x) - 0.4, abs(to_y - y) - 0.4)
            assert not any(overlap(run, box) for box in boxes)


@given(pictures)
@settings(max_examples=80, deadline=None)
def test_boxes_and_labels_never_cover_each_other_and_no_line_runs_through_a_box(picture: Picture) -> None:
    assert_readable(drawing_of(picture))


@pytest.mark.parametrize(("each", "deep"), [(1, 2), (2, 4), (3, 5), (17, 2), (200, 1)])
def test_groups_of_3_to_300_are_readable(each: int, deep: int) -> None:
    assert_readable(drawing_of(tree(each, deep)))


@given(pictures)
@settings(max_examples=60, deadline=None)
def test_what_is_written_in_a_box_fits_in_it(picture: Picture) -> None:
    for box in drawing_of(picture).boxes:
        if isinstance(box.what, Words):
            assert all(width(line, NAME) * BOLD <= box.width - 40 for line in box.what.name)
            assert all(width(line, SMALL) <= box.width - 40 for line in box.what.facts)
            assert 16 * len(box.what.name) + 14.5 * len(box.what.facts) <= box.height - 16


def test_a_star_of_200_fits_a_screen() -> None:
    drawing = drawing_of(tree(200, 1))
    assert drawing.width <= 1_440
    assert drawing.height <= 1_200
    (listing,) = (box.what for box in drawing.boxes if isinstance(box.what, Listing))
    assert sum(map(len, listing.columns)) == 200


def test_a_chain_of_30_runs_down_the_page() -> None:
    drawing = drawing_of(chain(30))
    assert drawing.width <= 300
    assert all(line.down for line in drawing.lines)


def test_a_tree_has_no_crossings_and_owners_stand_before_the_middle_of_what_they_own() -> None:
    drawing = drawing_of(tree(2, 3))
    middles = {box.what.node.id: box.y + box.height / 2 for box in drawing.boxes if isinstance(box.what, Words)}
    assert abs(middles["x"] - (middles["x.0"] + middles["x.1"]) / 2) < 1
    below = [id for id in middles if id.count(".") == 3]
    assert sorted(below, key=middles.__getitem__) == sorted(below)


def test_parts_that_hang_together_in_nothing_stand_apart() -> None:
    parts = tuple(Edge(f"x{number}", f"a{number}", "50 %") for number in range(9))
    drawing = drawing_of(Picture("", FOOT, (Node("alone"),), parts))
    assert_readable(drawing)
    assert drawing.width <= 1_440 + COLUMN


def test_names_from_right_to_left_run_so_and_others_do_not() -> None:
    text = svg(Picture("", FOOT, (Node("x", "شرکت"), Node("y", "Alpha")), ()))
    assert re.search(r'direction="rtl"[^>]*>شرکت<', text)
    assert not re.search(r'direction="rtl"[^>]*>Alpha<', text)
    assert runs_right_to_left("١٢ שלום")


@given(st.text(max_size=120), st.integers(20, 300), st.integers(1, 4))
def test_wrapped_names_fit_their_lines_and_lose_nothing_without_an_ellipsis(text: str, room: int, lines: int) -> None:
    wrapped = wrap(text, room, 12, lines)
    assert len(wrapped) <= lines
    assert all(width(line, 12) <= room or len(line) == 1 for line in wrapped)
    if not wrapped[-1].endswith("…"):
        assert "".join("".join(wrapped).split()) == "".join(text.split())


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_words_stand_out_from_what_they_stand_on(colours: dict[str, str]) -> None:
    """WCAG 2: 4.5 to 1 for words, 3 to 1 for frames and lines."""
    for ground in ("paper", "card"):
        assert contrast(colours["ink"], colours[ground]) >= 7
        assert contrast(colours["muted"], colours[ground]) >= 4.5
        for line in ("quiet", "blocked", "possible", "not_blocked"):
            assert contrast(colours[line], colours[ground]) >= 3
    for verdict in ("blocked", "possible"):
        for words in (verdict, "ink", "muted"):
            assert contrast(colours[words], colours[f"{verdict}_soft"]) >= 4.5


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# That nothing in it acts, and that it is the same every time.


def hostile() -> Picture:
    nodes = tuple(
        Node(f"{number}{name}", name, VERDICTS[number % 4], listed=number == 0, share=name, flags=(name,))
        for number, name in enumerate(HOSTILE)
    )
    links = tuple(Edge(one.id, two.id, name, name) for (one, two), name in zip(pairwise(nodes), HOSTILE, strict=False))
    crowd = tuple(Edge(nodes[0].id, f"{name}{number}", name, name) for number, name in enumerate(HOSTILE))
    return Picture(HOSTILE[3] + HOSTILE[4], HOSTILE[0] + HOSTILE[4], nodes, links + crowd, focus=None)


def test_hostile_names_are_inert_in_the_svg() -> None:
    text = svg(hostile())
    root = etree.fromstring(text.encode())
    allowed = {"svg", "title", "style", "rect", "g", "path", "text", "circle"}
    assert {etree.QName(each).localname for each in root.iter()} <= allowed
    assert not [name for each in root.iter() for name in each.attrib if name.startswith("on") or "href" in name]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b\uffff]", text)
    assert "<script>alert(1)</script>" in root.xpath("string()")


def test_hostile_names_are_inert_on_the_page_and_only_its_own_script_may_run() -> None:
    text = page(hostile())
    root = html.fromstring(text)
    scripts = root.xpath("//script")
    assert [each.get("type") for each in scripts] == ["application/json", None]
    assert not root.xpath("//img | //iframe | //object | //link | //base")
    assert not root.xpath("//@*[starts-with(name(), 'on')]")
    assert all(link.startswith("#n") for link in root.xpath("//@href"))
    digest = b64encode(hashlib.sha256(scripts[1].text.encode()).digest()).decode()
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b\uffff]", text)
    text.encode()


def test_nothing_is_fetched() -> None:
    for text in (svg(hostile()), page(hostile())):
        assert set(re.findall(r"https?://[^\s\"'<)]*", text)) <= {"http://www.w3.org/2000/svg"}
        assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest|eval\(|innerHTML", text)


def test_the_same_graph_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "import hashlib, test_picture as t; "
        "print(hashlib.sha256((t.svg(t.tree(3, 3)) + t.page(t.tree(3, 3)) + t.page(t.hostile())).encode()).hexdigest())"
    )
    path = os.pathsep.join([os.path.dirname(__file__), *sys.path])  # noqa: PTH120
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
            check=True, capture_output=True, text=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(runs) == 1


# From verdicts.


class Rule(msgspec.Struct, frozen=True):
    title: str = "OFAC's 50 percent rule"
    source: str = "OFAC FAQ 398–402"
    status: str = "verified"
    verified_on: date = date(2026, 11, 22)


class Found(msgspec.Struct, frozen=True):
    verdict: Verdict
    share: Fraction = Fraction(0)
    share_high: Fraction = Fraction(0)
    flags: tuple[str, ...] = ()
    proof: tuple[Stake, ...] = ()


class Given(msgspec.Struct, frozen=True):
    stakes: tuple[Stake, ...]
    unread: tuple[Stake, ...] = ()


class Assessed:
    """A stand-in for the engine's: verdicts by hand."""

    on = date(2024, 9, 11)
    rule = Rule()
    rule_flags = ("rule_suspended",)

    def __init__(self, found: dict[str, Found], holdings: Given) -> None:
        self.found, self.holdings = found, holdings

    def __len__(self) -> int:
        return len(self.found)

    def __contains__(self, id: object) -> bool:
        return id in self.found

    def __getitem__(self, id: str) -> Found:
        return self.found[id]

    def party(self, id: str) -> Party:
        return Party(id, f"Party {id}")


def held(owner: str, owned: str, low: int, high: int = 0, **other: object) -> Stake:
    more = {"origin": f"stakes.csv line {owner}{owned}", **other}
    return Stake(owner, owned, Fraction(low, 100), Fraction(high or low, 100), **more)  # type: ignore[arg-type]


def assessed() -> Assessed:
    xa, ab = held("x", "a", 60, document="register"), held("a", "b", 25, 50)
    sold, later = (
        held("x", "b", 30, end=date(2024, 1, 1)),
        held("a", "b", 5, start=date(2025, 1, 1), origin="stakes.csv line 9"),
    )
    unknown = held("", "b", 10)
    found = {
        "x": Found("blocked", flags=("listed", "no_owners", "rule_suspended")),
        "a": Found("blocked", Fraction(3, 5), Fraction(3, 5), ("unaccounted",), (xa,)),
        "b": Found("possible", Fraction(1, 4), Fraction(3, 5), ("near_miss",), (xa, ab, unknown)),
        "c": Found("not_blocked"),
    }
    return Assessed(found, Given((xa, ab, sold, later, held("b", "c", 100)), (unknown,)))


def test_verdicts_become_boxes_and_the_stakes_of_their_proofs_lines_that_count() -> None:
    picture = picture_of(assessed(), "xabc", "stakes.csv")
    assert [(node.name, node.verdict, node.listed, node.share, node.flags) for node in picture.nodes] == [
        ("Party x", "blocked", True, "", ()),
        ("Party a", "blocked", False, "60 %", ()),
        ("Party b", "possible", False, "25–60 %", ("near miss",)),
        ("Party c", "not_blocked", False, "", ()),
        (SOMEBODY, None, False, "", ()),
    ]
    assert [
        (edge.owner, edge.owned, edge.percent, edge.counted, edge.doubtful, edge.ended) for edge in picture.edges
    ] == [
        ("x", "a", "60 %", True, False, False),
        ("a", "b", "25–50 %", True, False, False),
        ("x", "b", "30 %", False, False, True),
        ("a", "b", "5 % from 2025-01-01", False, False, False),
        ("b", "c", "100 %", False, False, False),
        ("", "b", "10 % in doubt", True, True, False),
    ]
    assert picture.edges[0].document == "register, stakes.csv line xa"
    for words in ("OFAC FAQ 398–402", "verified, as of 2026-11-22", "Rule suspended.", "2024-09-11", "no legal advice"):
        assert words in picture.foot


def test_of_an_entity_asked_for_only_its_owners_are_looked_at() -> None:
    picture = picture_of(assessed(), (), "stakes.csv", "b")
    assert picture.title == "Party b: OFAC's 50 percent rule"
    assert {node.id for node in picture.nodes} == {"x", "a", "b", ""}
    assert 'class="line perhaps"' in svg(picture)


def test_a_million_parties_are_refused_before_any_verdict_is_made() -> None:
    class Huge(Assessed):
        def __len__(self) -> int:
            return 1_000_000

        def __getitem__(self, id: str) -> Found:
            raise AssertionError(id)

    with pytest.raises(GraphTooLarge, match="1,000,000 parties"):
        picture_of(Huge({}, Given(())), (), "stakes.csv")


# The method.


@given(
    st.integers(1, 12).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.lists(
                st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda pair: pair[0] != pair[1]),
                max_size=30,
            ),
        )
    )
)
def test_without_the_lines_that_close_a_circle_every_line_leads_to_a_later_layer(
    graph: tuple[int, list[tuple[int, int]]],
) -> None:
    boxes, pairs = graph
    turned = closing(boxes, pairs)
    pairs = [pair[::-1] if place in turned else pair for place, pair in enumerate(pairs)]
    layer = rank(boxes, pairs)
    assert all(layer[tail] < layer[head] for tail, head in pairs)
    assert min(layer) == 0


def test_a_long_chain_needs_no_deep_stack() -> None:
    pairs = [(box, box + 1) for box in range(5_000)]
    assert not closing(5_001, pairs)
    assert rank(5_001, pairs)[-1] == 5_000


@given(st.data())
@settings(max_examples=40)
def test_the_order_never_has_more_crossings_than_the_given_one_after_its_first_walk(data: st.DataObject) -> None:
    layers = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]
    after = [
        data.draw(st.lists(st.sampled_from(layers[place // 4 + 1]), max_size=4, unique=True)) if place < 8 else []
        for place in range(12)
    ]
    before: list[list[int]] = [[] for _ in range(12)]
    for tail, heads in enumerate(after):
        for head in heads:
            before[head].append(tail)
    arranged = arrange(layers, before, after)
    assert [sorted(layer) for layer in arranged] == layers
    slow = sum(
        (place[a] - place[c]) * (place[b] - place[d]) < 0
        for place in [{vertex: at for layer in arranged for at, vertex in enumerate(layer)}]
        for layer in layers
        for a, c in combinations(layer, 2)
        for b in after[a]
        for d in after[c]
    )
    assert crossings(arranged, after) == slow


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(0.1, 10), st.floats(0, 50)), min_size=1, max_size=12))
def test_things_in_a_row_keep_their_distance_and_no_small_move_is_better(row: list[tuple[float, float, float]]) -> None:
    wanted, weights, apart = map(list, zip(*row, strict=True))
    places = settle(wanted, weights, apart)
    assert all(two - one >= gap - 1e-6 for (one, two), gap in zip(pairwise(places), apart[1:], strict=True))
    cost = sum(weight * (place - want) ** 2 for place, want, weight in zip(places, wanted, weights, strict=True))
    for at in range(len(places)):
        for step in (-0.5, 0.5):
            moved = [place + step * (other >= at if step > 0 else other <= at) for other, place in enumerate(places)]
            assert sum(w * (p - want) ** 2 for p, want, w in zip(moved, wanted, weights, strict=True)) >= cost - 1e-3


@given(st.text())
def test_cleaned_text_can_stand_in_xml(text: str) -> None:
    root = etree.fromstring(f"<a>{clean(text).replace('&', '').replace('<', '')}</a>".encode())
    assert root.text is None or "\x00" not in root.text

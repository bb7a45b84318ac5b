"""Stakes, parties and the listed from files: every row is a stake, set aside or rejected, and nothing is lost."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debar.errors import BadFile, BadRow
from debar.law.ownership import Holdings, assess, percent
from debar.law.ownership.parties_csv import read as read_parties
from debar.law.ownership.parties_csv import read_listed
from debar.law.ownership.reading import read
from debar.law.ownership.stakes import Notice

DAY = date(2026, 11, 26)


@pytest.fixture
def file(tmp_path: Path):  # type: ignore[no-untyped-def]
    def write(content: str | bytes, name: str = "stakes.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def fates(holdings: Holdings) -> tuple[int, int, int]:
    rejected = sum(one.row == "rejected" for one in holdings.notices)
    aside = sum(one.row == "set aside" for one in holdings.notices)
    return holdings.rows - rejected - aside, rejected, aside


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("50", Fraction(1, 2)),
        ("24.99", Fraction(2499, 10000)),
        ("33.3%", Fraction(333, 1000)),
        (" 33,3 % ", Fraction(333, 1000)),
        ("100/3", Fraction(1, 3)),
        ("1/3%", Fraction(1, 300)),
        (".5", Fraction(1, 200)),
        ("0", Fraction(0)),
        ("-0", Fraction(0)),
        ("100", Fraction(1)),
        ("100.000", Fraction(1)),
    ],
)
def test_a_percentage_is_read_exactly(text: str, share: Fraction) -> None:
    assert percent.share_of(text) == share


@pytest.mark.parametrize(
    "text",
    ["", "abc", "-5", "−5", "100.01", "1e2", "1/0", "5 0", "50 %%", ">50", "٥٠", "nan", "1" * 5000, "1,000,000", "--5"],
)
def test_what_is_no_percentage_is_an_error_that_shows_it(text: str) -> None:
    with pytest.raises(BadRow) as caught:
        percent.share_of(text)
    assert len(str(caught.value)) < 300


@given(low=st.fractions(0, 1, max_denominator=10**6), high=st.fractions(0, 1, max_denominator=10**6))
def test_the_text_of_a_share_is_the_share(low: Fraction, high: Fraction) -> None:
    low, high = sorted((low, high))
    assert percent.band_of(percent.text_of(low, high)) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "owner,owned,percent\nX,A,33.3\n",
        "\ufeffowner,owned,percent\r\nX,A,33.3\r\n",
        "owner;owned;percent\nX;A;33,3\n",
        'owner,owned,percent\n"X","A","33,3"\n',
        "Owner , OWNED,Percent\n X , A , 33.3% \n",
        "\n\nowner\towned\tpercent\nX\tA\t33.3\n\n",
        "document,percent,owned,owner\n,33.3,A,X",
    ],
)
def test_a_csv_is_read_however_it_was_saved(text: str, file) -> None:  # type: ignore[no-untyped-def]
    (stake,) = read(file(text)).stakes
    assert (stake.owner, stake.owned, stake.low, stake.high) == ("X", "A", Fraction(333, 1000), Fraction(333, 1000))


def test_all_columns_are_read(file) -> None:  # type: ignore[no-untyped-def]
    holdings = read(
        file(
            "owner,owned,percent,percent_high,from,until,document,interest,joint\n"
            'X,A,25,50,2020-01-01,2024-06-30,"annual report, p. 3",votes,j\n'
            "X,A,,,,,,control,\n"
            "X,B,25-50,,,,,,\n"
        )
    )
    votes, control, band = holdings.stakes
    assert (votes.low, votes.high, votes.interest, votes.joint) == (Fraction(1, 4), Fraction(1, 2), "votes", "j")
    assert (votes.start, votes.end) == (date(2020, 1, 1), date(2024, 6, 30))
    assert (votes.document, votes.origin) == ("annual report, p. 3", "stakes.csv line 2")
    assert (control.low, control.interest) == (1, "control")
    assert (band.low, band.high) == (votes.low, votes.high)


BAD = {
    "X,A,abc,,,,,": ("stake.percent", "percent"),
    "X,A,,,,,,": ("stake.percent", "percent"),
    "X,A,-5,,,,,": ("stake.percent", "percent"),
    "X,A,101,,,,,": ("stake.percent", "percent"),
    "X,A,20,x,,,,": ("stake.percent_high", "percent_high"),
    "X,A,60,40,,,,": ("stake.percent_high", "percent_high"),
    ",A,60,,,,,": ("stake.owner", "owner"),
    "X,,60,,,,,": ("stake.owned", "owned"),
    "X,A,60,,2024-02-30,,,": ("stake.from", "from"),
    "X,A,60,,,20240101,,": ("stake.until", "until"),
    "X,A,60,,2024-01-01,2023-01-01,,": ("stake.until", "until"),
    "X,A,60,,2024-01-01,2024-01-01,,": ("stake.until", "until"),
    "X,A,60,,,,,ownership": ("stake.interest", "interest"),
    "X,A,60,,,,,control": ("stake.percent", "percent"),
    "X,A,60": ("stake.row", ""),
    "X,A,60,,,,,,more": ("stake.row", ""),
    'X,"A,60,,,,,': ("stake.row", ""),
    'X,"A"b,60,,,,,': ("stake.row", ""),
}


@pytest.mark.parametrize("row", BAD)
def test_a_bad_row_is_rejected_by_file_line_and_field_and_the_rest_goes_on(row: str, file) -> None:  # type: ignore[no-untyped-def]
    header = "owner,owned,percent,percent_high,from,until,document,interest\n"
    holdings = read(file(f"{header}Y,B,10,,,,,\n{row}\nY,C,10,,,,,\n"))
    assert [one.owned for one in holdings.stakes] == ["B", "C"]
    assert fates(holdings) == (2, 1, 0)
    (notice,) = holdings.notices
    assert (notice.code, notice.field, notice.row) == (*BAD[row], "rejected")
    assert notice.origin == "stakes.csv line 3"


@pytest.mark.parametrize(
    "row", [row for row in BAD if "A" in re.split('[,"]+', row) and not row.endswith("control") and "b" not in row]
)
def test_a_bad_row_of_a_listed_owner_never_leaves_its_company_plainly_not_blocked(row: str, file) -> None:  # type: ignore[no-untyped-def]
    header = "owner,owned,percent,percent_high,from,until,document,interest\n"
    all_ = assess(read(file(f"{header}Y,A,10,,,,,\n{row}\n")), ["X"], rule="ofac", on=DAY)
    assert all_["A"].verdict == "possible"
    assert "incomplete" in all_["A"].flags


def test_bytes_that_are_no_text_cost_their_row_alone(file) -> None:  # type: ignore[no-untyped-def]
    holdings = read(
        file(b"owner,owned,percent\nX,A,50\nX,B\xff,50\nX,C\x00,50\nX," + b"D" * 2_000_000 + b",50\nX,E,50\n")
    )
    assert [one.owned for one in holdings.stakes] == ["A", "E"]
    assert fates(holdings) == (2, 3, 0)


def test_a_quote_cannot_swallow_the_rows_after_it(file) -> None:  # type: ignore[no-untyped-def]
    lines = "".join(f"X,C{number},50\n" for number in range(200))
    holdings = read(file(f'owner,owned,percent\nX,"A,50\n{lines}'))
    assert len(holdings.stakes) == 200
    assert fates(holdings) == (200, 1, 0)


def test_a_quoted_cell_may_span_lines(file) -> None:  # type: ignore[no-untyped-def]
    holdings = read(file('owner,owned,percent,document\nX,A,50,"a\nb"\nX,B,abc,\n'))
    assert holdings.stakes[0].document == "a\nb"
    assert holdings.notices[0].origin == "stakes.csv line 4"


def test_own_shares_are_set_aside_and_noted(file) -> None:  # type: ignore[no-untyped-def]
    holdings = read(file("owner,owned,percent\nA,A,20\nX,A,40\n"))
    assert fates(holdings) == (1, 0, 1)
    assert [(one.code, one.about) for one in holdings.notices] == [("stake.self", "A")]
    assert assess(holdings, ["X"], rule="ofac", on=DAY)["A"].share == Fraction(2, 5)


def test_the_same_row_again_counts_as_possible_alone(file) -> None:  # type: ignore[no-untyped-def]
    holdings = read(file("owner,owned,percent\nX,A,30\nX,A,30.0\nX,B,30\nX,B,10\nX,C,10\nX,C,10\n"))
    assert fates(holdings) == (4, 0, 2)
    all_ = assess(holdings, ["X"], rule="ofac", on=DAY)
    found = all_["A"]
    assert (found.verdict, found.share, found.share_high) == ("possible", Fraction(3, 10), Fraction(3, 5))
    assert "duplicate" in found.flags
    assert (all_["B"].share, all_["C"].verdict) == (Fraction(2, 5), "not_blocked")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "the file is empty"),
        ("\n \n", "the file is empty"),
        ("X,A,50\n", "begin the file with owner,owned,percent"),
        ("owner,company,percent\n", "without owned"),
        ("owner,owned,percent,owner\n", "owner twice"),
        ("owner,owned,percent\rX,A,50\r", "CR alone"),
        ("owner,owned,percent\n".encode("utf-16"), "save the file as CSV in UTF-8"),
    ],
)
def test_a_file_that_is_none_is_an_error_that_says_what_to_do(content: str | bytes, words: str, file) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadFile, match=words):
        read(file(content))


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="No such file"):
        read(tmp_path / "none.csv")
    with pytest.raises(BadFile, match="Is a directory"):
        read(tmp_path)


def test_columns_that_nobody_knows_are_named(file) -> None:  # type: ignore[no-untyped-def]
    holdings = read(file("owner,owned,percent,percnt_high\nX,A,25,50\n"))
    assert [(one.code, "percnt_high" in one.text) for one in holdings.notices] == [("stake.column", True)]


def test_the_listed_are_one_id_per_line(file) -> None:  # type: ignore[no-untyped-def]
    path = file("\ufeff# who\r\nX\r\n\r\n  Y  # second\r\nA#1\r\nX\r\n", "listed.txt")
    ids, notices = read_listed(path)
    assert ids == ["X", "Y", "A#1"]
    assert [(one.code, one.origin) for one in notices] == [("listed.duplicate", "listed.txt line 6")]


def test_a_list_that_names_nobody_is_an_error(file) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadFile, match="names nobody"):
        read_listed(file("# nobody\n", "listed.txt"))


def test_parties_say_who_is_who(file) -> None:  # type: ignore[no-untyped-def]
    path = file(
        "id,name,schema,country,government\nM,Ministry of Oil,PublicBody,Iran,yes\nX,,,,\nX,again,,,\n,nobody,,,\n"
        "Y,,,Atlantis,maybe\n",
        "parties.csv",
    )
    parties, notices = read_parties(path)
    assert set(parties) == {"M", "X", "Y"}
    assert (parties["M"].country, parties["M"].government, parties["X"].name) == ("ir", True, "")
    assert [(one.code, one.row) for one in notices] == [
        ("party.duplicate", "set aside"),
        ("party.row", "rejected"),
        ("party.country", "kept"),
        ("party.government", "kept"),
    ]


def test_an_owner_that_no_row_of_the_parties_describes_is_noted_once(file) -> None:  # type: ignore[no-untyped-def]
    parties = file("id\nX\n", "parties.csv")
    holdings = read(file("owner,owned,percent\nX,A,10\nQ,A,10\nQ,B,10\n"), parties)
    assert [(one.code, one.origin) for one in holdings.notices] == [("party.undescribed", "stakes.csv line 3")]


cells = st.sampled_from(
    ["X", "A", "B", "", "50", "25", "abc", "-1", '"', '"q"', "100/3", "2024-01-01", " ", "\xff", ";", "control"]
)


@settings(max_examples=300, deadline=None)
@given(rows=st.lists(st.lists(cells, max_size=9), max_size=12))
def test_whatever_the_rows_are_they_add_up(rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("rows") / "stakes.csv"
    text = "owner,owned,percent,percent_high,from,until,document,interest,joint\n"
    text += "".join(",".join(row) + "\n" for row in rows)
    path.write_bytes(text.encode("latin-1"))
    holdings = read(path)
    kept, rejected, aside = fates(holdings)
    selves = sum(one.owner == one.owned for one in holdings.stakes)
    assert kept == len(holdings.stakes) - selves
    assert len(holdings.unread) <= rejected + aside
    all_ = assess(holdings, ["X"], rule="eu", on=DAY)
    about = {one.about for one in holdings.notices if one.row == "rejected" and one.about}
    assert all("incomplete" in all_[id].flags for id in about)
    assert all(isinstance(one, Notice) and one.origin.startswith("stakes.csv line ") for one in holdings.notices)

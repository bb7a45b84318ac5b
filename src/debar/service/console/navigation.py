"""The pages of the console, as data: the navigation, the first page and the keys are made of it."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """One page.

    Args:
        id: as templates name it.
        path: where it is.
        title: in the navigation.
        about: what it is for, in a sentence.
        key: pressed after ``g``, it leads there.
    """

    id: str
    path: str
    title: str
    about: str
    key: str


PREFIX = "/console"
START = Page("start", PREFIX, "Start", "All pages, and whether the lists are fit.", "h")
PAGES = (
    Page(
        "screen",
        f"{PREFIX}/screen",
        "Screen",
        "One person, company, vessel, aircraft or wallet against the lists: hits with their evidence side by side, and what "
        "a listing asks of you.",
        "s",
    ),
    Page(
        "batch",
        f"{PREFIX}/batch",
        "Batch",
        "A file of customers, CSV or workbook: you confirm what its columns are, watch it run, take the answers and a report.",
        "b",
    ),
    Page(
        "party",
        f"{PREFIX}/party",
        "Listings",
        "Look a listing up by its id or a word of it: names by script, history over the editions, ownership, effects, sources.",
        "p",
    ),
    Page(
        "lists",
        f"{PREFIX}/lists",
        "Lists",
        "Which lists are held, how old they are, whether they are fit, what was refused or rejected, and what changed.",
        "l",
    ),
    Page(
        "article",
        f"{PREFIX}/article",
        "Article",
        "Read a news report: who says that who did what, what is announced, and who of them is listed.",
        "a",
    ),
    Page(
        "ownership",
        f"{PREFIX}/ownership",
        "Ownership",
        "Who is reached through ownership under OFAC's, the UK's and the EU's rules, with the proof and a picture.",
        "o",
    ),
    Page(
        "audit",
        f"{PREFIX}/audit",
        "Audit",
        "What was asked and answered, by whom and when; the proof of one answer; whether the record is whole.",
        "r",
    ),
)
HELP = Page("help", f"{PREFIX}/help", "Keys", "The keys, the colours, and what is stored where.", "k")
EVERY = (START, *PAGES, HELP)

"""Expressions of time, and what they come to, counted from the day of publication.

``2024-09-10`` a day, ``2022-11`` a month, ``2016`` a year, ``from/until`` a stretch whose ends may be open (``..``). With the
precision ``since`` it is the beginning that is named, with ``until`` the end.
What has no bounds ("recently", "within weeks" without a publication day) stays unresolved.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from debar.news.language import Language
from debar.news.values import Precision, When


class Expression(NamedTuple):
    """An expression of time at its place, with its parts by name."""

    start: int
    end: int
    text: str
    parts: Mapping[str, str]


Resolved = tuple[str | None, Precision]


# Whatever may stand for a unit of time, a count of them, or which of them is meant.
_UNITS = "day|days|week|weeks|month|months|year|years|decade|decades"
_PLURALS = r"(?P<n_u>days|weeks|months|years|decades)(?!\w)"
_DAY_PART = r"(?:\s+(?:morning|evening|night|afternoon))?"
_ORDINAL = "(?:st|nd|rd|th)?"
_EDGES = "the end of|the beginning of|early|late|mid"
_LEAD = (
    "on|in|since|until|till|by|before|after|from|within|over|between|during|for|at|as of|as far as|as early as|through"
)


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    """All the expressions of time of a language; each alternative names its parts."""
    words = {kind: _any_of(language, kind) for kind in ("weekday", "month", "number", "season")}
    month, number = words["month"], words["number"]
    weekday = rf"(?:(?:{words['weekday']}),?\s+(?:the\s+)?)?"
    which = "last|next|this|earlier this|later this|the past|the coming|early last|late last|the previous|previous|the following"
    count = rf"\d{{1,3}}|{number}|few|several|couple of|recent|coming|many|next|past|last"
    some = rf"\d{{1,3}}|{number}|a few|several|a couple of"
    alternatives = (
        rf"(?P<begin>{_point(month)})\s+(?:and|to|until|through|[-–])\s+(?P<end>{_point(month)})",
        r"(?P<iso>\d{4}-\d\d-\d\d)",
        r"(?:the\s+)?(?P<part>first|second|third|fourth|last)\s+(?P<part_u>quarter|half)\s+of\s+(?P<part_y>\d{4})",
        rf"{weekday}(?P<dmy_d>\d{{1,2}}){_ORDINAL}\s+(?P<dmy_m>{month})\.?(?:,?\s+(?P<dmy_y>\d{{4}}))?(?!\w)",
        rf"{weekday}(?P<mdy_m>{month})\.?\s+(?P<mdy_d>\d{{1,2}}){_ORDINAL}(?!\d)(?:,?\s+(?P<mdy_y>\d{{4}}))?(?!\w)",
        rf"(?:(?P<my_part>{_EDGES})[- ])?(?P<my_m>{month})\.?(?:\s+of)?,?\s+(?P<my_y>\d{{4}})",
        rf"(?:(?P<wd_which>last|next|this|early|late)\s+)?(?P<wd>{words['weekday']})(?!\w){_DAY_PART}",
        rf"(?P<which>{which})\s+(?P<span>weekend|week|month|year|quarter|century|decade)(?!\w)",
        r"the\s+(?P<weekend>weekend)(?!\w)",
        rf"(?P<ago_n>{some})\s+(?P<ago_u>{_UNITS})\s+(?P<ago>ago|earlier|before)(?!\w)",
        rf"(?:the\s+)?(?:(?P<n_which>next|coming|last|past|recent|previous)\s+)?(?P<n>{count})?\s*{_PLURALS}",
        r"the\s+(?P<edge>end|beginning|start)\s+of\s+(?:the|this|next|last)\s+(?P<edge_u>week|month|year)(?!\w)",
        rf"(?P<season_which>last|next|this|early)\s+(?P<season>{words['season']})(?!\w)",
        r"(?P<day>yesterday|today|tomorrow|tonight)(?!\w)",
        r"the\s+(?P<decade>(?:19|20)\d0)s",
        rf"(?:(?:the\s+)?(?:end|beginning|start|middle)\s+of\s+)?(?P<m>{month})(?!\w)",
        r"(?P<y>(?:19|20)\d\d)(?![\w,.]*\d|%| (?:people|entities|individuals|ships|companies))(?!\w)",
    )
    lead = rf"(?:(?P<prep>{_LEAD})\s+)?"
    return re.compile(
        rf"(?<![\w$€£-]){lead}(?:(?:early|late|mid)[- ](?:in\s+)?)?(?:{'|'.join(alternatives)})", re.IGNORECASE
    )


def _any_of(language: Language, kind: str) -> str:
    return "|".join(re.escape(word) for word in sorted(language.dates[kind], key=len, reverse=True))


def _point(month: str) -> str:
    """Where a stretch begins or ends: ``March``, ``March 3``, ``3 March 2023``, ``June 2023``, ``2021``."""
    year = r"(?:,?\s+\d{4})?"
    # The stop of "Sept.", not the one that ends the sentence.
    dot = r"(?:\.(?=,?\s+(?:\d|and|to|until|through)))?"
    return (
        rf"(?:\d{{1,2}}{_ORDINAL}\s+(?:{month}){dot}{year}|(?:{month}){dot}(?:\s+\d{{1,2}}{_ORDINAL}(?!\d))?{year}"
        r"|(?:19|20)\d\d)(?!\w)"
    )


# A month or a "may", a plain count, a stretch mean a time only after one of these.
_OF_A_POINT = frozenset(
    {
        "in",
        "since",
        "until",
        "by",
        "from",
        "before",
        "after",
        "during",
        "till",
        "through",
        "as early as",
        "as far as",
        "as of",
    }
)
_LEADS = {
    "begin": frozenset({"between", "from"}),
    "m": _OF_A_POINT,
    "y": _OF_A_POINT,
    "n_u": frozenset({"within", "for", "in", "over", "during", "after"}),
    "weekend": frozenset({"over", "during", "at", "on", "since", "by"}),
}


def expressions(text: str, start: int, end: int, language: Language) -> Iterator[Expression]:
    """The expressions of time between two offsets.

    >>> from debar.news.language import language
    >>> text = "On Tuesday it spoke of 10 days in 2016, not of 2016 ships."
    >>> [each.text for each in expressions(text, 0, len(text), language())]
    ['On Tuesday', 'in 2016']
    """
    for match in _pattern(language).finditer(text, start, end):
        parts = {name: value for name, value in match.groupdict().items() if value}
        lead = parts.get("prep", "").lower()
        kind = next((name for name in _LEADS if name in parts), None)
        if kind and lead not in _LEADS[kind]:
            continue
        if "n_u" in parts and not (parts.get("n") or parts.get("n_which") or lead in ("within", "for")):
            continue
        if "m" in parts and (not parts["m"][0].isupper() or len(parts["m"]) < 3):
            continue
        if parts.get("wd", "").endswith(".") and len(parts["wd"]) < 5 and not parts["wd"][0].isupper():
            continue
        yield Expression(match.start(), match.end(), match.group(), parts)


def resolve(expression: Expression, published: date | None, language: Language, *, future: bool) -> When:
    """What an expression comes to.

    Args:
        future: the verb looks ahead: "on Friday" is then the next one, not the last one.

    >>> from debar.news.language import language
    >>> text = "on Tuesday"
    >>> found = next(expressions(text, 0, len(text), language()))
    >>> resolve(found, date(2024, 9, 10), language(), future=False).resolved
    '2024-09-10'
    """
    lead = expression.parts.get("prep", "").lower()
    if lead in ("until", "till"):
        # "extended until Dec. 20 a license": whatever was done, it ends ahead.
        future = True
    resolved, precision = _resolved(expression.parts, published, language, future=future)
    if resolved and "/" not in resolved:
        resolved, precision = _stretch(resolved, precision, lead)
    return When(text=expression.text, span=(expression.start, expression.end), resolved=resolved, precision=precision)


def _stretch(resolved: str, precision: Precision, lead: str) -> Resolved:
    if lead in ("since", "from", "after", "as far as", "as early as", "as of"):
        return resolved, "since"
    if lead in ("until", "till", "by", "before", "through", "within"):
        return resolved, "until"
    return resolved, precision


def _resolved(parts: Mapping[str, str], published: date | None, language: Language, *, future: bool) -> Resolved:
    for kind, read in _READERS.items():
        if kind in parts:
            try:
                return read(parts, published, language, future)
            except (ValueError, OverflowError):
                return None, "vague"
    return None, "vague"


def _between(parts: Mapping[str, str], published: date | None, language: Language, future: bool) -> Resolved:
    """``between March and May``, ``from June 2023 to February 2024``: both ends, the first in the year of the last."""
    begin, end = parts["begin"], parts["end"]
    year = re.search(r"\d{4}", end)
    if year and not re.search(r"\d{4}", begin):
        begin = f"{begin} {year.group()}"
    found = []
    for each in (begin, end):
        match = _pattern(language).fullmatch(each)
        inner = {name: value for name, value in match.groupdict().items() if value} if match else {}
        found.append(_resolved(inner, published, language, future=future)[0])
    first, last = found
    if first is None or last is None:
        return None, "vague"
    if first > last:
        # "from November to February": it began the year before.
        first = f"{int(first[:4]) - 1}{first[4:]}"
    return f"{first}/{last}", "range"


def _part_of_year(parts: Mapping[str, str], published: date | None, language: Language, future: bool) -> Resolved:
    """``the first quarter of 2024``, ``the second half of 2023``."""
    months = 3 if parts["part_u"].lower() == "quarter" else 6
    number = 12 // months if parts["part"].lower() == "last" else language.dates["ordinal"][parts["part"].lower()]
    if number * months > 12:
        return None, "vague"
    year = int(parts["part_y"])
    return f"{year:04d}-{(number - 1) * months + 1:02d}/{year:04d}-{number * months:02d}", "range"


def _month(word: str, language: Language) -> int:
    return language.dates["month"][word.lower().rstrip(".")]


def _iso(parts: Mapping[str, str], published: date | None, language: Language, future: bool) -> Resolved:
    return date.fromisoformat(parts["iso"]).isoformat(), "day"


def _full(prefix: str) -> Callable[[Mapping[str, str], date | None, Language, bool], Resolved]:
    def read(parts: Mapping[str, str], published: date | None, language: Language, future: bool) -> Resolved:
        month, day = _month(parts[f"{prefix}_m"], language), int(parts[f"{prefix}_d"])
        if year := parts.get(f"{prefix}_y"):
            return date(int(year), month, day).isoformat(), "day"
        if published is None:
            return None, "vague"
        found = date(published.year, month, day)
        if not future and found > published + timedelta(days=7):
            found = date(published.year - 1, month, day)
        if future and found < published:
            found = date(published.year + 1, month, day)
        return found.isoformat(), "day"

    return read


def _month_year(parts: Mapping[str, str], published: date | None, language: Language, future: bool) -> Resolved:
    return f"{int(parts['my_y']):04d}-{_month(parts['my_m'], language):02d}", "month"


def _weekday(parts: Mapping[str, str], published: date | None, language: Language, future: bool) -> Resolved:
    if published is None:
        return None, "vague"
    wanted = language.dates["weekday"][parts["wd"].lower()]
    which = parts.get("wd_which", "").lower()
    if (future and which != "last") or which == "next":
        ahead = (wanted - published.weekday()) % 7
        return (published + timedelta(days=ahead or (7 if which == "next" else 0))).isoformat(), "day"
    back = (published.weekday() - wanted) % 7
    return (published - timedelta(days=back or (7 if which == "last" else 0))).isoformat(), "day"


_DIRECTION = {
    "last": -1,
    "early last": -1,
    "late last": -1,
    "previous": -1,
    "the previous": -1,
    "the past": -1,
    "next": 1,
    "the coming": 1,
    "the following": 1,
}


def _span(parts: Mapping[str, str], published: date | None, language: Language, future: bool) -> Resolved:
    if published is None:
        return None, "vague"
    step = _DIRECTION.get(parts["which"].lower(), 0)
    unit = parts["span"].lower()
    if unit == "year":
        return str(published.year + step), "year"
    if unit == "month":
        month = published.month - 1 + step
        return f"{published.year + month // 12:04d}-{month % 12 + 1:02d}", "month"
    if unit == "weekend":
        return _weekend(parts, published + timedelta(days=7 if step > 0 else 0), language, step > 0)
    if unit == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(days=7 * step)
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}", "range"
    if unit == "quarter":
        return None, "vague"
    return None, "vague"


def _weekend(parts: Mapping[str, str], published: date | None, language: Language, future: bool) -> Resolved:
    if published is None:
        return None, "vague"
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    if future and "weekend" in parts:
        saturday += timedelta(days=7)
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}", "range"


def _number(word: str | None, language: Language) -> int | None:
    if word is None:
        return None
    return int(word) if word.isdigit() else language.dates["number"].get(word.lower())


def _ago(parts: Mapping[str, str], published: date | None, language: Language, future: bool) -> Resolved:
    count = _number(parts["ago_n"], language)
    if published is None or not count or parts["ago"].lower() != "ago":
        # "a month before the listing" is not counted from the article.
        return None, "vague"
    unit = parts["ago_u"].lower()
    if unit.startswith(("year", "decade")):
        return str(published.year - count * (10 if unit.startswith("decade") else 1)), "year"
    if unit.startswith("month"):
        month = published.year * 12 + published.month - 1 - count
        return f"{month // 12:04d}-{month % 12 + 1:02d}", "month"
    found = published - timedelta(days=count * language.dates["unit"][unit])
    return found.isoformat(), "day"


def _count(parts: Mapping[str, str], published: date | None, language: Language, future: bool) -> Resolved:
    """``within weeks``, ``in the coming days``, ``for months``, ``over the past two years``."""
    if published is None:
        return None, "vague"
    unit = language.dates["unit"][parts["n_u"].lower()]
    words = f"{parts.get('n_which', '')} {parts.get('n', '')}".lower().split()
    count = next((found for word in words if (found := _number(word, language))), None)
    lead = parts.get("prep", "").lower()
    ahead = (
        lead == "within" or "next" in words or "coming" in words or (lead == "in" and future and "recent" not in words)
    )
    if ahead:
        until = (published + timedelta(days=count * unit)).isoformat() if count else ".."
        return f"{published.isoformat()}/{until}", "range"
    if not count:
        return None, "vague"
    return f"{(published - timedelta(days=count * unit)).isoformat()}/{published.isoformat()}", "range"


def _edge(parts: Mapping[str, str], published: date | None, language: Language, future: bool) -> Resolved:
    if published is None or parts["edge"].lower() != "end":
        return None, "vague"
    unit = parts["edge_u"].lower()
    if unit == "year":
        return date(published.year, 12, 31).isoformat(), "day"
    if unit == "month":
        return date(
            published.year, published.month, calendar.monthrange(published.year, published.month)[1]
        ).isoformat(), "day"
    return (published + timedelta(days=6 - published.weekday())).isoformat(), "day"


def _day(parts: Mapping[str, str], published: date | None, language: Language, future: bool) -> Resolved:
    if published is None:
        return None, "vague"
    step = {"yesterday": -1, "tomorrow": 1}.get(parts["day"].lower(), 0)
    return (published + timedelta(days=step)).isoformat(), "day"


def _decade(parts: Mapping[str, str], published: date | None, language: Language, future: bool) -> Resolved:
    return f"{parts['decade']}/{int(parts['decade']) + 9}", "range"


def _bare_month(parts: Mapping[str, str], published: date | None, language: Language, future: bool) -> Resolved:
    if published is None:
        return None, "vague"
    month = _month(parts["m"], language)
    year = published.year
    if not future and month > published.month:
        year -= 1
    if future and month < published.month:
        year += 1
    return f"{year:04d}-{month:02d}", "month"


def _year(parts: Mapping[str, str], published: date | None, language: Language, future: bool) -> Resolved:
    return parts["y"], "year"


def _vague(parts: Mapping[str, str], published: date | None, language: Language, future: bool) -> Resolved:
    return None, "vague"


_READERS: Mapping[str, Callable[[Mapping[str, str], date | None, Language, bool], Resolved]] = {
    "begin": _between,
    "part": _part_of_year,
    "iso": _iso,
    "dmy_m": _full("dmy"),
    "mdy_m": _full("mdy"),
    "my_m": _month_year,
    "wd": _weekday,
    "span": _span,
    "weekend": _weekend,
    "ago_n": _ago,
    "n_u": _count,
    "edge": _edge,
    "season": _vague,
    "day": _day,
    "decade": _decade,
    "m": _bare_month,
    "y": _year,
}

"""A batch job as one HTML page: nothing is fetched, nothing runs, and it prints.

The page shows the numbers, the editions, the scores, the rows with hits (the `account.TOP` highest) beside what is listed,
with the evidence in words, and the rejected rows (the first `account.REJECTS`). It says how many it does not show.
"""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

import msgspec

from debar.law.effects import NO_ADVICE, Effect
from debar.law.sentences import brief, paragraphs
from debar.law.tables import bound
from debar.match.algorithms import DEBAR
from debar.screen.account import Summary
from debar.screen.answers import Answer, Explanation, Found
from debar.screen.histogram import draw
from debar.screen.page import definitions, escaped, isolated, lists_table, minute, page_part, property_words

_NAMES = ("alias", "weakAlias", "previousName")
_SHOWN_NAMES = 12
_SHOWN_GIVEN = 160
_OUTCOMES = (
    ("matched", "Match", "a listed party at or above the threshold"),
    ("below", "Below the threshold", "a listed party from the cutoff on, none at the threshold"),
    ("clear", "Clear", "screened, no listed party from the cutoff on"),
    ("no_hit", "No hit, not cleared", "nothing found, but not all lists were fit"),
    ("rejected", "Rejected", "not screened: the row cannot be read"),
    ("not_screened", "Not screened", "the lists were not fit"),
)


def render(summary: Summary) -> str:
    """The page.

    Where a list is not fit, or a row was not screened, it says NOT SCREENED at the top and calls nothing clear.
    """
    fit = is_fit(summary)
    name = Path(summary.source).name
    lede = f"{summary.rows:,} rows, {'' if fit else 'not '}screened {minute(summary.finished)}"
    if summary.engine:
        lede += f" by {summary.engine}"
    if summary.as_of:
        lede += f", as of {summary.as_of}"
    return Template(page_part("report.html")).substitute(
        title=escaped(f"Screening of {name}, {summary.finished[:10]}"),
        style=page_part("report.css"),
        file=escaped(name),
        lede=escaped(lede),
        banner="" if fit else _banner(summary),
        outcome=_outcome(summary, fit=fit),
        scores=_scores(summary),
        job=_job(summary),
        lists=lists_table(summary.lists, summary.finished),
        hits=_hits(summary),
        rejected=_rejected(summary),
        foot=escaped(f"{summary.engine or 'debar'} · answers in {summary.output} · input sha256 {summary.sha256}"),
    )


def is_fit(summary: Summary) -> bool:
    """Whether every row that could be read was screened.

    A list that the policy does not require may be unfit beside rows that were screened; with no row screened, all lists
    must be fit.
    """
    if summary.not_screened or not summary.lists:
        return False
    return bool(summary.matched + summary.below + summary.clear) or all(state.fit for state in summary.lists)


def _banner(summary: Summary) -> str:
    reasons = [f"{state.source}: {reason}" for state in summary.lists for reason in state.reasons]
    reasons = list(dict.fromkeys([*reasons, *summary.reasons])) or ["there is no list to screen against"]
    return (
        '<div class="banner" role="alert"><strong>NOT SCREENED</strong>'
        "<p>The lists were not fit. No row on this page may be read as clear.</p>"
        f"<ul>{''.join(f'<li>{escaped(reason)}</li>' for reason in reasons)}</ul></div>"
    )


def _outcome(summary: Summary, *, fit: bool) -> str:
    counts = {key: getattr(summary, key, 0) for key, _, _ in _OUTCOMES}
    always = ("matched", "below", "clear", "rejected") if fit else ("not_screened", "rejected")
    if not fit:
        counts["no_hit"] = counts.pop("clear")
    counts = {key: count for key, count in counts.items() if count or key in always}
    bar = "".join(
        f'<i class="t-{key}" style="flex:{count} 1 0"></i>' for key, count in counts.items() if count and summary.rows
    )
    tiles = "".join(
        f'<div class="t-{key}"><dt>{label}</dt>'
        f'<dd class="figure">{counts[key]:,}<small>{_share(counts[key], summary.rows)}</small></dd>'
        f'<dd class="what">{what}</dd></div>'
        for key, label, what in _OUTCOMES
        if key in counts
    )
    return f'<div class="bar" aria-hidden="true">{bar}</div><dl class="tiles">{tiles}</dl>'


def _scores(summary: Summary) -> str:
    if not any(summary.histogram):
        return '<p class="muted">There is none to show.</p>'
    return draw(summary.histogram, cutoff=summary.cutoff, threshold=summary.threshold)


def _job(summary: Summary) -> str:
    used = [f"{column} → {prop}" if column != prop else column for column, prop in summary.columns if prop]
    unused = [column for column, prop in summary.columns if not prop]
    facts = [
        ("Input", f"{summary.source} ({summary.format}, {summary.size:,} bytes)"),
        ("SHA-256", summary.sha256),
        ("Started", minute(summary.started)),
        ("Finished", minute(summary.finished)),
        ("Engine", summary.engine or "none answered"),
        ("Policy", summary.policy or "none named"),
        ("Lists as of", summary.as_of or "the current editions"),
        ("Meaning", f"for {', '.join(summary.nexus)}" if summary.nexus else ""),
        ("Scores", _scored(summary)),
        ("Hits", f"at most {summary.limit} a row, from {summary.cutoff:g}; a match from {summary.threshold:g}"),
        ("Columns used", ", ".join(used)),
        ("Not used", ", ".join(unused)),
        ("Warnings", f"rows with values that could not be used: {summary.warned:,}" if summary.warned else ""),
    ]
    return definitions(facts)


def _scored(summary: Summary) -> str:
    """How, where it is not the usual way."""
    every = "every listed name compared" if summary.exhaustive else ""
    return ", ".join(part for part in (summary.algorithm if summary.algorithm != DEBAR else "", every) if part)


def _hits(summary: Summary) -> str:
    total = summary.matched + summary.below
    if not total:
        return '<p class="muted">There is none to show.</p>'
    others = total - len(summary.top)
    shown = f"All {total:,} rows with a hit, matches first."
    if others:
        shown = f"The {len(summary.top):,} highest of {total:,} rows with a hit, matches first. "
        shown += f"The other {others:,} are not shown here; they are in {summary.output}."
    key = "= the same · ≈ similar · ~ compatible · ≠ contradicts"
    rows = "".join(_row(answer) for answer in summary.top)
    return f'<p class="key">{escaped(shown)} Evidence: {key}</p>{rows}'


def _row(answer: Answer) -> str:
    query = answer.query
    properties = query.properties if query else {}
    names = properties.get("name") or next(iter(properties.values()), ("",))
    rest = [(property_words(prop), ", ".join(values)) for prop, values in properties.items() if values != names]
    warnings = "".join(f'<p class="warn" dir="auto">{escaped(warning)}</p>' for warning in answer.warnings)
    parties = "".join(_party(found) for found in answer.found)
    return (
        '<article class="row"><div><div class="asked">'
        f'<p class="ref">row {answer.row:,} · <bdi>{escaped(answer.id)}</bdi></p>'
        f'<h3 dir="auto">{escaped(" · ".join(names))}</h3><p class="muted">{escaped(query.schema if query else "")}</p>'
        f"{definitions(rest)}{warnings}</div><div>{parties}</div></div></article>"
    )


def _party(found: Found) -> str:
    properties: dict[str, list[str]] = msgspec.json.decode(found.properties)
    tags = [found.schema, found.id, *found.datasets]
    word = "match" if found.match else "below threshold"
    evidence = "".join(map(_evidence, found.explanations))
    names = list(dict.fromkeys(name for prop in _NAMES for name in properties.get(prop, ())))
    more = f" and {len(names) - _SHOWN_NAMES} more" if len(names) > _SHOWN_NAMES else ""
    facts = [
        ("Listed", "; ".join(map(_designation, msgspec.json.decode(found.designations)))),
        ("Also named", " · ".join(map(isolated, names[:_SHOWN_NAMES])) + more),
        ("Dates", _joined(properties, "Date")),
        ("Countries", _joined(properties, "nationality", "citizenship", "ountry", "jurisdiction", "flag", "pastFlags")),
        ("Numbers", _joined(properties, "Number", "Code", "mmsi", "callSign", "swiftBic", "publicKey")),
        ("Position", ", ".join(properties.get("position", ()))),
    ]
    return (
        f'<div class="party"><div class="top"><div><h3 dir="auto">{escaped(found.caption)}</h3>'
        f'<p class="tags">{"".join(f"<span>{escaped(tag)}</span>" for tag in tags)}</p></div>'
        f'<p class="score{" match" if found.match else ""}">{found.score:.2f}<small>{word}</small></p></div>'
        f'<ul class="evidence">{evidence}</ul>{definitions(facts)}{_meaning(found)}</div>'
    )


def _meaning(found: Found) -> str:
    """What the listing means for each nexus asked for, in sentences."""
    if not isinstance(found.effects, msgspec.Raw):
        return ""
    effects = msgspec.json.decode(found.effects, type=tuple[Effect, ...])
    asked = dict.fromkeys(one.nexus for one in effects)
    parts, heads = [], []
    for nexus in asked:
        said = paragraphs(effect for effect in effects if effect.nexus == nexus)
        said_of = ", ".join(dict.fromkeys(one.head for one in said)).lower()
        heads.append(f"for {bound()[nexus].words}: {said_of}")
        lines = "".join(
            f'<li class="a-{one.action}"><strong>{escaped(one.head)}.</strong> {escaped(one.text)}'
            + "".join(
                f'<br><span class="muted">{escaped(label)}: {escaped(text)}</span>' for label, text in one.details
            )
            + "</li>"
            for one in map(brief, said)
        )
        parts.append(f'<h4>For {escaped(bound()[nexus].words)}</h4><ul class="effects">{lines}</ul>')
    if not effects:
        parts = ['<p class="muted">No effect in force on that day is known by what was looked at.</p>']
    summary = escaped("; ".join(heads)) or "no effect is known"
    return (
        f'<details class="meaning"><summary>What it means {summary}</summary>{"".join(parts)}'
        f'<p class="muted">{NO_ADVICE}</p></details>'
    )


def _evidence(explanation: Explanation) -> str:
    level = re.sub(r"\W", "", explanation.level)
    return f'<li class="e-{level}" dir="auto">{escaped(explanation.text)}</li>'


def _designation(given: dict[str, object]) -> str:
    programs, since = given.get("programs"), given.get("listed_on")
    text = str(given.get("authority") or "")
    if isinstance(programs, list):
        text += " · " + ", ".join(map(str, programs))
    return f"{text}, on {since}" if since else text


def _joined(properties: dict[str, list[str]], *ends: str) -> str:
    return "; ".join(
        f"{property_words(prop)} {', '.join(values)}" for prop, values in properties.items() if prop.endswith(ends)
    )


def _rejected(summary: Summary) -> str:
    if not summary.rejects:
        return ""
    hidden = summary.rejected - len(summary.rejects)
    more = f"<p class='key'>The first {len(summary.rejects):,}; {hidden:,} are not shown here.</p>" if hidden else ""
    body = "".join(
        f'<tr><th scope="row" class="num">{answer.row:,}</th><td><bdi>{escaped(answer.id)}</bdi></td>'
        f'<td class="wide" dir="auto">{escaped(answer.reason or "")}</td>'
        f'<td class="wide given" dir="auto"><code>{escaped(_cut(answer.given or ""))}</code></td></tr>'
        for answer in summary.rejects
    )
    cells = "".join(f'<th scope="col">{name}</th>' for name in ("Row", "Reference", "Why", "As given"))
    return (
        '<section aria-labelledby="rejected"><h2 id="rejected">Rejected rows</h2>'
        f'{more}<div class="scroll" tabindex="0" role="region" aria-labelledby="rejected"><table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table></div></section>'
    )


def _cut(given: str) -> str:
    return given if len(given) <= _SHOWN_GIVEN else f"{given[:_SHOWN_GIVEN]}…"


def _share(count: int, of: int) -> str:
    return f"{count / of:.1%}" if of and count and count / of >= 0.001 else ""

"""A proof as a page that a supervisor can read: nothing is fetched, nothing runs, and it prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from string import Template
from typing import Any

import msgspec

from debar.audit.entries import ages
from debar.audit.proof import Proof, embedded
from debar.audit.signing import key_id
from debar.model import ListState
from debar.screen.page import definitions, escaped, isolated, lists_table, minute, page_part, property_words

_TITLES = {"screening": "Screening", "batch": "Batch job"}
_COUNTS = ("rows", "matched", "below", "clear", "rejected", "not_screened", "warned", "hits")


def render(proof: Proof) -> str:
    """The page of a checked proof."""
    body: dict[str, Any] = msgspec.json.decode(proof.body) if proof.body is not None else {}
    kind = proof.header.kind
    tone, outcome = _outcome(proof, body)
    asked = _asked(kind, body)
    who = body.get("who") or {}
    lede = f"Recorded {_second(proof.header.at)}"
    if who:
        known = ", ".join([who["by"], *(f"{part} {who[part]}" for part in ("key", "subject") if who.get(part))])
        lede += f", asked by {who['name']} ({known})"
    template = (files("debar.audit") / "data" / "proof.html").read_text("utf-8")
    title = _TITLES.get(kind, f"Record “{kind}”")
    return Template(template).substitute(
        title=escaped(f"{title}, record {proof.header.seq}, {proof.header.at[:10]}"),
        style=page_part("report.css"),
        heading=escaped(asked or title),
        lede=escaped(lede),
        tone=tone,
        outcome=escaped(outcome),
        banner=_banner(body),
        sections=_sections(kind, body, proof),
        place=_place(proof),
        checked=escaped(_checked(proof)),
        foot=escaped(f"{body.get('engine') or 'debar'} · record {proof.header.seq} · {proof.header.hash}"),
        proof=embedded(proof),
    )


def _asked(kind: str, body: Mapping[str, Any]) -> str:
    if kind == "batch":
        return str(body.get("input", {}).get("name", ""))
    properties = body.get("query", {}).get("properties", {})
    return " · ".join(map(isolated, properties.get("name") or next(iter(properties.values()), ())))


def _outcome(proof: Proof, body: Mapping[str, Any]) -> tuple[str, str]:
    """The tone of the colours, and the words."""
    if proof.body is None:
        return (
            "removed",
            f"The body of this record was removed, as record {proof.removed_by} says; that it stood here is proved.",
        )
    if body.get("status") == "not_screened":
        return "not_screened", "Not screened: this is no clear answer."
    if "counts" in body:
        matched, rows = body["counts"].get("matched", 0), body["counts"].get("rows", 0)
        return ("matched" if matched else "clear"), f"{matched:,} of {rows:,} rows with a match"
    if "hits" not in body:
        return "", "An act of administration"
    matches = sum(hit["match"] for hit in body["hits"])
    if matches:
        return "matched", f"{matches} match{'es' if matches != 1 else ''}"
    if body["hits"]:
        return "below", f"No match; {len(body['hits'])} listed parties below the threshold"
    return "clear", "Clear: no listed party from the cutoff on"


def _banner(body: Mapping[str, Any]) -> str:
    if body.get("status") != "not_screened":
        return ""
    reasons = "".join(f"<li>{escaped(str(reason))}</li>" for reason in body.get("reasons", ()))
    return f'<div class="banner" role="alert"><strong>NOT SCREENED</strong><p>The lists were not fit.</p><ul>{reasons}</ul></div>'


def _sections(kind: str, body: dict[str, Any], proof: Proof) -> str:
    if proof.body is None:
        return ""
    if kind not in _TITLES:
        return _section("what", "What was recorded", definitions(_plain(body)))
    parts = [_section("question", "The question", definitions(_question(body)))]
    if kind == "batch":
        parts.append(_section("outcome", "Outcome", definitions(_job(body))))
    else:
        parts.append(_section("hits", "Hits", _hits(body)))
    parts.append(_section("lists", "Screened against", _against(proof, body)))
    return "".join(parts)


def _against(proof: Proof, body: Mapping[str, Any]) -> str:
    states, times = _lists(proof, body)
    if not states:
        return '<p class="muted">There was no list.</p>'
    checked = ", ".join(f"{source} {hours:g} h" for source, hours in times.items() if hours is not None)
    facts = [("Checked with the publisher", f"{checked} before the answer" if checked else "")]
    facts += [(f"SHA-256 of {state.source}", state.sha256 or "") for state in states]
    return f'{lists_table(states, str(body.get("at")))}<div class="key">{definitions(facts)}</div>'


def _section(id: str, title: str, content: str) -> str:
    return f'<section aria-labelledby="{id}"><h2 id="{id}">{title}</h2>{content}</section>'


def _question(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    query = body.get("query") or {}
    properties = query.get("properties") or {}
    named_first = sorted(properties.items(), key=lambda one: one[0] != "name")
    facts = [(property_words(prop).capitalize(), " · ".join(map(isolated, values))) for prop, values in named_first]
    nexus = ", ".join(body.get("nexus") or ())
    return [
        ("Kind of party", query.get("schema") or ""),
        *facts,
        ("Caller's reference", str(query.get("id") or body.get("request") or "")),
        ("Answered", _second(str(body.get("at")))),
        ("Lists as of", body.get("as_of") or "the current editions"),
        ("Policy", body.get("policy") or "none named"),
        ("Engine", body.get("engine") or "none answered"),
        (
            "Options",
            ", ".join(
                f"{name} {value}" for name, value in body.get("options", {}).items() if value not in (None, False)
            ),
        ),
        ("Effects asked for", f"{nexus} on {body.get('effects_on') or 'the day of the job'}" if nexus else ""),
        ("Role", body.get("role") or ""),
        ("Warnings", "; ".join(body.get("warnings") or ())),
    ]


def _job(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    given, made, counts = body["input"], body["output"], body["counts"]
    return [
        ("Input", f"{given['name']} ({given['format']}, {given['bytes']:,} bytes)"),
        ("Its SHA-256", given["sha256"]),
        ("Answers", f"{made['name']} ({made['bytes']:,} bytes)"),
        ("Their SHA-256", made["sha256"]),
        ("Started", _second(body["started"])),
        ("Finished", _second(body["finished"])),
        *((name.replace("_", " ").capitalize(), f"{counts.get(name, 0):,}") for name in _COUNTS),
    ]


def _hits(body: Mapping[str, Any]) -> str:
    if not body.get("hits"):
        return '<p class="muted">There is none.</p>'
    return f'<div class="parties">{"".join(map(_party, body["hits"]))}</div>'


def _party(hit: Mapping[str, Any]) -> str:
    tags = "".join(
        f"<span>{escaped(tag)}</span>" for tag in (hit["schema"], hit["id"], hit["source"], *hit["programs"])
    )
    word = "match" if hit["match"] else "below threshold"
    evidence = "".join(
        f'<li class="e-{level if level.isalpha() else "other"}" dir="auto">{escaped(text)} <span class="muted">{points:+.3f}</span></li>'
        for _, level, points, text in hit.get("evidence", ())
    )
    effects = "".join(f"<li>{escaped(_effect(one))}</li>" for one in hit.get("effects", ()))
    meaning = (
        f'<div class="meaning"><h4>Effects in force, as answered</h4><ul class="effects">{effects}</ul></div>'
        if effects
        else ""
    )
    return (
        f'<div class="party"><div class="top"><div><h3 dir="auto">{escaped(hit["caption"])}</h3><p class="tags">{tags}</p></div>'
        f'<p class="score{" match" if hit["match"] else ""}">{hit["score"]:.2f}<small>{word}</small></p></div>'
        f'<ul class="evidence">{evidence}</ul>{meaning}</div>'
    )


def _effect(one: Mapping[str, Any]) -> str:
    bound = "binding" if one["binding"] else "not binding"
    return f"{one['nexus']} · {one['action'].replace('_', ' ')} ({bound}) · {one['measure_name']} · {one['programme']} · {one['legal_basis']}"


def _lists(proof: Proof, body: Mapping[str, Any]) -> tuple[Sequence[ListState], dict[str, float | None]]:
    if proof.lists is None:
        return (), {}
    given = msgspec.json.decode(proof.lists)["lists"]
    return [msgspec.convert(one, ListState) for one in given], ages(given, str(body.get("at")))


def _place(proof: Proof) -> str:
    header, signed = proof.header, proof.checkpoint
    return definitions(
        [
            ("Record", f"{header.seq}, “{header.kind}”"),
            ("Chained", _second(header.at)),
            (
                "Clock",
                f"the recording machine's clock said {header.clock}, before the record before it"
                if header.clock
                else "",
            ),
            ("Digest of the body", header.body),
            ("Hash before it", header.prev),
            ("Hash of the record", header.hash),
            ("Signed at", f"{_signed_where(proof)}, {_second(signed.at)}"),
            ("Signed hash", signed.hash),
            ("Signature (Ed25519)", signed.signature),
            ("Key", f"{key_id(bytes.fromhex(proof.public_key))}: {proof.public_key}"),
        ]
    )


def _signed_where(proof: Proof) -> str:
    behind = len(proof.following)
    return f"record {proof.checkpoint.seq}, {behind:,} behind this one" if behind else "this record"


def _checked(proof: Proof) -> str:
    what = "chain and signature" if proof.body is None else "body, lists, chain and signature"
    return f"When this page was made, {what} were checked and agree."


def _plain(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (property_words(name).capitalize(), value if isinstance(value, str) else msgspec.json.encode(value).decode())
        for name, value in body.items()
        if name not in ("salt", "who")
    ]


def _second(stamp: str) -> str:
    return stamp[:19].replace("T", " ") + " UTC" if "T" in stamp else minute(stamp)

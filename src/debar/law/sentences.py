"""Effects in sentences, for a terminal and for a page alike.

One paragraph per consequence; programmes with the same consequence share it. Nothing is said without naming who is bound,
and nothing is called permitted: a listing that does not bind somebody is said to bind others.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from debar.law.effects import NO_ADVICE, Effect, Effects, verdict
from debar.law.tables import bound

_HEADS = {
    "block": "Block",
    "freeze": "Freeze",
    "reject": "Reject",
    "restrict": "Restricted",
    "prohibit_export": "No export without a licence",
    "deny_entry": "Deny entry",
    "investment_ban": "No investment",
    "account_ban": "No correspondent account",
    "hold": "Hold",
    "report_only": "For information",
    "risk_flag": "Risk, not a prohibition",
    "unknown": "Unknown",
}
_ORDER = tuple(_HEADS)
_OWNED = {
    "ofac": "It reaches companies that blocked persons own to 50 % or more, directly or indirectly, their stakes added up "
    "(OFAC's 50 Percent Rule).",
    "uk": "It reaches companies that the party owns to more than 50 % or controls.",
    "eu": "It reaches companies that listed parties own to 50 % or more or control.",
    "eu_sectoral": "It reaches companies that the party owns to more than 50 %, as the article says.",
    "bis": "Whether it reaches companies owned to 50 % or more hangs on the BIS affiliates rule: see `debar ownership --rule bis`.",
    "unsettled": "Whether it reaches owned companies is unsettled.",
}
_VERDICTS = {
    "prohibited": "prohibited by this measure",
    "not_covered": "not covered by this measure; that alone does not make it permitted",
    "undecided": "not decided by what is known here: read the entry",
}


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """One consequence.

    Args:
        action: see `debar.law.tables.Action`.
        head: the action in a word or two.
        text: who must or may not do what.
        details: ``(label, text)`` pairs, in the order in which a reader wants them.
    """

    action: str
    head: str
    text: str
    details: tuple[tuple[str, str], ...]


def paragraphs(effects: Iterable[Effect], dealing: str | None = None, tenor_days: int | None = None) -> list[Paragraph]:
    """The effects in paragraphs, prohibitions first.

    Args:
        effects: those of one party, one nexus and one day.
        dealing, tenor_days: a dealing to hold against each (`debar.law.effects.verdict`).
    """
    alike: dict[tuple[object, ...], list[Effect]] = {}
    for one in effects:
        alike.setdefault((one.action, one.binding, one.bound, one.prohibited, one.start, one.end), []).append(one)
    found = [_paragraph(group, dealing, tenor_days) for group in alike.values()]
    return sorted(found, key=lambda one: _ORDER.index(one.action))


def brief(paragraph: Paragraph) -> Paragraph:
    """The same without what only a second look needs: conditions, records, licences."""
    kept = ("For you", "Under", "In force", "Report", "Conflict of laws", "Source", "Note")
    return msgspec.structs.replace(
        paragraph, details=tuple((label, text) for label, text in paragraph.details if label in kept)
    )


def heading(effects: Effects) -> str:
    """The party, the day and for whom.

    >>> from debar.law.effects import country_effects
    >>> heading(country_effects("ir", "us", date(2024, 9, 11)))
    'a private party in Iran on 2024-09-11, for a US person'
    """
    role = f", {_role_name(effects.role)}" if effects.role else ""
    return f"{effects.about} on {effects.on}, for {bound()[effects.nexus].words}{role}"


def later(effects: Effects) -> list[str]:
    """A line for each effect that is over or still to come."""
    lines = []
    for one in effects.not_in_force:
        when = f"from {one.start} on" if one.start and effects.on < one.start else f"ended: in force until {one.end}"
        if one.end and effects.on >= one.end:
            when = f"over since {one.end}"
        lines.append(f"Not in force on {effects.on}: {one.measure_name} ({_named(one)}), {when}.")
    return list(dict.fromkeys(lines))


def foot(effects: Effects, looked_at: str) -> str:
    """What was looked at, and that this is no advice."""
    return f"Looked at: {looked_at}, and the tables of this version. Other lists may name the same party. {NO_ADVICE}"


def _paragraph(group: list[Effect], dealing: str | None, tenor_days: int | None) -> Paragraph:
    first = group[0]
    subject = first.bound[:1].upper() + first.bound[1:]
    details: list[tuple[str, str]] = []
    if first.for_role:
        details.append(("For you", first.for_role))
    if dealing:
        details.append((dealing.replace("_", " "), _VERDICTS[verdict(first, dealing, tenor_days=tenor_days)]))
    details.append(("Under", "; ".join(dict.fromkeys(map(_named, group)))))
    conditions = dict.fromkeys(part for one in group for part in one.conditions.split("; ") if part)
    details.append(("Conditions", "; ".join(conditions)))
    if first.start or first.end:
        details.append(("In force", _span(first.start, first.end)))
    details.append(("Owned companies", _OWNED.get(first.extends_to_owned, "") if first.binding else ""))
    for duty in first.reporting:
        by = f": by {duty.due}" if duty.due else ""
        to = f"To {duty.to}, " if duty.to else ""
        when = f"{to}{duty.when}" if to else f"{duty.when[:1].upper()}{duty.when[1:]}"
        details.append(("Report", f"{duty.what} {when}{by} ({duty.rule}{_unverified(duty.status)})."))
    details += [
        ("Records", f"{duty.what} {duty.when[:1].upper()}{duty.when[1:]} ({duty.rule}{_unverified(duty.status)}).")
        for duty in first.records
    ]
    licences = dict.fromkeys(one for effect in group for one in effect.licences)
    details.append(("Licences to look at", "; ".join(licences)))
    details.append(
        ("Conflict of laws", "; ".join(dict.fromkeys(one.conflict_of_laws for one in group if one.conflict_of_laws)))
    )
    details.append(("Source", "; ".join(dict.fromkeys(map(_source, group)))))
    details.append(("Note", " ".join(dict.fromkeys(one.note for one in group if one.note))))
    return Paragraph(
        action=first.action,
        head=_HEADS[first.action],
        text=f"{subject} {first.prohibited}."
        if first.action != "unknown"
        else f"{first.prohibited[:1].upper()}{first.prohibited[1:]}.",
        details=tuple((label, text) for label, text in details if text),
    )


def _named(effect: Effect) -> str:
    inside = "; ".join(part for part in (effect.programme_name, effect.legal_basis) if part)
    return f"{effect.programme} ({inside})" if inside else effect.programme


def _source(effect: Effect) -> str:
    named = "; ".join(dict.fromkeys(part.strip() for part in effect.source.split(";")))
    return f"{named}, looked at {effect.verified_on}{_unverified(effect.status)}"


def _unverified(status: str) -> str:
    return "" if status == "verified" else "; UNVERIFIED, from memory"


def _span(start: date | None, end: date | None) -> str:
    if start and end:
        return f"from {start} until {end} (that day no more)"
    return f"from {start} on" if start else f"until {end} (that day no more)"


def _role_name(role: str) -> str:
    from debar.law.tables import roles

    return f"as {next(one.name for one in roles() if one.role == role)}"

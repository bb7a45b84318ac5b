"""An effect, put together of the rows that it rests on."""

from __future__ import annotations

from datetime import date
from typing import Any

from debar.law.consequences import Effect
from debar.law.deadlines import due
from debar.law.tables import Embargo, Measure, Programme, bound, conflicts, duties, licences, roles


def unbound(risk: Measure | None, effect: Effect, nexus: str) -> dict[str, Any]:
    """What stands in place of a prohibition for those whom it does not bind."""
    return {
        "action": "risk_flag",
        "bound": risk.bound if risk else bound()[nexus].words,
        "prohibited": risk.prohibited
        if risk
        else "is not bound by this measure itself; their own law and lists decide",
        "legal_basis": "; ".join(part for part in (risk.legal_basis if risk else "", effect.legal_basis) if part),
        "covers": (),
        "tenor_days": None,
        "secondary_exposure": risk.prohibited if risk else None,
        "source": f"{risk.source}; {effect.source}" if risk else effect.source,
    }


def made(
    measure: Measure,
    *,
    nexus: str,
    binding: bool,
    listed: str,
    programme: str,
    programme_name: str,
    legal_basis: str,
    conditions: str,
    start: date | None,
    end: date | None,
    event: date,
    role: str | None,
    conflict: tuple[str, ...],
    rows: tuple[Measure | Programme | Embargo, ...],
) -> Effect:
    known = [duties()[id] for id in measure.duties if duties()[id].holds_on(event)] if binding else []
    tags = {tag.strip() for tag in programme.split(";")}
    home = nexus.partition("_")[0] == measure.jurisdiction
    permits = [
        one
        for one in licences()
        if binding
        and one.jurisdiction == measure.jurisdiction
        and (not one.programmes or tags & {*one.programmes})
        and (not one.actions or measure.action in one.actions)
        and one.holds_on(event)
    ]
    unverified = [row for row in rows if not row.verified]
    return Effect(
        nexus=nexus,
        binding=binding,
        jurisdiction=measure.jurisdiction,
        authority=measure.authority,
        legal_basis="; ".join(dict.fromkeys(part for part in (legal_basis, measure.legal_basis) if part)),
        list=listed,
        programme=programme,
        programme_name=programme_name,
        measure=measure.measure,
        measure_name=measure.name,
        action=measure.action,
        bound=measure.bound,
        prohibited=measure.prohibited,
        covers=measure.covers,
        tenor_days=measure.tenor_days,
        conditions=conditions,
        extends_to_owned=measure.owned,
        start=start,
        end=end,
        reporting=tuple(due(one, event) for one in known if one.kind != "records"),
        records=tuple(due(one, event) for one in known if one.kind == "records"),
        licences=tuple(f"{one.licence}: {one.permits}" + ("" if one.verified else " (unverified)") for one in permits),
        secondary_exposure=measure.prohibited if measure.action == "risk_flag" else None,
        conflict_of_laws=conflict_with(conflict, nexus, event),
        # What others risk is no advice to those whom the law binds anyway.
        for_role=None
        if home and measure.action == "risk_flag"
        else in_the_trade(role, measure.action, measure.jurisdiction),
        note=" ".join(dict.fromkeys(f"{row.note[:1].upper()}{row.note[1:].rstrip('.')}." for row in rows if row.note)),
        flags=("unverified",) if unverified else (),
        status="unverified" if unverified else "verified",
        source="; ".join(dict.fromkeys(row.source for row in rows)),
        verified_on=min(row.verified_on for row in rows),
    )


def conflict_with(ids: tuple[str, ...], nexus: str, day: date) -> str | None:
    found = [conflicts()[id] for id in ids if id in conflicts()]
    said = [
        f"{one.name}: {one.prohibited}."
        + (f" {one.duty}" if one.duty else "")
        + ("" if one.verified else " (unverified)")
        for one in found
        if one.nexus == nexus and one.holds_on(day)
    ]
    return "; ".join(said) or None


def in_the_trade(role: str | None, action: str, jurisdiction: str) -> str | None:
    fitting = [one for one in roles() if one.role == role and one.action == action]
    own = [one.means for one in fitting if one.jurisdiction == jurisdiction]
    return next(iter([*own, *(one.means for one in fitting if not one.jurisdiction)]), None)

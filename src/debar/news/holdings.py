"""Companies of a file of stakes in which parties of an article hold something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from debar.law.ownership import Assessment, Holdings, assess
from debar.law.ownership import Party as Holder
from debar.law.ownership.reading import read_all
from debar.law.ownership.wording import number
from debar.match import Index, build
from debar.model import SCHEMATA, Country, Entity, Identifier, Name, Query
from debar.model.query import IDENTIFIER_PROPERTIES
from debar.news.aims import Article
from debar.news.exposed import Reason, RejectedRow

if TYPE_CHECKING:
    pass


class Owned(msgspec.Struct, frozen=True):
    """A company of the stakes in which parties of the article hold something."""

    holder: Holder
    reasons: tuple[Reason, ...]


def as_entities(owned: Mapping[str, Owned]) -> Iterator[Entity]:
    for id, one in owned.items():
        made = _holder_entity(f"owned:{id}", one.holder)
        if made is not None:
            yield made


def _holder_entity(id: str, holder: Holder) -> Entity | None:
    """A party of the stakes; one that is known by an id alone has no name to go by, unless the id reads like one."""
    name = holder.name or (holder.id if re.search(r"[^\W\d_]{2,}\s+\S", holder.id) else "")
    if not name and not holder.identifiers:
        return None
    return Entity(
        id,
        "stakes",
        holder.schema if holder.schema in SCHEMATA else "LegalEntity",
        (Name(name or holder.id),),
        tuple(Identifier(prop, value) for prop, value in holder.identifiers),
        countries=(Country("country", holder.country),) if holder.country else (),
    )


def index_of(entities: Sequence[Entity], folder: Path) -> Index | None:
    if not entities:
        return None
    folder.mkdir()
    build(entities, folder, about={})
    return Index.open(folder)


def companies_owned(
    article: Article, stakes: Path, day: date | None, folder: Path, threshold: float, warnings: list[str]
) -> tuple[dict[str, Owned], list[RejectedRow]]:
    """The companies of the stakes in which the article's parties hold something, and the rows that could not be read."""
    holdings = read_all([stakes])
    refused = [
        RejectedRow(stakes.name, one.origin.removeprefix(f"{stakes.name} "), one.about, one.text)
        for one in holdings.notices
        if one.row == "rejected"
    ]
    if day is None:
        warnings.append("the article has no date: stakes were not looked at, give --date")
        return {}, refused
    ties = _holders(article, holdings, folder, threshold)
    if not ties:
        warnings.append(f"{stakes.name}: none of its parties is a party of the article")
        return {}, refused
    found: dict[str, list[tuple[str, Reason]]] = {}
    aimed = [id for id, (party, _) in ties.items() if article.targeted(party)]
    for listed in ([aimed] if aimed else []) + ([[*ties]] if len(aimed) < len(ties) else []):
        for rule in article.rules():
            for id, reason in _reached(article, assess(holdings, listed, rule=rule, on=day), ties):
                known = found.setdefault(id, [])
                # What the targets alone reach says more than what all who are named do.
                if not any(rule == seen for seen, _ in known):
                    known.append((rule, reason))
    described = holdings.parties
    owned = {id: Owned(described.get(id) or Holder(id), tuple(reason for _, reason in of)) for id, of in found.items()}
    return owned, refused


def _holders(
    article: Article, holdings: Holdings, folder: Path, threshold: float
) -> dict[str, tuple[str, float | None]]:
    """Parties of the stakes that are parties of the article: by the listed entity's id, or by name and identifiers."""
    entities = {one.entity: one.id for one in article.parties.values() if one.entity}
    ids = dict.fromkeys(id for one in holdings.stakes for id in (one.owner, one.owned))
    found: dict[str, tuple[str, float | None]] = {id: (entities[id], None) for id in ids if id in entities}
    index = index_of(article.entities, folder / "parties")
    if index is None:
        return found
    asked: list[str] = []
    queries: list[Query] = []
    for id in dict.fromkeys((*ids, *holdings.parties)):
        holder = holdings.parties.get(id) or Holder(id)
        made = _holder_entity(id, holder)
        if made is not None and id not in found:
            asked.append(id)
            pairs = [one for one in holder.identifiers if one[0] in IDENTIFIER_PROPERTIES]
            queries.append(
                Query(schema=made.schema, name=made.caption, country=holder.country or (), identifiers=pairs, id=id)
            )
    for id, hits in zip(asked, index.search_many(queries, limit=1, cutoff=threshold, threshold=threshold), strict=True):
        for hit in hits:
            found[id] = (hit.entity.id.partition(":")[2], round(hit.score, 4))
    return found


def _reached(
    article: Article, assessment: Assessment, ties: Mapping[str, tuple[str, float | None]]
) -> Iterator[tuple[str, Reason]]:
    for verdict in assessment:
        behind = [id for id in verdict.listed if id in ties] or list(verdict.listed)
        if verdict.id in ties or (verdict.verdict == "not_blocked" and not verdict.share_high) or not behind:
            continue
        party, score = ties.get(behind[0], ("", None))
        if not party:
            continue
        share = number(verdict.share_high if verdict.verdict == "possible" else verdict.share)
        owner = article.parties[party].name
        rule = assessment.rule.title
        held = f"held to {share:g} % by {behind[0]}, which may be {owner} of the article"
        held += f" (score {score:.2f})" if score is not None else ""
        what = {
            "blocked": f"it would be reached under {rule}",
            "possible": f"it may be reached under {rule}",
            "not_blocked": f"too little to be reached under {rule}",
        }[verdict.verdict]
        name = assessment.party(verdict.id).name or verdict.id
        flags = f" Flags: {', '.join(verdict.flags)}." if verdict.flags else ""
        text = f"{name}: {what}, were the party listed; {held}.{flags} No legal advice."
        yield verdict.id, article.reason("owned", party, float(verdict.share), text)

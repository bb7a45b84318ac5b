"""Reasons in words: made for the hits that are returned, from the alignment and the findings of their rating."""

from __future__ import annotations

from collections.abc import Iterable

from debar.match.attributes import Finding
from debar.match.naming import name_evidence
from debar.match.rating import UNCONFIRMED, NameMatch, Rating
from debar.model import Evidence, Hit
from debar.names.obfuscation import disguises, undisguise

_SUBJECTS = {"birthDate": "birth date", "incorporationDate": "date of incorporation", "buildDate": "date of build"}


def hit_of(rating: Rating, threshold: float) -> Hit:
    """The rating as an answer."""
    score = rating.score / 1000
    return Hit(rating.entity, score, score >= threshold, tuple(evidence_of(rating)))


def evidence_of(rating: Rating) -> Iterable[Evidence]:
    """The reasons for a rating, the name first; their points add up to its score."""
    if rating.name is not None:
        yield from name_evidence(rating.name)
        yield from _disguised(rating.name)
    for finding in rating.findings:
        if finding.kind == UNCONFIRMED:
            text = "Only a weak alias agrees; the policy wants a birth date, a country or an identifier besides."
            yield Evidence("name", finding.level, "", "", finding.points / 1000, text)
            continue
        text = _identifier(rating, finding) if finding.kind == "identifier" else _attribute(finding)
        level = "compatible" if finding.level == "unknown" else finding.level
        yield Evidence(finding.kind, level, finding.query, finding.listed, finding.points / 1000, text)


def _disguised(match: NameMatch) -> Iterable[Evidence]:
    """That the name asked for was written so that a computer should not read it; it is a reason to look, and no points."""
    worn = disguises(match.query)
    if worn:
        honest = " ".join(undisguise(match.query).split())
        text = f'The name is written with {_and(worn)} ("{match.query}" for "{honest}").'
        yield Evidence("obfuscation", "similar", match.query, match.listed.value, 0.0, text)


def _and(words: tuple[str, ...]) -> str:
    return " and ".join([*([", ".join(words[:-1])] if words[1:] else []), words[-1]])


def _identifier(rating: Rating, finding: Finding) -> str:
    if finding.level == "contradicts":
        return f"The identifier {finding.query} differs from the listed {finding.listed}."
    prop = rating.shared.kind.property if rating.shared is not None else "identifier"
    text = f"The {prop} {finding.query} is on the entry"
    if finding.level == "similar":
        return f"{text}, but such a number alone does not decide."
    if not rating.same_kind:
        return f"{text}, but the entry is of another kind ({rating.entity.schema})."
    return f"{text}."


def _attribute(finding: Finding) -> str:
    subject = _SUBJECTS.get(finding.kind, finding.kind)
    match finding.level:
        case "same":
            return f"The {subject} agrees: {finding.listed}."
        case "compatible":
            return f"The {subject} {finding.query} is compatible with the listed {finding.listed}."
        case "similar":
            return f"The {subject} {finding.query} is close to the listed {finding.listed}."
        case "unknown":
            return f"The {subject} {finding.query} is not known to the table of countries and was not compared."
        case _:
            return f"The {subject} {finding.query} contradicts the listed {finding.listed}."

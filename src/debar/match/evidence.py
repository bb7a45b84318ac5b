"""Reasons in words: made for the hits that are returned, from the alignment and the findings of their rating."""

from __future__ import annotations

from collections.abc import Iterable

from debar.match.alignment import Cap
from debar.match.attributes import Finding
from debar.match.rating import NameMatch, Rating
from debar.model import Evidence, Hit

_KIND_WORDS = {"primary": "primary name", "alias": "alias", "former": "former name", "weak": "weak alias"}
_CAP_WORDS: dict[Cap, str] = {
    "": "",
    "number": "the numbers in the names contradict",
    "single": "only one word agrees, which is too little for a person",
    "sound": "the one word agrees by its sound alone",
    "none": "no word of weight agrees",
}
_LEVEL_WORDS = {
    "class": "is another form of",
    "spelling": "is a spelling of",
    "typo": "is one letter away from",
    "sound": "sounds like",
    "initial": "may be the initial of",
    "joined": "is written as one word for",
    "acronym": "is the acronym of",
}
_SUBJECTS = {"birthDate": "birth date", "incorporationDate": "date of incorporation", "buildDate": "date of build"}


def hit_of(rating: Rating, threshold: float) -> Hit:
    """The rating as an answer."""
    score = rating.score / 1000
    return Hit(rating.entity, score, score >= threshold, tuple(evidence_of(rating)))


def evidence_of(rating: Rating) -> Iterable[Evidence]:
    """The reasons for a rating, the name first."""
    if rating.name is not None:
        yield _name(rating.name)
    for finding in rating.findings:
        text = _identifier(rating, finding) if finding.kind == "identifier" else _attribute(finding)
        level = "compatible" if finding.level == "unknown" else finding.level
        yield Evidence(finding.kind, level, finding.query, finding.listed, finding.points / 1000, text)


def _name(match: NameMatch) -> Evidence:
    listed = f'the {_KIND_WORDS[match.listed.kind]} "{match.listed.value}"'
    if match.verbatim:
        level, text = "same", f'"{match.query}" is {listed}.'
    elif match.alignment.exact:
        level, text = "same", f'"{match.query}" has the same words as {listed}.'
    else:
        level = "similar" if match.score >= 500 else "contradicts"
        text = f'"{match.query}" against {listed}: {"; ".join(_differences(match))}.'
    return Evidence("name", level, match.query, match.listed.value, match.score / 1000, text)


def _differences(match: NameMatch) -> Iterable[str]:
    alignment, query, listed = match.alignment, match.query_reading.tokens, match.listed_reading.tokens
    same, alike = [], []
    for pair in sorted(alignment.pairs, key=lambda pair: pair.query.start):
        one, other = _said(query, pair.query), _said(listed, pair.listed)
        level = pair.level
        if level == "same":
            same.append(one)
        elif level in ("initial", "joined", "acronym") and (len(one) > len(other)) == (level == "initial"):
            alike.append(f"{other} {_LEVEL_WORDS[level]} {one}")
        else:
            alike.append(f"{one} {_LEVEL_WORDS[level]} {other}")
    if same:
        yield f"{', '.join(same)} {'agrees' if len(same) == 1 else 'agree'}"
    yield from alike
    if alignment.listed_left:
        yield f"only the list has {_said(listed, alignment.listed_left, ', ')}"
    if alignment.query_left:
        yield f"only the query has {_said(query, alignment.query_left, ', ')}"
    if alignment.cap:
        yield _CAP_WORDS[alignment.cap]


def _said(tokens: tuple[str, ...], places: Iterable[int], between: str = " ") -> str:
    return between.join(
        f"legal form {tokens[place][1:]}" if tokens[place][0] == "+" else tokens[place] for place in places
    )


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

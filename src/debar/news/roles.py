"""Who and what stands in which role of a clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from debar.news.cast import Cast, Member
from debar.news.chunks import Mark, NounGroup, VerbGroup
from debar.news.clause import Clause, Parsed
from debar.news.groups import group
from debar.news.language import Language
from debar.news.naming import Found
from debar.news.speech import speech_class
from debar.news.text import Token

if TYPE_CHECKING:
    from debar.news.drafts import Draft

NOT_ACTING = ("weapon", "goods", "place")


NOT_MET = ("weapon", "goods")


# Whoever is sanctioned, fined or charged is a party, however he is described.
STRANGERS = frozenset({"sanction", "enforce", "enlist", "aim", "delist", "impose", "accuse"})


_POINTING = frozenset({"the", "these", "those", "them"})


# "forwarded the goods": those that were spoken of.
_GOODS_AGAIN = frozenset(
    {"goods", "items", "shipment", "shipments", "cargo", "products", "equipment", "parts", "devices"}
)


NOBODY = Clause(-1, VerbGroup(0, 0, 0, "", "finite"))


def supply_type(kind: str, goods: str) -> str:
    if kind == "procure":
        return "PROCURE" if goods else ""
    return {"arms": "SUPPLY_ARMS", "dual_use": "SUPPLY_DUAL_USE"}.get(goods, "")


def inner_groups(group: NounGroup) -> Iterator[NounGroup]:
    for each in group.of:
        yield each
        yield from inner_groups(each)


def terms_of(groups: Sequence[NounGroup]) -> frozenset[str]:
    """The last word of each kind of goods, in the singular."""
    return frozenset(
        found.known.key.lower().split()[-1].removesuffix("s")
        for each in groups
        for inner in (each, *inner_groups(each))
        for found in inner.names
        if found.kind in ("weapon", "goods")
    )


def after(trailing: Sequence[tuple[str, list[NounGroup]]], *words: str) -> list[NounGroup]:
    return next((groups for word, groups in trailing if word in words), [])


def span_of(group: NounGroup, parsed: Parsed) -> tuple[int, int]:
    return parsed.tokens[group.first].start, parsed.tokens[group.end - 1].end


def clause_span(clause: Clause, parsed: Parsed) -> tuple[int, int]:
    tokens = parsed.tokens
    first, last = clause.verb.first, clause.verb.last
    for each in (*clause.subject, *clause.object, *(one for _, groups in clause.prepositions for one in groups)):
        first, last = min(first, each.first), max(last, each.end)
    return tokens[first].start, tokens[last - 1].end


_POSSESSING = frozenset(
    {
        "country",
        "demonym",
        "capital",
        "company",
        "agency",
        "organisation",
        "government",
        "group",
        "person",
        "surname",
        "name",
        "leader",
    }
)


def _is_official(member: Member) -> bool:
    """Officials of a state, who speak for it."""
    words = member.name.lower().split()
    ofstate = member.kind == "group" and member.part_of is not None and member.part_of.kind == "government"
    return ofstate and words[-1] in (
        "officials",
        "official",
        "authorities",
        "leaders",
        "ministers",
        "diplomats",
        "leadership",
    )


class Roles:
    """Looks up the parties, goods and measures that the noun groups of a clause stand for."""

    def __init__(self, cast: Cast, language: Language) -> None:
        self.cast = cast
        self.language = language
        self.last_targets: list[Member] = []
        self.last_actors: list[Member] = []
        self.last_step: Draft | None = None
        self.heads: dict[int, str] = {}
        self.last_goods: tuple[int, str] = (-10, "")
        self.speaking: set[int] = set()
        self.acting: set[int] = set()

    def _roles(self, roles: Sequence[str], clause: Clause) -> list[NounGroup]:
        verb = clause.verb
        found: list[NounGroup] = []
        for role in roles:
            if role == "subject":
                found = clause.after("by") if verb.passive else clause.subject
            elif role == "object":
                found = clause.subject if verb.passive else clause.object
            elif role == "owner" or role == "content":
                found = []
            else:
                found = clause.after(role)
            if found:
                return found
        return found

    def _acting(self, groups: Sequence[NounGroup], parsed: Parsed, clause: Clause, *, speech: bool) -> list[Member]:
        members = [
            each
            for each in self.cast.all_of(groups, parsed)
            if each.kind not in NOT_ACTING or (each.kind == "place" and each.country)
        ]
        members = [
            self.cast.state(each.country) if each.kind == "place" and each.country and not speech else each
            for each in members
        ]
        if speech and not members and clause.verb.lemma in self.language.speaking:
            tokens = parsed.tokens
            unknown = [each for each in groups if tokens[each.head].tag == "word" and not self._class_of(each, parsed)]
            members = [self.cast.stranger(each, tokens) for each in unknown]
        if (
            not speech
            and clause.governor is not None
            and clause.relation not in ("that", "clause")
            and speech_class(clause.governor, self.language)
        ):
            # Officials who deny supplying deny it of their state.
            members = [each.part_of if _is_official(each) and each.part_of is not None else each for each in members]
        return members

    def _met(self, groups: Sequence[NounGroup], parsed: Parsed, frame_kind: str = "") -> list[Member]:
        members = [each for each in self.cast.all_of(groups, parsed) if each.kind not in NOT_MET]
        if members or frame_kind in STRANGERS:
            return members
        found: list[Member] = []
        for each in groups:
            owner = self.cast.owner_of(each, parsed.tokens)
            if owner is not None:
                found.append(owner)
        return found

    def _struck(self, groups: Sequence[NounGroup], parsed: Parsed) -> list[Member]:
        """Whom a measure is on: "Israeli settlers" as they are described, of "Russian oil" the country."""
        known = self._met(groups, parsed, "sanction")
        if known:
            return known
        tokens = parsed.tokens
        people = [
            each
            for each in groups
            if tokens[each.head].tag == "word"
            and tokens[each.head].low.endswith("s")
            and not self._class_of(each, parsed)
            and tokens[each.head].low not in self.language.banned
        ]
        return [self.cast.stranger(each, tokens) for each in people] or self._met(groups, parsed)

    def _patient(self, clause: Clause) -> list[NounGroup]:
        return clause.subject if clause.verb.passive or clause.verb.form == "part" else clause.object

    def _office_of(self, clause: Clause, parsed: Parsed) -> tuple[list[Member], list[Member]] | None:
        """``is chairman of Severkhim``, ``the group's leader is Volchenko``, ``is a subsidiary of Rosneft``: who, of what."""
        if len(clause.subject) != 1 or len(clause.object) != 1 or clause.verb.form != "finite":
            return None
        for office, other in ((clause.object[0], clause.subject[0]), (clause.subject[0], clause.object[0])):
            head = parsed.tokens[office.head].low
            holds = head in self.language.heads
            part = "relation" in self._class_of(office, parsed)
            if not (holds or part):
                continue
            body = [
                each for each in self._met(office.of, parsed, "sanction") if each.kind in ("company", "agency", "group")
            ]
            if (
                not body
                and (owner := self.cast.owner_of(office, parsed.tokens)) is not None
                and owner.kind in ("company", "agency", "group")
            ):
                body = [owner]
            who = [
                each
                for each in self.cast.of(other, parsed)
                if each.kind in ("person", "company", "group", "agency", "vessel")
            ]
            if body and who and body != who:
                return (body, who) if part else (who, body)
        return None

    def _share(self, clause: Clause, parsed: Parsed) -> list[NounGroup]:
        """``60 percent of Corvus``, ``a stake in Halcyon``: what it is a share of."""
        if clause.verb.passive or len(clause.object) < 1:
            return []
        first = clause.object[0]
        if parsed.tokens[first.head].low not in self.language.shares and not parsed.tokens[first.head].low.endswith(
            "%"
        ):
            return []
        further = [inner for each in clause.object for inner in each.of]
        return further or clause.after("in", "of")

    def _own(self, groups: Sequence[NounGroup], parsed: Parsed) -> bool:
        """``its own sanctions``: on those that were spoken of."""
        return len(groups) == 1 and parsed.tokens[groups[0].first].low in ("its", "their")

    def _definite(self, groups: Sequence[NounGroup], parsed: Parsed) -> bool:
        return len(groups) == 1 and parsed.tokens[groups[0].first].low in _POINTING

    def _agreement(self, group: NounGroup) -> bool:
        return any(found.kind == "measure" and found.known.country == "agreement" for found in group.names)

    def _goods_groups(self, clause: Clause, parsed: Parsed) -> list[NounGroup]:
        patient = self._patient(clause)
        groups = [*patient, *clause.after("with", "+"), *(clause.object if clause.verb.passive else ())]
        if any(parsed.tokens[each.head].low in ("billion", "million", "worth", "dollars", "euros") for each in patient):
            # "imported $1 billion in weapons"
            groups += clause.after("in")
        return [each for each in groups if self._goods_in(each) is not None or self._pronoun_goods(each, parsed)]

    def _pronoun_goods(self, group: NounGroup, parsed: Parsed) -> bool:
        return False

    def _goods_before(self, clause: Clause, parsed: Parsed) -> str:
        """``Distributors sold them``: the class of the goods that were last spoken of, a sentence or so before."""
        patient = self._patient(clause)
        number, kind = self.last_goods
        if self._supplies_somebody(clause, parsed):
            # "had never supplied the country's military": with what was spoken of.
            return kind if parsed.number - number <= 3 else ""
        if len(patient) != 1:
            return ""
        low = parsed.tokens[patient[0].head].low
        again = low in _GOODS_AGAIN and parsed.tokens[patient[0].first].low in ("the", "these", "those")
        if low not in ("them", "it", "they") and not again:
            return ""
        if low in ("them", "it") and not again and self._other_object(clause, parsed):
            # "loaded 1.8 million barrels and delivered them"
            return ""
        return kind if parsed.number - number <= 2 else ""

    def _other_object(self, clause: Clause, parsed: Parsed) -> bool:
        """Whether a verb before it in the sentence has an object that is nobody: that is what "them" are."""
        return any(
            other.object
            and not self.cast.all_of(other.object, parsed)
            and parsed.tokens[other.object[0].head].tag in ("word", "num")
            and self._goods_in(other.object[0]) is None
            for other in parsed.clauses
            if other.at < clause.at
        )

    def _supplies_somebody(self, clause: Clause, parsed: Parsed) -> bool:
        """``supplies the paramilitary group``: the object receives, and what is not said."""
        members = self.cast.all_of(self._patient(clause), parsed)
        return (
            clause.verb.lemma in ("supply", "equip", "arm")
            and bool(members)
            and all(each.kind in ("government", "agency", "group", "company") for each in members)
            and not clause.after("with")
        )

    def _goods_in(self, group: NounGroup) -> Found | None:
        """The goods that a noun group is about: at its head, or after "of"; not a mere modifier."""
        for inner in (group, *inner_groups(group)):
            last = next((found for found in reversed(inner.names) if found.kind in ("weapon", "goods")), None)
            if last is not None and self._is_about(inner, last):
                return last
        return None

    def _is_about(self, group: NounGroup, goods: Found) -> bool:
        """``missile parts`` are goods, a ``missile maker`` is none."""
        if goods.first <= group.head < goods.last:
            return True
        return self.heads.get(id(group), "") in self.language.containers

    def _goods_class(self, groups: Sequence[NounGroup], tokens: Sequence[Token]) -> str:
        classes = [found.known.country for each in groups for found in self._all_goods(each)]
        return next((kind for kind in ("arms", "dual_use", "other") if kind in classes), "")

    def _all_goods(self, group: NounGroup) -> list[Found]:
        found: list[Found] = []
        for inner in (group, *inner_groups(group)):
            own = [each for each in inner.names if each.kind in ("weapon", "goods")]
            # "drone components": the last word says what it is.
            found.extend(own[-1:])
        return found

    def _names_measure(self, groups: Iterable[NounGroup], parsed: Parsed, *, strong: bool) -> Found | None:
        for each in groups:
            for inner in (each, *inner_groups(each)):
                for found in inner.names:
                    if found.kind != "measure" or not found.first <= inner.head < found.last:
                        continue
                    if found.known.country == "strong" or (not strong and found.known.country in ("weak", "vague")):
                        return found
        return None

    def _class_of(self, group: NounGroup, parsed: Parsed) -> frozenset[str]:
        tokens = parsed.tokens
        head = tokens[group.head].low
        found = self.language.nouns.get(head, frozenset())
        if group.head > group.first:
            found = found | self.language.nouns.get(f"{tokens[group.head - 1].low} {head}", frozenset())
        return found

    def _goods_members(self, group: NounGroup, parsed: Parsed) -> list[Member]:
        return [each for each in self.cast.of(group, parsed) if each.kind in NOT_MET]

    def _possessor(self, group: NounGroup, parsed: Parsed) -> Member | None:
        for found in group.names:
            if found.last <= group.head and found.kind in _POSSESSING:
                return self.cast.named(parsed.tokens, found)
        if parsed.tokens[group.first].low in ("its", "their"):
            return self.cast.owner_of(group, parsed.tokens)
        return None

    def _trailing(self, parsed: Parsed, at: int) -> list[tuple[str, list[NounGroup]]]:
        chunks = parsed.chunks
        found: list[tuple[str, list[NounGroup]]] = []
        here = at + 1
        while here + 1 < len(chunks):
            one = chunks[here]
            if isinstance(one, Mark) and one.kind in ("DATE", "R"):
                here += 1
                continue
            if not (isinstance(one, Mark) and one.kind == "P" and isinstance(chunks[here + 1], NounGroup)):
                break
            groups, here = group(chunks, here + 1, free=False)
            found.append((one.low, groups))
        return found

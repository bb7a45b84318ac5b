"""A party while the text is being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from debar.news.values import Mention, MentionForm, Party, PartyKind

_SPEAKING_PEOPLE = frozenset(
    {
        "spokesperson",
        "spokesman",
        "spokeswoman",
        "official",
        "lawyer",
        "diplomat",
        "source",
        "minister",
        "director",
        "president",
        "secretary",
        "chief",
        "envoy",
        "adviser",
        "officer",
        "executive",
        "person",
        "man",
        "woman",
        "engineer",
        "commissioner",
        "solicitor",
        "barrister",
        "counsel",
        "attorney",
        "banker",
        "economist",
        "analyst",
        "consultant",
        "advisor",
        "aide",
        "insider",
        "trader",
        "broker",
        "manager",
        "employee",
        "lawmaker",
        "legislator",
        "senator",
        "politician",
        "businessman",
        "businesswoman",
        "magnate",
        "tycoon",
        "billionaire",
        "oligarch",
        "financier",
        "commander",
        "general",
        "judge",
        "captain",
        "founder",
        "owner",
        "chairman",
        "wife",
        "husband",
        "son",
        "daughter",
        "brother",
        "sister",
        "nephew",
        "cousin",
        "professor",
        "scientist",
        "journalist",
        "campaigner",
        "resident",
        "witness",
        "worker",
        "dealer",
        "merchant",
        "emissary",
        "ambassador",
    }
)


@dataclass(eq=False)
class Member:
    """A party while the text is being read."""

    kind: PartyKind
    name: str
    key: tuple[str, ...]
    country: str | None = None
    role: str | None = None
    part_of: Member | None = None
    members: list[Member] = field(default_factory=list)
    mentions: dict[tuple[int, int], Mention] = field(default_factory=dict)
    used: bool = False
    id: str = ""
    plural: bool = False
    gender: str = ""

    def mention(self, text: str, start: int, end: int, form: MentionForm) -> None:
        """Remember a place where it stands."""
        if start < end:
            self.mentions.setdefault((start, end), Mention(span=(start, end), text=text[start:end], form=form))


def is_person(member: Member) -> bool:
    """A description of one human being."""
    return member.kind == "group" and not member.plural and member.name.lower().split()[-1] in _SPEAKING_PEOPLE


def kind_of(kind: str) -> PartyKind:
    kinds: dict[str, PartyKind] = {
        "agency": "agency",
        "company": "company",
        "group": "group",
        "outlet": "outlet",
        "place": "place",
        "vessel": "vessel",
        "government": "government",
    }
    return kinds.get(kind, "company")


def stands_alone(member: Member) -> bool:
    """Named, not only described; a single unknown word with a capital is no party by itself."""
    return (
        member.key[0] in ("leader", "state", "place", "agency", "company", "outlet", "vessel", "government")
        or (member.key[0] == "group" and any(mention.form == "name" for mention in member.mentions.values()))
        or (member.kind == "person" and len(member.key) > 2)
    )


def party(member: Member) -> Party:
    """The public value."""
    role = member.role
    # The Union and the United Nations act like states, but are none.
    united = member.key == ("state", "eu") or member.key[0] == "government"
    return Party(
        id=member.id,
        name=member.name,
        kind="organisation" if united else member.kind,
        country=member.country,
        role=role,
        part_of=member.part_of.id or None if member.part_of else None,
        members=tuple(each.id for each in member.members if each.id),
        mentions=tuple(member.mentions[span] for span in sorted(member.mentions)),
    )

"""Who does it: the subject of a verb, found to its left, shared with another verb, or carried down to it."""

from __future__ import annotations

from collections.abc import Sequence

from debar.news.chunks import Chunk, Mark, NounGroup, VerbGroup
from debar.news.clause import Clause
from debar.news.groups import REACH, group, starts_clause
from debar.news.language import Governor, Language
from debar.news.leftward import run_left, skip_left
from debar.news.relatives import antecedents, over_relative, person_before
from debar.news.text import Token


def subject(
    clause: Clause, chunks: list[Chunk], tokens: Sequence[Token], before: Sequence[Clause], language: Language
) -> None:
    governor = next((each for each in reversed(before) if each.complement and _carries(each, clause, chunks)), None)
    if governor:
        _govern(clause, governor, chunks, tokens, language)
        return
    at = skip_left(chunks, clause.at - 1)
    one = chunks[at] if at >= 0 else None
    finite = [each for each in before if each.verb.form == "finite"]
    if _is_inverted(clause, one, language):
        clause.inverted = True
        clause.subject, clause.object = clause.object, []
        clause.complement = None
    elif isinstance(one, NounGroup):
        _from_noun(clause, chunks, at, finite)
    elif isinstance(one, Mark) and one.kind == "S":
        clause.relative = one.low in ("who", "which", "that")
        back = skip_left(chunks, at - 1, comma=True)
        if clause.relative and back >= 0 and isinstance(chunks[back], NounGroup):
            near = chunks[at - 1].kind != "comma" and not clause.verb.passive
            body = one.low == "which" and chunks[back - 1].kind == "P" and getattr(chunks[back - 1], "low", "") == "in"
            back = person_before(chunks, back) if body or one.low == "who" or (one.low == "that" and near) else back
            antecedent = chunks[back]
            assert isinstance(antecedent, NounGroup)
            if (
                one.low == "who"
                and chunks[at - 1].kind == "comma"
                and antecedent.of
                and antecedent.of[-1].names
                and antecedent.of[-1].names[-1].kind in ("person", "surname", "name")
            ):
                # "the family of Dmitry Orlenko, who"
                clause.subject = [antecedent.of[-1]]
                return
            clause.subject = antecedents(chunks, back, antecedent, comma=chunks[at - 1].kind == "comma")
    elif isinstance(one, Mark) and one.kind in ("comma", "dash", "close"):
        _after_comma(clause, chunks, at, finite)
    elif isinstance(one, Mark) and one.kind in ("C", "quote") and finite:
        last = finite[-1] if clause.verb.form == "finite" else before[-1]
        _share(clause, _speaks_on(clause, last, chunks, at, language) or last)
    elif isinstance(one, VerbGroup) and before:
        _share(clause, before[-1])
    if not clause.subject and clause.verb.form == "ing":
        later = _main_after(clause, chunks)
        if later is not None:
            clause.subject = later


def _speaks_on(clause: Clause, last: Clause, chunks: list[Chunk], at: int, language: Language) -> Clause | None:
    """``said the warning was unjustified, and accused Poland``: who said the one did the other."""
    said = last.governor
    if said is None or last.relation not in ("that", "clause") or at < 1 or chunks[at - 1].kind != "comma":
        return None
    if clause.verb.form != "finite" or clause.verb.tense != "past" or clause.verb.perfect:
        return None
    if last.verb.lemma != "be" and not last.verb.passive:
        return None
    both = all(
        any(language.frames[kind].speech for kind, _ in language.cues.get(one.verb.lemma, ())) for one in (clause, said)
    )
    return said if both else None


def _main_after(clause: Clause, chunks: list[Chunk]) -> list[NounGroup] | None:
    """``Citing …, the minister said``: the subject of a participle at the beginning stands after the comma."""
    if any(isinstance(one, VerbGroup) for one in chunks[: clause.at]):
        return None
    for at in range(clause.at + 1, min(len(chunks) - 2, clause.at + REACH)):
        if chunks[at].kind == "comma" and isinstance(chunks[at + 1], NounGroup) and starts_clause(chunks, at + 1):
            return group(chunks, at + 1, free=True)[0]
    return None


def _share(clause: Clause, other: Clause) -> None:
    """A verb joined to another one has its subject, and what carries that one carries it."""
    clause.subject = list(other.subject)
    clause.shared = True
    verb = clause.verb
    verb.neither = verb.neither or other.verb.neither
    if other.verb.modal and not verb.modal and verb.first == verb.main and verb.bare and verb.form == "finite":
        # "would bar ports and extend a ban"
        verb.modal, verb.tense = other.verb.modal, other.verb.tense
    if (
        other.verb.passive
        and other.verb.form == "finite"
        and verb.first == verb.main
        and not clause.object
        and verb.tense == "past"
    ):
        # "were lifted in 2016 and reimposed in 2025"
        verb.passive = True
        clause.subject_prepositions = other.subject_prepositions
    if clause.verb.form != "finite" or other.relation in ("clause", "that"):
        clause.governor, clause.relation = other.governor, other.relation
    clause.relative = other.relative


def _carries(governor: Clause, clause: Clause, chunks: list[Chunk]) -> bool:
    assert governor.complement
    relation, at = governor.complement
    if relation in ("that", "clause"):
        return False
    return at == clause.at


def _govern(clause: Clause, governor: Clause, chunks: list[Chunk], tokens: Sequence[Token], language: Language) -> None:
    clause.governor = governor
    clause.relation = governor.complement[0] if governor.complement else ""
    rule = governing(governor, language, has_object=bool(governor.object))
    if rule is None and clause.relation == "in" and governor.prepositions:
        # "sanctions on a firm involved in shipping": whoever stands nearest.
        clause.subject = list(governor.prepositions[-1][1])
        return
    if governor.verb.lemma == "plead" or (governor.verb.lemma == "stop" and clause.relation == "of"):
        # "pleaded guilty to exporting", "stopped short of sanctioning"
        clause.subject = list(governor.subject)
        return
    by = _decided_by(governor, clause, tokens, language)
    if by is not None:
        clause.subject = by
    elif (rule and rule.control == "object" and governor.object and not governor.verb.passive) or (
        rule is None and governor.object and clause.relation in ("from", "of", "against", "into", "for", "with")
    ):
        clause.subject = list(governor.object)
    else:
        clause.subject = list(governor.subject)


def _decided_by(
    governor: Clause, clause: Clause, tokens: Sequence[Token], language: Language
) -> list[NounGroup] | None:
    """``welcomed the decision by the United States to lift``, ``the U.S. decision to lift``: who decides acts."""
    held = governor.prepositions[-1][1] if governor.prepositions else governor.object
    if clause.relation != "to" or len(held) != 1:
        return None
    decision = held[0]
    if governor.prepositions and governor.prepositions[-1][0] == "by" and len(governor.object) == 1:
        decision = governor.object[0]
    if not language.nouns.get(tokens[decision.head].low, frozenset()) & {"intent", "decided", "proposal"}:
        return None
    if by := governor.after("by"):
        return by
    if tokens[decision.first].low in ("its", "their", "his", "her"):
        return list(governor.subject)
    owner = next((found for found in decision.names if found.last <= decision.head), None)
    return [NounGroup(owner.first, owner.last, owner.last - 1, [owner])] if owner is not None else None


def governing(clause: Clause, language: Language, *, has_object: bool) -> Governor | None:
    """What the table says of a verb that carries another one."""
    lemma = clause.verb.lemma
    found = (
        language.governors.get(f"be {lemma.removeprefix('be ')}")
        if clause.verb.passive or lemma.startswith("be ")
        else None
    )
    rules = found or language.governors.get(lemma, ())
    if not rules:
        return None
    wanted = "object" if has_object else "subject"
    return next((rule for rule in rules if rule.control == wanted), rules[0])


def _is_inverted(clause: Clause, one: Chunk | None, language: Language) -> bool:
    """``"…," said Lavrov``."""
    verb = clause.verb
    if verb.form != "finite" or verb.modal or verb.passive or not clause.object or verb.lemma not in language.cues:
        return False
    if not isinstance(one, Mark) or one.kind not in ("comma", "quote", "dash"):
        return False
    return (
        language.frames[language.cues[verb.lemma][0][0]].speech and verb.first == verb.main and verb.lemma in _INVERTING
    )


_INVERTING = frozenset(
    {"say", "add", "write", "ask", "remark", "note", "reply", "explain", "warn", "tweet", "continue", "declare"}
)


def _from_noun(clause: Clause, chunks: list[Chunk], at: int, finite: Sequence[Clause]) -> None:
    if clause.verb.form in ("part", "ing", "to"):
        one = chunks[at]
        assert isinstance(one, NounGroup)
        clause.subject = [one]
        return
    first, bound = run_left(chunks, at)
    over = over_relative(chunks, first) if bound else None
    if over is not None:
        # "A woman who answered the phone at the firm said"
        first, bound = over, False
    members: list[NounGroup] = []
    here = first
    while here <= at:
        one = chunks[here]
        if isinstance(one, NounGroup):
            members, _after = group(chunks, here, free=not bound)
            break
        here += 1
    clause.subject = members
    _prepositions_of_subject(clause, chunks, first, at)
    that, noun = (chunks[first - 1], chunks[first - 2]) if first > 1 else (None, None)
    if isinstance(that, Mark) and that.low == "that" and isinstance(noun, NounGroup):
        # "the allegations that Russia received …"
        clause.told_by = [noun]
        by = chunks[first - 3] if first > 3 else None
        further = chunks[first - 4] if first > 3 else None
        if isinstance(by, Mark) and by.kind == "P" and isinstance(further, NounGroup):
            # "a report by the newspaper that …"
            clause.told_by.append(further)
    _fill_gap(clause, chunks, first)
    if _in_said(clause, finite, chunks, first):
        _first_said(clause, chunks, first, at)


def _relates(one: Chunk) -> bool:
    return isinstance(one, Mark) and one.kind == "S" and one.low in ("that", "which", "who")


def _fill_gap(clause: Clause, chunks: list[Chunk], first: int) -> None:
    """``the sanctions that the bloc had imposed``: what stands before "that" is the object."""
    that = chunks[first - 1] if first > 1 else None
    if isinstance(that, Mark) and that.low in ("which", "whom") and first > 4 and chunks[first - 2].kind == "P":
        word, held = chunks[first - 2], chunks[first - 4]
        if chunks[first - 3].kind == "comma" and isinstance(word, Mark) and isinstance(held, NounGroup):
            # "a subsidiary of Dalcom, in which a bank holds a quarter"
            clause.prepositions.append((word.low, [held.of[-1] if held.of and held.of[-1].names else held]))
        return
    if not isinstance(that, Mark) or that.low not in ("that", "which", "whom") or clause.object:
        return
    if clause.complement is not None and clause.complement[0] in ("that", "clause", "ing"):
        return
    comma = chunks[first - 2].kind == "comma"
    at = first - 2 - comma
    if at >= 0 and chunks[at].kind == "C":
        # "a firm that supplies Raduga and that Washington blacklisted"
        at = next((back for back in range(at - 1, 0, -1) if _relates(chunks[back])), 0) - 1
    noun = chunks[at] if at >= 0 else None
    if comma and that.low == "which" and isinstance(noun, NounGroup) and noun.of and noun.of[-1].names:
        # "members of the group Grey Heron, which they blame"
        noun = noun.of[-1]
    if isinstance(noun, NounGroup) and not clause.verb.passive:
        clause.object, clause.gap = [noun], noun
        joined = chunks[at - 2] if at > 1 and chunks[at - 1].kind == "C" else None
        if comma and that.low != "which" and isinstance(joined, NounGroup) and joined.names:
            # "two companies, Demirtaş and Marmara, that it accused of": both.
            clause.object = [joined, noun]
        clause.told_by = []


def _prepositions_of_subject(clause: Clause, chunks: list[Chunk], first: int, last: int) -> None:
    """``sanctions on the bank were lifted``"""
    for back in range(first + 1, last):
        one, follows = chunks[back], chunks[back + 1]
        if isinstance(one, Mark) and one.kind == "P" and isinstance(follows, NounGroup):
            clause.subject_prepositions.append((one.low, group(chunks, back + 1, free=False)[0]))


def _first_said(clause: Clause, chunks: list[Chunk], first: int, at: int) -> None:
    """``said firms in Turkey and Serbia had sold``: the subject is all that stands between the two verbs."""
    assert clause.governor is not None
    assert clause.governor.complement is not None
    begin = clause.governor.complement[1]
    if clause.relation != "clause" or begin >= first or not isinstance(chunks[begin], NounGroup):
        return
    if any(isinstance(one, VerbGroup) or one.kind in ("S", "break", "quote") for one in chunks[begin:at]):
        return
    clause.subject = group(chunks, begin, free=True)[0]
    clause.subject_prepositions = []
    _prepositions_of_subject(clause, chunks, begin, at)


def _in_said(clause: Clause, finite: Sequence[Clause], chunks: list[Chunk], first: int) -> bool:
    for each in reversed(finite):
        if each.complement and each.complement[0] in ("that", "clause") and each.complement[1] <= clause.at:
            if _ends_condition(chunks, each, first):
                continue
            clause.governor, clause.relation = each, each.complement[0]
            return True
    return False


def _ends_condition(chunks: list[Chunk], governor: Clause, first: int) -> bool:
    """``If it turns out that they did, there will be …``: the comma ends what stands under the "if"."""
    if first < 1 or chunks[first - 1].kind != "comma":
        return False
    return any(
        isinstance(one, Mark) and one.kind == "S" and one.low in ("if", "unless", "when", "because", "although")
        for one in chunks[max(0, governor.at - 4) : governor.at]
    )


def _after_comma(clause: Clause, chunks: list[Chunk], at: int, finite: Sequence[Clause]) -> None:
    """After a comma: over an insertion to the noun group before it, or the subject of the clause before."""
    if clause.verb.form in ("ing", "part"):
        near = chunks[at - 1] if at else None
        if (
            clause.verb.form == "part"
            and isinstance(near, NounGroup)
            and near.names
            and (not finite or clause.verb.lemma in _SAID_OF_NEAREST)
        ):
            # "The bank, owned by Melnik, was …", "…, Nordkontor, sanctioned by Washington in 2022."
            clause.subject = [near]
            return
        if finite:
            # Not of a relative clause: "annulled the sanctions that the bloc imposed, ruling that …".
            main = [each for each in finite if not each.relative and each.gap is None]
            _share(clause, (main or list(finite))[-1])
            clause.governor = None
        return
    kinds = ("dash",) if chunks[at].kind == "dash" else ("open",) if chunks[at].kind == "close" else ("comma",)
    for back in range(at - 1, max(0, at - REACH), -1):
        if chunks[back].kind in kinds and isinstance(chunks[back - 1], NounGroup):
            inserted = [
                one
                for number, one in enumerate(chunks[back:at], back)
                if isinstance(one, VerbGroup) and one.form == "finite" and not _is_relative(chunks, number)
            ]
            begins = chunks[back + 1]
            aside = (isinstance(begins, Mark) and begins.kind in ("S", "according")) or (
                isinstance(begins, NounGroup) and begins.relative
            )
            if inserted and not aside:
                break
            first, bound = run_left(chunks, back - 1)
            if any(isinstance(one, NounGroup) for one in chunks[first:back]) and not _is_adverbial(chunks, first):
                clause.subject = group(chunks, first, free=not bound)[0] if isinstance(chunks[first], NounGroup) else []
                _prepositions_of_subject(clause, chunks, first, back - 1)
                _in_said(clause, finite, chunks, first)
                return
    if finite:
        _share(clause, finite[-1])


_SAID_OF_NEAREST = frozenset(
    {
        "own",
        "control",
        "run",
        "manage",
        "operate",
        "lead",
        "head",
        "found",
        "half-own",
        "majority-own",
        "sanction",
        "blacklist",
        "designate",
        "list",
    }
)


def _is_relative(chunks: list[Chunk], at: int) -> bool:
    """Whether "who", "which" or "that" stands right before a verb group."""
    back = skip_left(chunks, at - 1)
    one = chunks[back] if back >= 0 else None
    return isinstance(one, Mark) and one.kind == "S" and one.low in ("who", "which", "that")


def _is_adverbial(chunks: list[Chunk], first: int) -> bool:
    return first > 0 and isinstance(chunks[first - 1], Mark) and chunks[first - 1].kind == "P"

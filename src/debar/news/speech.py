"""Who speaks where: the stretches of text that belong to a speaker, nested as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from debar.news.chunks import Chunk, Mark, NounGroup, VerbGroup
from debar.news.clause import Clause, Parsed
from debar.news.groups import group
from debar.news.language import Language
from debar.news.text import Token


@dataclass(slots=True, eq=False)
class Scope:
    """What one speaker says: characters ``start`` to ``end``.

    Args:
        groups: the noun groups that name the speaker; empty where the text names none.
        clause: the clause that says so; None for "according to".
        cited: it is the one whom another speaker cites.
        quoted: it stands between quotation marks.
        denied: the speaker says that it is not so, or does not say whether.
    """

    start: int
    end: int
    sentence: Parsed
    groups: Sequence[NounGroup]
    clause: Clause | None = None
    cited: bool = False
    quoted: bool = False
    speaker: Scope | None = None


def speech_class(clause: Clause, language: Language) -> tuple[str, str] | None:
    """The class and certainty of a verb of saying; None for other verbs."""
    if clause.verb.lemma == "hold" and (clause.complement is None or clause.complement[0] != "that"):
        # "assets they hold there"
        return None
    for kind, certainty in language.cues.get(clause.verb.lemma, ()):
        if language.frames[kind].speech:
            return kind, certainty
    return None


def scopes(parsed: Parsed, language: Language) -> list[Scope]:
    """The scopes of a sentence, those of quotations apart."""
    found: list[Scope] = []
    for clause in parsed.clauses:
        if speech_class(clause, language) and not (
            clause.verb.form == "part" and clause.verb.lemma not in language.frames
        ):
            found.extend(_said(clause, parsed, language))
    found.extend(_according(parsed, language))
    found.extend(_cited(parsed, found))
    return found


def speakers(clause: Clause) -> list[NounGroup]:
    """The noun groups that name who speaks."""
    return clause.after("by") if clause.verb.passive else clause.subject


def _said(clause: Clause, parsed: Parsed, language: Language) -> Iterable[Scope]:
    span = _content(clause, parsed, language)
    if span is not None and span[0] < span[1]:
        yield Scope(span[0], span[1], parsed, speakers(clause), clause)


def _content(clause: Clause, parsed: Parsed, language: Language) -> tuple[int, int] | None:
    chunks, tokens = parsed.chunks, parsed.tokens
    if clause.complement is not None:
        relation, at = clause.complement
        if at >= len(chunks):
            return None
        first = tokens[chunks[at].first].start
        return first, _content_end(clause, parsed, language, relation, at)
    before = _before(clause, parsed)
    if before is not None and (clause.inverted or not clause.object or clause.verb.lemma == "tell"):
        return before
    if clause.object:
        last = clause.object[-1]
        shows = next(
            (
                each
                for each in parsed.clauses
                if each.verb.form == "ing" and each.complement and each.subject[:1] == [last]
            ),
            None,
        )
        if (
            shows is not None
            and speech_class(shows, language)
            and shows.complement
            and shows.complement[1] < len(chunks)
        ):
            # "revealed intelligence showing that …"
            relation, at = shows.complement
            return tokens[clause.object[0].first].start, _content_end(shows, parsed, language, relation, at)
        told = next((each for each in parsed.clauses if each.told_by[:1] == [last] and each.at > clause.at), None)
        if told is not None:
            # "denied reports that it had sent missiles"
            at = next((here for here, one in enumerate(chunks) if one is last), told.at)
            return tokens[clause.object[0].first].start, _content_end(clause, parsed, language, "that", at)
        end = tokens[last.end - 1].end
        for _, groups in clause.prepositions:
            end = max(end, tokens[groups[-1].end - 1].end)
        return tokens[clause.object[0].first].start, end
    return None


def _before(clause: Clause, parsed: Parsed) -> tuple[int, int] | None:
    """What stands before ``, he said``."""
    first = (
        clause.verb.first if clause.inverted or not clause.subject else min(clause.verb.first, clause.subject[0].first)
    )
    at = next((index for index, one in enumerate(parsed.chunks) if one.first >= first), len(parsed.chunks))
    if at < 2:
        return None
    mark = parsed.chunks[at - 1]
    if not (isinstance(mark, Mark) and mark.kind in ("comma", "quote", "dash", "stop")):
        return None
    if not any(isinstance(one, VerbGroup) for one in parsed.chunks[: at - 1]) and mark.kind != "quote":
        return None
    if mark.kind == "comma" and _goes_on_after(clause, parsed):
        # "If the findings hold, an official said, the companies will be frozen"
        return parsed.start, parsed.end
    return parsed.start, parsed.tokens[mark.first].start


def _goes_on_after(clause: Clause, parsed: Parsed) -> bool:
    """Whether ", he said," is put into the middle of what is said."""
    for at in range(clause.at + 1, min(len(parsed.chunks) - 2, clause.at + 8)):
        one = parsed.chunks[at]
        if one.kind == "comma":
            return isinstance(parsed.chunks[at + 1], NounGroup) and any(
                isinstance(each, VerbGroup) and each.form == "finite" for each in parsed.chunks[at + 2 : at + 8]
            )
        if isinstance(one, VerbGroup) or one.kind in ("S", "break", "stop"):
            return False
    return False


# What somebody's words brought about is none of them.
_FOLLOWING = frozenset({"prompt", "trigger", "spark"})
_TURNS = frozenset({"while", "although", "though", "whereas"})


def _content_end(clause: Clause, parsed: Parsed, language: Language, relation: str, at: int) -> int:
    """Where what is said ends: at the sentence's end, or where the speaker or the sentence turns to something else."""
    chunks, tokens = parsed.chunks, parsed.tokens
    by_chunk = {each.at: each for each in parsed.clauses}
    inside = _is_quoted(clause, parsed)
    for here in range(at + 1, len(chunks)):
        one = chunks[here]
        if inside and one.kind == "quote" and tokens[one.first].text not in "“‘«":
            # What the quoted one says ends with his quotation.
            return tokens[one.first].start
        if isinstance(one, VerbGroup):
            other = by_chunk[here]
            if (
                other.shared
                and other.subject
                and clause.subject
                and other.subject[0] is clause.subject[0]
                and speech_class(other, language)
            ):
                return tokens[chunks[here - 1].last - 1].start
            continue
        if isinstance(one, NounGroup):
            continue
        follows = chunks[here + 1] if here + 1 < len(chunks) else None
        if one.kind == "according" or one.kind == "citing":
            return tokens[one.first].start
        if (
            one.kind == "comma"
            and isinstance(follows, NounGroup)
            and _speaks_last(here + 1, parsed, by_chunk, language)
        ):
            return tokens[one.first].start
        if one.kind == "comma" and isinstance(follows, Mark) and (follows.low == "but" or follows.low in _TURNS):
            return tokens[one.first].start
        if one.kind == "comma" and not inside and _goes_over_to(here + 1, parsed, by_chunk, language):
            return tokens[one.first].start
        turn = chunks[here + 2] if here + 2 < len(chunks) else None
        if (
            one.kind == "comma"
            and isinstance(turn, Mark)
            and turn.low in ("after", "before")
            and isinstance(follows, NounGroup)
            and tokens[follows.head].low
            in ("day", "days", "week", "weeks", "month", "months", "hours", "year", "years")
        ):
            # "denied that it had moved money, a day after the United States …"
            return tokens[one.first].start
        if one.kind == "comma" and clause.verb.form != "finite" and clause.at == 0 and isinstance(follows, NounGroup):
            # "Asked whether …, he replied"
            return tokens[one.first].start
        if one.kind == "comma" and relation not in ("that", "clause") and not isinstance(follows, NounGroup):
            return tokens[one.first].start
        if one.kind == "break":
            return tokens[one.first].start
    return parsed.end


def _is_quoted(clause: Clause, parsed: Parsed) -> bool:
    """Whether the verb stands in a quotation that begins in its sentence."""
    inside = False
    for one in parsed.chunks[: clause.at]:
        if one.kind == "quote":
            mark = parsed.tokens[one.first].text
            inside = mark in "“«" or (mark == '"' and not inside)
    return inside


def _whose(
    groups: list[NounGroup], after: int, chunks: Sequence[Chunk], tokens: Sequence[Token], language: Language
) -> tuple[list[NounGroup], int]:
    """``according to a report by the institute``: the institute speaks."""
    document = "document" in language.nouns.get(tokens[groups[-1].head].low, ())
    if document and after + 1 < len(chunks):
        by, who = chunks[after], chunks[after + 1]
        if isinstance(by, Mark) and by.low in ("by", "from", "with") and isinstance(who, NounGroup):
            return group(list(chunks), after + 1, free=False)
    return groups, after


def _speaks_last(at: int, parsed: Parsed, by_chunk: dict[int, Clause], language: Language) -> bool:
    """Whether ``, the agency reported`` follows: somebody else who tells of all that."""
    for here in range(at + 1, min(len(parsed.chunks), at + 6)):
        one = parsed.chunks[here]
        if isinstance(one, VerbGroup):
            other = by_chunk[here]
            return (
                one.form == "finite"
                and other.complement is None
                and not other.object
                and speech_class(other, language) is not None
            )
        if one.kind == "C" and isinstance(parsed.chunks[here - 1], NounGroup):
            # ", the ministry and the regulator said"
            continue
        if one.kind in ("comma", "S", "C", "break"):
            return False
    return False


def _goes_over_to(at: int, parsed: Parsed, by_chunk: dict[int, Clause], language: Language) -> bool:
    """``disputes that they are valid, and an official said …``, ``demanding that it account, prompting it to announce``."""
    follows = parsed.chunks[at] if at < len(parsed.chunks) else None
    if isinstance(follows, VerbGroup):
        return follows.lemma in _FOLLOWING
    if not isinstance(follows, Mark) or follows.low != "and":
        return False
    other = _speaks_next(at + 1, parsed, by_chunk, language)
    return other is not None and not _is_quoted(other, parsed)


def _speaks_next(at: int, parsed: Parsed, by_chunk: dict[int, Clause], language: Language) -> Clause | None:
    """The clause of somebody who says something of his own from ``at`` on."""
    if at >= len(parsed.chunks) or not isinstance(parsed.chunks[at], NounGroup):
        return None
    for here in range(at + 1, min(len(parsed.chunks), at + 5)):
        one = parsed.chunks[here]
        if isinstance(one, VerbGroup):
            other = by_chunk[here]
            speaks = one.form == "finite" and other.complement is not None and other.complement[0] in ("that", "clause")
            return other if speaks and speech_class(other, language) is not None else None
        if one.kind in ("comma", "S", "C", "break", "quote"):
            return None
    return None


def _according(parsed: Parsed, language: Language) -> Iterable[Scope]:
    chunks, tokens = parsed.chunks, parsed.tokens
    for at, one in enumerate(chunks):
        if not (isinstance(one, Mark) and one.kind == "according" and at + 2 < len(chunks)):
            continue
        if not isinstance(chunks[at + 2], NounGroup):
            continue
        # At the beginning a comma ends the speakers: "According to him, Moscow and Tehran …".
        first = chunks[at + 2]
        assert isinstance(first, NounGroup)
        groups, after = ([first], at + 3) if at == 0 else group(chunks, at + 2, free=False)
        groups, after = _whose(groups, after, chunks, tokens, language)
        if at == 0:
            if after < len(chunks) and chunks[after].kind == "comma":
                after += 1
            start = tokens[chunks[after].first].start if after < len(chunks) else parsed.end
            yield Scope(start, parsed.end, parsed, groups)
        else:
            before = any(isinstance(each, VerbGroup) and each.form == "finite" for each in chunks[:at])
            closed = after < len(chunks) and chunks[after].kind == "comma" and chunks[at - 1].kind == "comma"
            # "Its owner, according to the register, is a citizen": of all the sentence.
            yield Scope(parsed.start, parsed.end if closed and not before else tokens[one.first].start, parsed, groups)


def _cited(parsed: Parsed, found: Sequence[Scope]) -> list[Scope]:
    chunks = parsed.chunks
    cited: list[Scope] = []
    for at, one in enumerate(chunks):
        if not (isinstance(one, Mark) and one.kind == "citing" and at + 1 < len(chunks)):
            continue
        if not isinstance(chunks[at + 1], NounGroup):
            continue
        groups, _ = group(chunks, at + 1, free=False)
        outer = next((each for each in found if each.clause is not None), None)
        if outer is not None:
            cited.append(Scope(outer.start, outer.end, parsed, groups, cited=True, speaker=outer))
        elif at > 0:
            cited.append(Scope(parsed.start, parsed.tokens[one.first].start, parsed, groups, cited=True))
    return cited


def quoted(
    quotations: Sequence[tuple[int, int]],
    sentences: Sequence[Parsed],
    found: Sequence[Sequence[Scope]],
    language: Language,
) -> list[Scope]:
    """Every quotation with its speaker: in its own sentence, else before or after it in the paragraph, else as before."""
    result: list[Scope] = []
    last: Scope | None = None
    cursor = 0
    for start, end in quotations:
        while cursor < len(sentences) and sentences[cursor].end <= start:
            cursor += 1
        touched = []
        here = cursor
        while here < len(sentences) and sentences[here].start < end + 2:
            touched.append(here)
            here += 1
        if not touched:
            continue
        speaker = _speaker(start, end, [sentences[each] for each in touched], language)
        if speaker is not None:
            scope = Scope(start, end, speaker[0], speakers(speaker[1]), speaker[1], quoted=True)
        elif (
            last is not None
            and sentences[touched[0]].paragraph - last.sentence.paragraph <= 1
            and _whole(start, end, sentences[touched[0]])
        ):
            scope = Scope(start, end, last.sentence, last.groups, last.clause, quoted=True)
        else:
            continue
        result.append(scope)
        last = scope
    return result


def _whole(start: int, end: int, parsed: Parsed) -> bool:
    """Whether a quotation is all of its sentence, not some words that are only marked."""
    return (start - parsed.start <= 2 and end - start > 20 and parsed.end - end <= 3) or end > parsed.end


def _speaker(start: int, end: int, touched: Sequence[Parsed], language: Language) -> tuple[Parsed, Clause] | None:
    for parsed in (touched[-1], touched[0]):
        outside = [
            each
            for each in parsed.clauses
            if speech_class(each, language) and not start <= parsed.tokens[each.verb.main].start < end
        ]
        if not outside:
            continue
        nearest = min(outside, key=lambda each: _distance(parsed.tokens[each.verb.main].start, start, end))
        if nearest.subject or nearest.verb.passive:
            return parsed, nearest
    return None


def _distance(at: int, start: int, end: int) -> int:
    return start - at if at < start else at - end

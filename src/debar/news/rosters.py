"""Who is listed, told by naming: "among those listed are …", "also designated was …", "the targets include …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debar.news.chunks import Mark, NounGroup
from debar.news.clause import Clause, Parsed
from debar.news.drafts import Draft
from debar.news.groups import group
from debar.news.nouns import Nouns
from debar.news.roles import clause_span, inner_groups

# A sentence that begins so names those that were listed; further on it is about something else.
_BEGINNING = 8


class Rosters(Nouns):
    """The listings that a sentence tells by naming who is on the list."""

    def _roster(self, clause: Clause, parsed: Parsed) -> Draft | None:
        """A listing of those whom the clause names; by whom only where the words say whose the list is."""
        if clause.verb.form != "finite" or clause.verb.negative or clause.verb.modal:
            return None
        named, word = self._named_on(clause, parsed)
        if not named or word is None:
            return None
        start, end = clause_span(clause, parsed)
        return self._listing(named, word, parsed, (min(start, parsed.tokens[word].start), end))

    def _listing(self, named: Sequence[NounGroup], word: int, parsed: Parsed, span: tuple[int, int]) -> Draft | None:
        token = parsed.tokens[word]
        draft = Draft("IMPOSE_SANCTION", parsed, (token.start, token.end), token.low, "roster", span)
        draft.targets = [each for each in self._met(named, parsed, "sanction") if each.kind != "place" or each.country]
        heads = [parsed.tokens[each.head].tag for each in named]
        if not draft.targets and all(tag in ("word", "term") for tag in heads):
            draft.targets = [self.cast.stranger(each, parsed.tokens) for each in named]
        if not draft.targets:
            return None
        owner = next(
            (
                self._possessor(each, parsed)
                for each in parsed.chunks
                if isinstance(each, NounGroup) and each.first <= word < each.last
            ),
            None,
        )
        if owner is not None and owner.kind in ("government", "agency", "organisation"):
            draft.actors = [owner]
        elif token.low == "named":
            acting = next((each for each in parsed.clauses if each.verb.main == word), None)
            draft.actors = self.cast.all_of(acting.subject, parsed) if acting is not None else []
        draft.roster = True
        return draft

    def _named_on(self, clause: Clause, parsed: Parsed) -> tuple[list[NounGroup], int | None]:
        """Those named, and the word that says what they are named for."""
        lemma = clause.verb.lemma
        if lemma == "name" and clause.object and self._names_after_listing(clause, parsed):
            return clause.object, clause.verb.main
        if lemma in self.language.naming and clause.object:
            word = self._listing_word(clause.subject, parsed)
            return (clause.object, word) if word is not None else ([], None)
        if lemma != "be":
            return [], None
        among = clause.after("among")
        if among and clause.subject:
            # "X was among those sanctioned"
            return clause.subject, self._listing_word(among, parsed)
        if not clause.object or parsed.tokens[clause.object[0].head].tag == "adj":
            return [], None
        return clause.object, self._fronted(clause, parsed)

    def _those_listed(self, groups: Sequence[NounGroup], parsed: Parsed) -> bool:
        """``the assets of those listed``: of those that were just spoken of."""
        tokens = parsed.tokens
        return any(
            tokens[each.first].low == "those"
            and any(token.low in self.language.listed_as for token in tokens[each.first + 1 : each.last + 1])
            for each in groups
        )

    def _names_after_listing(self, clause: Clause, parsed: Parsed) -> bool:
        """``London named six companies``, where sanctions were just imposed."""
        step = self.last_step
        if (
            step is None
            or step.type != "IMPOSE_SANCTION"
            or parsed.number - step.parsed.number > 3
            or clause.after("as")
        ):
            return False
        acting = self.cast.all_of(clause.subject, parsed)
        return bool(acting) and all(each.kind in ("government", "agency", "organisation") for each in acting)

    def _listing_word(self, groups: Sequence[NounGroup], parsed: Parsed) -> int | None:
        """``those listed``, ``the targets``, ``the Canadian list``, ``the companies listed``: where it is said."""
        tokens = parsed.tokens
        for one in groups:
            for each in (one, *inner_groups(one)):
                after = tokens[each.last] if each.last < len(tokens) else None
                listed = after is not None and after.low in self.language.listed_as and after.low != "named"
                if listed and tokens[each.head].tag == "word":
                    return each.last
                for at in range(each.first, each.last):
                    if tokens[at].low in self.language.listed_as and tokens[each.first].low == "those":
                        return at
                if "roster" in self._class_of(each, parsed):
                    return each.head
        return None

    def _fronted(self, clause: Clause, parsed: Parsed) -> int | None:
        """``Among those listed are``, ``Also designated was``, ``Added to the list were``, ``Also on the list is``."""
        tokens = parsed.tokens
        first = next((at for at, token in enumerate(tokens) if token.tag not in ("quote", "dash")), 0)
        if clause.verb.first - first > _BEGINNING or clause.verb.first <= first:
            return None
        words = [token.low for token in tokens[first : clause.verb.first]]
        if words[0] == "among" or (len(words) > 1 and words[0] == "also" and words[1] in ("among", "on")):
            return self._listing_word(clause.subject, parsed)
        start = first + (words[0] == "also")
        if tokens[start].low in self.language.listed_as and not any(
            isinstance(one, NounGroup) for one in parsed.chunks[: clause.at] if one.first <= start
        ):
            return start
        if tokens[start].low in ("added", "placed", "put") and clause.subject:
            return self._listing_word(clause.subject, parsed)
        return None

    def _apposed(self, parsed: Parsed) -> Iterator[Draft]:
        """``Nordkontor, a subsidiary of Zubr Holding,``: a relation said beside a name."""
        chunks = parsed.chunks
        for at in range(2, len(chunks)):
            one, before = chunks[at], chunks[at - 2]
            if not (
                isinstance(one, NounGroup)
                and chunks[at - 1].kind == "comma"
                and isinstance(before, NounGroup)
                and before.names
                and "relation" in self._class_of(one, parsed)
                and (at + 1 == len(chunks) or chunks[at + 1].kind in ("comma", "stop", "break", "dash"))
            ):
                continue
            held = [
                each for each in self.cast.of(before, parsed) if each.kind in ("company", "agency", "vessel", "group")
            ]
            whose = self._met(one.of, parsed, "sanction")
            if not one.of and (owner := self.cast.owner_of(one, parsed.tokens)) is not None:
                whose = [owner]
            whose = [
                each for each in whose if each not in held and each.kind in ("company", "agency", "group", "person")
            ]
            if held and whose:
                head = parsed.tokens[one.head]
                span = parsed.tokens[before.first].start, parsed.tokens[one.end - 1].end
                yield Draft(
                    "RELATE",
                    parsed,
                    (head.start, head.end),
                    head.low,
                    "relate",
                    span,
                    actors=whose,
                    targets=held,
                    tense="present",
                )

    def _rosters_of_labels(self, parsed: Parsed) -> Iterator[Draft]:
        """``Among the targets: Orlan Trading and its director``: no verb, and names after a colon."""
        if parsed.clauses and parsed.clauses[0].at < 3:
            return
        chunks = parsed.chunks
        if len(chunks) < 4 or not isinstance(chunks[1], NounGroup) or parsed.tokens[0].low != "among":
            return
        colon = chunks[2]
        if not (isinstance(colon, Mark) and colon.kind == "break" and isinstance(chunks[3], NounGroup)):
            return
        word = self._listing_word([chunks[1]], parsed)
        if word is None:
            return
        named, after = group(chunks, 3, free=True)
        while after + 1 < len(chunks) and chunks[after].kind in ("comma", "break", "C"):
            after += 1
            follows = chunks[after]
            if isinstance(follows, NounGroup) and follows.names:
                named = [*named, follows]
                after += 1
        last = named[-1]
        span = parsed.tokens[0].start, parsed.tokens[last.end - 1].end
        draft = self._listing(named, word, parsed, span)
        if draft is not None:
            yield draft

"""`read`: a text in, a reading out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from debar._version import __version__
from debar.errors import BadText
from debar.news import dates as times
from debar.news.attribution import Chains, around
from debar.news.cast import Cast, Member, party
from debar.news.clauses import Clause, Parsed, clauses
from debar.news.effects import Said, effects
from debar.news.events import Draft, Events, profile
from debar.news.grammar import chunk, tag
from debar.news.language import Language, language
from debar.news.naming import Found, capitals_within, names_in
from debar.news.speech import Scope, quoted, scopes
from debar.news.stances import Stances
from debar.news.text import Sentence, quotations, sentences
from debar.news.values import Certainty, Claim, Cue, Document, Effect, Measure, Object, Party, Reading, Stance, When

if TYPE_CHECKING:
    from debar.screen import Screener

ENGINE = f"debar/{__version__}"
# A text of more characters is no article. What is read at once is held in memory at some 60 times its size.
LONGEST_TEXT = 20_000_000

Pipeline = Callable[[str], object]


def read(
    text: str,
    *,
    published: date | None = None,
    screener: Screener | None = None,
    title: str | None = None,
    source: str | None = None,
    language_code: str = "en",
    pipeline: Pipeline | None = None,
) -> Reading:
    """Read a text: its parties, claims, measures and effects.

    Args:
        text: plain text, paragraphs apart by an empty line.
        published: the day that "on Tuesday" is counted from.
        screener: ties people, companies, bodies and vessels to listed entities.
        title, source: of the document; kept, not read.
        language_code: the language, of those with tables in ``data/``.
        pipeline: a spaCy pipeline (or any callable with such a result) whose entities join the parties.

    Raises:
        BadText: the text is no text (too long, or full of control characters).

    >>> reading = read("Iran denied it had shipped missiles to Russia.")
    >>> [(claim.type, claim.polarity) for claim in reading.claims]
    [('DENY', 'positive'), ('SUPPLY_ARMS', 'negative')]
    """
    _check(text)
    words = language(language_code)
    document = Document(
        text=text,
        published=published.isoformat() if published else None,
        title=title,
        source=source,
        language=language_code,
    )
    return _Reader(text, published, words, pipeline).read(document, screener)


def _check(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise BadText("text", rule=f"a text must not be longer than {LONGEST_TEXT:,} characters", got=f"{len(text):,}")
    sample = text[:10_000]
    odd = sum(ord(char) < 32 and char not in "\t\n\r\f\v" or char == "\ufffd" for char in sample)
    if odd * 20 > len(sample) > 0:
        raise BadText(
            "text",
            rule="a text must be made of characters that can be read",
            got=f"{odd} control or replacement characters in the first {len(sample):,}",
            fix="give the text, not the file it stands in; or its right encoding",
        )


class _Reader:
    """One text on its way."""

    def __init__(self, text: str, published: date | None, words: Language, pipeline: Pipeline | None) -> None:
        self.text = text
        self.published = published
        self.language = words
        self.cast = Cast(text, words)
        self.parsed: list[Parsed] = []
        self.expressions: list[list[times.Expression]] = []
        self.names: list[list[Found]] = []
        self.events = Events(self.cast, words)
        self._told: dict[int, list[Draft]] = {}
        self.extra = _entities(pipeline, text) if pipeline is not None else []

    def read(self, document: Document, screener: Screener | None) -> Reading:
        """All the steps, in their order."""
        self._parse(sentences(self.text, self.language))
        by_sentence = [scopes(each, self.language) for each in self.parsed]
        marked = quoted(quotations(self.text), self.parsed, by_sentence, self.language)
        chains = Chains(self.text, self.cast, self.language)
        drafts = self._drafts(by_sentence, marked)
        drafts += self._according(by_sentence)
        drafts.sort(key=lambda draft: draft.cue)
        placed = self._placed(drafts, by_sentence, marked)
        self._contents(drafts, placed)
        _color(drafts)
        for draft in drafts:
            if draft.kind == "accuse" and not draft.targets:
                # "condemned the move": nobody is accused.
                draft.type, draft.kind = "STATE", "condemn"
            if draft.kind == "warn" and not self._threatens(draft):
                draft.type = "STATE"
            if draft.type != "STATE" and self._is_kept(draft, placed):
                for number in self._near(draft):
                    self._told.setdefault(number, []).append(draft)
        # Backwards, so that what an inner speaker says is settled before the outer one is asked.
        kept = [draft for draft in reversed(drafts) if self._is_kept(draft, placed)][::-1]
        kept = _once(kept)
        threats = {id(each) for one in kept if one.type == "THREATEN" and one.kind != "threat" for each in one.content}
        kept = [each for each in kept if not (each.kind == "threat" and id(each) in threats)]
        self._speakers_as_actors(kept, placed, chains)
        for draft in kept:
            for member in (*draft.actors, *draft.targets, *draft.object_parties):
                member.used = True
        said = [
            (number, each) for number, one in enumerate(self.parsed) for each in effects(self.text, one, self.language)
        ]
        for draft in kept:
            chains.chain(placed[id(draft)])
        members = self.cast.parties()
        dated = self._dated(kept)
        claims = self._claims(kept, placed, chains, dated)
        measures = self._measures(kept, claims, placed, chains)
        parties: tuple[Party, ...] = tuple(party(each) for each in members)
        warnings: tuple[str, ...] = ()
        if screener is not None:
            from debar.news.listed import tied

            parties, warnings = tied(parties, screener, self.published)
        return Reading(
            document=document,
            engine=ENGINE,
            parties=parties,
            claims=claims,
            measures=measures,
            effects=self._effects(said, measures),
            warnings=warnings,
        )

    # Reading ---------------------------------------------------------------------------------------------------------

    def _parse(self, rows: Sequence[Sentence]) -> None:
        seen = capitals_within([each.tokens for each in rows])
        vessels = {word for word, kind in self.language.organisation_words.items() if kind == "vessel"}
        ships = any(token.low.removesuffix("s") in vessels for row in rows for token in row.tokens)
        for number, row in enumerate(rows):
            found = list(times.expressions(self.text, row.start, row.end, self.language))
            _mark_dates(row, found)
            names = names_in(row.tokens, self.language, seen, ships=ships)
            if self.extra:
                names = _merged(names, row, self.extra)
            tag(row.tokens, names, self.language)
            chunks = chunk(row.tokens, names)
            parsed = Parsed(row.tokens, chunks, clauses(chunks, row.tokens, self.language), number, row.paragraph)
            self.parsed.append(parsed)
            self.expressions.append(found)
            self.names.append(names)
            self.cast.introduce(row.tokens, names)

    def _drafts(self, by_sentence: Sequence[Sequence[Scope]], marked: Sequence[Scope]) -> list[Draft]:
        events = self.events
        found: list[Draft] = []
        for parsed, names, inside in zip(self.parsed, self.names, by_sentence, strict=True):
            self.cast.sentence(parsed, names)
            found.extend(events.sentence(parsed, inside))
        by_clause = {id(scope.clause): scope for scope in marked}
        for draft in found:
            if (
                draft.scope is None
                and draft.clause is not None
                and id(draft.clause) in by_clause
                and _is_speech(draft, self.language)
            ):
                draft.scope = by_clause[id(draft.clause)]
        return found

    def _placed(
        self, drafts: Sequence[Draft], by_sentence: Sequence[Sequence[Scope]], marked: Sequence[Scope]
    ) -> dict[int, list[Scope]]:
        """For every draft the scopes that it stands in, its own last."""
        placed: dict[int, list[Scope]] = {}
        near: dict[int, list[Scope]] = {}
        for scope in marked:
            for number in self._touched(scope):
                near.setdefault(number, []).append(scope)
        for draft in drafts:
            number = draft.parsed.number
            inside = [scope for scope in (*by_sentence[number], *near.get(number, ())) if self._speaks(scope)]
            placed[id(draft)] = around(inside, draft.cue[0], draft.scope)
        return placed

    def _speaks(self, scope: Scope) -> bool:
        """Whether its verb is one of saying here: "added to the list" adds no words, "dismissed the appeal" says none."""
        clause = scope.clause
        if clause is None or scope.quoted:
            return True
        if id(clause) in self.events.acting:
            return False
        return id(clause) in self.events.speaking or clause.complement is not None

    def _touched(self, scope: Scope) -> Iterable[int]:
        """The sentences that a quotation runs over; its speaker may stand in the first or the last of them."""
        number = scope.sentence.number
        while number > 0 and self.parsed[number - 1].end > scope.start:
            number -= 1
        while number < len(self.parsed) and self.parsed[number].start < scope.end:
            if self.parsed[number].end > scope.start:
                yield number
            number += 1

    def _contents(self, drafts: Sequence[Draft], placed: dict[int, list[Scope]]) -> None:
        """Which claims stand in what another one says."""
        by_scope = {
            id(draft.scope.clause): draft
            for draft in drafts
            if draft.scope is not None and draft.scope.clause is not None
        }
        for draft in drafts:
            inside = placed[id(draft)]
            inner = inside[:-1] if draft.scope is not None else inside
            if inner and inner[-1].clause is not None:
                speaker = by_scope.get(id(inner[-1].clause))
                if speaker is not None and speaker is not draft:
                    speaker.content.append(draft)

    def _according(self, by_sentence: Sequence[Sequence[Scope]]) -> list[Draft]:
        """``According to him, …``: a statement like any other, where no verb of saying makes it one."""
        found = []
        for inside in by_sentence:
            for scope in inside:
                if scope.clause is not None or scope.cited:
                    continue
                parsed = scope.sentence
                at = next(token for token in parsed.tokens if token.low == "according")
                draft = Draft(
                    "STATE", parsed, (at.start, at.end), "accord", "say", (scope.start, scope.end), scope=scope
                )
                draft.actors = self.cast.all_of(scope.groups, parsed)
                draft.according = True
                found.append(draft)
        return found

    def _threatens(self, draft: Draft) -> bool:
        """Whether a warning holds out harm, or tells somebody not to: one of frost does not."""
        if draft.targets or draft.scope is None:
            return bool(draft.targets)
        words = self.text[draft.scope.start : draft.scope.end].lower()
        return any(each.act or each.kind == "threat" for each in draft.content) or any(
            word in words
            for word in ("sanction", "consequence", "retaliat", "response", "measures", "penalt", "punish", "respond")
        )

    def _near(self, draft: Draft) -> Iterable[int]:
        """Its sentence, and those beside it: a quotation may run over several."""
        number = draft.parsed.number
        return range(max(0, number - 3), min(len(self.parsed), number + 4))

    def _is_kept(self, draft: Draft, placed: dict[int, list[Scope]]) -> bool:
        if draft.neither and draft.kind != "confirm":
            return False
        inside = placed[id(draft)]
        outer = inside[:-1] if draft.scope is not None else inside
        if outer and outer[-1].clause is not None and outer[-1].clause.asks:
            # "Asked whether Russia had received …"
            return False
        if not _is_speech(draft, self.language):
            return bool(draft.actors or draft.targets) or draft.kind == "threat"
        if draft.clause is not None and draft.clause.verb.passive and not draft.actors and draft.kind != "accuse":
            return False
        speaks = [each for each in draft.actors if each.kind not in ("weapon", "goods", "place")]
        if draft.type != "STATE":
            return bool(speaks or draft.targets)
        kept = self._states(draft, speaks)
        if kept:
            for number in self._near(draft):
                self._told.setdefault(number, []).append(draft)
        return kept

    def _states(self, draft: Draft, speaks: Sequence[Member]) -> bool:
        """Whether a plain statement is worth a claim: somebody says something that no other claim tells."""
        scope, clause = draft.scope, draft.clause
        if draft.according and scope is not None:
            near = self._told.get(draft.parsed.number, ())
            told = any(scope.start <= each.cue[0] < scope.end for each in near if each is not draft)
            return not told and bool(speaks or self._document(draft)) and bool(self._open(draft, scope))
        if scope is None or clause is None or not (speaks or self._document(draft)):
            return False
        if (
            draft.kind in ("say", "claim")
            and clause.complement is None
            and not scope.quoted
            and not self._quotes(draft)
        ):
            if scope.start >= draft.cue[1] and draft.lemma not in self.language.stating:
                return False
        if draft.polarity == "negative" and draft.cue[1] <= scope.start:
            # "declined to comment", "did not say whether": nothing is said.
            return False
        if draft.kind == "ask" and self.language.anonymous.search(self.text, draft.cue[0], draft.parsed.end):
            return False
        if clause.complement is not None and any(
            each.clause is not None and each.clause.governor is clause
            for each in self._told.get(draft.parsed.number, ())
            if each is not draft
        ):
            return False
        open_ = self._open(draft, scope)
        if not open_ and self._said_clauses(scope):
            return False
        if open_ and draft.polarity != "none":
            parsed, first = open_[0]
            if self._refutes(parsed, first):
                draft.type, draft.kind = "DENY", "deny"
                draft.certainty = "CT"
            first = next((each for each in parsed.clauses if each.governor is first and each.relation == "to"), first)
            standing = profile(first, parsed, self.language)
            draft.tense = standing.tense
            if draft.type == "STATE":
                draft.polarity = standing.polarity
            if _stands(first) and clause.verb.tense == "past" and not self._in_quotation(scope):
                # "said that the firm was private": the verb is only shifted back.
                draft.tense = "present"
            if draft.certainty == "CT":
                draft.certainty = standing.certainty
        return True

    def _open(self, draft: Draft, scope: Scope) -> list[tuple[Parsed, Clause]]:
        """The clauses of a scope that no other claim tells."""
        near = self._told.get(draft.parsed.number, ())
        told = {id(one) for each in near if each is not draft for one in _with_governors(each.clause)}
        inner = [
            each.scope
            for each in near
            if each is not draft
            and each.scope is not None
            and each.scope.clause is not scope.clause
            and scope.start <= each.cue[0] < scope.end
            and each.scope.end - each.scope.start < scope.end - scope.start
        ]
        return [
            (parsed, clause)
            for parsed, clause in self._said_clauses(scope)
            if id(clause) not in told
            and not any(one.start <= parsed.tokens[clause.verb.main].start < one.end for one in inner)
        ]

    def _refutes(self, parsed: Parsed, clause: Clause) -> bool:
        """``the allegations are baseless``."""
        if clause.verb.lemma != "be" or clause.verb.negative or not clause.subject:
            return False
        after = parsed.tokens[clause.verb.last : clause.verb.last + 5]
        return any(token.low in self.language.refuting for token in after)

    def _document(self, draft: Draft) -> bool:
        assert draft.scope is not None
        return any(
            "document" in self.language.nouns.get(draft.parsed.tokens[each.head].low, ()) for each in draft.scope.groups
        )

    def _in_quotation(self, scope: Scope) -> bool:
        return scope.quoted or self.text[scope.start : scope.start + 1] in ("“", '"', "«")

    def _quotes(self, draft: Draft) -> bool:
        scope = draft.scope
        assert scope is not None
        return any(mark in self.text[scope.start : scope.end] for mark in '“"«')

    def _said_clauses(self, scope: Scope) -> list[tuple[Parsed, Clause]]:
        found: list[tuple[Parsed, Clause]] = []
        for number in self._touched(scope):
            parsed = self.parsed[number]
            for clause in parsed.clauses:
                at = parsed.tokens[clause.verb.main].start
                if (
                    clause.verb.form == "finite"
                    and scope.start <= at < scope.end
                    and not clause.relative
                    and not clause.condition
                    and clause is not scope.clause
                ):
                    found.append((parsed, clause))
        return found

    def _speakers_as_actors(self, drafts: Sequence[Draft], placed: dict[int, list[Scope]], chains: Chains) -> None:
        """``we`` is who speaks; what a declaration says will be imposed, those impose whose it is."""
        for draft in drafts:
            inside = placed[id(draft)]
            outer = inside[:-1] if draft.scope is not None else inside
            if not outer or draft.actors:
                continue
            speaking = chains.members(outer[-1])
            if draft.first_person:
                draft.actors = [self._for_state(each) if draft.act else each for each in speaking]
            elif draft.act and draft.tense == "future" and draft.clause is not None:
                draft.actors = [each for each in speaking if each.kind in ("government", "agency", "organisation")]

    def _for_state(self, member: Member) -> Member:
        if member.kind == "person" and member.country and member.role:
            return self.cast.state(member.country)
        return member

    # Writing ---------------------------------------------------------------------------------------------------------

    def _dated(self, drafts: Sequence[Draft]) -> dict[int, When]:
        found: dict[int, When] = {}
        by_sentence: dict[int, list[Draft]] = {}
        for draft in drafts:
            by_sentence.setdefault(draft.parsed.number, []).append(draft)
        for number, own in by_sentence.items():
            for expression in self.expressions[number]:
                draft = _dated_draft(expression, own, self.parsed[number], self.language)
                if draft is None:
                    continue
                when = times.resolve(
                    expression, self.published, self.language, future=draft.tense in ("future", "hypothetical")
                )
                before = found.get(id(draft))
                if before is None or (before.resolved is None or before.resolved.startswith("..")) and when.resolved:
                    found[id(draft)] = when
        return found

    def _claims(
        self, drafts: Sequence[Draft], placed: dict[int, list[Scope]], chains: Chains, dated: dict[int, When]
    ) -> tuple[Claim, ...]:
        ids = {id(draft): f"c{number}" for number, draft in enumerate(drafts, 1)}
        chain_of = [chains.chain(placed[id(draft)]) for draft in drafts]
        stances = Stances(
            drafts, [frozenset(each.party or each.descriptor or "" for each in chain) for chain in chain_of]
        ).read()
        claims = []
        for number, draft in enumerate(drafts):
            chain = chain_of[number]
            when = dated.get(id(draft))
            attributed: Certainty = "U" if chain or placed[id(draft)] else draft.certainty
            claims.append(
                Claim(
                    id=ids[id(draft)],
                    type=draft.type,
                    actors=_ids(draft.actors),
                    targets=_ids(draft.targets),
                    object=self._object(draft, ids),
                    cue=Cue(text=self.text[slice(*draft.cue)], span=draft.cue, lemma=draft.lemma, kind=draft.kind),
                    polarity=draft.polarity,
                    certainty=draft.certainty,
                    author_certainty=attributed,
                    tense=draft.tense,
                    historical=_is_historical(when, self.published),
                    quoted=any(scope.quoted for scope in placed[id(draft)] if scope is not draft.scope),
                    source_chain=chain,
                    date=when,
                    span=draft.span,
                    stance=tuple(Stance(claim=ids[id(drafts[other])], stance=word) for other, word in stances[number]),
                )
            )
        return tuple(claims)

    def _object(self, draft: Draft, ids: dict[int, str]) -> Object | None:
        claims = tuple(ids[id(each)] for each in draft.content if id(each) in ids)
        span = draft.object_span
        if span is None and draft.scope is not None:
            span = draft.scope.start, draft.scope.end
        if span is None:
            return None
        return Object(text=self.text[slice(*span)], span=span, parties=_ids(draft.object_parties), claims=claims)

    def _measures(
        self, drafts: Sequence[Draft], claims: Sequence[Claim], placed: dict[int, list[Scope]], chains: Chains
    ) -> tuple[Measure, ...]:
        found: dict[tuple[object, ...], Measure] = {}
        for draft, claim in zip(drafts, claims, strict=True):
            if draft.act is None and draft.kind != "take":
                continue
            key = (draft.measure, draft.act, claim.actors, claim.targets, draft.stage, claim.historical, claim.polarity)
            if key in found:
                continue
            for kind, span in ((draft.measure, draft.measure_span or draft.cue), *draft.further):
                found[(kind, *key[1:])] = Measure(
                    id=f"m{len(found) + 1}",
                    kind=kind,
                    act=draft.act or "impose",
                    imposers=claim.actors,
                    targets=claim.targets,
                    goods=_ids(draft.goods),
                    stage=draft.stage,
                    polarity=claim.polarity,
                    historical=claim.historical,
                    date=claim.date,
                    claim=claim.id,
                    text=self.text[slice(*span)],
                    span=span,
                )
        return tuple(found.values())

    def _effects(self, said: Sequence[tuple[int, Said]], measures: Sequence[Measure]) -> tuple[Effect, ...]:
        found = []
        for number, (sentence, each) in enumerate(said, 1):
            parsed = self.parsed[sentence]
            near = [
                one
                for one in measures
                if one.span[0] < parsed.end and one.act == "impose" and one.polarity == "positive"
            ][-1:]
            # What was said pages ago is not meant.
            near = [one for one in near if parsed.start - one.span[1] < 2_000]
            found.append(
                Effect(
                    id=f"e{number}",
                    kind=each.kind,
                    bound=each.bound,
                    targets=near[0].targets if near else (),
                    measures=tuple(one.id for one in near),
                    text=self.text[each.start : each.end],
                    span=(each.start, each.end),
                )
            )
        return tuple(found)


def _stands(clause: Clause) -> bool:
    """Whether a verb tells of a state: ``was``, ``were``."""
    verb = clause.verb
    return verb.lemma == "be" and verb.tense == "past" and not (verb.passive or verb.perfect or verb.modal)


def _with_governors(clause: Clause | None) -> Iterable[Clause]:
    """A clause and the verbs that carry it."""
    steps = 0
    while clause is not None and steps < 6:
        yield clause
        clause = clause.governor if clause.relation not in ("that", "clause") else None
        steps += 1


def _color(drafts: Sequence[Draft]) -> None:
    """What is said takes from its cue: denied is negative, believed is probable, asked or not said is unknown."""
    for draft in drafts:
        if draft.scope is None:
            continue
        for content in draft.content:
            if content.scope is not None or content.clause is None:
                continue
            if draft.kind in ("deny", "reject") and draft.polarity == "positive" and _is_said_in_full(content):
                content.polarity = "negative" if content.polarity == "positive" else "positive"
            if draft.type == "THREATEN" and content.act:
                content.stage = "mooted"
                content.targets = content.targets or draft.targets
            if draft.polarity == "none" or draft.kind == "ask":
                content.certainty = "U"
            elif draft.certainty in ("PR", "PS") and content.certainty == "CT":
                content.certainty = draft.certainty


def _is_said_in_full(draft: Draft) -> bool:
    """It stands in a clause of its own, not in one that its cue's verb carries: that has been seen to."""
    here = draft.clause
    while here is not None:
        if here.relation in ("that", "clause"):
            return True
        here = here.governor
    return False


def _mark_dates(row: Sentence, found: Sequence[times.Expression]) -> None:
    at = 0
    for expression in found:
        while at < len(row.tokens) and row.tokens[at].start < expression.start:
            at += 1
        while at < len(row.tokens) and row.tokens[at].end <= expression.end:
            row.tokens[at].tag = "DATE"
            at += 1


def _is_speech(draft: Draft, words: Language) -> bool:
    frame = words.frames.get(draft.kind)
    if draft.kind == "condemn":
        return True
    return frame is not None and frame.speech


def _once(drafts: Sequence[Draft]) -> list[Draft]:
    """One claim per cue and type."""
    found: dict[tuple[object, ...], Draft] = {}
    for draft in drafts:
        found.setdefault((draft.cue, draft.type), draft)
    return list(found.values())


def _dated_draft(
    expression: times.Expression, drafts: Sequence[Draft], parsed: Parsed, words: Language
) -> Draft | None:
    """The claim that a date belongs to: that of the verb before it, else of the one after it."""
    verbs = [(parsed.tokens[clause.verb.main].start, clause) for clause in parsed.clauses]
    left = [clause for at, clause in verbs if at < expression.start]
    clause = left[-1] if left else next((one for _, one in verbs if one.verb.form == "finite"), None)
    if clause is None:
        return drafts[0] if drafts else None
    own = [draft for draft in drafts if draft.clause is clause]
    if own:
        return min(own, key=lambda draft: abs(draft.cue[0] - expression.start))
    if not left:
        return drafts[0] if drafts else None
    for group in clause.subject:
        # "Speculation about transfers began over the weekend": what the verb is said of.
        start, end = parsed.tokens[group.first].start, parsed.tokens[clause.verb.main].start
        about = [draft for draft in drafts if start <= draft.cue[0] < end]
        if about:
            return about[-1]
    if clause.verb.form == "finite" and not clause.verb.passive:
        # It dates what no claim tells.
        return None
    # "sanctions dating back to 2022": of the claim that the participle hangs on.
    before = [draft for draft in drafts if draft.cue[0] < expression.start and draft.type != "STATE"]
    return before[-1] if before else None


def _is_historical(when: When | None, published: date | None) -> bool:
    """It ended more than a year before the article."""
    if (
        when is None
        or when.resolved is None
        or published is None
        or when.precision == "since"
        or when.resolved.endswith("..")
    ):
        return False
    last = when.resolved.rsplit("/", 1)[-1]
    return last[:4].isdigit() and int(last[:4]) < published.year - (
        len(last) > 4 and last[5:7] > f"{published.month:02d}"
    )


def _ids(members: Iterable[Member]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(member.id for member in members if member.id))


def _entities(pipeline: Pipeline, text: str) -> list[tuple[int, int, str]]:
    from debar.news.pipeline import entities

    return entities(pipeline, text)


def _merged(names: list[Found], row: Sentence, extra: Sequence[tuple[int, int, str]]) -> list[Found]:
    from debar.news.pipeline import merged

    return merged(names, row, extra)

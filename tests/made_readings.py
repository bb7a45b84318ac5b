"""Readings made by hand: what the reader of the news should give, for tests of what is made of it."""

from __future__ import annotations

from typing import Any

from debar.news import Document, Effect, Measure, Mention, Party, Reading
from debar.news.values import MentionForm, PartyKind

TEXT = "The United States, Britain and Germany said they would work towards imposing sanctions on Iran Air."


def party(id: str, name: str, kind: PartyKind, text: str = TEXT, **more: Any) -> Party:
    """A party with one mention: where its name stands in the text, else at its beginning."""
    at = max(text.rfind(name), 0)
    form: MentionForm = "descriptor" if name.islower() else "name"
    mention = Mention(span=(at, at + len(name)), text=name, form=form)
    return Party(id=id, name=name, kind=kind, mentions=(mention,), **more)


US = party("us", "United States", "government", country="us")
UK = party("uk", "United Kingdom", "government", country="gb")
GERMANY = party("de", "Germany", "government", country="de")
EU = party("eu", "European Union", "government", country="eu")
CANADA = party("ca", "Canada", "government", country="ca")
UN = party("un", "United Nations", "government")
RUSSIA = party("ru", "Russia", "government", country="ru")
IRAN = party("ir", "Iran", "government", country="ir")
IRAN_AIR = party("air", "Iran Air", "company", country="ir")


def measure(
    *, imposers: tuple[Party, ...], targets: tuple[Party, ...], text: str = TEXT, words: str = "sanctions", **more: Any
) -> Measure:
    """A mooted measure."""
    at = max(text.find(words), 0)
    given: dict[str, Any] = {"id": "m1", "kind": "sanctions", "stage": "mooted", "text": words} | more
    span = given.pop("span", (at, at + len(words)))
    return Measure(
        imposers=tuple(one.id for one in imposers), targets=tuple(one.id for one in targets), span=span, **given
    )


def reading(
    *measures: Measure,
    parties: tuple[Party, ...],
    published: str | None = "2024-09-10",
    effects: tuple[Effect, ...] = (),
    text: str = TEXT,
) -> Reading:
    """A reading of these."""
    document = Document(text=text, published=published)
    return Reading(document=document, engine="test", parties=parties, measures=measures, effects=effects)


def seed() -> Reading:
    """The measure of the seed that a list has shown since: three states moot sanctions on Iran Air."""
    mooted = measure(imposers=(US, UK, GERMANY), targets=(IRAN_AIR,))
    return reading(mooted, parties=(US, UK, GERMANY, IRAN_AIR))

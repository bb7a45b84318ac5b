"""What may stand where a request names a dataset: a list, `default` for all of them, or a collection.

A home's own collections stand in its file ``datasets.toml``::

    [collections.eu-payments]
    title = "What a payment in euro is screened against"
    sources = ["eu-fsf", "un-sc"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from debar.errors import BadFile, BadQuery, DatasetNotFound, NotScreened

DEFAULT = "default"
MANIFEST = "datasets.toml"


class Collection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lists that are asked as one.

    Args:
        sources: their ids.
        origin, verified: who says so, and when.
        whole: every one of them must be held; so it is for the collections that a home declares itself.
    """

    title: str
    sources: tuple[str, ...]
    origin: str = ""
    verified: str = ""
    whole: bool = True


class _Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    collections: dict[str, Collection] = {}
    names: dict[str, str] = {}
    topics: dict[str, tuple[str, ...]] = {}


class Datasets:
    """The lists of a home and the collections over them.

    Args:
        held: the ids of the lists that the home holds.
        declared: the home's own collections.

    >>> some = Datasets(["un-sc", "us-ofac-sdn", "mine"])
    >>> sorted(some.sources("default")), sorted(some.sources("sanctions"))
    (['mine', 'un-sc', 'us-ofac-sdn'], ['un-sc', 'us-ofac-sdn'])
    >>> sorted(some.narrowed("default", exclude=["un_sc_sanctions"]))
    ['mine', 'us-ofac-sdn']
    """

    def __init__(self, held: Iterable[str], declared: Mapping[str, Collection] | None = None) -> None:
        self.held = frozenset(held)
        shipped = {name: msgspec.structs.replace(one, whole=False) for name, one in _shipped().collections.items()}
        self.collections: Mapping[str, Collection] = {**shipped, **(declared or {})}

    def __contains__(self, name: str) -> bool:
        return name == DEFAULT or name in self.collections or _shipped().names.get(name, name) in self.held

    def sources(self, name: str) -> frozenset[str]:
        """The lists that a dataset stands for.

        Raises:
            DatasetNotFound: there is no such dataset.
            NotScreened: it names a list that the home does not hold.
        """
        if name == DEFAULT:
            return self.held
        if (collection := self.collections.get(name)) is not None:
            missing = [one for one in collection.sources if one not in self.held]
            if collection.whole and missing:
                raise NotScreened(
                    name, reasons=tuple(f"{one}: the collection names it, and it is not held" for one in missing)
                )
            return self.held.intersection(collection.sources)
        source = _shipped().names.get(name, name)
        if source not in self.held:
            known = ", ".join([DEFAULT, *sorted(self.collections), *sorted(self.held)])
            raise DatasetNotFound(name, fix=f"use one of {known}")
        return frozenset([source])

    def narrowed(self, name: str, include: Iterable[str] = (), exclude: Iterable[str] = ()) -> frozenset[str]:
        """The lists of a dataset, of those only the included, and without the excluded.

        Raises:
            DatasetNotFound: there is no such dataset.
            NotScreened: it holds no list at all.
            BadQuery: nothing is left to screen against.
        """
        found = self.sources(name)
        if not found:
            raise NotScreened(name, reasons=(f"the home holds no list of {name}",))
        wanted = [self.sources(one) for one in include]
        left = found & frozenset().union(*wanted) if wanted else found
        left -= frozenset().union(*(self.sources(one) for one in exclude))
        if not left:
            got = f"{name}, include_dataset {sorted(include)}, exclude_dataset {sorted(exclude)}"
            raise BadQuery("dataset", rule="no list is left to screen against", got=got)
        return left


def declared(home: Path) -> Mapping[str, Collection]:
    """The collections that a home declares.

    Raises:
        BadFile: the file cannot be read, or an entry is not as it must be.
    """
    file = home / MANIFEST
    if not file.exists():
        return {}
    try:
        manifest = msgspec.convert(tomllib.loads(file.read_text("utf-8")), _Manifest)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BadFile(str(file), rule="the collections cannot be used", got=str(error)) from error
    if DEFAULT in manifest.collections:
        raise BadFile(str(file), rule="`default` stands for all lists and cannot be declared")
    return manifest.collections


def topics(source: str) -> tuple[str, ...]:
    """The FollowTheMoney topics of everybody on a list; none where it mixes several.

    >>> topics("un-sc"), topics("us-csl")
    (('sanction',), ())
    """
    return _shipped().topics.get(source, ())


@cache
def _shipped() -> _Manifest:
    text = files("debar.service").joinpath("data", "collections.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Manifest)

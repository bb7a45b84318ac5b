"""The statements of the Beneficial Ownership Data Standard as they stand in files, versions 0.1 to 0.4.

In version 0.4 a statement is about a record, whose details stand in ``recordDetails``. Before, a statement was the record
and its details stood in the statement itself. Fields that do not bear on who owns what are not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Literal, TypeAlias

import msgspec

Kind: TypeAlias = Literal["entity", "person", "relationship"]

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "entity": "entity",
        "person": "person",
        "relationship": "relationship",
        "entityStatement": "entity",
        "personStatement": "person",
        "ownershipOrControlStatement": "relationship",
    }
)
"""``recordType`` of version 0.4 and ``statementType`` before."""


@cache
def versions() -> frozenset[str]:
    """The versions that these are the statements of; "" where a statement does not name its version."""
    return frozenset({"", "0.1", "0.2", "0.3", "0.4"})


class Publication(msgspec.Struct, rename="camel"):
    publication_date: str | None = None
    bods_version: str | None = None


class Header(msgspec.Struct, rename="camel"):
    """What every statement has."""

    statement_id: str | None = None
    former_id: str | None = msgspec.field(default=None, name="statementID")
    statement_date: str | None = None
    statement_type: str | None = None
    record_id: str | None = None
    record_type: str | None = None
    record_status: str | None = None
    record_details: msgspec.Raw = msgspec.Raw(b"{}")
    publication_details: Publication | None = None
    replaces_statements: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """The version that it names, major and minor; empty where it names none."""
        named = (self.publication_details.bods_version if self.publication_details else None) or ""
        return ".".join(named.strip().split(".")[:2])

    @property
    def published(self) -> str:
        """When it was published; empty where it does not say."""
        return (self.publication_details.publication_date if self.publication_details else None) or ""


class Jurisdiction(msgspec.Struct, rename="camel"):
    name: str | None = None
    code: str | None = None


class Identifier(msgspec.Struct, rename="camel"):
    id: str | None = None
    scheme: str | None = None
    scheme_name: str | None = None
    uri: str | None = None


class EntityType(msgspec.Struct, rename="camel"):
    type: str | None = None
    subtype: str | None = None


class Entity(msgspec.Struct, rename="camel"):
    """An entity's details."""

    entity_type: EntityType | str | None = None
    name: str | None = None
    alternate_names: tuple[str, ...] | None = None
    jurisdiction: Jurisdiction | None = None
    incorporated_in_jurisdiction: Jurisdiction | None = None
    identifiers: tuple[Identifier, ...] | None = None

    @property
    def type(self) -> str:
        """Its general form."""
        given = self.entity_type
        return (given.type if isinstance(given, EntityType) else given) or ""


class PersonName(msgspec.Struct, rename="camel"):
    full_name: str | None = None
    given_name: str | None = None
    patronymic_name: str | None = None
    family_name: str | None = None

    @property
    def whole(self) -> str:
        """The full name, or its parts in a row."""
        parts = (self.given_name, self.patronymic_name, self.family_name)
        return (self.full_name or " ".join(part for part in parts if part)).strip()


class Person(msgspec.Struct, rename="camel"):
    """A person's details."""

    person_type: str | None = None
    names: tuple[PersonName, ...] | None = None
    identifiers: tuple[Identifier, ...] | None = None
    nationalities: tuple[Jurisdiction, ...] | None = None
    birth_date: str | None = None


class Share(msgspec.Struct, rename="camel"):
    """The share as declared. Before version 0.4 the exclusive bounds say of the bounds that they are exclusive."""

    exact: Decimal | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    exclusive_minimum: Decimal | bool | None = None
    exclusive_maximum: Decimal | bool | None = None


class Interest(msgspec.Struct, rename="camel"):
    """One interest of a relationship."""

    type: str | None = None
    direct_or_indirect: str | None = None
    interest_level: str | None = None
    beneficial_ownership_or_control: bool | None = None
    share: Share | None = None
    start_date: str | None = None
    end_date: str | None = None
    details: str | None = None


class Unspecified(msgspec.Struct, rename="camel"):
    """A party that is not named, and why."""

    reason: str | None = None
    description: str | None = None


class Reference(msgspec.Struct, rename="camel"):
    """A party before version 0.4, or an unspecified one in it."""

    described_by_entity_statement: str | None = None
    described_by_person_statement: str | None = None
    unspecified: Unspecified | None = None
    reason: str | None = None
    description: str | None = None


class Relationship(msgspec.Struct, rename="camel"):
    """A relationship's details."""

    is_component: bool | None = None
    component_records: tuple[str, ...] | None = None
    former_components: tuple[str, ...] | None = msgspec.field(default=None, name="componentStatementIDs")
    subject: str | Reference | None = None
    interested_party: str | Reference | None = None
    interests: list[Interest] | None = None

    @property
    def components(self) -> tuple[str, ...]:
        """The ids of its components."""
        return self.component_records or self.former_components or ()


Details: TypeAlias = Entity | Person | Relationship


def subject(details: Relationship) -> str | None:
    """The id of the entity that the interests are in."""
    given = details.subject
    if isinstance(given, Reference):
        return given.described_by_entity_statement or None
    return given or None


def interested_party(details: Relationship) -> str | Unspecified:
    """The id of the holder of the interests, or why there is none."""
    given = details.interested_party
    if isinstance(given, str) and given:
        return given
    if not isinstance(given, Reference):
        return Unspecified("not given")
    id = given.described_by_person_statement or given.described_by_entity_statement
    return id or given.unspecified or Unspecified(given.reason, given.description)

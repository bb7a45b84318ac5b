"""Whom of those that the provider vouches for we let in, and for what: ``signin.toml`` in the home, as data.

    ask = "openid profile email groups"      # what the provider is asked for
    idle_minutes = 30
    longest_hours = 12

    [[allow]]
    claim = "groups"                         # a claim by its name; parts of nested ones are parted by dots
    value = "compliance"                     # it is this, or a list that holds this
    scopes = ["screen", "read"]

    [[allow]]
    claim = "email"
    domain = "example.org"                   # an address of this domain, which the provider has verified
    scopes = ["read"]

What every rule that fits allows adds up; whom no rule fits is not let in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from debar.access import SCOPES
from debar.errors import BadFile, SignInRefused

FILE = "signin.toml"


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What those may do of whom a claim says something.

    Args:
        claim: its name, or the path to it: ``realm_access.roles``.
        scopes: what they may do, of those of API keys.
        value: what it is, or holds.
        domain: of an e-mail address, what follows the @; it counts only where the provider says that it is verified.
    """

    claim: str
    scopes: tuple[str, ...]
    value: str | None = None
    domain: str | None = None

    def fits(self, claims: Mapping[str, Any]) -> bool:
        """Whether the provider says so of somebody.

        >>> Rule("groups", ("read",), value="desk").fits({"groups": ["desk", "all"]})
        True
        >>> Rule("realm_access.roles", ("read",), value="desk").fits({"realm_access": {"roles": ["desk"]}})
        True
        >>> rule = Rule("email", ("read",), domain="example.org")
        >>> rule.fits({"email": "a@example.org", "email_verified": True}), rule.fits({"email": "a@example.org"})
        (True, False)
        >>> rule.fits({"email": "a@example.org.evil.net", "email_verified": True})
        False
        """
        found = claim_of(claims, self.claim)
        if self.domain is not None:
            if not isinstance(found, str) or claims.get("email_verified") is not True:
                return False
            return found.rpartition("@")[2].casefold() == self.domain.casefold()
        return self.value in found if isinstance(found, list) else found == self.value


class Admission(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of a home.

    Args:
        allow: they add up.
        ask: the scopes that the provider is asked for, parted by blanks.
        idle_minutes, longest_hours: how long a session lasts without a request, and at all.
    """

    allow: tuple[Rule, ...]
    ask: str = "openid profile email"
    idle_minutes: int = 30
    longest_hours: int = 12

    def scopes(self, claims: Mapping[str, Any]) -> list[str]:
        """What somebody may do.

        Raises:
            SignInRefused: nothing.
        """
        given = {scope for rule in self.allow if rule.fits(claims) for scope in rule.scopes}
        if not given:
            raise SignInRefused(name_of(claims), rule="no rule lets this person in", fix=f"ask who keeps {FILE}")
        return [scope for scope in SCOPES if scope in given]

    def wants(self) -> frozenset[str]:
        """The claims that the rules look at."""
        return frozenset(rule.claim for rule in self.allow)


def admission_of(home: Path) -> Admission:
    """The rules in ``signin.toml``.

    Raises:
        BadFile: it is not there, cannot be read, or lets nobody in.
    """
    path = home / FILE
    try:
        given = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Admission)
    except FileNotFoundError as error:
        raise BadFile(
            str(path),
            rule="sign-in needs a file that says whom to let in",
            fix='write one: [[allow]] claim = "groups", value = "…", scopes = ["screen", "read"]',
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BadFile(str(path), rule="the rules of sign-in cannot be used", got=str(error)) from error
    for number, rule in enumerate(given.allow, 1):
        if wrong := _wrong(rule):
            raise BadFile(f"{path}, rule {number} ({rule.claim})", rule=wrong)
    if not given.allow or min(given.idle_minutes, given.longest_hours) < 1 or "openid" not in given.ask.split():
        raise BadFile(
            str(path),
            rule="it needs a rule at least, times of 1 or more, and openid among what is asked",
            got=repr(given),
        )
    return given


def claim_of(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name, or by the path to it; None where there is none.

    >>> claim_of({"https://a.example/roles": ["x"]}, "https://a.example/roles"), claim_of({"a": {"b": 1}}, "a.b")
    (['x'], 1)
    """
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def name_of(claims: Mapping[str, Any]) -> str:
    """How the log calls somebody: their user name, else their verified address, else the provider's id of them.

    >>> name_of({"sub": "7", "email": "a@example.org", "email_verified": True}), name_of({"sub": "7", "email": "a@b.c"})
    ('a@example.org', '7')
    """
    user = claims.get("preferred_username")
    address = claims.get("email") if claims.get("email_verified") is True else None
    for one in (user, address):
        if isinstance(one, str) and one.strip():
            return one.strip()[:200]
    return str(claims.get("sub", ""))[:200]


def _wrong(rule: Rule) -> str | None:
    unknown = [scope for scope in rule.scopes if scope not in SCOPES]
    if unknown or not rule.scopes:
        return f"a scope is one of {', '.join(SCOPES)} (got {', '.join(unknown) or 'none'})"
    if (rule.value is None) == (rule.domain is None):
        return "a rule has either a value or a domain"
    if "" in (rule.claim, rule.value, rule.domain):
        return "claim, value and domain must not be empty"
    return None

"""What a home must hold to be fit to screen, and where the line of a match lies."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from debar.errors import BadFile

WeakAliases: TypeAlias = Literal["show", "confirm", "ignore"]


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A versioned screening policy; every answer names it.

    Args:
        name: what to call it.
        required: the sources that must be fit; None: every source that the home holds or was asked to hold, at least one.
        max_age_h: how many hours ago a list may last have been checked with its publisher (or loaded with `--from`).
            72 covers a weekend; OFAC publishes on any working day.
        warn_age_h: from how many hours on an answer says that a list is ageing.
        threshold: a score from which a hit is a match, 0..1.
        cutoff: a score from which a hit is shown at all, 0..1.
        weak_aliases: what a weak alias, as OFAC marks broad ones, is worth: ``show`` a little less than a name,
            ``confirm`` below the threshold unless birth date, country or an identifier agrees (OFAC does not expect weak
            aliases to be screened, and lets them confirm a hit: FAQ 122-125), ``ignore`` nothing.

    >>> Policy().label
    'default@c7c88793'
    """

    name: str = "default"
    required: tuple[str, ...] | None = None
    max_age_h: float = 72.0
    warn_age_h: float = 26.0
    threshold: float = 0.7
    cutoff: float = 0.5
    weak_aliases: WeakAliases = "confirm"

    @property
    def label(self) -> str:
        """Name and digest: two policies that differ anywhere have different labels."""
        return f"{self.name}@{hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:8]}"

    @classmethod
    def load(cls, path: Path) -> Policy:
        """Read a policy from TOML.

        Raises:
            BadFile: it cannot be read, has unknown keys, or a value out of range.
        """
        try:
            policy = msgspec.convert(tomllib.loads(path.read_text("utf-8")), cls)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            raise BadFile(str(path), rule="the policy cannot be used", got=str(error)) from error
        for field in ("threshold", "cutoff"):
            if not 0 <= getattr(policy, field) <= 1:
                raise BadFile(str(path), rule=f"{field} must lie in 0..1", got=str(getattr(policy, field)))
        if policy.max_age_h <= 0:
            raise BadFile(str(path), rule="max_age_h must be positive", got=str(policy.max_age_h))
        return policy

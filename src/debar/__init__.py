"""debar: the open sanctions engine.

Official lists in, explained screening out::

    import debar

    home = debar.Home("~/.debar")  # made by `debar update`
    screener = debar.Screener(home)
    result = screener.screen(debar.Query(schema="Person", name="Vladimir Putin", birth_date="1952"))

Nothing is loaded before it is asked for: `import debar` takes a few milliseconds.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from debar._version import __version__

if TYPE_CHECKING:
    from debar.errors import DebarError, InputError, ListError, NotScreened, StoreError
    from debar.match import compare
    from debar.model import Entity, Evidence, Hit, Identifier, Name, PartialDate, Query, Result
    from debar.model.policy import Policy
    from debar.screen import Screener
    from debar.store import Home

_HOMES = {
    "DebarError": "debar.errors",
    "Entity": "debar.model",
    "Evidence": "debar.model",
    "Hit": "debar.model",
    "Home": "debar.store",
    "Identifier": "debar.model",
    "InputError": "debar.errors",
    "ListError": "debar.errors",
    "Name": "debar.model",
    "NotScreened": "debar.errors",
    "PartialDate": "debar.model",
    "Policy": "debar.model.policy",
    "Query": "debar.model",
    "Result": "debar.model",
    "Screener": "debar.screen",
    "StoreError": "debar.errors",
    "compare": "debar.match",
}

__all__ = [
    "DebarError",
    "Entity",
    "Evidence",
    "Hit",
    "Home",
    "Identifier",
    "InputError",
    "ListError",
    "Name",
    "NotScreened",
    "PartialDate",
    "Policy",
    "Query",
    "Result",
    "Screener",
    "StoreError",
    "__version__",
    "compare",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'debar' has no attribute {name!r}")

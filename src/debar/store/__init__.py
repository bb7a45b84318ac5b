"""Snapshots and their history: what was listed on a day, what changed between two days.

`debar.store.update` takes editions in; it is not imported here, so that who only reads a home does not pay for it.
"""

from debar.store.changes import Change, Comparison, FieldChange, Version
from debar.store.home import Home, home_path

__all__ = ["Change", "Comparison", "FieldChange", "Home", "Version", "home_path"]

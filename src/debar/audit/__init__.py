"""The audit log: every answer on record, chained, signed, and checked by anybody who has the public key."""

from debar.audit.entries import Entry, Who, act, batch, screening
from debar.audit.log import AuditLog, Receipt
from debar.audit.settings import Settings, settings_of

__all__ = ["AuditLog", "Entry", "Receipt", "Settings", "Who", "act", "batch", "screening", "settings_of"]

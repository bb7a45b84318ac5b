"""The audit log: every answer on record, chained, signed, and checked by anybody who has the public key.

For whoever answers::

    with settings_of(home).log() as log:  # one for all threads of a process
        who = Who.with_key(keys.authorise(token, "screen"), host="10.0.0.7")
        log.append_all([screening(result, who, request=id) for result in results])  # durable, or AuditNotWritten
        await asyncio.wrap_future(log.submit(screening(result, who)))  # the same on an event loop
"""

from debar.audit.entries import Entry, Who, act, batch, screening
from debar.audit.log import AuditLog, Receipt
from debar.audit.settings import Settings, settings_of

__all__ = ["AuditLog", "Entry", "Receipt", "Settings", "Who", "act", "batch", "screening", "settings_of"]

"""Every error that debar raises, in one tree.

    DebarError
      ├ ListError                 an official file, or a set of them
      │   ├ ListUnrecognised      list.unrecognised   no format knows this content
      │   ├ ListMalformed         list.malformed      not well-formed for its format (an HTML page, broken XML, a bad row)
      │   ├ ListTruncated         list.truncated      the file ends before its end
      │   ├ ListIncomplete        list.incomplete     a file of the set is missing
      │   ├ ListRefused           list.refused        a gate refused the edition (count, sentinel, emptied field, older)
      │   └ ListNotFetched        list.not-fetched    the publisher could not be reached or answered with an error
      ├ StoreError                the home
      │   ├ HomeNotFound          home.not-found
      │   ├ HomeLocked            home.locked         another process is updating it
      │   ├ HomeDamaged           home.damaged        a file of the home is not what its checksum says
      │   ├ EntityNotFound        entity.not-found
      │   └ DatasetNotFound       dataset.not-found   neither a list of the home nor a collection of lists
      ├ KernelStale               kernel.stale        the compiled kernel was made from other sources: it could miss what is listed
      ├ AuditError                the audit log
      │   ├ AuditBroken           audit.broken        the chain of records is not what was signed
      │   ├ AuditNotWritten       audit.not-written   a record could not be made durable; the answer must not be given
      │   ├ AuditKey              audit.key           the signing key is missing, open to others, or not the log's
      │   └ RecordNotFound        audit.not-found
      ├ AccessDenied              who asks may not
      │   ├ KeyRefused            access.key          no such API key, or one that is expired or revoked
      │   ├ ScopeMissing          access.scope        the API key or the person may do other things
      │   ├ SignInNeeded          access.sign-in      nobody is signed in, or the session has ended
      │   ├ SignInRefused         access.sign-in-refused  a sign-in that does not add up, or of somebody not let in
      │   └ RequestForged         access.origin       it may come from another site's page: host, origin, CSRF token
      ├ NotScreened               screen.unfit        the home is not fit to screen; never read as "clear"
      │   └ DayNotHeld            screen.day-not-held no edition of the past day asked for is held; never read as "clear"
      ├ ServiceError              service             the service
      │   ├ ServiceBusy           service.busy        more is waiting than it will hold
      │   ├ TooManyRequests       service.rate        a caller asks faster than the limit, or failed too often
      │   ├ ProviderFailed        service.provider    the OIDC provider is down, or says what cannot be used
      │   ├ SessionsUnusable      service.sessions    the sessions cannot be read or written
      │   └ ServiceUnsafe         service.unsafe      it would be open to others without keys
      └ InputError                what the user gave
          ├ BadQuery              input.query
          ├ BadRow                input.row
          ├ BadFile               input.file
          ├ RequestTooLarge       input.request-too-large  a request has more bytes or queries than the service takes
          ├ NotKept               input.not-kept      what a page led to is not kept any more
          ├ GraphTooLarge         input.graph-too-large  more parties than a picture can show
          ├ DocumentError         document              an article to read
          │   ├ DocumentNotFetched  document.not-fetched  its server could not be reached or answered with an error
          │   ├ DocumentRefused     document.refused      not http(s), larger than the limit, too many pages
          │   ├ DocumentUnreadable  document.unreadable   no text, HTML or PDF; broken or encrypted
          │   └ DocumentEmpty       document.empty        nothing of an article in it
          └ BadText               input.text          an article that cannot be read

Each carries ``code`` (stable), ``about`` (what it concerns), ``got`` (the value or fact met) and ``fix`` (what to do).

>>> error = ListTruncated("sdn.csv", got="no closing 0x1A byte", fix="download the file again")
>>> error.code
'list.truncated'
>>> print(error)
sdn.csv: the file ends before its end (got no closing 0x1A byte); download the file again [list.truncated]
"""

from __future__ import annotations

from typing import Any, ClassVar


class DebarError(Exception):
    """The root. ``str()`` gives one line: about, rule, value got, what to do, code.

    >>> import pickle
    >>> pickle.loads(pickle.dumps(NotScreened("home", reasons=("un-sc: too old",)))).reasons
    ('un-sc: too old',)
    """

    code: ClassVar[str] = "debar"
    rule: ClassVar[str] = "something went wrong"

    def __init__(self, about: str, *, rule: str | None = None, got: str | None = None, fix: str | None = None) -> None:
        super().__init__(about, rule, got, fix)
        self.about = about
        self.broken_rule = rule or self.rule
        self.got = got
        self.fix = fix

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are made anew from ``args`` alone, which fits no error with named parts: another process sends them.
        return _made_anew, (type(self), self.args, vars(self))

    def __str__(self) -> str:
        text = f"{self.about}: {self.broken_rule}"
        if self.got is not None:
            text += f" (got {self.got})"
        if self.fix is not None:
            text += f"; {self.fix}"
        return f"{text} [{self.code}]"


def _made_anew(kind: type[DebarError], args: tuple[Any, ...], parts: dict[str, Any]) -> DebarError:
    error = kind.__new__(kind, *args)
    vars(error).update(parts)
    return error


class ListError(DebarError):
    """An official file, or a set of them, cannot be taken."""

    code = "list"
    rule = "the list cannot be read"


class ListUnrecognised(ListError):
    code = "list.unrecognised"
    rule = "no list format that debar reads has this content"


class ListMalformed(ListError):
    code = "list.malformed"
    rule = "the content is not well-formed"


class ListTruncated(ListError):
    code = "list.truncated"
    rule = "the file ends before its end"


class ListIncomplete(ListError):
    code = "list.incomplete"
    rule = "a file of the set is missing"


class ListRefused(ListError):
    code = "list.refused"
    rule = "the edition did not pass its gates"


class ListNotFetched(ListError):
    code = "list.not-fetched"
    rule = "the publisher did not deliver the file"


class StoreError(DebarError):
    """The home cannot be read or written."""

    code = "home"
    rule = "the home cannot be used"


class HomeNotFound(StoreError):
    code = "home.not-found"
    rule = "there is no debar home here"


class HomeLocked(StoreError):
    code = "home.locked"
    rule = "another process is updating this home"


class HomeDamaged(StoreError):
    code = "home.damaged"
    rule = "a file of the home is not what its checksum says"


class EntityNotFound(StoreError):
    code = "entity.not-found"
    rule = "no edition in this home lists this entity"


class DatasetNotFound(StoreError):
    code = "dataset.not-found"
    rule = "this home has no such list, and there is no such collection of lists"


class KernelStale(DebarError):
    """The compiled kernel does not fit the code beside it: it could miss what is listed."""

    code = "kernel.stale"
    rule = "the compiled kernel was made from other sources than those beside it"


class NotScreened(DebarError):
    """The home is not fit to screen: a required list is missing, refused, partial or too old.

    ``reasons`` holds one sentence per list. There is no result; in particular there is no "clear".
    """

    code = "screen.unfit"
    rule = "not screened"

    def __init__(self, about: str, *, reasons: tuple[str, ...]) -> None:
        super().__init__(about, got="; ".join(reasons), fix="run `debar update`, then look at `debar lists`")
        self.reasons = reasons


class AuditError(DebarError):
    """The audit log cannot be written, read or trusted."""

    code = "audit"
    rule = "the audit log cannot be used"


class AuditBroken(AuditError):
    code = "audit.broken"
    rule = "the chain of records is not what was signed"


class AuditNotWritten(AuditError):
    code = "audit.not-written"
    rule = "the record could not be made durable"


class AuditKey(AuditError):
    code = "audit.key"
    rule = "the signing key cannot be used"


class RecordNotFound(AuditError):
    code = "audit.not-found"
    rule = "the audit log has no such record"


class AccessDenied(DebarError):
    """Who asks may not. The message never holds the token."""

    code = "access"
    rule = "access denied"


class KeyRefused(AccessDenied):
    code = "access.key"
    rule = "the API key is not accepted"


class ScopeMissing(AccessDenied):
    code = "access.scope"
    rule = "this is not among what they may do"


class SignInNeeded(AccessDenied):
    code = "access.sign-in"
    rule = "nobody is signed in"


class SignInRefused(AccessDenied):
    code = "access.sign-in-refused"
    rule = "the sign-in is not accepted"


class RequestForged(AccessDenied):
    code = "access.origin"
    rule = "the request may come from another site's page"


class DayNotHeld(NotScreened):
    code = "screen.day-not-held"
    rule = "not screened, for want of editions of that day"


class ServiceError(DebarError):
    """The service cannot serve."""

    code = "service"
    rule = "the service cannot serve"


class ServiceBusy(ServiceError):
    code = "service.busy"
    rule = "more queries are waiting than the service holds"


class TooManyRequests(ServiceError):
    """``after_s`` says in how many seconds it is worth trying again."""

    code = "service.rate"
    rule = "more requests came than the limit allows"

    def __init__(self, about: str, *, after_s: float, got: str | None = None) -> None:
        super().__init__(about, got=got, fix=f"try again in {after_s:.0f} s")
        self.after_s = after_s


class ProviderFailed(ServiceError):
    code = "service.provider"
    rule = "the OIDC provider cannot be used now"


class SessionsUnusable(ServiceError):
    code = "service.sessions"
    rule = "the sessions cannot be kept"


class ServiceUnsafe(ServiceError):
    code = "service.unsafe"
    rule = "the service listens beyond this machine only with keys or sign-in"


class InputError(DebarError):
    """What the user gave cannot be used."""

    code = "input"
    rule = "the input cannot be used"


class BadQuery(InputError):
    code = "input.query"
    rule = "the query cannot be used"


class BadRow(InputError):
    code = "input.row"
    rule = "the row cannot be read"


class BadFile(InputError):
    code = "input.file"
    rule = "the file cannot be read"


class RequestTooLarge(InputError):
    code = "input.request-too-large"
    rule = "the request is larger than the service takes"


class NotKept(InputError):
    code = "input.not-kept"
    rule = "it is not kept here, or not any more"


class GraphTooLarge(InputError):
    code = "input.graph-too-large"
    rule = "the graph has more parties or holdings than a picture can show"


class DocumentError(InputError):
    """An article cannot be taken in."""

    code = "document"
    rule = "the article cannot be read"


class DocumentNotFetched(DocumentError):
    code = "document.not-fetched"
    rule = "the server did not deliver the page"


class DocumentRefused(DocumentError):
    code = "document.refused"
    rule = "this is not taken as an article"


class DocumentUnreadable(DocumentError):
    code = "document.unreadable"
    rule = "this is no text, HTML page or PDF that can be read"


class DocumentEmpty(DocumentError):
    code = "document.empty"
    rule = "there is no article text in it"


class BadText(InputError):
    code = "input.text"
    rule = "the text cannot be read"

"""Sessions of those who signed in: kept here, known to the browser by a token of which only the digest is stored.

Nothing that the database holds can be used as a session or finish a sign-in. A sign-in that was begun is kept by the
digests of its state and of the browser's cookie; its nonce and its PKCE verifier are made from that cookie when they are
needed. The id token, which the provider wants to see at sign-out, is encrypted with a key made from the session's token.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec

from debar.errors import BadQuery
from debar.service.session_store import Store, open_store

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
_SIGN_IN = timedelta(minutes=10)
_TOUCH = timedelta(minutes=1)
_KEPT = timedelta(days=30)
"""How long a session that has ended is still told by `debar sessions list`."""
_SHOWN = "id, name, subject, scopes, address, created, used, ends, ended"


class Session(msgspec.Struct, frozen=True):
    """A session as it may be shown.

    Args:
        id: its public name, good for `debar sessions end` and for nothing else.
        name: the person, as the audit log names them.
        subject: the issuer and the issuer's own id of the person, parted by a blank.
        scopes: what they may do.
        address: where they signed in from.
        created, used, ends: UTC, ISO; `used` is told to the minute.
        ended: when they signed out, or were signed out; None.
    """

    id: str
    name: str
    subject: str
    scopes: tuple[str, ...]
    address: str
    created: str
    used: str
    ends: str
    ended: str | None

    def state(self, moment: datetime, idle: timedelta = IDLE) -> str:
        """``active``, ``idle`` (ended for want of use), ``expired`` or ``ended``."""
        if self.ended is not None:
            return "ended"
        if self.ends <= stamp(moment):
            return "expired"
        return "idle" if self.used <= stamp(moment - idle) else "active"


class SignIn(NamedTuple):
    """A sign-in on its way to the provider and back: what the browser takes there, and what the provider must bring back.

    Args:
        state: known to the browser and the provider.
        nonce: stands in the id token.
        verifier: PKCE's; shown to the provider with the code.
    """

    state: str
    nonce: str
    verifier: str


class Sessions:
    """The sessions of one home, or of all processes that share a database.

    Args:
        database: a path, or ``postgresql://…``.
        idle: how long a session lasts without a request.
        longest: how long it lasts in any case.
        clock: the time.

    >>> import tempfile, pathlib
    >>> sessions = Sessions(str(pathlib.Path(tempfile.mkdtemp()) / "sessions.sqlite"))
    >>> session, token = sessions.open("ada", "https://id.example 7", ["screen"], address="192.0.2.7", id_token="")
    >>> sessions.find(token).name, sessions.find(token + "x")
    ('ada', None)
    """

    def __init__(
        self,
        database: str,
        *,
        idle: timedelta = IDLE,
        longest: timedelta = LONGEST,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        write: bool = True,
    ) -> None:
        self.idle, self.longest, self._clock = idle, longest, clock
        self._store: Store | None = open_store(database, write=write)

    def close(self) -> None:
        """Close the database."""
        if self._store is not None:
            self._store.close()

    def begin(self, browser: str, onward: str) -> SignIn:
        """Begin a sign-in; it must be finished within ten minutes, by the same browser.

        Args:
            browser: the secret that the browser's cookie holds.
            onward: where the person wants to go afterwards.
        """
        now = self._clock()
        self._run("DELETE FROM console_sign_ins WHERE ends <= ?", stamp(now))
        state = secrets.token_urlsafe(24)
        row = (_digest(state), _digest(browser), onward, stamp(now + _SIGN_IN))
        self._run("INSERT INTO console_sign_ins (state, browser, onward, ends) VALUES (?, ?, ?, ?)", *row)
        return _sign_in(browser, state)

    def finish(self, browser: str, state: str) -> tuple[SignIn, str] | None:
        """The sign-in with this state, if this browser began it, and where the person wants to go. Once only."""
        rows = self._run(
            "DELETE FROM console_sign_ins WHERE state = ? AND browser = ? AND ends > ? RETURNING onward",
            _digest(state),
            _digest(browser),
            stamp(self._clock()),
        )
        return (_sign_in(browser, state), str(rows[0][0])) if rows else None

    def open(
        self, name: str, subject: str, scopes: list[str], *, address: str, id_token: str, instead_of: str | None = None
    ) -> tuple[Session, str]:
        """Begin a session; its token is returned here and nowhere else.

        Args:
            id_token: what the provider wants to see when they sign out.
            instead_of: the token of a session of this browser that ends herewith.
        """
        now = self._clock()
        if instead_of:
            self.end(instead_of)
        self._run("DELETE FROM console_sessions WHERE ends <= ?", stamp(now - _KEPT))
        token = secrets.token_urlsafe(32)
        number, end = secrets.token_hex(6), stamp(now + self.longest)
        session = Session(number, name, subject, tuple(scopes), address, stamp(now), stamp(now), end, None)
        self._run(
            "INSERT INTO console_sessions (id, digest, name, subject, scopes, address, created, used, ends, hint)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            number,
            _digest(token),
            name,
            subject,
            " ".join(scopes),
            address,
            session.created,
            session.used,
            end,
            _sealed(token, id_token),
        )
        return session, token

    def find(self, token: str) -> Session | None:
        """The session of a token, if it has not ended; that it was asked for counts as use."""
        rows = self._run(f"SELECT {_SHOWN} FROM console_sessions WHERE digest = ?", _digest(token))  # noqa: S608
        now = self._clock()
        if not rows or (session := _session(rows[0])).state(now, self.idle) != "active":
            return None
        if session.used <= stamp(now - _TOUCH):
            self._run("UPDATE console_sessions SET used = ? WHERE id = ?", stamp(now), session.id)
        return session

    def hint(self, token: str) -> str:
        """The id token of a session; empty where there is none."""
        rows = self._run("SELECT hint FROM console_sessions WHERE digest = ?", _digest(token))
        return _opened(token, str(rows[0][0])) if rows else ""

    def end(self, token: str) -> Session | None:
        """End the session of a token; the session, if it was active."""
        session = self.find(token)
        if session is not None:
            self._end(session.id)
        return session

    def end_all(self, name: str) -> tuple[Session, ...]:
        """End all sessions of a person, by name or subject, or the one with this id.

        Raises:
            BadQuery: there is no active session of that name or id.
        """
        now = self._clock()
        ended = tuple(
            one
            for one in self.all()
            if name in (one.name, one.subject, one.id) and one.state(now, self.idle) == "active"
        )
        if not ended:
            raise BadQuery(name, rule="there is no active session of this name or id", fix="see `debar sessions list`")
        for one in ended:
            self._end(one.id)
        return ended

    def all(self) -> tuple[Session, ...]:
        """Every session, those that ended within 30 days too; oldest first."""
        return tuple(map(_session, self._run(f"SELECT {_SHOWN} FROM console_sessions ORDER BY created, id")))  # noqa: S608

    def _end(self, number: str) -> None:
        self._run("UPDATE console_sessions SET ended = ?, hint = '' WHERE id = ?", stamp(self._clock()), number)

    def _run(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        return self._store.run(sql, *values) if self._store is not None else []


def stamp(moment: datetime) -> str:
    """A time as it is stored."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def derived(secret: str, purpose: str) -> str:
    """A value for one purpose, that tells nothing of the secret that it is made from."""
    made = hmac.digest(secret.encode("utf-8", "surrogatepass"), purpose.encode(), "sha256")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def _sign_in(browser: str, state: str) -> SignIn:
    return SignIn(state, derived(browser, f"nonce {state}"), derived(browser, f"verifier {state}"))


def _digest(token: str) -> str:
    # The token has 256 bits from the system's generator: there is nothing to guess, and so nothing to slow down.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _sealed(token: str, text: str) -> str:
    from cryptography.fernet import Fernet

    return Fernet((derived(token, "hint") + "=").encode()).encrypt(text.encode()).decode() if text else ""


def _opened(token: str, sealed: str) -> str:
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet((derived(token, "hint") + "=").encode()).decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:  # somebody changed the database; the provider can do without
        return ""


def _session(row: tuple[object, ...]) -> Session:
    number, name, subject, scopes, address, created, used, ends, ended = row
    return Session(
        str(number),
        str(name),
        str(subject),
        tuple(str(scopes).split()),
        str(address),
        str(created),
        str(used),
        str(ends),
        None if ended is None else str(ended),
    )

"""How often somebody may ask: token buckets per API key, session and address, and per address for failed attempts.

The buckets are this process's own: with several processes behind a proxy each gives its share, and the proxy sets the
limit for all (docs/service.md).
"""

from __future__ import annotations

import ipaddress
import math
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from debar.errors import BadQuery, TooManyRequests

Kind = Literal["key", "session", "address", "sign-in", "failed"]

_MOST = 20_000
"""Callers remembered of each kind; beyond it the one that was not heard of for longest is forgotten."""
_GIVEN = re.compile(r"(?P<kind>[a-z-]+)=(?P<rate>\d+(?:\.\d+)?)(?:/(?P<burst>\d+))?", re.ASCII)


class Rate(NamedTuple):
    """How fast, and how much at once.

    Args:
        per_second: tokens that come back in a second; 0 is no limit.
        burst: tokens of a full bucket.
    """

    per_second: float
    burst: int


DEFAULTS: Mapping[str, Rate] = {
    # One process answers 4,200/s on one core (benchmarks/service.py): this is twice what a program can ask of it.
    "key": Rate(10_000, 20_000),
    # A person with a page that asks while they type.
    "session": Rate(20, 200),
    # Whoever shows neither: the programs of this machine, where no keys are needed.
    "address": Rate(0, 0),
    # Sign-ins begun: a whole office may be behind one address.
    "sign-in": Rate(1, 100),
    # Wrong keys, and sign-ins that were refused.
    "failed": Rate(0.2, 20),
}


def rates(given: tuple[str, ...]) -> dict[str, Rate]:
    """The limits, with what was given in place of the defaults.

    Args:
        given: each ``KIND=PER_SECOND`` or ``KIND=PER_SECOND/BURST``; the burst is ten seconds' worth where it is left out.

    Raises:
        BadQuery: it is written otherwise, or there is no such kind.

    >>> rates(("session=2/5",))["session"]
    Rate(per_second=2.0, burst=5)
    >>> rates(("key=0",))["key"].per_second
    0.0
    >>> rates(("key=fast",))
    Traceback (most recent call last):
    debar.errors.BadQuery: --limit: a limit is KIND=PER_SECOND or KIND=PER_SECOND/BURST ... [input.query]
    """
    found = dict(DEFAULTS)
    for text in given:
        read = _GIVEN.fullmatch(text)
        if read is None or read["kind"] not in DEFAULTS:
            raise BadQuery(
                "--limit",
                rule="a limit is KIND=PER_SECOND or KIND=PER_SECOND/BURST",
                got=repr(text),
                fix=f"KIND is one of {', '.join(DEFAULTS)}",
            )
        rate = float(read["rate"])
        burst = int(read["burst"]) if read["burst"] else max(1, math.ceil(10 * rate))
        if burst < 1:
            raise BadQuery("--limit", rule="a burst is 1 at least", got=repr(text))
        found[read["kind"]] = Rate(rate, burst)
    return found


class _Buckets:
    """Tokens left and when they were counted, by caller. Used in the event loop alone: no lock."""

    def __init__(self, rate: Rate, most: int, clock: Callable[[], float]) -> None:
        self._rate, self._most, self._clock = rate, most, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def wait(self, name: str) -> float:
        """Seconds until there is a token again; 0 if there is one."""
        if not self._rate.per_second:
            return 0.0
        return max(0.0, (1 - self._tokens(name)) / self._rate.per_second)

    def take(self, name: str) -> None:
        """Take a token; less than none there cannot be."""
        if self._rate.per_second:
            self._left[name] = (max(0.0, self._tokens(name) - 1), self._clock())
            self._left.move_to_end(name)
            if len(self._left) > self._most:
                self._left.popitem(last=False)

    def _tokens(self, name: str) -> float:
        left, counted = self._left.get(name, (float(self._rate.burst), 0.0))
        return min(self._rate.burst, left + (self._clock() - counted) * self._rate.per_second)


class Limits:
    """The buckets of one process.

    Args:
        rates: by kind.
        most: callers remembered of each kind.
        clock: seconds, never going back.

    >>> limits = Limits({**DEFAULTS, "session": Rate(1, 2)}, clock=lambda: 0.0)
    >>> limits.take("session", "a"), limits.take("session", "a")
    (None, None)
    >>> limits.take("session", "a")
    Traceback (most recent call last):
    debar.errors.TooManyRequests: session: more requests came than the limit allows (got more than 2 at once, 1/s after that); \
try again in 1 s [service.rate]
    """

    def __init__(
        self, rates: Mapping[str, Rate] = DEFAULTS, *, most: int = _MOST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rates = dict(rates)
        self._buckets = {kind: _Buckets(rate, most, clock) for kind, rate in rates.items()}

    def remembered(self, kind: Kind) -> int:
        """How many callers are remembered."""
        return len(self._buckets[kind])

    def take(self, kind: Kind, name: str) -> None:
        """Take one request's token.

        Raises:
            TooManyRequests: there is none.
        """
        self.check(kind, name)
        self._buckets[kind].take(name)

    def check(self, kind: Kind, name: str) -> None:
        """See that there is a token, without taking it.

        Raises:
            TooManyRequests: there is none.
        """
        wait = self._buckets[kind].wait(name)
        if wait > 0:
            rate = self._rates[kind]
            got = f"more than {rate.burst:,} at once, {rate.per_second:g}/s after that"
            raise TooManyRequests(_ABOUT[kind], after_s=math.ceil(wait), got=got)

    def failed(self, address: str) -> None:
        """Note a failed attempt from an address."""
        self._buckets["failed"].take(address)


_ABOUT: Mapping[Kind, str] = {
    "key": "API key",
    "session": "session",
    "address": "address",
    "sign-in": "sign-in",
    "failed": "failed attempts",
}


def address_of(host: str | None) -> str:
    """Whom an address stands for: of IPv6 the network of 64 bits, of which one household has 2**64 addresses.

    >>> address_of("192.0.2.7"), address_of("2001:db8::1:2"), address_of("::ffff:192.0.2.7"), address_of(None)
    ('192.0.2.7', '2001:db8::/64', '192.0.2.7', 'socket')
    """
    if not host:
        return "socket"
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host[:64]
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)

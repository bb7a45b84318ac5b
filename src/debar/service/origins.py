"""Where a request comes from: no other site's page uses the service through somebody's browser.

A browser tells by `Host` what name it looked up, by `Origin` and `Sec-Fetch-Site` whose page asks. Programs send neither of
the last two, and are not looked at. What is refused:

- a name that is not ours: a page may have its own name point to 127.0.0.1 (DNS rebinding);
- whatever another origin's page sends or fetches, but for following a link to a page for people: to open one screens
  nobody, while some paths of the interface do so when they are got;
- what a proxy forwards to a service that is open to this machine: it would be open to whom the proxy serves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from debar.errors import DebarError, RequestForged
from debar.service import problems
from debar.service.access import is_loopback, token_of

_PAGES = frozenset({"/console", "/signin", "/signout"})
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")


class Origins:
    """Lets pass what no foreign page sent, in plain ASGI.

    Args:
        hosts: names that we are called by, besides those of this machine; None: any.
        public: the address of the console, ``https://debar.example``, if it has one.
        cors: origins whose pages may ask.
        unlocked: whether the service lets in everybody who reaches it.
    """

    def __init__(
        self, app: ASGIApp, *, hosts: tuple[str, ...] | None, public: str | None, cors: tuple[str, ...], unlocked: bool
    ) -> None:
        self._app, self._cors, self._unlocked = app, frozenset(cors), unlocked
        self._public = origin_of(public) if public else None
        mine = [name_of(urlsplit(public).netloc)] if public else []
        self._hosts = None if hosts is None else frozenset([*map(name_of, hosts), *mine])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http" and (refused := self._refused(scope)) is not None:
            problem = problems.problem_of(refused, f"urn:debar:request:{scope.get('debar.request', '')}")
            await problems.response(problem)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refused(self, scope: Scope) -> DebarError | None:
        headers: dict[str, str] = {}
        hosts = []
        for name, value in scope["headers"]:
            if name == b"host":
                hosts.append(value.decode("latin-1"))
            headers[name.decode("latin-1")] = value.decode("latin-1")
        return self._by_host(hosts) or self._by_proxy(headers) or self._by_page(scope["method"], scope["path"], headers)

    def _by_host(self, hosts: Iterable[str]) -> DebarError | None:
        for host in hosts:
            name = name_of(host)
            if self._hosts is not None and name not in self._hosts and not is_this_machine(name):
                return RequestForged(
                    "Host",
                    rule="this service is not called by that name",
                    got=host[:200],
                    fix="use one of its names, or start it with --allowed-host",
                )
        return None

    def _by_proxy(self, headers: Mapping[str, str]) -> DebarError | None:
        if self._unlocked and (found := next((name for name in _FORWARDED if name in headers), None)):
            return RequestForged(
                found,
                rule="a proxy forwards to a service that is open to this machine alone",
                fix="make a key (`debar keys add`), and name the proxy with --forwarded-allow-ips",
            )
        return None

    def _by_page(self, method: str, path: str, headers: Mapping[str, str]) -> DebarError | None:
        if token_of(headers.get("authorization", ""), headers.get("x-api-key", "")):
            return None  # no page can make a browser add a key without having asked us first (CORS)
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        if origin is not None and not (origin == "null" and site == "same-origin"):
            if origin in self._cors or self._is_own(origin, headers.get("host", "")):
                return None
            return _foreign("Origin", origin)
        followed = method in {"GET", "HEAD"} and is_for_people(path) and headers.get("sec-fetch-mode") == "navigate"
        if site in {"cross-site", "same-site"} and not (followed and headers.get("sec-fetch-dest") == "document"):
            return _foreign("Sec-Fetch-Site", site)
        return None

    def _is_own(self, origin: str, host: str) -> bool:
        if self._public is not None and origin == self._public:
            return True
        # Without a public address we do not know whether a proxy speaks TLS for us; the name and port must be ours.
        return self._public is None and bool(host) and urlsplit(origin).netloc == host


def is_for_people(path: str) -> bool:
    """Whether a path is a page that people open, of the console or of sign-in.

    >>> is_for_people("/console/screen"), is_for_people("/search/default"), is_for_people("/signin/callback")
    (True, False, True)
    """
    return path == "/" or path in _PAGES or path.startswith(("/console/", "/signin/"))


def origin_of(url: str) -> str:
    """The origin of a URL, as a browser writes it.

    >>> origin_of("https://Debar.example:443/x"), origin_of("http://127.0.0.1:8000")
    ('https://debar.example', 'http://127.0.0.1:8000')
    """
    parts = urlsplit(url)
    port = parts.port
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, usual) else "")


def name_of(host: str) -> str:
    """The name in a `Host` header, without port and brackets.

    >>> name_of("[::1]:8000"), name_of("LocalHost:80"), name_of("debar.example.")
    ('::1', 'localhost', 'debar.example')
    """
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].rstrip(".") if host.count(":") < 2 else host


def is_this_machine(name: str) -> bool:
    """Whether a name means this machine wherever it is looked up.

    >>> is_this_machine("debar.localhost"), is_this_machine("127.0.0.1"), is_this_machine("127.0.0.1.nip.io")
    (True, True, False)
    """
    return name.endswith(".localhost") or is_loopback(name)


def _foreign(header: str, got: str) -> RequestForged:
    return RequestForged(
        header,
        rule="another site's page sent this",
        got=got[:200],
        fix="ask with an API key, or start the service with --cors-origin for that site",
    )

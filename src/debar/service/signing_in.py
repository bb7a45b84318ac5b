"""Sign-in of people through an OIDC provider: authorization code with PKCE, our own session afterwards.

`/signin` sends the browser to the provider, `/signin/callback` takes it back, `/signout` ends the session here and, where
the provider offers it, there. The pages have no script.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from importlib.resources import files
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import jinja2
from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, FastAPI, Request, Response
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.routing import Match

from debar.audit import AuditLog, Who, act
from debar.errors import DebarError, ProviderFailed, RequestForged, SignInNeeded, SignInRefused
from debar.service import csrf, problems
from debar.service.access import Caller
from debar.service.admission import Admission, name_of
from debar.service.limits import Limits, address_of
from debar.service.origins import origin_of
from debar.service.provider import Provider, error_word
from debar.service.sessions import Session, Sessions
from debar.service.visitors import SignedIn, Viewer, Visitors, browser_cookie, session_cookie, viewer

__all__ = ["SignedIn", "SigningIn", "Viewer", "Visitors", "router", "viewer"]

SIGN_IN, CALLBACK, SIGN_OUT = "/signin", "/signin/callback", "/signout"
_CONSOLE = "/console"
_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_LONGEST_PLACE = 2_000
_AT_ONCE = 8
"""How many sign-ins ask the provider at a time; the others wait."""
_LONGEST_HINT = 4_000
"""Of an id token in an address: one with hundreds of groups would be refused there for its length."""
_TITLES: tuple[tuple[type[DebarError], str], ...] = (
    (ProviderFailed, "The sign-in provider cannot be used now"),
    (RequestForged, "Nothing was done"),
    (DebarError, "You are not signed in"),
)

T = TypeVar("T")

router = APIRouter(include_in_schema=False)
_templates = jinja2.Environment(
    loader=jinja2.PackageLoader("debar.service", "pages"), autoescape=True, undefined=jinja2.StrictUndefined
)


class SigningIn:
    """What sign-in needs.

    Args:
        provider: who vouches for people.
        admission: whom we let in, and for what.
        sessions: where their sessions are kept.
        public: our own address, ``https://debar.example``; None: the one that a browser of this machine uses.
        log: where sign-ins and sign-outs are recorded before they count, if anywhere.
    """

    def __init__(
        self,
        provider: Provider,
        admission: Admission,
        sessions: Sessions,
        *,
        public: str | None = None,
        log: AuditLog | None = None,
    ) -> None:
        self.provider, self.admission, self.sessions, self.log = provider, admission, sessions, log
        self.public = origin_of(public) if public else None
        self.secure = self.public is not None and self.public.startswith("https:")
        self._turns = CapacityLimiter(_AT_ONCE)

    def home(self, request: Request) -> str:
        """Our own origin. That of a request is one of this machine's names: `origins` has looked at it."""
        return self.public or f"{request.url.scheme}://{request.url.netloc}"

    async def ask(self, what: Callable[..., T], *args: object) -> T:
        """Do what asks the provider in a thread, a few at a time.

        A provider that does not answer must not take the threads in which the sessions of those are found who have one.
        """
        return await to_thread.run_sync(what, *args, limiter=self._turns)

    def complete(self, browser: str, brought: Mapping[str, str], back: str) -> tuple[dict[str, Any], str, str]:
        """What the provider vouches for, its id token, and where the person wanted to go; blocks.

        Args:
            browser: the secret of the cookie of whoever began it.
            brought: the query string that the browser brought from the provider.
            back: our callback, as the provider knows it.

        Raises:
            SignInRefused: this browser began no such sign-in, or has finished it; or the provider's answer does not add up.
            ProviderFailed: the provider cannot be used now.
        """
        state, code = brought.get("state", ""), brought.get("code", "")
        begun = self.sessions.finish(browser, state) if browser and state else None
        if begun is None:
            rule = "this browser began no such sign-in, or it took longer than ten minutes, or it is finished"
            raise SignInRefused("state", rule=rule, fix="begin again")
        sign_in, onward = begun
        if "error" in brought or not code:
            got = error_word(brought.get("error", "no code"))
            raise SignInRefused("provider", rule="it did not sign this person in", got=got, fix="begin again")
        return *self.provider.vouched(sign_in, back, code, brought.get("iss"), self.admission.wants()), onward

    def enter(self, claims: Mapping[str, Any], id_token: str, address: str, old: str | None) -> tuple[Session, str]:
        """A session for whom the provider vouched for; blocks.

        Raises:
            SignInRefused: no rule lets them in.
            AuditNotWritten: it could not be recorded.
        """
        name, subject = name_of(claims), f"{self.provider.issuer} {claims['sub']}"
        try:
            scopes = self.admission.scopes(claims)
        except SignInRefused:
            self.record("sign-in refused", name, subject, address)
            raise
        self.record("signed in", name, subject, address, scopes=tuple(scopes))
        return self.sessions.open(name, subject, scopes, address=address, id_token=id_token, instead_of=old)

    def record(self, what: str, name: str, subject: str, address: str, **more: object) -> None:
        """Put it in the audit log, where there is one."""
        if self.log is not None:
            self.log.append(act("access", Who(name, "oidc", host=address, subject=subject), what=what, **more))


def install(app: FastAPI, signing_in: SigningIn) -> None:
    """Give an app the pages of sign-in, and have browsers sent to them."""
    app.state.signing_in = signing_in
    app.include_router(router)

    async def needed(request: Request, error: Exception) -> Response:
        assert isinstance(error, SignInNeeded)
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        there = f"{SIGN_IN}?next={quote(path[:_LONGEST_PLACE], safe='/')}"
        if "hx-request" in request.headers:
            here = urlsplit(request.headers.get("hx-current-url", "")).path or _CONSOLE
            return Response(None, 401, {"HX-Redirect": f"{SIGN_IN}?next={quote(here, safe='/')}"})
        if _reads_pages(request):
            return _see(there) if request.method in csrf.SAFE else _failed(request, error)
        return problems.response(problems.problem_of(error, problems.instance_of(request)))

    app.add_exception_handler(SignInNeeded, needed)


@router.get(SIGN_IN)
async def sign_in(request: Request) -> Response:
    """Send the browser to the provider; who is signed in goes on to where they wanted to go."""
    ours = _signing_in(request)
    onward = local(request.query_params.get("next", ""), _start(request))
    if request.scope.get("debar.session") is not None:
        return _see(onward)
    try:
        _limits(request).take("sign-in", _address(request))
        browser = request.cookies.get(browser_cookie(secure=ours.secure)) or secrets.token_urlsafe(32)
        begun = await run_in_threadpool(ours.sessions.begin, browser, onward)
        there = await ours.ask(ours.provider.address, begun, ours.home(request) + CALLBACK)
    except DebarError as error:
        return _failed(request, error)
    answer = _see(there)
    # Lax, not Strict: the browser must send it when the provider sends it back here.
    _set(answer, browser_cookie(secure=ours.secure), browser, secure=ours.secure, lasts=timedelta(minutes=10))
    return answer


@router.get(CALLBACK)
async def callback(request: Request) -> Response:
    """Take the browser back from the provider, and begin a session: always a new one."""
    ours, address = _signing_in(request), _address(request)
    try:
        _limits(request).check("failed", address)
        browser = request.cookies.get(browser_cookie(secure=ours.secure), "")
        claims, id_token, onward = await ours.ask(
            ours.complete, browser, request.query_params, ours.home(request) + CALLBACK
        )
        old: str | None = request.scope.get("debar.token")
        session, token = await run_in_threadpool(ours.enter, claims, id_token, address, old)
    except DebarError as error:
        if isinstance(error, SignInRefused):
            _limits(request).failed(address)
        return _failed(request, error)
    request.scope["debar.caller"] = Caller(session.name, request.scope.get("debar.request", ""), by="oidc")
    # The browser's own cookie stays for its ten minutes: another tab may be on its way back too.
    answer = _see(onward)
    _set(answer, session_cookie(secure=ours.secure), token, secure=ours.secure, lasts=ours.sessions.longest)
    return answer


@router.get(SIGN_OUT)
async def signed_out(request: Request) -> Response:
    """Tell that nobody is signed in; or offer to sign out."""
    session: Session | None = request.scope.get("debar.session")
    if session is not None:
        lines = [f"You are signed in as {session.name}, and may {', '.join(session.scopes)}."]
        return _page("Sign out", lines, form=csrf.field(request))
    return _page("Signed out", ["Nobody is signed in here."], again=SIGN_IN)


@router.post(SIGN_OUT)
async def sign_out(request: Request) -> Response:
    """End the session here, and send the browser to the provider to end it there."""
    ours = _signing_in(request)
    session: Session | None = request.scope.get("debar.session")
    token: str = request.scope.get("debar.token", "")
    if session is None:
        return _see(SIGN_OUT)
    try:
        await csrf.check(request)
        hint = await run_in_threadpool(ours.sessions.hint, token)
        await run_in_threadpool(ours.sessions.end, token)
        await run_in_threadpool(ours.record, "signed out", session.name, session.subject, _address(request))
    except DebarError as error:
        return _failed(request, error)
    try:
        hint = hint if len(hint) <= _LONGEST_HINT else ""
        leave = await ours.ask(ours.provider.goodbye, hint, ours.home(request) + SIGN_OUT)
    except ProviderFailed:
        leave = None
    lines = ["Your session here has ended."]
    if leave is None:
        lines.append("You may still be signed in at your provider.")
    # A page that goes on by itself, not a redirect: `form-action 'self'` would stop a redirect of this form.
    answer = _page("Signed out", lines, again=SIGN_IN, leave=leave)
    _forget(answer, session_cookie(secure=ours.secure), secure=ours.secure)
    return answer


@router.get("/signin/page.css")
async def style(request: Request) -> Response:
    """How the pages look."""
    sheet = (files("debar.service") / "pages" / "sign_in.css").read_bytes()
    return Response(sheet, 200, {"Cache-Control": "max-age=86400"}, "text/css")


def local(place: str, otherwise: str) -> str:
    """A place on this site, or the other one: nobody is led away by a link to sign-in.

    >>> local("/console?q=a", "/"), local("//evil.example", "/"), local("https://evil.example", "/")
    ('/console?q=a', '/', '/')
    >>> local("/\\\\evil.example", "/"), local("/\\t/evil.example", "/"), local("/signin/callback", "/")
    ('/', '/', '/')
    """
    plain = place.isascii() and place.isprintable() and "\\" not in place and len(place) <= _LONGEST_PLACE
    if not plain or not place.startswith("/") or place.startswith(("//", SIGN_IN, SIGN_OUT)):
        return otherwise
    return place


def _signing_in(request: Request) -> SigningIn:
    found: SigningIn = request.app.state.signing_in
    return found


def _limits(request: Request) -> Limits:
    found: Limits = request.app.state.limits
    return found


def _address(request: Request) -> str:
    return address_of(request.client.host if request.client else None)


def _start(request: Request) -> str:
    """Where those go who want to go nowhere else: the console, or where it is told who is signed in."""
    asked = {**request.scope, "method": "GET", "path": _CONSOLE}
    return _CONSOLE if any(one.matches(asked)[0] is Match.FULL for one in request.app.routes) else SIGN_OUT


def _see(place: str) -> Response:
    return Response(None, 303, {"Location": place})


def _set(answer: Response, name: str, value: str, *, secure: bool, lasts: timedelta) -> None:
    most = int(lasts.total_seconds())
    answer.set_cookie(name, value, max_age=most, path="/", secure=secure, httponly=True, samesite="lax")


def _forget(answer: Response, name: str, *, secure: bool) -> None:
    answer.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")


def _reads_pages(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _failed(request: Request, error: DebarError) -> Response:
    problem = problems.problem_of(error, problems.instance_of(request))
    if not _reads_pages(request):
        return problems.response(problem, problems.headers_of(error))
    said = [problem.detail.rstrip(".") + "."]
    number = problem.instance.rpartition(":")[2]
    page = _page(
        next(title for kind, title in _TITLES if isinstance(error, kind)),
        said,
        status=problem.status,
        again=SIGN_IN,
        code=problem.code,
        request=number,
    )
    page.headers.update(problems.headers_of(error))
    return page


def _page(
    title: str,
    lines: list[str],
    *,
    status: int = 200,
    form: Markup | None = None,
    again: str | None = None,
    leave: str | None = None,
    code: str = "",
    request: str = "",
) -> Response:
    text = _templates.get_template("sign_in.html").render(
        title=title, lines=lines, form=form, again=again, leave=leave, code=code, request=request
    )
    return Response(text, status, {"Content-Security-Policy": _POLICY}, "text/html")

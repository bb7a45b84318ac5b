"""The app: the paths put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from debar._version import __version__
from debar.service import documented, problems, signing_in
from debar.service.access import Anybody, Authoriser
from debar.service.console import Desk, problem_page
from debar.service.console import routers as console_pages
from debar.service.edge import Edge
from debar.service.limits import Limits
from debar.service.origins import Origins
from debar.service.records import Recorder
from debar.service.routes import entities, health, law, match, read, reconcile, search, watchman
from debar.service.service import Service
from debar.service.settings import Settings
from debar.service.signing_in import SigningIn, Visitors

_ABOUT = """Screening against official sanctions lists, with evidence for every hit.

The paths of the field's other service (yente) are spoken as its clients expect them; beside them stand what a listing asks
of whom, what changed on the lists, who is reached through ownership, and Watchman's search. Nothing here is legal advice.
"""


def create_app(
    settings: Settings,
    *,
    authoriser: Authoriser | None = None,
    recorder: Recorder | None = None,
    sign_in: SigningIn | None = None,
) -> FastAPI:
    """The ASGI app over one home.

    Args:
        authoriser: decides who may ask; everybody, where none is given.
        recorder: what every screening passes before it is answered.
        sign_in: how people sign in, if they do; the authoriser is then a `debar.service.signing_in.SignedIn`.
    """
    service = Service(settings, recorder)

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        await service.start()
        try:
            yield
        finally:
            app.state.desk.close()
            await service.stop()

    app = FastAPI(
        title="debar",
        version=__version__,
        description=_ABOUT,
        lifespan=running,
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    app.state.desk = Desk()
    app.state.authoriser = authoriser or Anybody()
    app.state.limits = Limits(settings.rates)
    routers = [one.router for one in (match, search, entities, law, read, reconcile, watchman, health)]
    if settings.console:
        routers += console_pages
    app.state.routes = [route for router in routers for route in router.routes]
    for router in routers:
        app.include_router(router)
    answer = problem_page if settings.console else problems.answer
    problems.install(app, answer)
    documented.install(app)
    if sign_in is not None:
        signing_in.install(app, sign_in)
        app.add_middleware(Visitors, sessions=sign_in.sessions, secure=sign_in.secure)
    _guard(app, settings)
    app.add_middleware(Edge, settings=settings, metrics=service.metrics, answer=answer)
    return app


def _guard(app: FastAPI, settings: Settings) -> None:
    """Have no foreign page use the service, but those of the origins that may."""
    app.add_middleware(
        Origins,
        hosts=settings.hosts,
        public=settings.public,
        cors=settings.cors,
        unlocked=app.state.authoriser.open,
    )
    if settings.cors:
        # No credentials: a page elsewhere asks with an API key, never with somebody's session.
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.cors),
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "X-Api-Key"],
            expose_headers=["Retry-After", "X-Request-ID"],
            max_age=600,
        )

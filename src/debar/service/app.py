"""The app: the paths put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from debar._version import __version__
from debar.service import documented, problems
from debar.service.access import Anybody, Authoriser
from debar.service.edge import Edge
from debar.service.records import Recorder
from debar.service.routes import entities, health, law, match, read, reconcile, search, watchman
from debar.service.service import Service
from debar.service.settings import Settings

_ABOUT = """Screening against official sanctions lists, with evidence for every hit.

The paths of the field's other service (yente) are spoken as its clients expect them; beside them stand what a listing asks
of whom, what changed on the lists, who is reached through ownership, and Watchman's search. Nothing here is legal advice.
"""


def create_app(
    settings: Settings, *, authoriser: Authoriser | None = None, recorder: Recorder | None = None
) -> FastAPI:
    """The ASGI app over one home.

    Args:
        authoriser: decides who may ask; everybody, where none is given.
        recorder: what every screening passes before it is answered.
    """
    service = Service(settings, recorder)

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        await service.start()
        try:
            yield
        finally:
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
    app.state.authoriser = authoriser or Anybody()
    routers = [one.router for one in (match, search, entities, law, read, reconcile, watchman, health)]
    app.state.routes = [route for router in routers for route in router.routes]
    for router in routers:
        app.include_router(router)
    problems.install(app)
    documented.install(app)
    app.add_middleware(Edge, settings=settings, metrics=service.metrics)
    return app

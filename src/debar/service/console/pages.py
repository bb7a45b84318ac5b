"""The routers of all pages."""

from __future__ import annotations

from fastapi import APIRouter

from debar.service.console import article, assets, audit, batch, lists, ownership, party, screen, start

routers: tuple[APIRouter, ...] = (
    assets.router,
    screen.router,
    party.router,
    lists.router,
    batch.router,
    article.router,
    audit.router,
    ownership.router,
    start.router,
)
"""`start` stands last: it answers for every address of the console that no other page has."""

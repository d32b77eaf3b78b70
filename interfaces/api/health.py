"""Is the server alive, is it ready, and which groups does it serve?"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends

from interfaces.api.asked import Served, accepts, served
from interfaces.api.log_shapes import Alive, GroupReadiness, Ready, ServedGroup, ServedGroups

routes = APIRouter(tags=["health"], dependencies=[accepts()])
HomeServed = Annotated[Served, Depends(served)]


@routes.get("/livez")
async def livez() -> Alive:
    """The process answers; nothing else is asked."""
    return Alive(status="alive")


@routes.get("/readyz")
def readyz(home: HomeServed) -> Ready:
    """The database answers, the migrations of every group served fit, and how far the views lag behind."""
    names = home.groups() if home.only is None else [home.only]
    return Ready(status="ready", groups=[_readiness(home, name) for name in names])


@routes.get("/api/groups")
def groups(home: HomeServed) -> ServedGroups:
    """The groups that are served."""
    return ServedGroups(
        groups=[ServedGroup(name=name, readings=f"/api/groups/{quote(name)}") for name in home.groups()]
    )


def _readiness(home: Served, name: str) -> GroupReadiness:
    group = home.home.open(name)
    views, head = group.readings.position(), group.ledger.event_log.head().position
    return GroupReadiness(name=name, head=head, views=views, lag=head - views)

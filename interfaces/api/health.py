"""Is the server alive, is it ready, how does it do, and which groups may the caller read?"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from interfaces.api.asked import accepts
from interfaces.api.log_shapes import Alive, GroupReadiness, Ready, ServedGroup, ServedGroups
from interfaces.api.metering import EXPOSITION, Meter
from interfaces.api.served import Served, served
from interfaces.api.standing import open_to

routes = APIRouter(tags=["health"], dependencies=[accepts()])
HomeServed = Annotated[Served, Depends(served)]


@routes.get("/livez")
async def livez() -> Alive:
    """The process answers; nothing else is asked."""
    return Alive(status="alive")


@routes.get("/readyz")
def readyz(request: Request, home: HomeServed) -> Ready:
    """The database answers, the migrations of every group served fit, and how far the views lag behind.

    Names of groups are for this machine only.
    """
    names = home.groups() if home.only is None else [home.only]
    groups = [_readiness(home, name) for name in names]
    lag = max((group.lag for group in groups), default=0)
    shown = groups if home.reach.is_here(request.headers) else []
    return Ready(status="ready", lag=lag, groups=shown)


@routes.get("/metrics", response_class=Response, responses={200: {"content": {EXPOSITION: {}}}})
def metrics(request: Request, home: HomeServed) -> Response:
    """Counters and durations by route, and how far the views lag, for Prometheus; no name of anybody or any group."""
    meter: Meter = request.app.state.meter
    lags = [_readiness(home, name).lag for name in (home.groups() if home.only is None else [home.only])]
    return Response(meter.exposition(max(lags, default=0)), media_type=EXPOSITION)


@routes.get("/api/groups")
def groups(request: Request, home: HomeServed) -> ServedGroups:
    """The groups that the caller may read."""
    return ServedGroups(
        groups=[
            ServedGroup(name=name, readings=f"/api/groups/{quote(name)}")
            for name in home.groups()
            if open_to(request, home, name)
        ]
    )


def _readiness(home: Served, name: str) -> GroupReadiness:
    group = home.home.open(name)
    views, head = group.readings.position(), group.ledger.event_log.head().position
    return GroupReadiness(name=name, head=head, views=views, lag=head - views)

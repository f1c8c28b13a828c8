"""Templating: a page for this viewer: their zone, their rights, the sentence left by their last action."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import Request, Response

from api.dashboard.auth.sessions import Visitor
from api.dashboard.dependencies import dashboard_of
from models.runtime import clock

SAID = "planner_said"
_ZONE = "planner_zone"


def page(
    request: Request,
    template: str,
    facts: Mapping[str, Any],
    *,
    visitor: Visitor | None = None,
    status: int = 200,
) -> Response:
    """A page. A sentence left by the action before is shown once."""
    desk = dashboard_of(request)
    said = desk.sessions.unsigned("said", request.cookies.get(SAID, "")) or ""
    html = render(request, template, {"said": said, **facts}, visitor=visitor)
    response = Response(html, status, media_type="text/html")
    if said:
        response.delete_cookie(SAID, path="/dashboard")
    return response


def render(
    request: Request, template: str, facts: Mapping[str, Any], *, visitor: Visitor | None = None
) -> str:
    """A template's text for this viewer."""
    desk = dashboard_of(request)
    return desk.templates.get_template(template).render(
        request=request,
        visitor=visitor,
        csrf=desk.sessions.csrf(visitor) if visitor is not None else "",
        now=clock.now(),
        zone=zone_of(request),
        said=facts.get("said", ""),
        **{name: value for name, value in facts.items() if name != "said"},
    )


def zone_of(request: Request) -> ZoneInfo:
    """The viewer's zone, as their browser told it; UTC until it has."""
    try:
        return ZoneInfo(request.cookies.get(_ZONE, "UTC").replace("%2F", "/"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")

"""Rendering of pages for one viewer: their time zone, their rights, the message of their last action."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import Request, Response

from api.dashboard.auth.sessions import Visitor
from api.dashboard.dependencies import dashboard_of
from models.runtime import clock

FLASH_COOKIE = "planner_flash"
FLASH_PURPOSE = "flash"
_ZONE_COOKIE = "planner_zone"


def render_page(
    request: Request,
    template: str,
    values: Mapping[str, Any],
    *,
    visitor: Visitor | None = None,
    status: int = 200,
) -> Response:
    """A page. The message of the last action is shown once."""
    flash = dashboard_of(request).sessions.verify(FLASH_PURPOSE, request.cookies.get(FLASH_COOKIE, "")) or ""
    html = render_template(request, template, {"flash": flash, **values}, visitor=visitor)
    response = Response(html, status, media_type="text/html")
    if flash:
        response.delete_cookie(FLASH_COOKIE, path="/dashboard")
    return response


def render_template(
    request: Request, template: str, values: Mapping[str, Any], *, visitor: Visitor | None = None
) -> str:
    """A template's text for this viewer."""
    dashboard = dashboard_of(request)
    return dashboard.templates.get_template(template).render(
        request=request,
        visitor=visitor,
        csrf=dashboard.sessions.csrf_token(visitor) if visitor is not None else "",
        now=clock.now(),
        zone=viewer_zone(request),
        flash=values.get("flash", ""),
        **{name: value for name, value in values.items() if name != "flash"},
    )


def viewer_zone(request: Request) -> ZoneInfo:
    """The viewer's zone as their browser reports it; UTC until it does."""
    try:
        return ZoneInfo(request.cookies.get(_ZONE_COOKIE, "UTC").replace("%2F", "/"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")

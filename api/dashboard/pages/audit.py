"""The audit page: what operators did, when, from where, and with which outcome."""

from fastapi import APIRouter, Request, Response

from api.dashboard import console_queries
from api.dashboard.auth.authentication import DashboardDep, VisitorDep
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.request_values import parse_hours, parse_row_id
from api.dashboard.templates_environment import render_page
from models.console.operator_actions import actions_known

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)

_FILTERS = ("text", "action", "hours")


@router.get("/audit")
async def audit_page(request: Request, dashboard: DashboardDep, visitor: VisitorDep) -> Response:
    """The actions, newest first."""
    params = {name: value.strip()[:200] for name, value in request.query_params.items()}
    found = await console_queries.search_operator_actions(
        dashboard,
        visitor,
        text=params.get("text", ""),
        action=params.get("action", ""),
        hours=parse_hours(params.get("hours", "")),
        before=parse_row_id(params.get("before", "")),
    )
    async with dashboard.operator_context.postgres.connection() as connection:
        known = await actions_known(connection)
    values = {
        "title": "Audit",
        "here": "audit",
        "found": found,
        "known": known,
        "params": {name: params[name] for name in _FILTERS if params.get(name)},
    }
    return render_page(request, "audit.html", values, visitor=visitor)

"""The schedule pages: each with its last and next runs and their delivery; run now, pause, resume."""

import datetime as dt

from fastapi import APIRouter, Request, Response

from api.dashboard import console_queries
from api.dashboard.action_results import redirect_back
from api.dashboard.auth.authentication import DashboardDep, OperatorDep, VisitorDep
from api.dashboard.console_commands import command_schedule
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.request_values import (
    RowId,
    form_fields,
    parse_day,
    parse_hours,
    parse_one_of,
    parse_row_id,
)
from api.dashboard.templates_environment import render_page
from models.console.schedules import ScheduleFilter
from models.runtime import clock
from models.tables.schedule_kinds import SCHEDULE_KINDS

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)

_PER_PAGE = 100
_FILTERS = ("outcome", "kind", "chat", "day", "hours")
OUTCOMES = ("enqueued", "rendered", "sent", "failed", "unknown", "skipped")


@router.get("/schedules")
async def schedules_page(request: Request, dashboard: DashboardDep, visitor: VisitorDep) -> Response:
    """All schedules, a hundred per page, or those of a kind, a chat, a day and an outcome."""
    params = {name: value.strip()[:200] for name, value in request.query_params.items()}
    chats = await console_queries.meant_chats(dashboard, visitor, params.get("chat", ""))
    wanted = _schedule_filter(params, chats)
    schedules = await console_queries.load_schedules(dashboard, visitor, wanted)
    values = {
        "title": "Schedules",
        "here": "schedules",
        "schedules": schedules,
        "next": schedules[-1].id if len(schedules) == _PER_PAGE else 0,
        "params": {name: params[name] for name in _FILTERS if params.get(name)},
        "wanted": wanted,
        "outcomes": OUTCOMES,
        "kinds": SCHEDULE_KINDS,
    }
    return render_page(request, "schedules.html", values, visitor=visitor)


def _schedule_filter(params: dict[str, str], chats: tuple[int, ...] | None) -> ScheduleFilter:
    """The filter of an address. Raises 422 for values it does not know."""
    hours = parse_hours(params.get("hours", ""))
    return ScheduleFilter(
        after_id=parse_row_id(params.get("after", "")),
        limit=_PER_PAGE,
        kind=parse_one_of(params.get("kind", ""), SCHEDULE_KINDS),
        chats=chats,
        day=parse_day(params.get("day", "")),
        outcome=parse_one_of(params.get("outcome", ""), OUTCOMES),
        since=clock.now() - dt.timedelta(hours=hours) if hours else None,
    )


@router.get("/schedules/{schedule_id}")
async def schedule_page(
    request: Request, dashboard: DashboardDep, visitor: VisitorDep, schedule_id: RowId
) -> Response:
    """The last thirty days of one schedule."""
    values = {
        "title": f"Schedule {schedule_id}",
        "here": "schedules",
        "runs": await console_queries.load_schedule_runs(dashboard, schedule_id),
        "schedule_id": schedule_id,
    }
    return render_page(request, "schedule.html", values, visitor=visitor)


@router.post("/schedules/{schedule_id}/act")
async def schedule_action_form(
    request: Request, dashboard: DashboardDep, visitor: OperatorDep, schedule_id: RowId
) -> Response:
    """Run now, pause or resume."""
    action = (await form_fields(request)).get("action", "")
    result = await command_schedule(dashboard, visitor, action, schedule_id)
    return redirect_back(request, "/dashboard/schedules", result.message)

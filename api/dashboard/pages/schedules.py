"""The schedule pages: each with its last and next runs and their delivery; run now, pause, resume."""

from fastapi import APIRouter, HTTPException, Request, Response

from api.dashboard import console_queries
from api.dashboard.action_results import redirect_back
from api.dashboard.auth.authentication import DashboardDep, OperatorDep, VisitorDep
from api.dashboard.console_commands import command_schedule
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.request_values import RowId, form_fields, parse_hours, parse_row_id
from api.dashboard.templates_environment import render_page

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)

_PER_PAGE = 100
OUTCOMES = ("enqueued", "rendered", "sent", "failed", "unknown", "skipped")


@router.get("/schedules")
async def schedules_page(request: Request, dashboard: DashboardDep, visitor: VisitorDep) -> Response:
    """All schedules, a hundred per page."""
    params = {name: value.strip() for name, value in request.query_params.items()}
    after, hours = parse_row_id(params.get("after", "")), parse_hours(params.get("hours", ""))
    outcome = params.get("outcome", "")
    if outcome and outcome not in OUTCOMES:
        raise HTTPException(422, f"This search is not valid: the outcomes are {', '.join(OUTCOMES)}.")
    schedules = await console_queries.load_schedules(dashboard, after, _PER_PAGE, outcome, hours)
    next_after = schedules[-1].id if len(schedules) == _PER_PAGE else 0
    values = {
        "title": "Schedules",
        "here": "schedules",
        "schedules": schedules,
        "next": next_after,
        "outcome": outcome,
        "outcomes": OUTCOMES,
        "hours": hours or "",
    }
    return render_page(request, "schedules.html", values, visitor=visitor)


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

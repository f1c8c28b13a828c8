"""Schedules: each with its last and next runs, outcome and delivery; run now, pause, go on."""

import structlog
from fastapi import APIRouter, Request, Response

from api.dashboard.action_results import back
from api.dashboard.auth.guard import GuardedRoute, Operator, Reader, TheDesk, form_of
from api.dashboard.request_values import RowId, asked_id
from api.dashboard.templates_environment import page
from models.console.schedules import find_schedules, run_schedule_now, runs_of, set_paused
from models.runtime import clock

router = APIRouter(route_class=GuardedRoute, include_in_schema=False)
log = structlog.get_logger()

_PAGE = 100


@router.get("/schedules")
async def schedules_page(request: Request, desk: TheDesk, visitor: Reader) -> Response:
    """All schedules, a hundred on a page."""
    after = asked_id(request.query_params.get("after", "").strip())
    async with desk.steering.records.reading() as connection:
        found = await find_schedules(connection, after_id=after, limit=_PAGE)
    facts = {"title": "Schedules", "here": "schedules", "schedules": found}
    return page(
        request,
        "schedules.html",
        {**facts, "next": found[-1].id if len(found) == _PAGE else 0},
        visitor=visitor,
    )


@router.get("/schedules/{schedule_id}")
async def schedule_page(request: Request, desk: TheDesk, visitor: Reader, schedule_id: RowId) -> Response:
    """One schedule's last thirty days."""
    async with desk.steering.records.reading() as connection:
        runs = await runs_of(connection, schedule_id)
    facts = {
        "title": f"Schedule {schedule_id}",
        "here": "schedules",
        "runs": runs,
        "schedule_id": schedule_id,
    }
    return page(request, "schedule.html", facts, visitor=visitor)


@router.post("/schedules/{schedule_id}/act")
async def act_on_schedule(request: Request, desk: TheDesk, visitor: Operator, schedule_id: RowId) -> Response:
    """Run now, pause or go on."""
    action = (await form_of(request)).get("action", "")
    if action == "run_now":
        result = await run_schedule_now(desk.steering, schedule_id, clock.now())
    else:
        result = await set_paused(desk.steering, schedule_id, clock.now(), paused=action == "pause")
    log.info(
        "dashboard_action", who=visitor.name, action=action, schedule=schedule_id, outcome=result.outcome
    )
    return back(request, "/dashboard/schedules", result.say)

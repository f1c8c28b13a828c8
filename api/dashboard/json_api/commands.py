"""Acting twins: what the pages' buttons do. A refused wish is 409 with the reason."""

from typing import Annotated, Any, Literal

import structlog
from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field, StringConstraints

from api.dashboard.auth.guard import GuardedRoute, Operator, TheDesk
from api.dashboard.json_api.queries import without_words
from api.dashboard.json_api.refusals import GUARDED, refusals
from api.dashboard.pages.dead_letters import found_letter, log_shown
from api.dashboard.pages.jobs import act
from api.dashboard.pages.traces import found_trace
from api.dashboard.request_values import RowId, Text
from models.console import dead_letter_queries
from models.console.dead_letter_commands import discard_dead_letter, retry_dead_letter, retry_kind
from models.console.operator_context import CommandResult
from models.console.schedules import run_schedule_now, set_paused
from models.runtime import clock

router = APIRouter(route_class=GuardedRoute, tags=["dashboard"], responses=GUARDED | refusals(409))
log = structlog.get_logger()


Reason = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", min_length=1, max_length=500)]


class JobsAction(BaseModel):
    """One action on up to 500 jobs."""

    action: Literal["retry", "run_now", "cancel", "delete"]
    job_ids: list[Text] = Field(min_length=1, max_length=500)


class Kind(BaseModel):
    """Open letters of one job; with one kind of error, or (empty) with any."""

    job_name: Text
    error_kind: Text = ""


class Discard(BaseModel):
    """Why a letter is put away for good."""

    reason: Reason


@router.post("/jobs/act")
async def act_on_jobs(desk: TheDesk, visitor: Operator, wish: JobsAction) -> dict[str, CommandResult]:
    """Retry, run now, cancel or delete jobs; what became of each."""
    return {job_id: await act(desk, visitor, wish.action, job_id) for job_id in wish.job_ids}


@router.post("/letters/retry")
async def retry_letters(desk: TheDesk, visitor: Operator, kind: Kind) -> dict[str, int]:
    """Send up to 500 letters of a kind again, in the order their messages came."""
    sent, left = await retry_kind(desk.steering, kind.job_name, kind.error_kind, clock.now())
    log.info(
        "dashboard_action", who=visitor.name, action="retry_kind", job=kind.job_name, sent=sent, left=left
    )
    return {"queued": sent, "not_queued": left}


@router.post("/letters/{letter_id}/retry")
async def retry_one(desk: TheDesk, visitor: Operator, letter_id: RowId) -> CommandResult:
    """Send a dead letter again."""
    result = await retry_dead_letter(desk.steering, letter_id, clock.now())
    log.info("dashboard_action", who=visitor.name, action="retry", letter=letter_id, outcome=result.outcome)
    return _judged(result)


@router.post("/letters/{letter_id}/discard")
async def discard_one(desk: TheDesk, visitor: Operator, letter_id: RowId, why: Discard) -> CommandResult:
    """Put a dead letter away for good."""
    result = await discard_dead_letter(desk.steering, letter_id, why.reason, clock.now())
    log.info("dashboard_action", who=visitor.name, action="discard", letter=letter_id, outcome=result.outcome)
    return _judged(result)


@router.post("/letters/{letter_id}/text")
async def letter_text(desk: TheDesk, visitor: Operator, letter_id: RowId) -> dict[str, Any]:
    """The message a letter keeps. That it was shown is logged."""
    await found_letter(desk, letter_id)
    log_shown(visitor, f"letter:{letter_id}")
    async with desk.steering.records.reading() as connection:
        return {"payload": await dead_letter_queries.payload_of(connection, letter_id)}


@router.post("/traces/{trace_id}/text")
async def trace_text(desk: TheDesk, visitor: Operator, trace_id: str) -> dict[str, Any]:
    """A trace with people's words. That they were shown is logged."""
    trace = await found_trace(desk, trace_id)
    log_shown(visitor, f"trace:{trace_id}")
    return without_words(trace, words=True)


@router.post("/schedules/{schedule_id}/{action}")
async def act_on_schedule(
    desk: TheDesk, visitor: Operator, schedule_id: RowId, action: Literal["run_now", "pause", "resume"]
) -> CommandResult:
    """Run a schedule's today now, pause it, or let it go on."""
    if action == "run_now":
        result = await run_schedule_now(desk.steering, schedule_id, clock.now())
    else:
        result = await set_paused(desk.steering, schedule_id, clock.now(), paused=action == "pause")
    log.info(
        "dashboard_action", who=visitor.name, action=action, schedule=schedule_id, outcome=result.outcome
    )
    return _judged(result)


def _judged(result: CommandResult) -> CommandResult:
    if result.outcome == "refused":
        raise HTTPException(409, result.say)
    return result

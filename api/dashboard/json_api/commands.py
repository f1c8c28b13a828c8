"""The JSON API's commands: what the pages' buttons do. A refused command answers 409 with the reason."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field, StringConstraints

from api.dashboard import console_commands
from api.dashboard.auth.authentication import DashboardDep, OperatorDep
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.json_api.queries import trace_document
from api.dashboard.json_api.refusals import SESSION_REFUSALS, refusal_responses
from api.dashboard.request_values import RowId, Text
from models.console.operator_context import CommandResult
from models.console.row_ids import LARGEST_ID

router = APIRouter(
    route_class=DashboardRoute, tags=["dashboard"], responses=SESSION_REFUSALS | refusal_responses(409)
)

Reason = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", min_length=1, max_length=500)]


class JobsActionBody(BaseModel):
    """One action on up to 500 jobs."""

    action: Literal["retry", "run_now", "cancel", "delete"]
    job_ids: list[Text] = Field(min_length=1, max_length=500)


class RetryKindBody(BaseModel):
    """The open dead letters of one job; with one kind of error, or (empty) with any."""

    job_name: Text
    error_kind: Text = ""


class DiscardKindBody(RetryKindBody):
    """The open dead letters of a kind, and why they are discarded."""

    reason: Reason


class DiscardBody(BaseModel):
    """Why a dead letter is discarded."""

    reason: Reason


class DeliveriesBody(BaseModel):
    """Whose deliveries: a chat's Telegram id, 0 for all chats; and why they are paused."""

    chat: int = Field(0, ge=-LARGEST_ID, le=LARGEST_ID)
    reason: Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=500)] = ""


class ResendBody(BaseModel):
    """How a message is sent again; `plain`: as its words alone, without formatting and buttons."""

    plain: bool = False


@router.post("/jobs/act")
async def post_job_action(
    dashboard: DashboardDep, visitor: OperatorDep, body: JobsActionBody
) -> dict[str, CommandResult]:
    """Retry, run now, cancel or delete jobs; the result for each."""
    return {
        job_id: await console_commands.command_job(dashboard, visitor, body.action, job_id)
        for job_id in body.job_ids
    }


@router.post("/dead-letters/retry")
async def post_retry_kind(
    dashboard: DashboardDep, visitor: OperatorDep, body: RetryKindBody
) -> dict[str, int]:
    """Retry up to 500 dead letters of a kind, in the order of their updates."""
    queued, not_queued = await console_commands.command_retry_kind(
        dashboard, visitor, body.job_name, body.error_kind
    )
    return {"queued": queued, "not_queued": not_queued}


@router.post("/dead-letters/discard")
async def post_discard_kind(
    dashboard: DashboardDep, visitor: OperatorDep, body: DiscardKindBody
) -> CommandResult:
    """Discard up to 500 dead letters of a kind, with one reason."""
    return _or_409(
        await console_commands.command_discard_kind(
            dashboard, visitor, body.job_name, body.error_kind, body.reason
        )
    )


@router.post("/dead-letters/{dead_letter_id}/retry")
async def post_retry_dead_letter(
    dashboard: DashboardDep, visitor: OperatorDep, dead_letter_id: RowId
) -> CommandResult:
    """Retry a dead letter."""
    return _or_409(await console_commands.command_retry(dashboard, visitor, dead_letter_id))


@router.post("/dead-letters/{dead_letter_id}/discard")
async def post_discard_dead_letter(
    dashboard: DashboardDep, visitor: OperatorDep, dead_letter_id: RowId, body: DiscardBody
) -> CommandResult:
    """Discard a dead letter, with a reason."""
    return _or_409(await console_commands.command_discard(dashboard, visitor, dead_letter_id, body.reason))


@router.post("/dead-letters/{dead_letter_id}/text")
async def post_dead_letter_text(
    dashboard: DashboardDep, visitor: OperatorDep, dead_letter_id: RowId
) -> dict[str, Any]:
    """The update that a dead letter keeps; the access is logged."""
    _, payload = await console_commands.reveal_dead_letter(dashboard, visitor, dead_letter_id)
    return {"payload": payload}


@router.post("/deliveries/{action}")
async def post_deliveries(
    dashboard: DashboardDep, visitor: OperatorDep, action: Literal["pause", "resume"], body: DeliveriesBody
) -> CommandResult:
    """Pause what is sent to a chat or to all, or resume it; the outbox keeps what is paused."""
    return await console_commands.command_deliveries(dashboard, visitor, action, body.chat, body.reason)


@router.post("/outbox/{outbound_id}/resend")
async def post_resend(
    dashboard: DashboardDep, visitor: OperatorDep, outbound_id: RowId, body: ResendBody
) -> CommandResult:
    """Send a failed or unknown message again, as it was or as plain text."""
    return _or_409(await console_commands.command_resend(dashboard, visitor, outbound_id, plain=body.plain))


@router.post("/traces/{trace_id}/text")
async def post_trace_text(dashboard: DashboardDep, visitor: OperatorDep, trace_id: str) -> dict[str, Any]:
    """A trace with people's texts; the access is logged."""
    trace = await console_commands.reveal_trace(dashboard, visitor, trace_id)
    return trace_document(trace, with_texts=True)


@router.post("/schedules/{schedule_id}/{action}")
async def post_schedule_action(
    dashboard: DashboardDep,
    visitor: OperatorDep,
    schedule_id: RowId,
    action: Literal["run_now", "pause", "resume"],
) -> CommandResult:
    """Run a schedule's digest of today now, pause the schedule or resume it."""
    return _or_409(await console_commands.command_schedule(dashboard, visitor, action, schedule_id))


def _or_409(result: CommandResult) -> CommandResult:
    if result.outcome == "refused":
        raise HTTPException(409, result.message)
    return result

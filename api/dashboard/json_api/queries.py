"""The JSON API's queries: what the pages show. People's texts are left out; POST to `/text` reveals them."""

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query

from api.dashboard import console_queries
from api.dashboard.auth.authentication import DashboardDep, VisitorDep, require_visitor
from api.dashboard.console_queries import CountedJobs
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.json_api.refusals import SESSION_REFUSALS
from api.dashboard.pages.overview import Overview, load_overview
from api.dashboard.request_values import Hours, Instant, Offset, RowId, Text
from models.console.charts import Charts
from models.console.dead_letter_queries import DeadLetterKind, DeadLetterPage, DeadLetterRow
from models.console.delivery_pauses import PausedDeliveries
from models.console.embedding_progress import EmbeddingProgress
from models.console.estimate_scores import WeeklyEstimateScore
from models.console.job_detail import JobDetail
from models.console.job_queries import JOBS_PER_PAGE, JobFilter
from models.console.job_queues import queue_named
from models.console.model_spending import ModelSpending
from models.console.operator_actions import OperatorActionPage
from models.console.outbox_queries import OutboxPage
from models.console.pending_jobs import PendingJobPage
from models.console.queue_stats import LaneStatus
from models.console.schedules import ScheduleFilter, ScheduleRunStatus, ScheduleStatus
from models.console.traces import RecentTrace, TraceTimeline
from models.runtime import clock

router = APIRouter(
    route_class=DashboardRoute,
    tags=["dashboard"],
    dependencies=[Depends(require_visitor)],
    responses=SESSION_REFUSALS,
)

JobState = Literal["", "running", "retry", "done", "undelivered", "failed", "dead", "cancelled", "lost"]
PendingJobState = Literal["queued", "scheduled", "retrying"]
# "taps" is the earlier name of "callbacks".
QueueName = Literal["", "messages", "callbacks", "direct", "taps"]
OutboxState = Literal["", "pending", "sending", "sent", "failed", "unknown"]
RunOutcome = Literal["", "enqueued", "rendered", "sent", "failed", "unknown", "skipped"]
ChartHours = Literal["1", "24", "72", "720"]
JobSort = Literal["started", "duration", "wait", "attempts"]
Limit = Annotated[int, Query(ge=1, le=500)]


@router.get("/overview")
async def get_overview(dashboard: DashboardDep) -> Overview:
    """The numbers of the overview."""
    return await load_overview(dashboard)


@router.get("/jobs")
async def get_jobs(
    dashboard: DashboardDep,
    visitor: VisitorDep,
    state: JobState = "",
    name: Text = "",
    chat: Text = "",
    text: Text = "",
    since: Instant | None = None,
    until: Instant | None = None,
    sort: JobSort = "started",
    ascending: bool = False,
    page: Text = "",
    limit: Limit = JOBS_PER_PAGE,
    queue: QueueName = "",
) -> CountedJobs:
    """Jobs that have run, each with its last attempt. `page` is `next` or `previous` of another page.

    `chat` is a chat's Telegram id or, for an operator, part of a group's or a person's name.
    """
    chats = await console_queries.meant_chats(dashboard, visitor, chat)
    return await console_queries.search_jobs(
        dashboard,
        visitor,
        JobFilter(state, name, chats, text, since, until, sort, ascending, page, limit, queue_named(queue)),
    )


@router.get("/pending-jobs")
async def get_pending_jobs(
    dashboard: DashboardDep,
    visitor: VisitorDep,
    state: PendingJobState = "queued",
    name: Text = "",
    chat: Text = "",
    text: Text = "",
    page: Offset = 0,
    queue: QueueName = "",
) -> PendingJobPage:
    """Jobs that wait in the queue, the next to start first. `chat` as in the list of jobs."""
    chats = await console_queries.meant_chats(dashboard, visitor, chat)
    return await console_queries.search_pending_jobs(
        dashboard, visitor, JobFilter(state, name, chats, text, cursor=str(page), queue=queue_named(queue))
    )


@router.get("/jobs/{job_id}")
async def get_job(dashboard: DashboardDep, job_id: str) -> JobDetail:
    """One job with all its attempts; `can` lists the actions it allows."""
    return await console_queries.job_or_404(dashboard, job_id)


@router.get("/dead-letters")
async def get_dead_letters(
    dashboard: DashboardDep,
    resolved: bool = False,
    name: Text = "",
    kind: Text = "",
    text: Text = "",
    page: Text = "",
) -> DeadLetterPage:
    """Dead letters, newest first."""
    return await console_queries.search_dead_letters(
        dashboard, resolved=resolved, name=name, kind=kind, text=text, cursor=page
    )


@router.get("/dead-letters/kinds")
async def get_dead_letter_kinds(dashboard: DashboardDep) -> list[DeadLetterKind]:
    """The open dead letters by kind: why, how many, first and last."""
    return await console_queries.load_dead_letter_kinds(dashboard)


@router.get("/dead-letters/{dead_letter_id}")
async def get_dead_letter(dashboard: DashboardDep, dead_letter_id: RowId) -> DeadLetterRow:
    """One dead letter."""
    return await console_queries.dead_letter_or_404(dashboard, dead_letter_id)


@router.get("/lanes")
async def get_lanes(dashboard: DashboardDep) -> list[LaneStatus]:
    """The lanes with waiting updates, the oldest head first."""
    return await console_queries.load_lanes(dashboard)


@router.get("/lanes/{lane}")
async def get_lane(dashboard: DashboardDep, lane: str) -> list[int]:
    """The ids of the updates that wait in a lane, in their order; at most 50."""
    return await console_queries.load_lane_updates(dashboard, lane)


@router.get("/traces")
async def get_traces(
    dashboard: DashboardDep, visitor: VisitorDep, limit: Limit = 50, chat: Text = ""
) -> list[RecentTrace]:
    """The newest messages, of all chats or as `chat` says; the trace of each is at `/traces/{trace_id}`."""
    chats = await console_queries.meant_chats(dashboard, visitor, chat)
    return await console_queries.load_recent_traces(dashboard, visitor, limit, chats)


@router.get("/traces/{trace_id}")
async def get_trace(dashboard: DashboardDep, trace_id: str) -> dict[str, Any]:
    """Everything one message caused, without people's texts."""
    return trace_document(await console_queries.trace_or_404(dashboard, trace_id))


@router.get("/schedules")
async def get_schedules(
    dashboard: DashboardDep,
    visitor: VisitorDep,
    after: RowId = 0,
    limit: Limit = 100,
    kind: Text = "",
    chat: Text = "",
    day: dt.date | None = None,
    outcome: RunOutcome = "",
    hours: Hours = 0,
) -> list[ScheduleStatus]:
    """Schedules by id, each with its last run or, with `day`, the run of that local day. `chat` as in the list of jobs."""
    chats = await console_queries.meant_chats(dashboard, visitor, chat)
    since = clock.now() - dt.timedelta(hours=hours) if hours else None
    return await console_queries.load_schedules(
        dashboard, visitor, ScheduleFilter(after, limit, kind, chats, day, outcome, since)
    )


@router.get("/schedules/{schedule_id}/runs")
async def get_schedule_runs(
    dashboard: DashboardDep, schedule_id: RowId, limit: Limit = 30
) -> list[ScheduleRunStatus]:
    """A schedule's last days with their delivery."""
    return await console_queries.load_schedule_runs(dashboard, schedule_id, limit)


@router.get("/outbox")
async def get_outbox(
    dashboard: DashboardDep,
    visitor: VisitorDep,
    state: OutboxState = "",
    chat: Text = "",
    before: RowId = 0,
    hours: Hours = 0,
    lost: bool = False,
) -> OutboxPage:
    """Outgoing messages, newest first, without their texts; `lost`: those that the verdict counts."""
    chats = await console_queries.meant_chats(dashboard, visitor, chat)
    return await console_queries.search_outbox(
        dashboard, visitor, state=state, chats=chats, before=before, hours=hours, lost=lost
    )


@router.get("/audit")
async def get_audit(
    dashboard: DashboardDep,
    visitor: VisitorDep,
    text: Text = "",
    action: Text = "",
    hours: Hours = 0,
    before: RowId = 0,
) -> OperatorActionPage:
    """What operators did, newest first; `text` is part of an actor, a target or a note."""
    return await console_queries.search_operator_actions(
        dashboard, visitor, text=text, action=action, hours=hours, before=before
    )


@router.get("/deliveries")
async def get_paused_deliveries(dashboard: DashboardDep, visitor: VisitorDep) -> list[PausedDeliveries]:
    """The chats to which nothing is sent until an operator resumes them; 0 stands for all."""
    return await console_queries.load_paused_deliveries(dashboard, visitor)


@router.get("/charts")
async def get_charts(dashboard: DashboardDep, hours: ChartHours = "24") -> Charts:
    """Messages, jobs and answers of the last 1, 24, 72 or 720 hours in equal spans, oldest first."""
    return await console_queries.load_charts_of(dashboard, int(hours))


@router.get("/usage")
async def get_usage(dashboard: DashboardDep) -> ModelSpending:
    """What the models cost in the last 30 days. Money is in micro-dollars."""
    return await console_queries.load_spending(dashboard)


@router.get("/estimates")
async def get_estimates(dashboard: DashboardDep) -> list[WeeklyEstimateScore]:
    """How accurate the estimates were, week by week."""
    return await console_queries.load_estimate_scores(dashboard)


@router.get("/embeddings")
async def get_embeddings(dashboard: DashboardDep) -> list[EmbeddingProgress]:
    """How many tasks have a vector of the model in use: one entry per model that living workers use."""
    return await console_queries.load_embedding_progress(dashboard)


def trace_document(trace: TraceTimeline, *, with_texts: bool = False) -> dict[str, Any]:
    """A trace as JSON, with people's texts only on request."""
    return {
        "trace_id": trace.trace_id,
        "outcome": trace.outcome,
        "started_at": trace.started_at,
        "ended_at": trace.ended_at,
        "seconds": trace.seconds,
        "cost_micros": trace.cost_micros,
        "steps": [
            {
                "kind": step.kind,
                "title": step.title,
                "state": step.state,
                "started_at": step.started_at,
                "ended_at": step.ended_at,
                "seconds": step.seconds,
                "details": step.details,
                "error": step.error,
                **({"texts": step.texts} if with_texts else {}),
            }
            for step in trace.steps
        ],
    }

"""Reading twins: what the pages show, as JSON. People's words stay hidden; ask for them by POST."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query

from api.dashboard.auth.guard import GuardedRoute, TheDesk, visitor_of
from api.dashboard.json_api.refusals import GUARDED
from api.dashboard.pages.dead_letters import found_letter, some_letters
from api.dashboard.pages.jobs import found_job, past_jobs, waiting_jobs
from api.dashboard.pages.lanes import all_lanes
from api.dashboard.pages.overview import Overview, overview
from api.dashboard.pages.traces import found_trace
from api.dashboard.pages.usage import embeddings, spent, weekly_scores
from api.dashboard.request_values import ChatId, Instant, Offset, RowId, Text
from models.console import dead_letter_queries, queue_stats
from models.console.dead_letter_queries import DeadLetterKind, DeadLetterPage, DeadLetterRow
from models.console.embedding_progress import EmbeddingProgress
from models.console.estimate_score import WeekScore
from models.console.job_detail import JobDetail
from models.console.job_queries import PAGE, JobFilter, JobPage
from models.console.outbox_queries import OutboxPage, find_outbox
from models.console.pending_jobs import WaitingPage
from models.console.queue_stats import LaneFacts
from models.console.schedules import ScheduleFacts, ScheduleRunFacts, find_schedules, runs_of
from models.console.spending import Spending
from models.console.traces import RecentTrace, Trace, recent_traces

router = APIRouter(
    route_class=GuardedRoute, tags=["dashboard"], dependencies=[Depends(visitor_of)], responses=GUARDED
)

JobState = Literal["", "running", "retry", "done", "dead", "cancelled", "lost"]
Waiting = Literal["queued", "scheduled", "retrying"]
InQueue = Literal["", "messages", "taps", "direct"]
Sort = Literal["started", "duration", "wait", "attempts"]
Limit = Annotated[int, Query(ge=1, le=500)]


@dataclass(frozen=True, slots=True)
class CountedJobs:
    """A page of jobs; `count` stops at 10,000, and `more` says whether it did."""

    page: JobPage
    count: int
    more: bool


@router.get("/overview")
async def get_overview(desk: TheDesk) -> Overview:
    """The first page's numbers."""
    return await overview(desk)


@router.get("/jobs")
async def get_jobs(
    desk: TheDesk,
    state: JobState = "",
    name: Text = "",
    chat: ChatId | None = None,
    text: Text = "",
    since: Instant | None = None,
    until: Instant | None = None,
    sort: Sort = "started",
    ascending: bool = False,
    page: Text = "",
    limit: Limit = PAGE,
    queue: InQueue = "",
) -> CountedJobs:
    """Jobs that have run, each as its last attempt left it. `page` is `next` or `previous` of another page."""
    wanted = JobFilter(state, name, chat, text, since, until, sort, ascending, page, limit, queue)
    found, (count, more) = await past_jobs(desk, wanted)
    return CountedJobs(found, count, more)


@router.get("/waiting")
async def get_waiting(
    desk: TheDesk,
    state: Waiting = "queued",
    name: Text = "",
    chat: ChatId | None = None,
    text: Text = "",
    page: Offset = 0,
    queue: InQueue = "",
) -> WaitingPage:
    """Jobs that wait in the queue, the next to start first."""
    return await waiting_jobs(desk, JobFilter(state, name, chat, text, cursor=str(page), queue=queue))


@router.get("/jobs/{job_id}")
async def get_job(desk: TheDesk, job_id: str) -> JobDetail:
    """One job with all its attempts; `can` lists what may be done to it."""
    return await found_job(desk, job_id)


@router.get("/letters")
async def get_letters(
    desk: TheDesk, resolved: bool = False, name: Text = "", kind: Text = "", text: Text = "", page: Text = ""
) -> DeadLetterPage:
    """Dead letters, newest first."""
    asked = {"resolved": "1" if resolved else "", "name": name, "kind": kind, "text": text, "page": page}
    return await some_letters(desk, asked)


@router.get("/letters/kinds")
async def get_letter_kinds(desk: TheDesk) -> list[DeadLetterKind]:
    """The open letters by kind: why, how often, first and last."""
    async with desk.steering.records.reading() as connection:
        return await dead_letter_queries.dead_letter_kinds(connection)


@router.get("/letters/{letter_id}")
async def get_letter(desk: TheDesk, letter_id: RowId) -> DeadLetterRow:
    """One letter."""
    return await found_letter(desk, letter_id)


@router.get("/lanes")
async def get_lanes(desk: TheDesk) -> list[LaneFacts]:
    """The lanes in which something waits, the oldest head first."""
    return await all_lanes(desk)


@router.get("/lanes/{lane}")
async def get_lane(desk: TheDesk, lane: str) -> list[int]:
    """The ids of the updates that wait in a lane, in their order; at most 50."""
    return await queue_stats.lane_updates(desk.redis, lane[:100])


@router.get("/traces")
async def get_traces(desk: TheDesk, limit: Limit = 50) -> list[RecentTrace]:
    """The newest messages; each one's trace is at `/traces/{trace_id}`."""
    async with desk.steering.records.reading() as connection:
        return await recent_traces(connection, limit=limit)


@router.get("/traces/{trace_id}")
async def get_trace(desk: TheDesk, trace_id: str) -> dict[str, Any]:
    """One message's way, without people's words."""
    return without_words(await found_trace(desk, trace_id))


@router.get("/schedules")
async def get_schedules(desk: TheDesk, after: RowId = 0, limit: Limit = 100) -> list[ScheduleFacts]:
    """Schedules by id."""
    async with desk.steering.records.reading() as connection:
        return await find_schedules(connection, after_id=after, limit=limit)


@router.get("/schedules/{schedule_id}/runs")
async def get_schedule_runs(desk: TheDesk, schedule_id: RowId, limit: Limit = 30) -> list[ScheduleRunFacts]:
    """A schedule's last days with their delivery."""
    async with desk.steering.records.reading() as connection:
        return await runs_of(connection, schedule_id, limit=limit)


@router.get("/outbox")
async def get_outbox(
    desk: TheDesk,
    state: Literal["", "pending", "sending", "sent", "failed", "unknown"] = "",
    chat: ChatId | None = None,
    before: RowId = 0,
) -> OutboxPage:
    """Messages the bot owes or owed, newest first, without their words."""
    async with desk.steering.records.reading() as connection:
        return await find_outbox(connection, state=state, chat=chat, before=before)


@router.get("/usage")
async def get_usage(desk: TheDesk) -> Spending:
    """What the models cost in the last 30 days. Money is micro-dollars."""
    return await spent(desk)


@router.get("/estimates")
async def get_estimates(desk: TheDesk) -> list[WeekScore]:
    """How good the estimates were, week by week."""
    return await weekly_scores(desk)


@router.get("/embeddings")
async def get_embeddings(desk: TheDesk) -> list[EmbeddingProgress]:
    """How many tasks have a vector of the model in use: one entry a model that living workers use."""
    return await embeddings(desk)


def without_words(trace: Trace, *, words: bool = False) -> dict[str, Any]:
    """A trace as JSON, with people's words only when asked for."""
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
                "facts": step.facts,
                "error": step.error,
                **({"words": step.words} if words else {}),
            }
            for step in trace.steps
        ],
    }

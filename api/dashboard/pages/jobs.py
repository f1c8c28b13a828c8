"""Jobs: search, sort and page through all of them; retry, start, cancel and forget them, one or many."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import structlog
from fastapi import APIRouter, HTTPException, Request, Response

from api.dashboard.action_results import back
from api.dashboard.auth.guard import GuardedRoute, Operator, Reader, TheDesk, address_asked, form_of
from api.dashboard.auth.sessions import Visitor
from api.dashboard.dependencies import DashboardDependencies
from api.dashboard.request_values import asked_chat, asked_instant, asked_offset
from api.dashboard.templates_environment import page, render, zone_of
from models.console.cancel_job import cancel_job
from models.console.dead_letter_commands import retry_job
from models.console.job_detail import JobDetail, job_detail
from models.console.job_queries import SORTS, STATES, JobFilter, JobPage, count_jobs, delete_jobs, find_jobs
from models.console.operator_context import CommandResult
from models.console.page_cursor import BadCursorError
from models.console.pending_jobs import WAITING, WaitingPage, find_waiting
from models.console.queue_kinds import QUEUES
from models.console.run_now import run_now
from models.queue.jobs import JOB_TYPES
from models.runtime import clock

router = APIRouter(route_class=GuardedRoute, include_in_schema=False)
log = structlog.get_logger()

NAMES = tuple(kind.name for kind in JOB_TYPES)
ACTIONS = ("retry", "run_now", "cancel", "delete")
_MANY = 500


@router.get("/jobs")
async def jobs_page(request: Request, desk: TheDesk, visitor: Reader) -> Response:
    """The list; the filter stands in the address."""
    asked = {name: value.strip()[:200] for name, value in request.query_params.items()}
    facts = {"title": "Jobs", "here": "jobs", **await _list(request, desk, asked)}
    if request.headers.get("hx-request"):
        return Response(render(request, "job_list.html", facts, visitor=visitor), media_type="text/html")
    return page(request, "jobs.html", facts, visitor=visitor)


@router.get("/jobs/{job_id}")
async def job_page(request: Request, desk: TheDesk, visitor: Reader, job_id: str) -> Response:
    """One job."""
    return page(request, "job.html", await job_facts(desk, job_id), visitor=visitor)


async def job_facts(desk: DashboardDependencies, job_id: str) -> dict[str, Any]:
    """What the template shows. Raises 404."""
    return {"title": job_id, "here": "jobs", "job": await found_job(desk, job_id)}


async def found_job(desk: DashboardDependencies, job_id: str) -> JobDetail:
    """The job. Raises 404 when neither rows nor queue know it."""
    job = await job_detail(desk.steering, job_id[:200])
    if job is None:
        raise HTTPException(404, "There is no such job, or its history is older than is kept.")
    return job


@router.post("/jobs/act")
async def act_on_jobs(request: Request, desk: TheDesk, visitor: Operator) -> Response:
    """One action on the jobs named by `job` (one or many)."""
    form = await form_of(request)
    action, ids = form.get("action", ""), [line for line in form.get("job", "").split("\n") if line][:_MANY]
    address = form.get("back", "/dashboard/jobs")
    if action not in ACTIONS or not ids:
        return back(request, address, "Choose at least one job.")
    results = [await act(desk, visitor, action, job_id) for job_id in ids]
    return back(request, address, _summary(results))


async def act(desk: DashboardDependencies, visitor: Visitor, action: str, job_id: str) -> CommandResult:
    """Do one thing to one job, and log who did it. Raises KeyError for an unknown action."""
    now = clock.now()
    if action == "retry":
        result = await retry_job(desk.steering, job_id, now)
    elif action == "run_now":
        result = await run_now(desk.steering, job_id)
    elif action == "cancel":
        result = await cancel_job(desk.steering, job_id, now)
    else:
        result = await _forget(desk, job_id)
    log.info("dashboard_action", who=visitor.name, action=action, job_id=job_id, outcome=result.outcome)
    return result


async def _forget(desk: DashboardDependencies, job_id: str) -> CommandResult:
    async with desk.steering.records.changing() as connection:
        gone = await delete_jobs(connection, [job_id])
    if gone:
        return CommandResult("done", f"The history of {job_id} is deleted.")
    return CommandResult("refused", f"{job_id} is not over: it waits, runs, or lies among the dead letters.")


def _summary(results: list[CommandResult]) -> str:
    if len(results) == 1:
        return results[0].say
    done = sum(result.outcome in ("done", "asked") for result in results)
    left = next((result.say for result in results if result.outcome in ("nothing", "refused")), "")
    return f"{done} of {len(results)} done. {left}".strip()


def filter_of(asked: dict[str, str], zone: dt.tzinfo) -> JobFilter:
    """The filter of an address. Raises 422 for what it cannot mean."""
    try:
        sort = asked.get("sort", "started") or "started"
        return JobFilter(
            state=_known(asked.get("state", ""), (*STATES, *WAITING)),
            name=asked.get("name", ""),
            chat=asked_chat(asked.get("chat", "")),
            text=asked.get("text", ""),
            since=asked_instant(asked.get("since", ""), zone),
            until=asked_instant(asked.get("until", ""), zone),
            sort=_known(sort, tuple(SORTS)),
            ascending=asked.get("order") == "up",
            cursor=asked.get("page", ""),
            queue=_known(asked.get("queue", ""), QUEUES),
        )
    except ValueError as error:
        raise HTTPException(422, f"This search cannot be understood: {error}.") from error


def _known(word: str, words: Sequence[str]) -> str:
    if word and word not in words:
        raise ValueError(f"{word[:40]} is none of {', '.join(words)}")
    return word


async def _list(request: Request, desk: DashboardDependencies, asked: dict[str, str]) -> dict[str, Any]:
    wanted = filter_of(asked, zone_of(request))
    facts: dict[str, Any] = {
        "asked": asked,
        "wanted": wanted,
        "names": NAMES,
        "queues": QUEUES,
        "states": (*WAITING, *STATES),
        "link": lambda **changes: _link(asked, changes),
        "back": address_asked(request),
        "waiting": None,
        "found": None,
        "count": None,
    }
    if wanted.state in WAITING:
        facts["waiting"] = await waiting_jobs(desk, wanted)
    else:
        facts["found"], facts["count"] = await past_jobs(desk, wanted)
    return facts


async def past_jobs(desk: DashboardDependencies, wanted: JobFilter) -> tuple[JobPage, tuple[int, bool]]:
    """Jobs that ran, and how many there are (counted to 10,000). Raises 422 for a broken page word."""
    async with desk.steering.records.reading() as connection:
        try:
            found = await find_jobs(connection, wanted)
        except BadCursorError as error:
            raise HTTPException(422, str(error)) from error
        return found, await count_jobs(connection, replace(wanted, cursor=""))


async def waiting_jobs(desk: DashboardDependencies, wanted: JobFilter) -> WaitingPage:
    """Jobs that wait. Raises 422 for a broken page word."""
    offset = asked_offset(wanted.cursor)
    async with desk.steering.records.reading() as connection:
        return await find_waiting(
            desk.redis,
            connection,
            wanted.state,  # type: ignore[arg-type]
            name=wanted.name,
            queue=wanted.queue,
            text=wanted.text,
            chat=wanted.chat,
            offset=offset,
        )


def _link(asked: dict[str, str], changes: dict[str, str]) -> str:
    """This search with something changed; another filter begins at the first page."""
    kept = {name: value for name, value in asked.items() if name != "page"} | changes
    return "/dashboard/jobs?" + urlencode({name: value for name, value in kept.items() if value})

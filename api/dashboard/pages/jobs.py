"""The job pages: search, sort and page through jobs; retry, start, cancel and delete one or many."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request, Response

from api.dashboard import console_queries
from api.dashboard.action_results import redirect_back
from api.dashboard.auth.authentication import DashboardDep, OperatorDep, VisitorDep
from api.dashboard.auth.sessions import Visitor
from api.dashboard.console_commands import JOB_ACTIONS, command_job
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.dependencies import DashboardDependencies
from api.dashboard.request_values import (
    form_fields,
    parse_hours,
    parse_instant,
    requested_address,
)
from api.dashboard.templates_environment import render_page, render_template, viewer_zone
from models.console.job_queries import JOB_SORTS, JOB_STATES, JobFilter
from models.console.job_queues import JOB_QUEUES, queue_named
from models.console.operator_context import CommandResult
from models.console.pending_jobs import PENDING_STATES
from models.queue.jobs import JOB_TYPES
from models.runtime import clock

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)

JOB_NAMES = tuple(kind.name for kind in JOB_TYPES)
_MOST_JOBS = 500


@router.get("/jobs")
async def jobs_page(request: Request, dashboard: DashboardDep, visitor: VisitorDep) -> Response:
    """The list; its filter is in the address."""
    params = {name: value.strip()[:200] for name, value in request.query_params.items()}
    values = {"title": "Jobs", "here": "jobs", **await _job_list_values(request, dashboard, visitor, params)}
    if request.headers.get("hx-request"):
        html = render_template(request, "job_list.html", values, visitor=visitor)
        return Response(html, media_type="text/html")
    return render_page(request, "jobs.html", values, visitor=visitor)


@router.get("/jobs/{job_id}")
async def job_page(request: Request, dashboard: DashboardDep, visitor: VisitorDep, job_id: str) -> Response:
    """One job."""
    values = await job_page_values(dashboard, visitor, job_id)
    return render_page(request, "job.html", values, visitor=visitor)


async def job_page_values(dashboard: DashboardDependencies, visitor: Visitor, job_id: str) -> dict[str, Any]:
    """The values of the job's template. Raises 404."""
    job = await console_queries.job_or_404(dashboard, job_id)
    chat = await console_queries.chat_of_job(dashboard, visitor, job.arguments, job.trace_id)
    return {"title": job_id, "here": "jobs", "job": job, "chat": chat}


@router.post("/jobs/act")
async def job_action_form(request: Request, dashboard: DashboardDep, visitor: OperatorDep) -> Response:
    """One action on the jobs in the field `job` (one or many)."""
    form = await form_fields(request)
    action = form.get("action", "")
    job_ids = [line for line in form.get("job", "").split("\n") if line][:_MOST_JOBS]
    address = form.get("back", "/dashboard/jobs")
    if action not in JOB_ACTIONS or not job_ids:
        return redirect_back(request, address, "Select at least one job.")
    results = [await command_job(dashboard, visitor, action, job_id) for job_id in job_ids]
    return redirect_back(request, address, _summary(results))


def _summary(results: list[CommandResult]) -> str:
    if len(results) == 1:
        return results[0].message
    done = sum(result.outcome in ("done", "asked") for result in results)
    left = next((result.message for result in results if result.outcome in ("nothing", "refused")), "")
    return f"{done} of {len(results)} done. {left}".strip()


def parse_job_filter(params: dict[str, str], zone: dt.tzinfo, chats: tuple[int, ...] | None) -> JobFilter:
    """The filter of an address, for the chats that it means. Raises 422 for values it does not know."""
    try:
        sort = params.get("sort", "started") or "started"
        return JobFilter(
            state=_one_of(params.get("state", ""), (*JOB_STATES, *PENDING_STATES)),
            name=params.get("name", ""),
            chats=chats,
            text=params.get("text", ""),
            since=_since(params, zone),
            until=parse_instant(params.get("until", ""), zone),
            sort=_one_of(sort, tuple(JOB_SORTS)),
            ascending=params.get("order") == "up",
            cursor=params.get("page", ""),
            error_kind=params.get("kind", ""),
            queue=_one_of(queue_named(params.get("queue", "")), JOB_QUEUES),
        )
    except ValueError as error:
        raise HTTPException(422, f"This search is not valid: {error}.") from error


def _since(params: dict[str, str], zone: dt.tzinfo) -> dt.datetime | None:
    """The beginning of the search: a local time, or so many `hours` back."""
    hours = parse_hours(params.get("hours", ""))
    return clock.now() - dt.timedelta(hours=hours) if hours else parse_instant(params.get("since", ""), zone)


def _one_of(value: str, known: Sequence[str]) -> str:
    if value and value not in known:
        raise ValueError(f"{value[:40]} is not one of {', '.join(known)}")
    return value


async def _job_list_values(
    request: Request, dashboard: DashboardDependencies, visitor: Visitor, params: dict[str, str]
) -> dict[str, Any]:
    chats = await console_queries.meant_chats(dashboard, visitor, params.get("chat", ""))
    wanted = parse_job_filter(params, viewer_zone(request), chats)
    values: dict[str, Any] = {
        "params": params,
        "wanted": wanted,
        "names": JOB_NAMES,
        "queues": JOB_QUEUES,
        "states": (*PENDING_STATES, *JOB_STATES),
        "link": lambda **changes: _link(params, changes),
        "back": requested_address(request),
        "pending": None,
        "found": None,
    }
    if wanted.state in PENDING_STATES:
        values["pending"] = await console_queries.search_pending_jobs(dashboard, visitor, wanted)
    else:
        values["found"] = await console_queries.search_jobs(dashboard, visitor, wanted)
    return values


def _link(params: dict[str, str], changes: dict[str, str]) -> str:
    """This search with some values changed, from its first page unless `page` is among them."""
    kept = {name: value for name, value in params.items() if name != "page"} | changes
    return "/dashboard/jobs?" + urlencode({name: value for name, value in kept.items() if value})

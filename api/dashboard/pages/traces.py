"""Traces: one message on one timeline, from the webhook to the answer's Telegram message id."""

from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request, Response

from api.dashboard.auth.guard import GuardedRoute, Operator, Reader, TheDesk
from api.dashboard.dependencies import DashboardDependencies
from api.dashboard.pages.dead_letters import log_shown
from api.dashboard.templates_environment import page
from models.console.row_ids import read_id
from models.console.traces import Trace, assemble, recent_traces

router = APIRouter(route_class=GuardedRoute, include_in_schema=False)


@router.get("/traces")
async def traces_page(request: Request, desk: TheDesk, visitor: Reader) -> Response:
    """The newest messages, and a field for any other's id."""
    asked = request.query_params.get("id", "").strip()[:60]
    if asked:
        word = asked if read_id(asked) is None else f"u{asked}"
        await found_trace(desk, word)
        return Response(status_code=303, headers={"location": f"/dashboard/traces/{quote(word, safe='')}"})
    async with desk.steering.records.reading() as connection:
        recent = await recent_traces(connection)
    return page(
        request, "traces.html", {"title": "Traces", "here": "traces", "recent": recent}, visitor=visitor
    )


@router.get("/traces/{trace_id}")
async def trace_page(request: Request, desk: TheDesk, visitor: Reader, trace_id: str) -> Response:
    """One trace; people's words are not shown."""
    facts = {"title": f"Trace {trace_id}", "here": "traces", "trace": await found_trace(desk, trace_id)}
    return page(request, "trace.html", {**facts, "words": False}, visitor=visitor)


@router.post("/traces/{trace_id}/text")
async def trace_text(request: Request, desk: TheDesk, visitor: Operator, trace_id: str) -> Response:
    """One trace with the words. That they were shown is logged."""
    facts = {"title": f"Trace {trace_id}", "here": "traces", "trace": await found_trace(desk, trace_id)}
    log_shown(visitor, f"trace:{trace_id}")
    return page(request, "trace.html", {**facts, "words": True}, visitor=visitor)


async def found_trace(desk: DashboardDependencies, trace_id: str) -> Trace:
    """The trace. Raises 404."""
    async with desk.steering.records.reading() as connection:
        trace = await assemble(connection, trace_id[:100])
    if trace is None:
        raise HTTPException(404, "Nothing carries this trace's id, or it is older than is kept.")
    return trace

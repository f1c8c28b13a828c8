"""The trace pages: the newest messages, and everything one update caused."""

from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from api.dashboard import console_queries
from api.dashboard.auth.authentication import DashboardDep, OperatorDep, VisitorDep
from api.dashboard.auth.sessions import Visitor
from api.dashboard.console_commands import reveal_trace
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.dependencies import DashboardDependencies
from api.dashboard.templates_environment import render_page
from models.console.row_ids import parse_digits
from models.console.traces import TraceTimeline

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)


@router.get("/traces")
async def traces_page(request: Request, dashboard: DashboardDep, visitor: VisitorDep) -> Response:
    """The newest messages, of all chats or one, and a search field for any trace or update id."""
    wanted = request.query_params.get("id", "").strip()[:60]
    if wanted:
        trace_id = wanted if parse_digits(wanted) is None else f"u{wanted}"
        await console_queries.trace_or_404(dashboard, trace_id)
        address = f"/dashboard/traces/{quote(trace_id, safe='')}"
        return Response(status_code=303, headers={"location": address})
    chat = request.query_params.get("chat", "").strip()[:200]
    chats = await console_queries.meant_chats(dashboard, visitor, chat)
    values = {
        "title": "Traces",
        "here": "traces",
        "chat": chat,
        "recent": await console_queries.load_recent_traces(dashboard, visitor, chats=chats),
    }
    return render_page(request, "traces.html", values, visitor=visitor)


@router.get("/traces/{trace_id}")
async def trace_page(
    request: Request, dashboard: DashboardDep, visitor: VisitorDep, trace_id: str
) -> Response:
    """One trace, without people's texts."""
    trace = await console_queries.trace_or_404(dashboard, trace_id)
    values = await _trace_values(dashboard, visitor, trace, texts=False)
    return render_page(request, "trace.html", values, visitor=visitor)


@router.post("/traces/{trace_id}/text")
async def trace_text_page(
    request: Request, dashboard: DashboardDep, visitor: OperatorDep, trace_id: str
) -> Response:
    """One trace with people's texts; the access is logged."""
    trace = await reveal_trace(dashboard, visitor, trace_id)
    values = await _trace_values(dashboard, visitor, trace, texts=True)
    return render_page(request, "trace.html", values, visitor=visitor)


async def _trace_values(
    dashboard: DashboardDependencies, visitor: Visitor, trace: TraceTimeline, *, texts: bool
) -> dict[str, object]:
    named = [step.details for step in trace.steps if step.details.get("lane") or step.kind == "answer"]
    arguments = named[0] if named else {}
    return {
        "title": f"Trace {trace.trace_id}",
        "here": "traces",
        "trace": trace,
        "show_texts": texts,
        "chat": await console_queries.chat_of_job(dashboard, visitor, arguments, trace.trace_id),
    }

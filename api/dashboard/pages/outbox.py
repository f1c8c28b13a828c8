"""The outbox page: messages not sent yet, sent, failed, and those that may have arrived."""

from fastapi import APIRouter, HTTPException, Request, Response

from api.dashboard.auth.authentication import DashboardDep, VisitorDep
from api.dashboard.console_queries import search_outbox
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.request_values import parse_chat_id, parse_row_id
from api.dashboard.templates_environment import render_page
from models.console.outbox_queries import OUTBOX_STATES, count_unsent_by_state

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)


@router.get("/outbox")
async def outbox_page(request: Request, dashboard: DashboardDep, visitor: VisitorDep) -> Response:
    """Messages, newest first, without their texts."""
    params = {name: value.strip() for name, value in request.query_params.items()}
    state, chat = params.get("state", ""), params.get("chat", "")
    if state and state not in OUTBOX_STATES:
        raise HTTPException(422, f"This search is not valid: the states are {', '.join(OUTBOX_STATES)}.")
    found = await search_outbox(
        dashboard, state=state, chat=parse_chat_id(chat), before=parse_row_id(params.get("before", "0"))
    )
    async with dashboard.operator_context.postgres.connection() as connection:
        counts = await count_unsent_by_state(connection)
    values = {
        "title": "Outbox",
        "here": "outbox",
        "found": found,
        "counts": counts,
        "states": OUTBOX_STATES,
        "state": state,
        "chat": chat,
    }
    return render_page(request, "outbox.html", values, visitor=visitor)

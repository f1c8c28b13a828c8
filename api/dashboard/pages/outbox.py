"""The outbox page: messages not sent yet, sent, failed, and those that may have arrived."""

from typing import Literal

from fastapi import APIRouter, HTTPException, Request, Response

from api.dashboard.action_results import redirect_back
from api.dashboard.auth.authentication import DashboardDep, OperatorDep, VisitorDep
from api.dashboard.console_commands import command_deliveries, command_resend
from api.dashboard.console_queries import load_paused_deliveries, meant_chats, search_outbox
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.request_values import (
    RowId,
    form_fields,
    parse_chat_id,
    parse_hours,
    parse_row_id,
    requested_address,
)
from api.dashboard.templates_environment import render_page
from models.console.outbox_queries import OUTBOX_STATES, count_unsent_by_state
from models.console.row_ids import parse_telegram_id

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)


@router.get("/outbox")
async def outbox_page(request: Request, dashboard: DashboardDep, visitor: VisitorDep) -> Response:
    """Messages, newest first, without their texts."""
    params = {name: value.strip() for name, value in request.query_params.items()}
    state, chat = params.get("state", ""), params.get("chat", "")
    if state and state not in OUTBOX_STATES:
        raise HTTPException(422, f"This search is not valid: the states are {', '.join(OUTBOX_STATES)}.")
    hours, lost = parse_hours(params.get("hours", "")), params.get("lost") == "1"
    found = await search_outbox(
        dashboard,
        visitor,
        state=state,
        chats=await meant_chats(dashboard, visitor, chat[:200]),
        before=parse_row_id(params.get("before", "0")),
        hours=hours,
        lost=lost,
    )
    async with dashboard.operator_context.postgres.connection() as connection:
        counts = await count_unsent_by_state(connection)
    paused = await load_paused_deliveries(dashboard, visitor)
    values = {
        "title": "Outbox",
        "paused": paused,
        "chat_id": parse_telegram_id(chat),
        "here": "outbox",
        "found": found,
        "counts": counts,
        "states": OUTBOX_STATES,
        "state": state,
        "chat": chat,
        "hours": hours or "",
        "lost": "1" if lost else "",
        "back": requested_address(request),
    }
    return render_page(request, "outbox.html", values, visitor=visitor)


@router.post("/deliveries/{action}")
async def deliveries_form(
    request: Request, dashboard: DashboardDep, visitor: OperatorDep, action: Literal["pause", "resume"]
) -> Response:
    """Pause what is sent to a chat or to all, or resume it."""
    form = await form_fields(request)
    chat = parse_chat_id(form.get("chat", "")) or 0
    result = await command_deliveries(dashboard, visitor, action, chat, form.get("reason", ""))
    return redirect_back(request, form.get("back", "/dashboard/outbox"), result.message)


@router.post("/outbox/{outbound_id}/resend")
async def resend_form(
    request: Request, dashboard: DashboardDep, visitor: OperatorDep, outbound_id: RowId
) -> Response:
    """Send a message again, as it was or as plain text."""
    form = await form_fields(request)
    result = await command_resend(dashboard, visitor, outbound_id, plain=form.get("form") == "plain")
    return redirect_back(request, form.get("back", "/dashboard/outbox"), result.message)

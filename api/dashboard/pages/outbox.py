"""Outbox: what the bot owes, has sent, could not send, and what may or may not have arrived."""

from fastapi import APIRouter, HTTPException, Request, Response

from api.dashboard.auth.guard import GuardedRoute, Reader, TheDesk
from api.dashboard.request_values import asked_chat, asked_id
from api.dashboard.templates_environment import page
from models.console.outbox_queries import STATES, counts, find_outbox

router = APIRouter(route_class=GuardedRoute, include_in_schema=False)


@router.get("/outbox")
async def outbox_page(request: Request, desk: TheDesk, visitor: Reader) -> Response:
    """Messages, newest first; their words are not shown."""
    asked = {name: value.strip() for name, value in request.query_params.items()}
    state, chat, before = asked.get("state", ""), asked.get("chat", ""), asked.get("before", "0")
    if state and state not in STATES:
        raise HTTPException(422, "This search cannot be understood.")
    async with desk.steering.records.reading() as connection:
        found = await find_outbox(connection, state=state, chat=asked_chat(chat), before=asked_id(before))
        owed = await counts(connection)
    facts = {"title": "Outbox", "here": "outbox", "found": found, "counts": owed, "states": STATES}
    return page(request, "outbox.html", {**facts, "state": state, "chat": chat}, visitor=visitor)

"""Read-only control endpoints: chats, messages, people, calls, updates, files."""

import re
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ops.sandbox.botapi.errors import BotApiError
from ops.sandbox.botapi.profile import commands_for
from ops.sandbox.control.event_stream import stream_events
from ops.sandbox.control.faults import count_records
from ops.sandbox.stand_in import StandIn
from ops.sandbox.state.telegram_state import TelegramState

PLAYABLE = {"photo": "image/jpeg", "voice": "audio/ogg"}


def _state_of(request: Request) -> TelegramState:
    stand_in: StandIn = request.app.state.stand_in
    return stand_in.state


def _number(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    return int(text) if text.lstrip("-").isdigit() else None


async def get_state(request: Request) -> Response:
    return JSONResponse(count_records(request.app.state.stand_in))


async def get_chats(request: Request) -> Response:
    state = _state_of(request)
    return JSONResponse([{**state.chat_object(chat), **chat.record()} for chat in state.chats.values()])


async def get_messages(request: Request) -> Response:
    """Messages of a chat, oldest first; ?after=<message_id>, ?deleted=1 shows deleted ones too."""
    wanted = request.path_params["chat_id"]
    if not re.fullmatch(r"-?\d{1,19}", wanted):
        raise BotApiError(404, "Not Found: a chat has a number")
    chat = _state_of(request).chats.get(int(wanted))
    after, deleted = _number(request, "after") or 0, request.query_params.get("deleted") == "1"
    found = chat.messages.values() if chat else []
    return JSONResponse(
        [item.seen() for item in found if item.message_id > after and (deleted or not item.deleted)]
    )


async def get_people(request: Request) -> Response:
    state = _state_of(request)
    shown = [{**user, "commands": commands_for(state, user)} for user in state.users.values()]
    return JSONResponse(shown)


async def get_calls(request: Request) -> Response:
    """The bot's calls; ?method=, ?after=<index>, ?chat=<id>."""
    log = _state_of(request).calls
    method = request.query_params.get("method", "")
    return JSONResponse(log.select(method, _number(request, "after") or 0, _number(request, "chat")))


async def get_updates(request: Request) -> Response:
    """Updates not yet confirmed by the bot."""
    return JSONResponse([asdict(item) for item in _state_of(request).updates.in_order()])


async def get_query(request: Request) -> Response:
    found = _state_of(request).queries.get(request.path_params["query_id"])
    if found is None:
        raise BotApiError(404, "Not Found: no such callback query")
    return JSONResponse(asdict(found))


async def get_file_content(request: Request) -> Response:
    """A file's bytes, for the chat page; never shown as a page of its own."""
    state = _state_of(request)
    stored = state.files.by_id.get(request.path_params["file_id"])
    if stored is None:
        raise BotApiError(404, "Not Found: no such file")
    mime = stored.mime_type if stored.mime_type.startswith("audio/") else PLAYABLE.get(stored.kind, "")
    headers = {"Cache-Control": "private, max-age=3600"}
    if stored.kind == "document":
        headers["Content-Disposition"] = "attachment"
    return Response(
        state.files.content(stored), media_type=mime or "application/octet-stream", headers=headers
    )


async def get_events(request: Request) -> Response:
    """Server-sent events for the chat page: every change when it happens."""
    return stream_events(_state_of(request))

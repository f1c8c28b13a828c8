"""Endpoints that only look: chats, messages, people, calls, updates, files."""

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ops.sandbox.botapi.errors import BotApiError
from ops.sandbox.botapi.profile import commands_for
from ops.sandbox.control.event_stream import stream
from ops.sandbox.control.faults import summary
from ops.sandbox.stand_in import StandIn
from ops.sandbox.state.telegram_state import World

PLAYABLE = {"photo": "image/jpeg", "voice": "audio/ogg"}


def _world(request: Request) -> World:
    stand_in: StandIn = request.app.state.stand_in
    return stand_in.world


def _number(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    return int(text) if text.lstrip("-").isdigit() else None


async def state(request: Request) -> Response:
    return JSONResponse(summary(request.app.state.stand_in))


async def chats(request: Request) -> Response:
    world = _world(request)
    return JSONResponse([{**world.chat_object(chat), **chat.record()} for chat in world.chats.values()])


async def messages(request: Request) -> Response:
    """Messages of a chat, oldest first; ?after=<message_id>, ?deleted=1 shows deleted ones too."""
    chat = _world(request).chats.get(request.path_params["chat_id"])
    after, deleted = _number(request, "after") or 0, request.query_params.get("deleted") == "1"
    found = chat.messages.values() if chat else []
    return JSONResponse(
        [item.seen() for item in found if item.message_id > after and (deleted or not item.deleted)]
    )


async def people(request: Request) -> Response:
    world = _world(request)
    shown = [{**user, "commands": commands_for(world, user)} for user in world.users.values()]
    return JSONResponse(shown)


async def calls(request: Request) -> Response:
    """The bot's calls; ?method=, ?after=<index>, ?chat=<id>."""
    log = _world(request).calls
    method = request.query_params.get("method", "")
    return JSONResponse(log.select(method, _number(request, "after") or 0, _number(request, "chat")))


async def updates(request: Request) -> Response:
    """Updates not yet confirmed by the bot."""
    return JSONResponse([asdict(item) for item in _world(request).updates.in_order()])


async def query(request: Request) -> Response:
    found = _world(request).queries.get(request.path_params["query_id"])
    if found is None:
        raise BotApiError(404, "Not Found: no such callback query")
    return JSONResponse(asdict(found))


async def file(request: Request) -> Response:
    """A file's bytes, for the chat page; never shown as a page of its own."""
    world = _world(request)
    stored = world.files.by_id.get(request.path_params["file_id"])
    if stored is None:
        raise BotApiError(404, "Not Found: no such file")
    mime = stored.mime_type if stored.mime_type.startswith("audio/") else PLAYABLE.get(stored.kind, "")
    headers = {"Cache-Control": "private, max-age=3600"}
    if stored.kind == "document":
        headers["Content-Disposition"] = "attachment"
    return Response(
        world.files.content(stored), media_type=mime or "application/octet-stream", headers=headers
    )


async def events(request: Request) -> Response:
    """Server-sent events for the chat page: everything that changes, as it happens."""
    return stream(_world(request))

"""The control API's list of endpoints, all under /control.

Errors are JSON of the Bot API's form. Bodies are JSON (see bodies.py) except for /upload, a form.
It has no password: the stand-in is for a laptop and for tests, and listens on loopback by default.
A page of another origin is refused.
"""

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ops.sandbox.botapi.errors import BotApiError, bad_request
from ops.sandbox.control import acts, bodies, fate, views
from ops.sandbox.stand_in import StandIn
from ops.sandbox.trouble import Fault

M = TypeVar("M", bound=BaseModel)
MAX_UPLOAD_FIELD = 64 * 1024


def _endpoint(path: str, model: type[M], work: Callable[[StandIn, M], Any]) -> Route:
    """A POST endpoint: JSON checked by the model, then the work."""

    async def handle(request: Request) -> Response:
        if "application/json" not in request.headers.get("content-type", ""):
            raise bad_request("send JSON with Content-Type: application/json")
        try:
            body = model.model_validate_json(await request.body() or b"{}")
        except ValidationError as error:
            raise bad_request(str(error)) from error
        result = work(request.app.state.stand_in, body)
        return JSONResponse(await result if inspect.isawaitable(result) else result)

    return Route(path, handle, methods=["POST"])


async def _upload(request: Request) -> Response:
    async with request.form(max_files=1, max_fields=20, max_part_size=MAX_UPLOAD_FIELD) as form:
        return JSONResponse(await acts.upload(request.app.state.stand_in, form))


async def refuse(_: Request, error: Exception) -> Response:
    """A BotApiError as JSON."""
    assert isinstance(error, BotApiError)
    return JSONResponse(error.body(), error.code)


ROUTES = [
    _endpoint("/say", bodies.Say, acts.say),
    _endpoint("/edit", bodies.Edit, acts.edit),
    _endpoint("/press", bodies.Press, acts.press),
    _endpoint("/react", bodies.React, acts.react),
    _endpoint("/forward", bodies.Forward, acts.forward),
    _endpoint("/location", bodies.Location, acts.locate),
    _endpoint("/block", bodies.Block, acts.block),
    _endpoint("/group", bodies.Group, acts.make_group),
    Route("/upload", _upload, methods=["POST"]),
    _endpoint("/faults", Fault, fate.add_fault),
    _endpoint("/faults/clear", fate.Nothing, fate.clear_faults),
    _endpoint("/limits", bodies.Limits, fate.set_limits),
    _endpoint("/redeliver", bodies.Redeliver, fate.redeliver),
    _endpoint("/updates", bodies.RawUpdate, fate.inject),
    _endpoint("/clock", bodies.Advance, fate.advance),
    _endpoint("/wait", bodies.Wait, fate.wait),
    _endpoint("/reset", fate.Nothing, fate.reset),
    Route("/state", views.state),
    Route("/chats", views.chats),
    Route("/chats/{chat_id:int}/messages", views.messages),
    Route("/people", views.people),
    Route("/calls", views.calls),
    Route("/updates", views.updates),
    Route("/queries/{query_id}", views.query),
    Route("/files/{file_id}", views.file),
    Route("/events", views.events),
]

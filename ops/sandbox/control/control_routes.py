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
from ops.sandbox.control import faults, inspection, schemas, user_actions
from ops.sandbox.fault_injection import Fault
from ops.sandbox.stand_in import StandIn

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
        return JSONResponse(await user_actions.upload(request.app.state.stand_in, form))


async def refuse(_: Request, error: Exception) -> Response:
    """A BotApiError as JSON."""
    assert isinstance(error, BotApiError)
    return JSONResponse(error.body(), error.code)


ROUTES = [
    _endpoint("/say", schemas.Say, user_actions.say),
    _endpoint("/edit", schemas.Edit, user_actions.edit),
    _endpoint("/press", schemas.Press, user_actions.press),
    _endpoint("/react", schemas.React, user_actions.react),
    _endpoint("/forward", schemas.Forward, user_actions.forward),
    _endpoint("/location", schemas.Location, user_actions.locate),
    _endpoint("/block", schemas.Block, user_actions.block),
    _endpoint("/group", schemas.Group, user_actions.make_group),
    Route("/upload", _upload, methods=["POST"]),
    _endpoint("/faults", Fault, faults.add_fault),
    _endpoint("/faults/clear", faults.Nothing, faults.clear_faults),
    _endpoint("/limits", schemas.Limits, faults.set_limits),
    _endpoint("/redeliver", schemas.Redeliver, faults.redeliver),
    _endpoint("/updates", schemas.RawUpdate, faults.inject),
    _endpoint("/clock", schemas.Advance, faults.advance),
    _endpoint("/wait", schemas.Wait, faults.wait),
    _endpoint("/reset", faults.Nothing, faults.reset),
    Route("/state", inspection.state),
    Route("/chats", inspection.chats),
    Route("/chats/{chat_id:int}/messages", inspection.messages),
    Route("/people", inspection.people),
    Route("/calls", inspection.calls),
    Route("/updates", inspection.updates),
    Route("/queries/{query_id}", inspection.query),
    Route("/files/{file_id}", inspection.file),
    Route("/events", inspection.events),
]

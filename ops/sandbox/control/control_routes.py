"""The routes of the control API, all under /control.

Errors are JSON of the Bot API's form. Bodies are JSON (see schemas.py) except for /upload, a form.
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
    """A POST endpoint that validates the JSON body by `model` and returns the result of `work`."""

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
        return JSONResponse(await user_actions.handle_upload(request.app.state.stand_in, form))


async def error_response(_: Request, error: Exception) -> Response:
    """A BotApiError as JSON."""
    assert isinstance(error, BotApiError)
    return JSONResponse(error.body(), error.code)


ROUTES = [
    _endpoint("/say", schemas.SayBody, user_actions.handle_say),
    _endpoint("/edit", schemas.EditBody, user_actions.handle_edit),
    _endpoint("/press", schemas.PressBody, user_actions.handle_press),
    _endpoint("/react", schemas.ReactBody, user_actions.handle_react),
    _endpoint("/forward", schemas.ForwardBody, user_actions.handle_forward),
    _endpoint("/location", schemas.LocationBody, user_actions.handle_location),
    _endpoint("/block", schemas.BlockBody, user_actions.handle_block),
    _endpoint("/group", schemas.GroupBody, user_actions.handle_group),
    _endpoint("/bot-status", schemas.BotStatusBody, user_actions.handle_bot_status),
    _endpoint("/topic", schemas.TopicBody, user_actions.handle_topic),
    _endpoint("/migrate", schemas.UserAction, user_actions.handle_migration),
    _endpoint("/privacy", schemas.PrivacyBody, user_actions.handle_privacy),
    Route("/upload", _upload, methods=["POST"]),
    _endpoint("/faults", Fault, faults.add_fault),
    _endpoint("/faults/clear", faults.EmptyBody, faults.clear_faults),
    _endpoint("/limits", schemas.LimitsBody, faults.set_limits),
    _endpoint("/redeliver", schemas.RedeliverBody, faults.redeliver_update),
    _endpoint("/updates", schemas.RawUpdateBody, faults.inject_update),
    _endpoint("/clock", schemas.AdvanceBody, faults.advance_clock),
    _endpoint("/wait", schemas.WaitBody, faults.wait_for_condition),
    _endpoint("/reset", faults.EmptyBody, faults.reset_stand_in),
    Route("/state", inspection.get_state),
    Route("/chats", inspection.get_chats),
    # Groups have negative ids, which Starlette's "int" does not take.
    Route("/chats/{chat_id}/messages", inspection.get_messages),
    Route("/people", inspection.get_people),
    Route("/calls", inspection.get_calls),
    Route("/updates", inspection.get_updates),
    Route("/queries/{query_id}", inspection.get_query),
    Route("/files/{file_id}", inspection.get_file_content),
    Route("/events", inspection.get_events),
]

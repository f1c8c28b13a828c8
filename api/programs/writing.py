"""What programs ask for: stored in the queue as a message is, acknowledged with 202, and carried out by the worker."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Response

from api.programs.authentication import StoresDep, WritingDep
from api.programs.bodies import Accepted, DoneBody, MessageBody, NewTaskBody, TaskChangeBody, TaskFields
from api.programs.reading import TaskNumber
from api.programs.refusals import RefusedError, refusals
from api.programs.stores import ProgramStores
from api.update_envelope import UpdateEnvelope
from models.console.row_ids import LARGEST_ID
from models.programs.access import ProgramAccess
from models.queue.keys import lane_of_program
from models.queue.program_requests import KeyReusedError

# Refused before anything is read, therefore without a document.
_TOO_LARGE: dict[int | str, dict[str, Any]] = {413: {"description": "The body has more than 64 kB"}}

router = APIRouter(tags=["requests"], responses=refusals(400, 401, 403, 422, 429, 503) | _TOO_LARGE)

RequestKey = Annotated[str | None, Header(alias="Idempotency-Key", pattern=r"^[\x21-\x7e]{1,200}$")]


@router.post("/messages", status_code=202)
async def post_message(
    access: WritingDep,
    stores: StoresDep,
    response: Response,
    body: MessageBody,
    idempotency_key: RequestKey = None,
) -> Accepted:
    """Say something as the owner would; a token limited to a business may speak of its tasks only."""
    return await _store(access, stores, response, idempotency_key, {"intent": "message", "text": body.text})


@router.post("/tasks", status_code=202)
async def post_task(
    access: WritingDep,
    stores: StoresDep,
    response: Response,
    body: NewTaskBody,
    idempotency_key: RequestKey = None,
) -> Accepted:
    """Add a task."""
    wanted = {"intent": "create", "fields": _given(body)}
    return await _store(access, stores, response, idempotency_key, wanted)


@router.patch("/tasks/{number}", status_code=202)
async def patch_task(
    access: WritingDep,
    stores: StoresDep,
    response: Response,
    number: TaskNumber,
    body: TaskChangeBody,
    idempotency_key: RequestKey = None,
) -> Accepted:
    """Change fields of an open task."""
    wanted = {"intent": "change", "number": number, "fields": _given(body)}
    return await _store(access, stores, response, idempotency_key, wanted)


@router.post("/tasks/{number}/done", status_code=202)
async def post_done(
    access: WritingDep,
    stores: StoresDep,
    response: Response,
    number: TaskNumber,
    body: DoneBody | None = None,
    idempotency_key: RequestKey = None,
) -> Accepted:
    """Complete an open task."""
    minutes = None if body is None else body.actual_minutes
    wanted = {"intent": "done", "number": number, "actual_minutes": minutes}
    return await _store(access, stores, response, idempotency_key, wanted)


@router.post("/tasks/{number}/drop", status_code=202)
async def post_drop(
    access: WritingDep,
    stores: StoresDep,
    response: Response,
    number: TaskNumber,
    idempotency_key: RequestKey = None,
) -> Accepted:
    """Drop an open task; of a recurring one, only this occurrence."""
    wanted = {"intent": "drop", "number": number}
    return await _store(access, stores, response, idempotency_key, wanted)


@router.post("/operations/{request_id}/undo", status_code=202)
async def post_undo(
    access: WritingDep,
    stores: StoresDep,
    response: Response,
    request_id: Annotated[int, Path(ge=1, le=LARGEST_ID)],
    idempotency_key: RequestKey = None,
) -> Accepted:
    """Undo what an earlier request of this token did, as far as nobody has changed it since."""
    wanted = {"intent": "undo", "request_id": request_id}
    return await _store(access, stores, response, idempotency_key, wanted)


def _given(body: TaskFields) -> dict[str, Any]:
    return body.model_dump(mode="json", exclude_unset=True)


async def _store(
    access: ProgramAccess, stores: ProgramStores, response: Response, key: str | None, wanted: dict[str, Any]
) -> Accepted:
    """Put the request into the lane of its token; under a key that is known already nothing happens again."""
    asked = json.dumps(wanted, sort_keys=True).encode()
    try:
        request_id = await stores.requests.number(access.token_id, asked, key)
    except KeyReusedError as error:
        message = "This Idempotency-Key was used for another request."
        raise RefusedError(422, "key_reused", message) from error
    program = {"token_id": access.token_id, **wanted}
    body = json.dumps({"update_id": request_id, "program": program}).encode()
    envelope = UpdateEnvelope(request_id, lane_of_program(access.token_id))
    refusal = await stores.intake.take_in(envelope, body)
    if refusal is not None:
        raise RefusedError(503, refusal, "It is not stored. Send it again.", retry_after="5")
    address = f"/api/operations/{request_id}"
    response.headers["location"] = address
    return Accepted(operation=address)

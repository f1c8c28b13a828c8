"""Handles a call to the OpenAI stand-in: records it, checks the key, injects faults, runs the endpoint."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from ops.sandbox.connections import cut_connection, hang_request
from ops.sandbox.openai_stand_in.planted_answers import OpenAiFault, PlantedAnswers
from ops.sandbox.openai_stand_in.refusals import OpenAiError
from ops.sandbox.state.change_notifier import ChangeNotifier
from ops.sandbox.state.telegram_clock import TelegramClock

Json = dict[str, Any]
Work = Callable[[Json, OpenAiFault | None], Any]


class OpenAiStandIn:
    """The planted answers, the log of calls, and how many calls run at once."""

    def __init__(self) -> None:
        self.orders = PlantedAnswers()
        self.changes = ChangeNotifier()
        self.clock = TelegramClock()
        self.calls: list[Json] = []
        self.running = 0
        self.most = 0

    def reset(self) -> None:
        self.orders.clear()
        self.calls.clear()
        self.most = self.running

    async def serve(self, request: Request, endpoint: str, work: Work) -> Response:
        """Record the call, check its key, inject the fault that applies, and run `work`."""
        call: Json = {"index": len(self.calls) + 1, "endpoint": endpoint, "at": self.clock.now(), "status": 0}
        self.calls.append(call)
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            response = await self._answer(request, call, work)
        except OpenAiError as error:
            response = JSONResponse(error.body(), error.status, error.headers)
        finally:
            self.running -= 1
        call["status"] = response.status_code
        self.changes.publish({"event": "call", "endpoint": endpoint})
        return response

    async def _answer(self, request: Request, call: Json, work: Work) -> Response:
        body = await _read(request)
        call["body"] = {key: value for key, value in body.items() if key != "content"}
        if not request.headers.get("authorization", "").startswith("Bearer "):
            raise OpenAiError(401, "You didn't provide an API key.")
        fault = self.orders.fault_for(call["endpoint"])
        call["trouble"] = fault.kind if fault else ""
        early = await _before(request, fault)
        if early is not None:
            return early
        result = work(body, fault)
        headers = {"x-request-id": f"req_{call['index']}", "openai-processing-ms": "1"}
        if isinstance(result, str):
            return PlainTextResponse(result, headers=headers)
        return JSONResponse(result, headers=headers)


async def _read(request: Request) -> Json:
    """The request's parameters; an audio file comes as `file_name` and `content`."""
    if request.method == "GET":
        return {}
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form(max_files=1) as form:
            body: Json = {key: value for key, value in form.multi_items() if isinstance(value, str)}
            file = form.get("file")
            if isinstance(file, UploadFile):
                content = await file.read()
                body |= {"file_name": file.filename or "", "content": content, "size": len(content)}
        return body
    try:
        parsed = json.loads(await request.body())
    except ValueError as error:
        raise OpenAiError(400, "We could not parse the JSON body of your request.") from error
    return dict(parsed)


async def _before(request: Request, fault: OpenAiFault | None) -> Response | None:
    """The response of a fault that replaces the work; None when the work is to be done."""
    if fault is None:
        return None
    if fault.kind == "error":
        wait = {} if fault.retry_after is None else {"retry-after": f"{fault.retry_after:g}"}
        raise OpenAiError(fault.code, f"Ordered by a test: {fault.code}", fault.error_code or None, wait)
    if fault.kind == "hang":
        return await hang_request(request, fault.seconds)
    if fault.kind == "drop":
        return await cut_connection(request)
    if fault.kind == "garbage":
        return Response(b'{"id": "chatcmpl-1", "choices": [', media_type="application/json")
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    return None

"""Handles a Bot API call: checks the token, injects faults, runs the method and records the call."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from ops.sandbox.botapi.errors import BotApiError
from ops.sandbox.botapi.methods import METHODS, NAMES, POLLING, may_run_in_answer
from ops.sandbox.botapi.params import CallParams, read_params
from ops.sandbox.botapi.update_methods import DescribedResult, UpdatePoller
from ops.sandbox.connections import cut_connection, hang_request
from ops.sandbox.fault_injection import Fault, FaultPlan, RateLimits
from ops.sandbox.state.call_log import Call
from ops.sandbox.state.records import Json
from ops.sandbox.state.telegram_state import TelegramState

Work = Callable[[], Awaitable[Response]]
PACED = ("send", "editMessage")
UNPACED = frozenset({"sendChatAction"})


@dataclass
class GatewayAnswer:
    """The result of a call: an HTTP status and the Bot API's JSON."""

    status: int
    body: Json


class BotApiGateway:
    """Executes the bot's calls, over HTTP or from a webhook's response."""

    def __init__(self, state: TelegramState, faults: FaultPlan, limits: RateLimits) -> None:
        self._state = state
        self._faults = faults
        self._limits = limits
        self._poller = UpdatePoller()

    async def handle(self, request: Request) -> Response:
        """One HTTP call to /bot<token>/<method>."""
        wanted = request.path_params["method"]
        if not self._token_is_right(request):
            return _json(BotApiError(401, "Unauthorized"))
        try:
            params = await read_params(request)
        except BotApiError as error:
            return _json(error)
        name = NAMES.get(wanted.lower(), wanted)
        call = self._begin(name, params, "http")
        fault = self._faults.next_fault(name, params.text("chat_id"))

        async def work() -> Response:
            answer = await self._run(name, params)
            self._record(call, answer)
            return JSONResponse(answer.body, answer.status)

        return await self._with_fault(request, call, work, fault)

    async def download(self, request: Request) -> Response:
        """One HTTP call to /file/bot<token>/<path>."""
        if not self._token_is_right(request):
            return _json(BotApiError(401, "Unauthorized"))
        path = request.path_params["path"]
        call = self._begin("file", CallParams({"path": path}), "http")

        async def work() -> Response:
            return self._file(path, call)

        return await self._with_fault(request, call, work, self._faults.next_fault("file"))

    async def run_answer(self, name: str, params: CallParams) -> None:
        """Execute a method found in a webhook's response; its result is not sent to anybody."""
        if not may_run_in_answer(name):
            return
        known = NAMES.get(name.lower(), name)
        call = self._begin(known, params, "webhook_answer")
        self._record(call, await self._run(known, params))
        self._finish(call)

    def _token_is_right(self, request: Request) -> bool:
        given = request.path_params["token"]
        return hmac.compare_digest(given.encode(), self._state.settings.telegram_bot_token.encode())

    def _begin(self, name: str, params: CallParams, via: str) -> Call:
        return self._state.calls.begin(name, params.recorded(), self._state.clock.now(), via)

    def _finish(self, call: Call) -> None:
        call.took = self._state.clock.now() - call.at
        facts = {"index": call.index, "method": call.method, "status": call.status, "fault": call.fault}
        self._state.changes.publish({"event": "call", **facts})

    def _record(self, call: Call, answer: GatewayAnswer) -> None:
        call.status = answer.status
        call.result = answer.body.get("result")
        call.description = str(answer.body.get("description", ""))

    async def _with_fault(self, request: Request, call: Call, work: Work, fault: Fault | None) -> Response:
        """Run the call with the fault: before the method, or after it for faults that post."""
        if fault is None:
            response = await work()
            self._finish(call)
            return response
        call.fault = fault.fault
        response = await (
            self._after(request, call, work, fault)
            if fault.executes_method
            else self._before(request, call, work, fault)
        )
        self._finish(call)
        return response

    async def _before(self, request: Request, call: Call, work: Work, fault: Fault) -> Response:
        if fault.fault == "error":
            refusal = fault.refusal()
            self._record(call, GatewayAnswer(refusal.code, refusal.body()))
            return _json(refusal)
        if fault.fault == "garbage":
            return _proxy_page(call)
        if fault.fault == "slow":
            await asyncio.sleep(fault.seconds)
            return await work()
        return await self._silence(request, call, fault)

    async def _after(self, request: Request, call: Call, work: Work, fault: Fault) -> Response:
        response = await work()
        if fault.fault == "post_then_slow":
            await asyncio.sleep(fault.seconds)
            return response
        if fault.fault == "post_then_error":
            call.status = fault.refusal().code
            return _json(fault.refusal())
        if fault.fault == "post_then_garbage":
            return _proxy_page(call)
        call.status = 0
        return await self._silence(request, call, fault)

    async def _silence(self, request: Request, call: Call, fault: Fault) -> Response:
        """Give no response: the connection hangs or is closed. The call is published at once, for tests that wait."""
        self._state.changes.publish({"event": "silence", "index": call.index, "method": call.method})
        if fault.fault.endswith("hang"):
            return await hang_request(request, fault.seconds)
        return await cut_connection(request)

    async def _run(self, name: str, params: CallParams) -> GatewayAnswer:
        """The method's result or error, as HTTP status and JSON."""
        try:
            if name == POLLING:
                result: object = await self._poller.get_updates(self._state, params)
            elif name in METHODS:
                self._pace(name, params)
                result = METHODS[name](self._state, params)
            else:
                return GatewayAnswer(404, BotApiError(404, "Not Found: method not found").body())
        except BotApiError as error:
            return GatewayAnswer(error.code, error.body())
        if isinstance(result, DescribedResult):
            return GatewayAnswer(
                200, {"ok": True, "result": result.result, "description": result.description}
            )
        return GatewayAnswer(200, {"ok": True, "result": result})

    def _pace(self, name: str, params: CallParams) -> None:
        if name.startswith(PACED) and name not in UNPACED:
            self._limits.check(params.integer("chat_id"), self._state.clock.now())

    def _file(self, path: str, call: Call) -> Response:
        stored = self._state.files.at_path(path, self._state.clock.now())
        if stored is None:
            call.status = 404
            return _json(BotApiError(404, "Not Found"))
        call.status = 200
        content = self._state.files.content(stored)
        return Response(content, media_type="application/octet-stream")


def _proxy_page(call: Call) -> Response:
    """What a proxy between the bot and Telegram answers when it got no answer itself."""
    call.status = 502
    return PlainTextResponse("<html><h1>502 Bad Gateway</h1></html>", 502, media_type="text/html")


def _json(error: BotApiError) -> JSONResponse:
    return JSONResponse(error.body(), error.code)

"""The routes of the OpenAI stand-in: the vendor's under /v1, those for tests under /control."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ops.sandbox.openai_stand_in.audio_and_embeddings import embeddings_body, transcription_body
from ops.sandbox.openai_stand_in.completions import (
    answer_prompt,
    chat_body,
    read_chat_request,
    read_responses_request,
    response_body,
)
from ops.sandbox.openai_stand_in.planted_answers import (
    OpenAiFault,
    OrderBody,
    PlantedAnswer,
    PlantedTranscript,
    PlantedVector,
)
from ops.sandbox.openai_stand_in.refusals import OpenAiError
from ops.sandbox.openai_stand_in.request_checks import OpenAiStandIn, Work

Json = dict[str, Any]
M = TypeVar("M", bound=BaseModel)
MODELS = ("gpt-4o-mini", "gpt-4o-mini-transcribe", "text-embedding-3-small", "whisper-1")


def vendor_routes(stand_in: OpenAiStandIn) -> list[Route]:
    orders = stand_in.orders

    def chat(body: Json, fault: OpenAiFault | None) -> Json:
        prompt = read_chat_request(body)
        return chat_body(prompt, answer_prompt(prompt, orders, fault), stand_in.clock.stamp())

    def responses(body: Json, fault: OpenAiFault | None) -> Json:
        prompt = read_responses_request(body)
        return response_body(prompt, answer_prompt(prompt, orders, fault), stand_in.clock.stamp())

    def embeddings(body: Json, fault: OpenAiFault | None) -> Json:
        if fault is not None and fault.kind == "no_dimensions" and "dimensions" in body:
            raise OpenAiError(400, fault.text)
        if fault is not None and fault.kind == "ignores_dimensions":
            body = {name: value for name, value in body.items() if name != "dimensions"}
        return embeddings_body(body, orders)

    def transcriptions(body: Json, _: OpenAiFault | None) -> Json | str:
        name, content = body.get("file_name", ""), body.get("content", b"")
        return transcription_body(
            name, content, body.get("response_format", "json"), orders, str(body.get("model", ""))
        )

    def models(_: Json, __: OpenAiFault | None) -> Json:
        known = [{"id": name, "object": "model", "created": 0, "owned_by": "stand-in"} for name in MODELS]
        return {"object": "list", "data": known}

    def route(path: str, endpoint: str, work: Work, method: str = "POST") -> Route:
        async def handle(request: Request) -> Response:
            return await stand_in.serve(request, endpoint, work)

        return Route(path, handle, methods=[method])

    return [
        route("/v1/chat/completions", "chat", chat),
        route("/v1/responses", "responses", responses),
        route("/v1/embeddings", "embeddings", embeddings),
        route("/v1/audio/transcriptions", "transcriptions", transcriptions),
        route("/v1/models", "models", models, "GET"),
    ]


def control_routes(stand_in: OpenAiStandIn) -> list[Route]:
    orders = stand_in.orders

    def plant_transcript(item: PlantedTranscript) -> None:
        orders.transcripts[item.sha256] = item

    def plant_vector(item: PlantedVector) -> None:
        orders.vectors[item.text] = item.vector

    async def calls(_: Request) -> Response:
        return JSONResponse(stand_in.calls)

    async def state(_: Request) -> Response:
        return JSONResponse(
            {"calls": len(stand_in.calls), "running": stand_in.running, "most": stand_in.most}
        )

    return [
        _order("/control/answers", PlantedAnswer, orders.answers.append),
        _order("/control/transcripts", PlantedTranscript, plant_transcript),
        _order("/control/vectors", PlantedVector, plant_vector),
        _order("/control/troubles", OpenAiFault, orders.faults.append),
        _order("/control/reset", OrderBody, lambda _: stand_in.reset()),
        Route("/control/calls", calls),
        Route("/control/state", state),
    ]


def _order(path: str, model: type[M], work: Callable[[M], None]) -> Route:
    async def handle(request: Request) -> Response:
        try:
            work(model.model_validate_json(await request.body() or b"{}"))
        except ValidationError as error:
            return JSONResponse(OpenAiError(400, str(error)).body(), 400)
        return JSONResponse({"ok": True})

    return Route(path, handle, methods=["POST"])

"""Reads requests of OpenAI's chat completions and responses APIs, and builds their responses."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ops.sandbox.openai_stand_in.planted_answers import OpenAiFault, PlantedAnswers
from ops.sandbox.openai_stand_in.refusals import OpenAiError
from ops.sandbox.openai_stand_in.schema import find_schema_error, smallest_value

Json = dict[str, Any]
LETTERS_PER_TOKEN = 4


@dataclass
class Prompt:
    """The relevant parts of a request of either API. `max_tokens` 0 means no limit."""

    model: str
    user: str
    system: str
    schema: Json | None
    schema_name: str
    max_tokens: int
    letters: int


@dataclass
class ModelReply:
    """The model's answer. `cut` means that it reached the token limit."""

    text: str
    refusal: str = ""
    cut: bool = False


def content_text(content: Any) -> str:
    """Text of a message's content, given as a string or as parts."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "\n".join(str(part.get("text", "")) for part in parts if isinstance(part, dict))


def read_chat_request(body: Json) -> Prompt:
    """Read a chat completions request. Raises OpenAiError 400 when it or its strict schema is invalid."""
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise OpenAiError(400, "Missing required parameter: 'messages'.", "missing_required_parameter")
    wanted = body.get("response_format") or {}
    spec = wanted.get("json_schema", {}) if wanted.get("type") == "json_schema" else {}
    limit = int(body.get("max_completion_tokens") or body.get("max_tokens") or 0)
    return _prompt(body, messages, spec, limit)


def read_responses_request(body: Json) -> Prompt:
    """Read a responses request. Raises OpenAiError 400 as `read_chat_request` does."""
    given = body.get("input")
    messages = [{"role": "user", "content": given}] if isinstance(given, str) else given
    if not isinstance(messages, list) or not messages:
        raise OpenAiError(400, "Missing required parameter: 'input'.", "missing_required_parameter")
    if body.get("instructions"):
        messages = [{"role": "system", "content": body["instructions"]}, *messages]
    wanted = (body.get("text") or {}).get("format") or {}
    spec = wanted if wanted.get("type") == "json_schema" else {}
    return _prompt(body, messages, spec, int(body.get("max_output_tokens") or 0))


def _prompt(body: Json, messages: list[Json], spec: Json, limit: int) -> Prompt:
    if body.get("stream"):
        raise OpenAiError(400, "The stand-in does not stream.", "unsupported_parameter")
    if not isinstance(body.get("model"), str):
        raise OpenAiError(400, "you must provide a model parameter", "missing_required_parameter")
    schema = spec.get("schema")
    name = str(spec.get("name", ""))
    if schema is not None and spec.get("strict"):
        reason = find_schema_error(schema, name)
        if reason:
            raise OpenAiError(400, reason, "invalid_json_schema")
    texts = [(item.get("role"), content_text(item.get("content"))) for item in messages]
    user = next((text for role, text in reversed(texts) if role == "user"), "")
    system = "\n".join(text for role, text in texts if role in ("system", "developer"))
    return Prompt(body["model"], user, system, schema, name, limit, sum(len(text) for _, text in texts))


def answer_prompt(prompt: Prompt, orders: PlantedAnswers, fault: OpenAiFault | None) -> ModelReply:
    """The planted answer, or the smallest that the schema allows, changed by the injected fault."""
    kind = fault.kind if fault else ""
    if fault and kind == "refusal":
        return ModelReply("", refusal=fault.text)
    if kind == "empty":
        return ModelReply("")
    if kind == "invalid_output":
        return ModelReply('{"actions": [{"do": "create", ')
    text = _answer_text(prompt, orders)
    limit = prompt.max_tokens * LETTERS_PER_TOKEN
    if kind == "length":
        return ModelReply(text[: len(text) // 2], cut=True)
    return ModelReply(text[:limit], cut=True) if limit and len(text) > limit else ModelReply(text)


def _answer_text(prompt: Prompt, orders: PlantedAnswers) -> str:
    planted = orders.answer_for(prompt.user, prompt.system, prompt.schema_name)
    if planted is not None:
        answer = planted.answer
    elif prompt.schema is not None:
        answer = smallest_value(prompt.schema)
    else:
        answer = "OK"
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)


def count_tokens(letters: int) -> int:
    """A rough token count of a text of so many letters; at least 1 for a text that is not empty."""
    return -(-letters // LETTERS_PER_TOKEN)


def chat_body(prompt: Prompt, reply: ModelReply, now: int) -> Json:
    """The response of /v1/chat/completions."""
    message: Json = {"role": "assistant", "content": reply.text, "refusal": None, "annotations": []}
    if reply.refusal:
        message |= {"content": None, "refusal": reply.refusal}
    sent, made = count_tokens(prompt.letters), count_tokens(len(reply.text or reply.refusal))
    choice = {
        "index": 0,
        "message": message,
        "logprobs": None,
        "finish_reason": "length" if reply.cut else "stop",
    }
    return {
        "id": f"chatcmpl-{uuid4().hex}",
        "object": "chat.completion",
        "created": now,
        "model": prompt.model,
        "choices": [choice],
        "usage": {
            "prompt_tokens": sent,
            "completion_tokens": made,
            "total_tokens": sent + made,
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
        },
        "service_tier": "default",
        "system_fingerprint": None,
    }


def response_body(prompt: Prompt, reply: ModelReply, now: int) -> Json:
    """The response of /v1/responses."""
    part: Json = {"type": "output_text", "text": reply.text, "annotations": [], "logprobs": []}
    if reply.refusal:
        part = {"type": "refusal", "refusal": reply.refusal}
    status = "incomplete" if reply.cut else "completed"
    sent, made = count_tokens(prompt.letters), count_tokens(len(reply.text or reply.refusal))
    message = {"type": "message", "id": f"msg_{uuid4().hex}", "status": status, "role": "assistant"}
    return {
        "id": f"resp_{uuid4().hex}",
        "object": "response",
        "created_at": now,
        "status": status,
        "error": None,
        "incomplete_details": {"reason": "max_output_tokens"} if reply.cut else None,
        "instructions": None,
        "metadata": {},
        "model": prompt.model,
        "output": [{**message, "content": [part]}],
        "parallel_tool_calls": True,
        "temperature": 1.0,
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
        "usage": {
            "input_tokens": sent,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": made,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": sent + made,
        },
    }

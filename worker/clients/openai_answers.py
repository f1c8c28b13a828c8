"""What OpenAI's JSON says, read without trust: every field may be missing or of another type."""

import json
from dataclasses import dataclass
from typing import Any

from worker.clients.openai_errors import GarbledError
from worker.money.prices import Usage

_HALF_FLOAT_LIMIT = 60_000  # vectors are kept in half precision


@dataclass(frozen=True, slots=True)
class ChatAnswer:
    """What a model said. `finish_reason` is the server's ("stop", "length", "content_filter", …)."""

    content: str | None
    refusal: str | None
    finish_reason: str | None
    usage: Usage | None


@dataclass(frozen=True, slots=True)
class Embeddings:
    """One vector for each text, in the order of the texts."""

    vectors: tuple[tuple[float, ...], ...]
    usage: Usage | None


@dataclass(frozen=True, slots=True)
class Heard:
    """What a model heard in an audio file; `text` may be empty."""

    text: str
    usage: Usage | None


def read_chat(body: str) -> ChatAnswer:
    """The first choice of a chat completion. Raises GarbledError when the body is none."""
    answer = _object(body)
    choice = _first(answer.get("choices"))
    message = choice.get("message")
    if not isinstance(message, dict):
        raise GarbledError("the answer has no message")
    return ChatAnswer(
        content=_text(message.get("content")),
        refusal=_text(message.get("refusal")),
        finish_reason=_text(choice.get("finish_reason")),
        usage=_chat_usage(answer.get("usage")),
    )


def read_embeddings(body: str, *, count: int, dimensions: int) -> Embeddings:
    """Vectors in the order of the texts. Raises GarbledError for another number of them or another length."""
    answer = _object(body)
    items = answer.get("data")
    if not isinstance(items, list) or len(items) != count:
        raise GarbledError(f"asked for {count} vectors")
    vectors: dict[int, tuple[float, ...]] = {}
    for at, item in enumerate(items):
        place = item.get("index", at) if isinstance(item, dict) else at
        vectors[place] = _vector(item, dimensions)
    if sorted(vectors) != list(range(count)):
        raise GarbledError("the vectors are not numbered as asked")
    return Embeddings(tuple(vectors[at] for at in range(count)), _chat_usage(answer.get("usage")))


def read_heard(body: str) -> Heard:
    """A transcript. Raises GarbledError when the body has no text."""
    answer = _object(body)
    if not isinstance(answer.get("text"), str):
        raise GarbledError("the answer has no text")
    return Heard(answer["text"], _audio_usage(answer.get("usage")))


def _object(body: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise GarbledError("the answer is not JSON") from error
    if not isinstance(found, dict):
        raise GarbledError("the answer is no object")
    return found


def _first(choices: Any) -> dict[str, Any]:
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise GarbledError("the answer has no choice")
    return choices[0]


def _vector(item: Any, dimensions: int) -> tuple[float, ...]:
    numbers = item.get("embedding") if isinstance(item, dict) else None
    if not isinstance(numbers, list) or len(numbers) != dimensions:
        raise GarbledError(f"asked for vectors of {dimensions} numbers")
    if not all(isinstance(number, int | float) and abs(number) < _HALF_FLOAT_LIMIT for number in numbers):
        raise GarbledError("a vector holds something that is no such number")
    return tuple(float(number) for number in numbers)


def _chat_usage(found: Any) -> Usage | None:
    if not isinstance(found, dict) or not isinstance(found.get("prompt_tokens"), int):
        return None
    details = found.get("prompt_tokens_details")
    return Usage(
        tokens_in=_count(found, "prompt_tokens"),
        cached=_count(details, "cached_tokens"),
        written=_count(details, "cache_write_tokens"),
        tokens_out=_count(found, "completion_tokens"),
    )


def _audio_usage(found: Any) -> Usage | None:
    if not isinstance(found, dict):
        return None
    if found.get("type") == "duration" and isinstance(found.get("seconds"), int | float):
        return Usage(seconds=max(0.0, float(found["seconds"])))
    if not isinstance(found.get("input_tokens"), int):
        return None
    return Usage(
        tokens_in=_count(found, "input_tokens"),
        audio=_count(found.get("input_token_details"), "audio_tokens"),
        tokens_out=_count(found, "output_tokens"),
    )


def _count(found: Any, name: str) -> int:
    value = found.get(name) if isinstance(found, dict) else None
    return max(0, value) if isinstance(value, int) else 0


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None

"""What OpenAI's JSON says, read without trust: every field may be missing or of another type."""

import json
from dataclasses import dataclass
from typing import Any

from models.queue.update_payload import storable_text
from worker.budget.prices import Usage
from worker.openai.errors import MalformedAnswerError

# No model reads so much at once, and no recording lasts so long (s): a server that says so is not believed.
_MOST_TOKENS = 10_000_000
_LONGEST_AUDIO = 86_400
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
    """One vector for each text, in the order of the texts; `length` is that of the server's own vectors."""

    vectors: tuple[tuple[float, ...], ...]
    usage: Usage | None
    length: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a model heard in an audio file; `text` may be empty."""

    text: str
    usage: Usage | None


def read_chat(body: str) -> ChatAnswer:
    """The first choice of a chat completion. Raises MalformedAnswerError when the body is none."""
    answer = _object(body)
    choice = _first(answer.get("choices"))
    message = choice.get("message")
    if not isinstance(message, dict):
        raise MalformedAnswerError("the answer has no message")
    return ChatAnswer(
        content=_text(message.get("content")),
        refusal=_text(message.get("refusal")),
        finish_reason=_text(choice.get("finish_reason")),
        usage=_chat_usage(answer.get("usage")),
    )


def read_embeddings(body: str, *, count: int, dimensions: int, any_length: bool = False) -> Embeddings:
    """Vectors in the order of the texts. Raises MalformedAnswerError for another number of them or another length.

    With `any_length` a vector of another length is cut or filled with zeros: its cosines stay about what they were.
    """
    answer = _object(body)
    items = answer.get("data")
    if not isinstance(items, list) or len(items) != count:
        raise MalformedAnswerError(f"asked for {count} vectors")
    vectors: dict[int, tuple[float, ...]] = {}
    lengths: set[int] = set()
    for at, item in enumerate(items):
        place = item.get("index", at) if isinstance(item, dict) else at
        if type(place) is not int:
            raise MalformedAnswerError("a vector's number is none")
        vectors[place], length = _vector(item, dimensions, any_length=any_length)
        lengths.add(length)
    if sorted(vectors) != list(range(count)):
        raise MalformedAnswerError("the vectors are not numbered as asked")
    if len(lengths) > 1:
        raise MalformedAnswerError("the vectors are not of one length")
    ordered = tuple(vectors[at] for at in range(count))
    return Embeddings(ordered, _embedding_usage(answer.get("usage")), max(lengths, default=dimensions))


def read_transcript(body: str) -> Transcript:
    """A transcript. Raises MalformedAnswerError when the body has no text."""
    answer = _object(body)
    if not isinstance(answer.get("text"), str):
        raise MalformedAnswerError("the answer has no text")
    return Transcript(storable_text(answer["text"]), _audio_usage(answer.get("usage")))


def _object(body: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedAnswerError("the answer is not JSON") from error
    if not isinstance(found, dict):
        raise MalformedAnswerError("the answer is no object")
    return found


def _first(choices: Any) -> dict[str, Any]:
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise MalformedAnswerError("the answer has no choice")
    return choices[0]


def _vector(item: Any, dimensions: int, *, any_length: bool) -> tuple[tuple[float, ...], int]:
    """The vector at `dimensions` numbers, and how many it had."""
    numbers = item.get("embedding") if isinstance(item, dict) else None
    if not isinstance(numbers, list) or not numbers or (len(numbers) != dimensions and not any_length):
        raise MalformedAnswerError(f"asked for vectors of {dimensions} numbers")
    length = len(numbers)
    numbers = (numbers + [0.0] * dimensions)[:dimensions]
    if not all(type(number) in (int, float) and abs(number) < _HALF_FLOAT_LIMIT for number in numbers):
        raise MalformedAnswerError("a vector holds something that is no such number")
    return tuple(float(number) for number in numbers), length


def _chat_usage(found: Any) -> Usage | None:
    details = _part(found, "prompt_tokens_details")
    return _usage(
        tokens_in=_count(found, "prompt_tokens", None),
        cached=_count(details, "cached_tokens"),
        written=_count(details, "cache_write_tokens"),
        tokens_out=_count(found, "completion_tokens", None),
    )


def _embedding_usage(found: Any) -> Usage | None:
    """Vectors cost their input alone: most servers do not name an output."""
    return _usage(
        tokens_in=_count(found, "prompt_tokens", None), tokens_out=_count(found, "completion_tokens")
    )


def _audio_usage(found: Any) -> Usage | None:
    if isinstance(found, dict) and found.get("type") == "duration":
        seconds = found.get("seconds")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            return None
        return Usage(seconds=float(seconds)) if 0 <= seconds <= _LONGEST_AUDIO else None
    return _usage(
        tokens_in=_count(found, "input_tokens", None),
        audio=_count(_part(found, "input_token_details"), "audio_tokens"),
        tokens_out=_count(found, "output_tokens", None),
    )


def _usage(**counts: int | None) -> Usage | None:
    """None, so that all that was held counts, as soon as one number is none: the others are not to be believed then."""
    known = {name: count for name, count in counts.items() if count is not None}
    if len(known) < len(counts):
        return None
    shares = known.get("cached", 0) + known.get("written", 0) + known.get("audio", 0)
    return Usage(**known) if shares <= known["tokens_in"] else None


def _part(found: Any, name: str) -> Any:
    """A part that may be missing: then it names nothing. One of another shape is kept, and counts as no number."""
    part = found.get(name) if isinstance(found, dict) else None
    return {} if part is None else part


def _count(found: Any, name: str, missing: int | None = 0) -> int | None:
    """A count of tokens; `missing` where it is not named, None for what no call can have used."""
    if not isinstance(found, dict):
        return None
    value = found.get(name)
    if value is None:
        return missing
    return value if type(value) is int and 0 <= value <= _MOST_TOKENS else None


def _text(value: Any) -> str | None:
    return storable_text(value) or None if isinstance(value, str) else None

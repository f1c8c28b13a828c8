"""Bounds: whatever a server answers, a call ends in time, keeps little, raises one of our errors and keeps the key."""

import json
import tracemalloc
from typing import Any

import pytest

from tests.worker.hostile_server import (
    Behaviour,
    body,
    bomb,
    bomb_by_charset,
    dripping,
    dripping_headers,
    endless,
    gigantic_headers,
    hostile,
)
from worker.openai.answers import read_chat, read_embeddings, read_transcript
from worker.openai.client import MOST_BYTES, ChatRequest, OpenAIClient
from worker.openai.errors import BadRequestError, MalformedAnswerError, ModelCallError, TimedOutError

QUESTION = ChatRequest("m", "be brief", "hello", "planner_actions", {"type": "object"}, 100)
CALLS = {
    "chat": lambda client: client.complete(QUESTION),
    "vectors": lambda client: client.embed(["a"], model="e"),
    "transcript": lambda client: client.transcribe(b"o", filename="o.ogg", mime="audio/ogg", model="t"),
}
BAD: dict[str, tuple[Behaviour, type[ModelCallError]]] = {
    "endless": (endless(), MalformedAnswerError),
    "endless refusal": (endless(status=400), ModelCallError),
    "gigantic headers": (gigantic_headers, ModelCallError),
    "gzip bomb": (bomb, MalformedAnswerError),
    "gzip that is none": (body(b"hello", "content-encoding: gzip"), MalformedAnswerError),
    "unknown compression": (body(b"hello", "content-encoding: br"), MalformedAnswerError),
    "bomb by charset": (bomb_by_charset, MalformedAnswerError),
    "nested too deep": (body(b"[" * 100_000), MalformedAnswerError),
    "nested refusal": (body(b'{"error":' * 5_000, status=400), ModelCallError),
}


async def failure(call: Any, url: str, seconds: float = 120) -> Exception:
    client = OpenAIClient(api_key="sk-bounds", base_url=f"{url}/v1", timeout_seconds=seconds)
    try:
        with pytest.raises(ModelCallError) as raised:
            await call(client)
    finally:
        await client.close()
    return raised.value


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
@pytest.mark.parametrize(("bad", "kind"), BAD.values(), ids=BAD.keys())
async def test_a_bad_answer_is_one_of_our_errors_and_is_not_kept(
    call: Any, bad: Behaviour, kind: Any
) -> None:
    import openai  # noqa: F401 - its import is not what is measured

    async with hostile(bad) as server:
        tracemalloc.start()
        error = await failure(call, server.url)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert isinstance(error, kind)
    assert most < 4 * MOST_BYTES


@pytest.mark.parametrize("slow", [dripping, dripping_headers])
async def test_an_answer_that_drips_ends_with_the_time_allowed(slow: Behaviour) -> None:
    async with hostile(slow) as server:
        assert isinstance(await failure(CALLS["chat"], server.url, seconds=0.5), TimedOutError)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(status: int) -> None:
    async with (
        hostile(body(b"{}")) as other,
        hostile(body(b"", f"location: {other.url}/v1/chat/completions", status=status)) as server,
    ):
        error = await failure(CALLS["chat"], server.url)
        assert isinstance(error, BadRequestError)
        assert "redirects are not followed" in str(error)
        assert not error.billed
        assert other.asked == []
        assert len(server.asked) == 1


async def test_a_compressed_answer_within_the_bound_is_read() -> None:
    import gzip

    answer = {"choices": [{"message": {"content": "привет"}}], "usage": None}
    packed = gzip.compress(json.dumps(answer).encode())
    async with hostile(body(packed, "content-encoding: gzip")) as server:
        client = OpenAIClient(api_key="k", base_url=f"{server.url}/v1")
        assert (await client.complete(QUESTION)).content == "привет"
        await client.close()
    assert b"accept-encoding: identity" in server.asked[0].lower()


ODD_COUNTS = ("-1", str(2**63), "20000000", "1.5", '"7"', "NaN", "Infinity", "true", "[]", "{}", "null")


def chat(usage: str) -> str:
    return f'{{"choices": [{{"message": {{"content": "yes"}}}}], "usage": {usage}}}'


@pytest.mark.parametrize("odd", ODD_COUNTS)
@pytest.mark.parametrize("field", ["prompt_tokens", "completion_tokens", "cached_tokens"])
def test_an_odd_number_of_tokens_counts_as_none_named_and_the_answer_counts(odd: str, field: str) -> None:
    numbers = {"prompt_tokens": "9", "completion_tokens": "9", "cached_tokens": "3", field: odd}
    if (field, odd) == ("cached_tokens", "null"):
        return
    usage = (
        f'{{"prompt_tokens": {numbers["prompt_tokens"]}, "completion_tokens": {numbers["completion_tokens"]}, '
        f'"prompt_tokens_details": {{"cached_tokens": {numbers["cached_tokens"]}}}}}'
    )
    answer = read_chat(chat(usage))
    assert answer.content == "yes"
    assert answer.usage is None


@pytest.mark.parametrize(
    "usage", ["null", "[]", "7", "{}", '{"prompt_tokens": 5}', '{"completion_tokens": 5}']
)
def test_a_usage_that_lacks_a_number_counts_as_none_named(usage: str) -> None:
    assert read_chat(chat(usage)).usage is None


@pytest.mark.parametrize("seconds", ["-1", "1e999", "NaN", "true", '"3"', "null", "90000"])
def test_an_odd_length_of_a_recording_counts_as_none_named(seconds: str) -> None:
    heard = read_transcript(f'{{"text": "hi", "usage": {{"type": "duration", "seconds": {seconds}}}}}')
    assert heard.text == "hi"
    assert heard.usage is None


def test_words_the_database_cannot_hold_are_mended() -> None:
    assert read_chat('{"choices": [{"message": {"content": "a\\u0000b\\ud800"}}]}').content == "ab"
    assert read_transcript('{"text": "a\\u0000b\\ud800"}').text == "ab"


ODD_VECTORS = {
    "too short": '[{"embedding": [1.0]}]',
    "too long": '[{"embedding": [1.0, 0.0, 0.0]}]',
    "nan": '[{"embedding": [NaN, 0.0]}]',
    "infinity": '[{"embedding": [1e999, 0.0]}]',
    "no number": '[{"embedding": [null, 0.0]}]',
    "truth": '[{"embedding": [true, 0.0]}]',
    "beyond every word": f'[{{"embedding": [{10**400}, 0.0]}}]',
    "text": '[{"embedding": "AAAA"}]',
    "a list for a number": '[{"index": [], "embedding": [1.0, 0.0]}]',
    "text for a number": '[{"index": "0", "embedding": [1.0, 0.0]}]',
    "another number": '[{"index": 1, "embedding": [1.0, 0.0]}]',
    "none": "[]",
    "two": '[{"embedding": [1.0, 0.0]}, {"embedding": [1.0, 0.0]}]',
    "an object": "{}",
}


@pytest.mark.parametrize("data", ODD_VECTORS.values(), ids=ODD_VECTORS.keys())
def test_a_vector_of_another_shape_is_garbled(data: str) -> None:
    with pytest.raises(MalformedAnswerError):
        read_embeddings(f'{{"data": {data}}}', count=1, dimensions=2)

"""Trouble at the vendor, each kind as one of our few errors, and never longer than the time allowed."""

import socket

import pytest

from ops.sandbox.openai_client import OpenAiSandboxClient
from worker.openai.client import ChatRequest, OpenAIClient
from worker.openai.errors import (
    BadRequestError,
    MalformedAnswerError,
    ModelCallError,
    QuotaExhaustedError,
    RateLimitedError,
    TimedOutError,
    UnreachableError,
    WrongKeyError,
)

SCHEMA = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
QUESTION = ChatRequest("gpt-6-luna", "be brief", "hello", "nothing", SCHEMA, 100)


async def failure_of(client: OpenAIClient, question: ChatRequest = QUESTION) -> ModelCallError:
    with pytest.raises(ModelCallError) as caught:
        await client.complete(question)
    return caught.value


@pytest.mark.parametrize(
    ("code", "error_code", "kind", "calls"),
    [
        (401, "", WrongKeyError, 1),
        (403, "", WrongKeyError, 1),
        (400, "", BadRequestError, 1),
        (404, "model_not_found", BadRequestError, 1),
        (422, "", BadRequestError, 1),
        (429, "insufficient_quota", QuotaExhaustedError, 1),
        (500, "", UnreachableError, 2),
        (503, "", UnreachableError, 2),
    ],
)
async def test_a_status_becomes_one_of_our_errors(
    stand_in: OpenAiSandboxClient,
    client: OpenAIClient,
    code: int,
    error_code: str,
    kind: type[ModelCallError],
    calls: int,
) -> None:
    await stand_in.inject("chat", "error", times=None, code=code, error_code=error_code)
    error = await failure_of(client)
    assert type(error) is kind
    assert not error.billed
    assert error.transient == (kind is UnreachableError)
    assert len(await stand_in.calls("chat")) == calls
    assert "sk-test-key" not in str(error)


async def test_a_short_pause_is_waited_for_once(stand_in: OpenAiSandboxClient, client: OpenAIClient) -> None:
    await stand_in.inject("chat", "error", times=1, code=429, retry_after=0.01)
    assert (await client.complete(QUESTION)).content == "{}"
    assert len(await stand_in.calls("chat")) == 2


async def test_a_long_retry_after_is_handed_on_and_not_waited_for(
    stand_in: OpenAiSandboxClient, client: OpenAIClient
) -> None:
    await stand_in.inject("chat", "error", times=None, code=429, retry_after=90)
    error = await failure_of(client)
    assert isinstance(error, RateLimitedError)
    assert error.retry_after == 90
    assert len(await stand_in.calls("chat")) == 1


async def test_a_rest_that_the_server_asks_for_is_kept_by_every_job(
    stand_in: OpenAiSandboxClient, client: OpenAIClient
) -> None:
    await stand_in.inject("chat", "error", times=1, code=429, retry_after=90)
    assert isinstance(await failure_of(client), RateLimitedError)
    error = await failure_of(client)
    assert isinstance(error, RateLimitedError)
    assert 60 < (error.retry_after or 0) <= 90
    assert not error.billed
    assert len(await stand_in.calls("chat")) == 1, "the other job has not called"
    # The limits of a vendor are those of a model.
    assert (await client.embed(["hull"], model="text-embedding-3-small")).vectors


async def test_no_answer_ends_within_the_time_allowed_and_is_not_asked_again(
    stand_in: OpenAiSandboxClient,
) -> None:
    client = OpenAIClient(api_key="k", base_url=stand_in.api_url, timeout_seconds=2)
    await stand_in.inject("chat", "hang", times=None)
    error = await failure_of(client)
    await client.close()
    assert isinstance(error, TimedOutError)
    assert error.billed
    assert len(await stand_in.calls("chat")) == 1


async def test_a_connection_that_breaks_may_have_cost_money_and_is_not_asked_again(
    stand_in: OpenAiSandboxClient, client: OpenAIClient
) -> None:
    await stand_in.inject("chat", "drop", times=None)
    error = await failure_of(client)
    assert isinstance(error, UnreachableError)
    assert error.billed
    assert len(await stand_in.calls("chat")) == 1


async def test_a_server_that_is_not_there_costs_nothing() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        client = OpenAIClient(
            api_key="k", base_url=f"http://127.0.0.1:{unused.getsockname()[1]}/v1", timeout_seconds=3
        )
        error = await failure_of(client)
    await client.close()
    assert isinstance(error, UnreachableError)
    assert not error.billed


async def test_success_without_json_is_garbled(stand_in: OpenAiSandboxClient, client: OpenAIClient) -> None:
    await stand_in.inject("*", "garbage", times=2)
    assert isinstance(await failure_of(client), MalformedAnswerError)
    with pytest.raises(MalformedAnswerError):
        await client.embed(["x"], model="text-embedding-3-small")


async def test_what_the_server_does_not_know_is_left_out_from_then_on() -> None:
    client = OpenAIClient(api_key="k", reasoning_effort="low")
    assert "reasoning_effort" in client.chat_body(QUESTION)
    assert client.drop_refused("HTTP 400: Unsupported parameter: 'reasoning_effort'")
    assert "reasoning_effort" not in client.chat_body(QUESTION)
    assert client.drop_refused("HTTP 400: unknown field `prompt_cache_breakpoint`")
    assert client.chat_body(QUESTION)["messages"][0]["content"] == "be brief"
    assert client.drop_refused("HTTP 400: max_completion_tokens: extra fields not permitted")
    assert client.chat_body(QUESTION)["max_tokens"] == 100
    assert not client.drop_refused("HTTP 400: max_completion_tokens: extra fields not permitted")

"""The OpenAI stand-in, called by the real openai SDK."""

import asyncio
import math
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal

import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai import AsyncOpenAI
from pydantic import BaseModel

from ops.sandbox.openai_client import OpenAiSandboxClient
from ops.sandbox.openai_server import OpenAiSandboxSettings, serve_openai_stand_in
from ops.sandbox.openai_stand_in.schema import find_schema_error, smallest_value
from ops.sandbox.openai_stand_in.word_vectors import embed_text


class Task(BaseModel):
    title: str
    minutes: int | None
    kind: Literal["create", "done"]


class Reading(BaseModel):
    tasks: list[Task]
    sure: bool


@dataclass
class Lab:
    sdk: AsyncOpenAI
    oa: OpenAiSandboxClient

    async def read(self, text: str):
        messages = [{"role": "system", "content": "You read."}, {"role": "user", "content": text}]
        return await self.sdk.chat.completions.parse(model="m", messages=messages, response_format=Reading)


@pytest.fixture
async def lab() -> AsyncIterator[Lab]:
    async with (
        serve_openai_stand_in(OpenAiSandboxSettings(port=0)) as url,
        OpenAiSandboxClient(url) as oa,
        AsyncOpenAI(api_key="sk-test", base_url=oa.api_url, max_retries=0, timeout=60) as sdk,
    ):
        yield Lab(sdk, oa)


PLANTED = {"tasks": [{"title": "Call the mill", "minutes": 30, "kind": "create"}], "sure": True}


async def test_unplanted_prompts_get_the_smallest_valid_answer(lab) -> None:
    answer = await lab.read("hello")
    assert answer.choices[0].message.parsed == Reading(tasks=[], sure=False)
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens > 0


async def test_a_planted_answer_is_found_by_the_last_user_message(lab) -> None:
    await lab.oa.answer("mill", PLANTED)
    await lab.oa.answer("mill", {"tasks": [], "sure": True}, times=1)
    assert (await lab.read("call the mill")).choices[0].message.parsed == Reading(tasks=[], sure=True)
    assert (await lab.read("call the mill")).choices[0].message.parsed == Reading.model_validate(PLANTED)
    assert (await lab.read("call the mall")).choices[0].message.parsed == Reading(tasks=[], sure=False)


async def test_the_responses_api_answers_too(lab) -> None:
    await lab.oa.answer("mill", PLANTED, schema_name="Reading")
    answer = await lab.sdk.responses.parse(
        model="m", instructions="You read.", input="the mill", text_format=Reading
    )
    assert answer.output_parsed == Reading.model_validate(PLANTED)
    assert answer.usage.output_tokens > 0
    await lab.oa.inject("responses", "length")
    cut = await lab.sdk.responses.create(model="m", input="the mill")
    assert (cut.status, cut.incomplete_details.reason) == ("incomplete", "max_output_tokens")


@pytest.mark.parametrize(
    ("kind", "order", "raised"),
    [
        ("error", {"code": 429, "retry_after": 2}, openai.RateLimitError),
        ("error", {"code": 500}, openai.InternalServerError),
        ("error", {"code": 401}, openai.AuthenticationError),
        ("hang", {}, openai.APITimeoutError),
        ("drop", {}, openai.APIConnectionError),
        ("garbage", {}, ValueError),
        ("invalid_output", {}, ValueError),
        ("length", {}, openai.LengthFinishReasonError),
    ],
)
async def test_trouble_raises_what_the_sdk_raises_for_it(lab, kind, order, raised) -> None:
    await lab.oa.inject("chat", kind, **order)
    waiting = lab.sdk.with_options(timeout=1 if kind == "hang" else 60)
    with pytest.raises(raised) as error:
        await Lab(waiting, lab.oa).read("hello")
    if order.get("retry_after"):
        assert error.value.response.headers["retry-after"] == "2"
    assert (await lab.read("hello")).choices[0].message.parsed is not None


async def test_a_refusal_is_no_answer(lab) -> None:
    await lab.oa.inject("chat", "refusal", text="No.")
    message = (await lab.read("hello")).choices[0].message
    assert (message.refusal, message.parsed) == ("No.", None)


async def test_a_small_token_limit_cuts_the_answer_off(lab) -> None:
    await lab.oa.answer("", "word " * 100)
    answer = await lab.sdk.chat.completions.create(
        model="m", messages=[{"role": "user", "content": "x"}], max_completion_tokens=5
    )
    assert (answer.choices[0].finish_reason, len(answer.choices[0].message.content)) == ("length", 20)


async def test_a_strict_schema_must_follow_openais_rules(lab) -> None:
    schema = {
        "type": "object",
        "properties": {"a": {"type": "string"}},
        "required": [],
        "additionalProperties": False,
    }
    wanted = {"type": "json_schema", "json_schema": {"name": "loose", "strict": True, "schema": schema}}
    with pytest.raises(openai.BadRequestError, match="Missing 'a'"):
        await lab.sdk.chat.completions.create(
            model="m", messages=[{"role": "user", "content": "x"}], response_format=wanted
        )
    assert find_schema_error({**schema, "required": ["a"]}, "tight") == ""
    assert "'additionalProperties' is required" in find_schema_error(
        {"type": "object", "properties": {}}, "open"
    )
    assert "'allOf' is not permitted" in find_schema_error(
        {**schema, "required": ["a"], "properties": {"a": {"allOf": []}}}, "odd"
    )


@pytest.mark.parametrize("encoding", ["base64", "float", openai.omit])
async def test_embeddings_have_the_asked_dimensions_in_every_encoding(lab, encoding) -> None:
    answer = await lab.sdk.embeddings.create(
        model="e",
        input=["call the mill", "call the mill now", "зуб"],
        dimensions=512,
        encoding_format=encoding,
    )
    near, next_to_it, far = (item.embedding for item in answer.data)
    if encoding == "base64":
        assert isinstance(near, str)
        return
    assert len(near) == 512
    assert product(near, next_to_it) > 0.8 > abs(product(near, far))


async def test_a_planted_vector_is_made_unit(lab) -> None:
    await lab.oa.vector("axis", [3.0, 4.0])
    answer = await lab.sdk.embeddings.create(model="e", input="axis", dimensions=4)
    assert answer.data[0].embedding == pytest.approx([0.6, 0.8, 0, 0])


async def test_transcripts_are_planted_by_content(lab) -> None:
    await lab.oa.transcript("позвонить завтра", b"sound")
    await lab.oa.transcript("anything else", seconds=9)
    said = await lab.sdk.audio.transcriptions.create(model="w", file=("voice.oga", b"sound"))
    other = await lab.sdk.audio.transcriptions.create(
        model="w", file=("voice.ogg", b"noise"), response_format="verbose_json"
    )
    assert (said.text, other.text, other.duration) == ("позвонить завтра", "anything else", 9)
    with pytest.raises(openai.BadRequestError, match="Invalid file format"):
        await lab.sdk.audio.transcriptions.create(model="w", file=("voice.bin", b"noise"))


async def test_calls_are_recorded_and_counted_at_once(lab) -> None:
    await lab.oa.inject("chat", "slow", times=5, seconds=2)
    await asyncio.gather(*(lab.read(f"text {number}") for number in range(5)))
    calls = await lab.oa.calls("chat")
    assert {call["body"]["messages"][1]["content"] for call in calls} == {f"text {n}" for n in range(5)}
    assert "sk-test" not in str(calls)
    assert (await lab.oa.state())["most"] == 5


@given(st.text(min_size=1, max_size=40), st.sampled_from([8, 64]))
def test_every_embedding_is_a_repeatable_unit_vector(text: str, dimensions: int) -> None:
    vector = embed_text(text, dimensions)
    assert len(vector) == dimensions
    assert math.isclose(product(vector, vector), 1.0, abs_tol=1e-9)
    assert vector == embed_text(text, dimensions)


SCALAR = st.one_of(
    st.builds(lambda low: {"type": "integer", "minimum": low}, st.integers(-5, 5)),
    st.builds(lambda low: {"type": "number", "exclusiveMinimum": low}, st.integers(-5, 5)),
    st.builds(lambda high: {"type": "integer", "maximum": high}, st.integers(-5, 5)),
)


@given(SCALAR)
def test_the_smallest_number_keeps_the_schemas_bounds(schema: dict) -> None:
    value = smallest_value(schema)
    assert value >= schema.get("minimum", value)
    assert value > schema.get("exclusiveMinimum", value - 1)
    assert value <= schema.get("maximum", value)


def product(left: list[float], right: list[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))

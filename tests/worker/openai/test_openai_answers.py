"""The client against the stand-in: what it asks, what it gives back, what it refuses to believe."""

import json
import subprocess
import sys

import pytest

from models.runtime.settings import Settings
from ops.sandbox.openai_client import OpenAiSandboxClient
from tests.tables import for_every
from worker.budget.prices import Usage
from worker.openai.answers import read_chat, read_embeddings, read_transcript
from worker.openai.client import ChatRequest, OpenAIClient
from worker.openai.errors import MalformedAnswerError

SCHEMA = {
    "type": "object",
    "properties": {"actions": {"type": "array", "items": {"type": "string"}}},
    "required": ["actions"],
    "additionalProperties": False,
}


def request(user: str = "hello", model: str = "gpt-6-luna") -> ChatRequest:
    return ChatRequest(model, "be brief", user, "planner_actions", SCHEMA, 500)


async def test_a_question_is_asked_with_a_strict_schema_and_a_limit(
    stand_in: OpenAiSandboxClient, client: OpenAIClient
) -> None:
    await stand_in.answer("hello", {"actions": ["a"]})
    answer = await client.complete(request())
    assert json.loads(answer.content or "") == {"actions": ["a"]}
    assert (answer.refusal, answer.finish_reason) == (None, "stop")
    assert answer.usage is not None
    assert answer.usage.tokens_in > 0
    assert answer.usage.tokens_out > 0
    (call,) = await stand_in.calls("chat")
    body = call["body"]
    assert body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "planner_actions", "strict": True, "schema": SCHEMA},
    }
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert body["max_completion_tokens"] == 500
    assert "sk-test-key" not in json.dumps(call)


async def test_nothing_that_only_openai_knows_is_sent_to_another_server(
    stand_in: OpenAiSandboxClient, client: OpenAIClient
) -> None:
    await client.complete(request())
    (call,) = await stand_in.calls("chat")
    assert not {"prompt_cache_key", "prompt_cache_options", "reasoning_effort"} & set(call["body"])
    assert call["body"]["messages"][0]["content"] == "be brief"


def test_on_openai_itself_the_stable_prefix_is_marked_for_the_cache_of_new_models() -> None:
    official = OpenAIClient(api_key="k", reasoning_effort="low")
    body = official.chat_body(request())
    (part,) = body["messages"][0]["content"]
    assert part["prompt_cache_breakpoint"] == body["prompt_cache_options"] == {"mode": "explicit"}
    assert body["reasoning_effort"] == "low"
    older = official.chat_body(request(model="gpt-5-mini"))
    assert older["messages"][0]["content"] == "be brief"
    assert "prompt_cache_options" not in older


def test_a_client_is_made_of_settings_and_only_with_a_key() -> None:
    assert OpenAIClient.from_settings(Settings(openai_api_key=None)) is None
    made = OpenAIClient.from_settings(Settings(openai_api_key="sk-1", openai_reasoning_effort="none"))
    assert made is not None
    assert made.chat_body(request())["reasoning_effort"] == "none"


async def test_vectors_come_in_the_order_of_the_texts_with_512_numbers(
    stand_in: OpenAiSandboxClient, client: OpenAIClient
) -> None:
    await stand_in.vector("second", [0.0, 1.0])
    found = await client.embed(["first", "second"], model="text-embedding-3-small")
    assert [len(vector) for vector in found.vectors] == [512, 512]
    assert found.vectors[1][:3] == (0.0, 1.0, 0.0)
    (call,) = await stand_in.calls("embeddings")
    assert call["body"]["dimensions"] == 512


async def test_a_voice_note_is_heard_with_its_hints(
    stand_in: OpenAiSandboxClient, client: OpenAIClient
) -> None:
    await stand_in.transcript("позвонить Диме", b"OggS-1", seconds=4)
    heard = await client.transcribe(
        b"OggS-1",
        filename="voice.ogg",
        mime="audio/ogg",
        model="whisper-1",
        words=("Дима",),
        prompt="Дима.",
        language="ru",
    )
    assert heard.text == "позвонить Диме"
    assert heard.usage == Usage(seconds=4)
    (call,) = await stand_in.calls("transcriptions")
    assert call["body"]["prompt"] == "Дима."
    assert call["body"]["language"] == "ru"


async def test_the_new_transcriber_takes_words_and_languages_as_lists(
    stand_in: OpenAiSandboxClient, client: OpenAIClient
) -> None:
    await client.transcribe(
        b"OggS-2",
        filename="voice.ogg",
        mime="audio/ogg",
        model="gpt-transcribe",
        words=("Lumi", "Priya"),
        prompt="Lumi, Priya.",
        language="en",
    )
    (call,) = await stand_in.calls("transcriptions")
    assert any(name.startswith("keywords") for name in call["body"])
    assert "prompt" not in call["body"]


def test_the_sdk_is_not_loaded_before_the_first_call() -> None:
    program = (
        "import sys; from worker.openai.client import OpenAIClient;"
        "from worker.understanding.llm.llm_reader import ModelReader;"
        "OpenAIClient(api_key='k'); assert 'openai' not in sys.modules"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


@for_every(
    "body",
    [
        "",
        "<html>gateway</html>",
        "[]",
        "{}",
        '{"choices": []}',
        '{"choices": [1]}',
        '{"choices": [{"message": "hi"}]}',
        '{"choices": {"message": {}}}',
    ],
)
def test_a_body_that_is_no_completion_is_garbled(body: str) -> None:
    with pytest.raises(MalformedAnswerError):
        read_chat(body)


def test_missing_and_odd_fields_of_a_completion_are_just_missing() -> None:
    answer = read_chat('{"choices": [{"message": {"content": 5}}], "usage": {"prompt_tokens": "many"}}')
    assert (answer.content, answer.finish_reason, answer.usage) == (None, None, None)


def test_cached_and_written_tokens_are_read_apart() -> None:
    usage = {
        "prompt_tokens": 100,
        "completion_tokens": 7,
        "prompt_tokens_details": {"cached_tokens": 60, "cache_write_tokens": 30},
    }
    body = json.dumps({"choices": [{"message": {"content": "{}"}}], "usage": usage})
    assert read_chat(body).usage == Usage(tokens_in=100, cached=60, written=30, tokens_out=7)


@for_every(
    "data",
    [
        [{"index": 0, "embedding": [1.0]}],
        [{"index": 0, "embedding": [1.0, "x"]}],
        [{"index": 3, "embedding": [1.0, 0.0]}],
        [{"index": 0, "embedding": [1e9, 0.0]}],
        [],
        ["x"],
    ],
)
def test_vectors_of_another_shape_are_garbled(data: list[object]) -> None:
    with pytest.raises(MalformedAnswerError):
        read_embeddings(json.dumps({"data": data}), count=1, dimensions=2)


def test_a_transcript_billed_by_tokens_names_its_audio_tokens() -> None:
    usage = {
        "type": "tokens",
        "input_tokens": 90,
        "output_tokens": 12,
        "input_token_details": {"audio_tokens": 80},
    }
    heard = read_transcript(json.dumps({"text": "hi", "usage": usage}))
    assert heard.usage == Usage(tokens_in=90, audio=80, tokens_out=12)
    with pytest.raises(MalformedAnswerError):
        read_transcript('{"text": null}')

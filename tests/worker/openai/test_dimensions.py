"""A server that takes no number of dimensions: asked again without it once, and never told it again."""

import pytest

from models.runtime.settings import Settings
from ops.sandbox.openai_client import OpenAiSandboxClient
from worker.budget.evaluation_ledger import EvaluationLedger
from worker.embeddings.paid_embedder import Embedder
from worker.openai.client import OpenAIClient
from worker.openai.errors import BadRequestError
from worker.understanding.llm.llm_reader import ModelUnavailableError


async def sent(stand_in: OpenAiSandboxClient) -> list[bool]:
    """Of each call, whether it named a number of dimensions."""
    return ["dimensions" in call["body"] for call in await stand_in.calls("embeddings")]


@pytest.mark.parametrize(
    "text",
    [
        "This model does not support specifying dimensions.",
        "Model does not support matryoshka representation.",
        "Bad Request",
    ],
)
async def test_a_refusal_of_dimensions_is_remembered(
    stand_in: OpenAiSandboxClient, client: OpenAIClient, text: str
) -> None:
    await stand_in.inject("embeddings", "no_dimensions", times=None, text=text)
    first = await client.embed(["hull"], model="nomic-embed-text")
    again = await client.embed(["hull"], model="nomic-embed-text")
    assert first.vectors == again.vectors
    assert len(first.vectors[0]) == 512  # the stand-in's own vectors have 1,536 numbers
    assert await sent(stand_in) == [True, False, False]


async def test_shorter_vectors_are_filled_with_zeros(
    stand_in: OpenAiSandboxClient, client: OpenAIClient
) -> None:
    await stand_in.inject("embeddings", "no_dimensions", times=None, text="dimensions?")
    (vector,) = (await client.embed(["hull"], model="m", dimensions=2000)).vectors
    assert (len(vector), vector[-1]) == (2000, 0.0)


async def test_a_server_that_has_taken_dimensions_is_not_asked_again_for_another_refusal(
    stand_in: OpenAiSandboxClient, client: OpenAIClient
) -> None:
    await client.embed(["hull"], model="m")
    await stand_in.inject("embeddings", "error", times=None, code=400)
    with pytest.raises(BadRequestError):
        await client.embed(["sail"], model="m")
    assert await sent(stand_in) == [True, True]


async def test_a_final_refusal_is_not_sent_again(stand_in: OpenAiSandboxClient, client: OpenAIClient) -> None:
    await stand_in.inject("embeddings", "error", times=None, code=404)
    embedder = Embedder(client, EvaluationLedger(), Settings())
    for trace in ("e1", "e2", "e3"):
        with pytest.raises(ModelUnavailableError) as caught:
            await embedder.embed(["hull"], workspace_id=1, trace_id=trace)
        assert caught.value.final
    assert await sent(stand_in) == [True]


async def test_a_server_that_ignores_the_number_is_recognised_by_its_first_answer(
    stand_in: OpenAiSandboxClient, client: OpenAIClient
) -> None:
    await stand_in.inject("embeddings", "ignores_dimensions", times=None)
    first = await client.embed(["hull", "sail"], model="nomic-embed-text")
    again = await client.embed(["hull", "sail"], model="nomic-embed-text")
    assert first.vectors == again.vectors
    assert [len(vector) for vector in first.vectors] == [512, 512]
    assert await sent(stand_in) == [True, False]

"""OpenAI's stand-in over real HTTP, and our client connected to it."""

from collections.abc import AsyncIterator

import pytest

from ops.sandbox.openai_client import OpenAiSandboxClient
from ops.sandbox.openai_server import OpenAiSandboxSettings, serve_openai_stand_in
from worker.openai.client import OpenAIClient


@pytest.fixture(scope="session")
async def openai_server() -> AsyncIterator[str]:
    async with serve_openai_stand_in(OpenAiSandboxSettings(port=0)) as url:
        yield url


@pytest.fixture
async def stand_in(openai_server: str) -> AsyncIterator[OpenAiSandboxClient]:
    async with OpenAiSandboxClient(openai_server) as control:
        await control.reset()
        yield control


@pytest.fixture
async def client(stand_in: OpenAiSandboxClient) -> AsyncIterator[OpenAIClient]:
    made = OpenAIClient(api_key="sk-test-key", base_url=stand_in.api_url, timeout_seconds=60)
    yield made
    await made.close()

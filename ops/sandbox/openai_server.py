"""A stand-in for OpenAI's HTTP API: completions, responses, embeddings, transcriptions.

Control API under /control, JSON in and out: POST answers, transcripts, vectors, troubles, reset
(shapes in openai_stand_in/planted_answers.py); GET calls (the calls made, without the key) and state (calls
under way, the most at once).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from starlette.applications import Starlette

from ops.sandbox.openai_stand_in.openai_routes import control_routes, vendor_routes
from ops.sandbox.openai_stand_in.request_checks import OpenAiStandIn
from ops.sandbox.uvicorn_server import serve_in_foreground, serve_quietly


class OpenAiSandboxSettings(BaseSettings):
    """Where the stand-in listens, from HOST and PORT."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8082, ge=0, le=65535)


def build_openai_app(stand_in: OpenAiStandIn) -> Starlette:
    """The ASGI application over a stand-in."""
    return Starlette(routes=[*vendor_routes(stand_in), *control_routes(stand_in)])


def run_openai_stand_in(settings: OpenAiSandboxSettings) -> None:
    """Serve in the foreground until SIGINT or SIGTERM."""
    stand_in = OpenAiStandIn()
    serve_in_foreground(build_openai_app(stand_in), stand_in.changes, settings.host, settings.port)


@asynccontextmanager
async def serve_openai_stand_in(settings: OpenAiSandboxSettings) -> AsyncIterator[str]:
    """Serve inside a running event loop; gives the server's base URL (OPENAI_BASE_URL is that + "/v1")."""
    stand_in = OpenAiStandIn()
    async with serve_quietly(
        build_openai_app(stand_in), stand_in.changes, settings.host, settings.port
    ) as url:
        yield url


if __name__ == "__main__":
    run_openai_stand_in(OpenAiSandboxSettings())

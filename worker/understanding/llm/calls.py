"""Calls: the one thing the reader needs of a model, so that it can be recorded, replayed and replaced."""

import hashlib
import json
from typing import Protocol

from worker.openai.answers import ChatAnswer
from worker.openai.client import ChatRequest


class Calls(Protocol):
    """Anything that answers a structured question. Raises errors of `worker.openai.errors`."""

    async def complete(self, request: ChatRequest) -> ChatAnswer:
        """The answer, unparsed."""


def prompt_hash(request: ChatRequest) -> str:
    """The name of a question: SHA-256 over prompt and schema, not over the model that is to answer it."""
    asked = json.dumps([request.system, request.user, request.schema], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()

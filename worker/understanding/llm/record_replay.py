"""Recording: each question and answer as one JSON file named by the prompt's hash, to be replayed without a model."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from worker.budget.prices import Usage
from worker.openai.answers import ChatAnswer
from worker.openai.client import ChatRequest
from worker.openai.errors import ModelCallError
from worker.understanding.llm.calls import Calls, prompt_hash


class NoRecordingError(ModelCallError):
    """This question has no answer in the folder. The text names the file that should hold it."""

    code = "no_recording"
    billed = False


class RecordingCalls:
    """Writes every question, and the answer of `inner`, into `folder`.

    Without `inner` only the questions are written, with `"answer": null` for somebody else to fill in, and every call
    raises NoRecordingError. A file that already holds an answer is replayed, so a broken run can be taken up again.
    """

    def __init__(self, inner: Calls | None, folder: Path) -> None:
        self._inner = inner
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def complete(self, request: ChatRequest) -> ChatAnswer:
        """The recorded answer, or that of `inner`, recorded."""
        path = _path(self._folder, request)
        known = _read(path)
        if known is not None:
            return known
        if self._inner is None:
            _write(path, request, None)
            raise NoRecordingError(path.name)
        answer = await self._inner.complete(request)
        _write(path, request, answer)
        return answer


class ReplayingCalls:
    """Answers from `folder` alone. Raises NoRecordingError for a question without an answer there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def complete(self, request: ChatRequest) -> ChatAnswer:
        """The recorded answer."""
        path = _path(self._folder, request)
        known = _read(path)
        if known is None:
            raise NoRecordingError(path.name)
        return known


def _path(folder: Path, request: ChatRequest) -> Path:
    return folder / f"{prompt_hash(request)}.json"


def _write(path: Path, request: ChatRequest, answer: ChatAnswer | None) -> None:
    record = {
        "prompt_hash": path.stem,
        "request": asdict(request),
        "answer": None if answer is None else asdict(answer),
    }
    part = path.with_suffix(".part")
    part.write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")
    part.replace(path)


def _read(path: Path) -> ChatAnswer | None:
    if not path.exists():
        return None
    answer = json.loads(path.read_text("utf-8")).get("answer")
    return None if answer is None else _answer(answer)


def _answer(found: dict[str, Any]) -> ChatAnswer:
    """An answer as recorded, or as written by hand: `content` may be an object, everything else may be missing."""
    content = found.get("content")
    if content is not None and not isinstance(content, str):
        content = json.dumps(content, ensure_ascii=False)
    usage = found.get("usage")
    return ChatAnswer(
        content=content,
        refusal=found.get("refusal"),
        finish_reason=found.get("finish_reason", "stop"),
        usage=Usage(**usage) if usage else None,
    )

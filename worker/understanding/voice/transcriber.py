"""Hearing: a recording becomes text, biased by the workspace's own names; what cannot be heard gets a code."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Literal

import structlog

from worker.understanding.context import Context
from worker.understanding.llm.llm_reader import ModelUnavailableError
from worker.understanding.voice.transcription import Transcriber, Transcript, VoiceRefusedError
from worker.understanding.voice.vocabulary_hint import glossary

log = structlog.get_logger()

Reason = Literal[
    "no_key",
    "too_large",
    "too_long",
    "silent",
    "format",
    "refused",
    "misconfigured",
    "gone",
    "over_budget",
    "busy",
    "unreachable",
]
_REFUSED: dict[str, Reason] = {
    "empty": "silent",
    "silent": "silent",
    "too_large": "too_large",
    "too_long": "too_long",
    "unknown_format": "format",
    "refused": "refused",
}
# Reasons that pass by waiting.
PASSING = ("busy", "unreachable")
# A file from this size on takes up to three times itself in memory while it comes and goes: one at a time.
LARGE_BYTES = 4_000_000
ROOM_WAIT_SECONDS = 10.0


class CannotHear(Exception):  # noqa: N818 - an answer, not a defect
    """This recording will not become text now; `code` says why. Only those in `PASSING` may pass by waiting.

    `limit` is what would have been allowed, in minutes for "too_long".
    """

    def __init__(self, code: Reason, limit: float | None = None) -> None:
        super().__init__(code)
        self.code: Reason = code
        self.limit = limit


class VoiceTranscriber:
    """Hears recordings for one worker."""

    def __init__(self, transcriber: Transcriber, *, has_key: bool, most_minutes: float) -> None:
        self._transcriber = transcriber
        self._has_key = has_key
        self._most_minutes = most_minutes
        self._room = asyncio.Semaphore(1)

    def check(self, seconds: int) -> None:
        """Raises CannotHear when it is plain before anything is fetched."""
        if not self._has_key:
            raise CannotHear("no_key")
        if seconds > self._most_minutes * 60:
            raise CannotHear("too_long", self._most_minutes)

    @asynccontextmanager
    async def room_for(self, size: int) -> AsyncIterator[None]:
        """Room in memory for a file of `size` bytes, held while it is fetched and heard. Raises CannotHear ("busy")."""
        if size < LARGE_BYTES:
            yield
            return
        try:
            await asyncio.wait_for(self._room.acquire(), ROOM_WAIT_SECONDS)
        except TimeoutError as error:
            raise CannotHear("busy") from error
        try:
            yield
        finally:
            self._room.release()

    async def hear(
        self,
        audio: bytes,
        context: Context,
        *,
        corrections: Iterable[str] = (),
        seconds: int,
        workspace_id: int,
        trace_id: str,
    ) -> Transcript:
        """What is said in a recording; words that people corrected go first into the hint. Raises CannotHear."""
        try:
            return await self._transcriber.transcribe(
                audio,
                words=glossary(context, corrections),
                # People mix both languages in one note; the model finds out by itself.
                language=None,
                told_seconds=float(seconds) or None,
                workspace_id=workspace_id,
                trace_id=trace_id,
            )
        except VoiceRefusedError as error:
            log.info("recording_refused", reason=error.reason, detail=str(error.__cause__ or ""))
            raise CannotHear(_REFUSED[error.reason], error.limit) from error
        except ModelUnavailableError as error:
            raise CannotHear(_code_of(error)) from error


def _code_of(error: ModelUnavailableError) -> Reason:
    if error.reason == "over_budget":
        return "over_budget"
    return "misconfigured" if error.final else "unreachable"

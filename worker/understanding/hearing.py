"""Hearing: a recording becomes text, biased by the workspace's own names; what cannot be heard gets a code."""

from collections.abc import Iterable
from typing import Literal

from worker.understanding.context import Context
from worker.understanding.model.glossary import glossary
from worker.understanding.model.reader import ModelUnavailableError
from worker.understanding.model.voice import Transcriber, VoiceRefusedError

Reason = Literal["no_key", "too_large", "too_long", "silent", "format", "gone", "over_budget", "unreachable"]
_REFUSED: dict[str, Reason] = {
    "empty": "silent",
    "silent": "silent",
    "too_large": "too_large",
    "too_long": "too_long",
    "unknown_format": "format",
}


class CannotHear(Exception):  # noqa: N818 - an answer, not a defect
    """This recording will not become text now; `code` says why. Only "unreachable" may pass by waiting."""

    def __init__(self, code: Reason) -> None:
        super().__init__(code)
        self.code: Reason = code


class Hearing:
    """Hears recordings for one worker."""

    def __init__(self, transcriber: Transcriber, *, has_key: bool, most_minutes: float) -> None:
        self._transcriber = transcriber
        self._has_key = has_key
        self._most_seconds = most_minutes * 60

    def check(self, seconds: int) -> None:
        """Raises CannotHear when it is plain before anything is fetched."""
        if not self._has_key:
            raise CannotHear("no_key")
        if seconds > self._most_seconds:
            raise CannotHear("too_long")

    async def hear(
        self,
        audio: bytes,
        context: Context,
        *,
        corrections: Iterable[str] = (),
        seconds: int,
        workspace_id: int,
        trace_id: str,
    ) -> str:
        """A recording's words; words that people corrected go first into the hint. Raises CannotHear."""
        try:
            heard = await self._transcriber.transcribe(
                audio,
                words=glossary(context, corrections),
                # People mix both languages in one note; the model finds out by itself.
                language=None,
                told_seconds=float(seconds) or None,
                workspace_id=workspace_id,
                trace_id=trace_id,
            )
        except VoiceRefusedError as error:
            raise CannotHear(_REFUSED[error.reason]) from error
        except ModelUnavailableError as error:
            raise CannotHear("over_budget" if error.reason == "over_budget" else "unreachable") from error
        return heard.text

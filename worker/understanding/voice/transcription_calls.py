"""Hearing calls: one paid transcription of one file, reserved at the most it can cost and kept for a rerun."""

import hashlib
import math
from dataclasses import dataclass, replace
from typing import Protocol

from models.runtime.settings import Settings
from worker.budget.prices import Usage
from worker.budget.purchase import (
    CallFailedError,
    Ledger,
    OverBudgetError,
    PaidAnswer,
    PaidCall,
    make_paid_call,
)
from worker.openai.answers import Transcript
from worker.openai.errors import BadRequestError
from worker.understanding.llm.llm_reader import unavailable
from worker.understanding.llm.token_estimate import bound
from worker.understanding.voice.audio_files import Sound
from worker.understanding.voice.vocabulary_hint import as_prompt

PURPOSE = "voice"
# A file that does not tell its length is taken to be as long as at a telephone's lowest rate (6 kbit/s).
LOWEST_BYTES_A_SECOND = 750
AUDIO_TOKENS_A_SECOND = 20  # twice what OpenAI's models count, for the reservation
SPOKEN_TOKENS_A_SECOND = 10


class RefusedSoundError(Exception):
    """The server looked at this file and will not take it: another codec within, damaged, too long for the model."""


class Ears(Protocol):
    """Anything that hears. Raises errors of `worker.openai.errors`."""

    async def transcribe(
        self,
        audio: bytes,
        *,
        filename: str,
        mime: str,
        model: str,
        words: tuple[str, ...] = (),
        prompt: str = "",
        language: str | None = None,
        seconds: float | None = None,
    ) -> Transcript:
        """What is said in `audio`, which lasts `seconds` if that is known."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What helps to hear, and for whom it is heard."""

    words: tuple[str, ...]
    language: str | None
    workspace_id: int
    trace_id: str
    step: str

    def of_piece(self, number: int) -> "Hint":
        """The same for a piece, whose step has its number."""
        return replace(self, step=f"{self.step}:{number}")


class TranscriptionCalls:
    """Pays for transcriptions."""

    def __init__(self, ears: Ears, ledger: Ledger, settings: Settings) -> None:
        self._ears = ears
        self._ledger = ledger
        self._model = settings.openai_transcription_model

    async def hear(
        self, audio: bytes, sound: Sound, hint: Hint, seconds: float | None, longest: float | None
    ) -> str:
        """What the model heard, as it said it. `longest` is what is reserved for (None: by the file's size).

        Raises RefusedSoundError, and ModelUnavailableError when it may be heard later.
        """

        async def call() -> PaidAnswer:
            heard = await self._ears.transcribe(
                audio,
                filename=f"voice.{sound.suffix}",
                mime=sound.mime,
                model=self._model,
                words=hint.words,
                prompt=as_prompt(hint.words),
                language=hint.language,
                seconds=seconds,
            )
            used = heard.usage or (Usage(seconds=seconds) if seconds else None)
            return PaidAnswer({"text": heard.text}, used)

        purchase = self._purchase(audio, hint, longest or len(audio) / LOWEST_BYTES_A_SECOND)
        try:
            answer = await make_paid_call(self._ledger, purchase, call)
        except BadRequestError as error:
            if error.status == 404:  # of the model, not of the file
                raise unavailable(error) from error
            raise RefusedSoundError(str(error)) from error
        except (OverBudgetError, CallFailedError) as error:
            raise unavailable(error) from error
        return str(answer["text"])

    def _purchase(self, audio: bytes, hint: Hint, seconds: float) -> PaidCall:
        # The sound alone names the question: words that were learned in between do not make a rerun pay again.
        asked = hashlib.sha256(audio)
        most = self._ledger.prices.price_of(self._model).ceiling(
            tokens_in=math.ceil(seconds * AUDIO_TOKENS_A_SECOND) + bound(as_prompt(hint.words)),
            tokens_out=math.ceil(seconds * SPOKEN_TOKENS_A_SECOND),
            seconds=seconds,
        )
        return PaidCall(
            hint.workspace_id, hint.trace_id, hint.step, asked.hexdigest(), PURPOSE, self._model, most
        )

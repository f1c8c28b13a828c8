"""Voice: an audio file becomes a transcript; what cannot become one is refused before it costs anything."""

import hashlib
import math
import re
from dataclasses import dataclass
from typing import Literal, Protocol

from models.settings import Settings
from worker.clients.openai_answers import Heard
from worker.money.prices import Usage
from worker.money.purchase import Bought, CallFailedError, Ledger, OverBudgetError, Purchase, buy
from worker.understanding.model.audio import Sound, recognise
from worker.understanding.model.glossary import as_prompt
from worker.understanding.model.reader import ModelUnavailableError, unavailable
from worker.understanding.model.text import visible
from worker.understanding.model.tokens import bound

VoiceReason = Literal["empty", "too_large", "too_long", "unknown_format", "silent"]

MOST_BYTES = (
    25_000_000  # the limit of the transcription endpoint; Telegram gives bots no file above 20 MB anyway
)
# A file that does not tell its length is taken to be as long as at a telephone's lowest rate (6 kbit/s).
LOWEST_BYTES_A_SECOND = 750
AUDIO_TOKENS_A_SECOND = 20  # twice what OpenAI's models count, for the reservation
SPOKEN_TOKENS_A_SECOND = 10
PURPOSE = "voice"
LONGEST_TRANSCRIPT = 20_000


class VoiceRefusedError(Exception):
    """This file gives no transcript, now or later. `reason` says why, `limit` what would have been allowed (minutes, bytes)."""

    def __init__(self, reason: VoiceReason, limit: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said, as one text, and how long it took to say (as the file or else the sender tells)."""

    text: str
    seconds: float | None


class Ears(Protocol):
    """Anything that hears. Raises errors of `worker.clients.openai_errors`."""

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
    ) -> Heard:
        """What is said in `audio`, which lasts `seconds` if that is known."""


class Transcriber:
    """Hears voice notes. `ears` is None without a key; then every transcript is unavailable."""

    def __init__(self, ears: Ears | None, ledger: Ledger, settings: Settings) -> None:
        self._ears = ears
        self._ledger = ledger
        self._model = settings.openai_transcription_model
        self._max_minutes = settings.voice_max_minutes

    async def transcribe(
        self,
        audio: bytes,
        *,
        words: tuple[str, ...],
        language: str | None,
        told_seconds: float | None,
        workspace_id: int,
        trace_id: str,
        step: str = "hear",
    ) -> Transcript:
        """The words in `audio`, which is recognised by content, not by its name or the type somebody gave it.

        `words` are the glossary; `language` ("en", "ru") is a hint; `told_seconds` is the length Telegram names.
        Raises VoiceRefusedError for a file that cannot or must not be heard, ModelUnavailableError when it can be later.
        """
        sound = self.accept(audio, told_seconds)
        if self._ears is None:
            raise ModelUnavailableError("no_key")
        seconds = sound.seconds if sound.seconds is not None else told_seconds
        purchase = self._purchase(
            audio, words, _longest(audio, sound, told_seconds), workspace_id, trace_id, step
        )
        heard = await self._bought(self._ears, purchase, audio, sound, words, language, seconds)
        text = " ".join(visible(heard).split())[:LONGEST_TRANSCRIPT]
        if not re.search(r"\w", text) or _echo(text, words):
            raise VoiceRefusedError("silent")
        return Transcript(text, seconds)

    def accept(self, audio: bytes, told_seconds: float | None = None) -> Sound:
        """What the file is, if it may be heard. Raises VoiceRefusedError with the reason; costs nothing."""
        if not audio:
            raise VoiceRefusedError("empty")
        if len(audio) > MOST_BYTES:
            raise VoiceRefusedError("too_large", MOST_BYTES)
        sound = recognise(audio)
        if sound is None:
            raise VoiceRefusedError("unknown_format")
        length = max(sound.seconds or 0.0, told_seconds or 0.0)
        if length > self._max_minutes * 60:
            raise VoiceRefusedError("too_long", self._max_minutes)
        if sound.seconds == 0:
            raise VoiceRefusedError("silent")
        return sound

    def _purchase(
        self,
        audio: bytes,
        words: tuple[str, ...],
        seconds: float,
        workspace_id: int,
        trace_id: str,
        step: str,
    ) -> Purchase:
        asked = hashlib.sha256(audio)
        asked.update("\n".join(words).encode())
        most = self._ledger.prices.of(self._model).ceiling(
            tokens_in=math.ceil(seconds * AUDIO_TOKENS_A_SECOND) + bound(as_prompt(words)),
            tokens_out=math.ceil(seconds * SPOKEN_TOKENS_A_SECOND),
            seconds=seconds,
        )
        return Purchase(workspace_id, trace_id, step, asked.hexdigest(), PURPOSE, self._model, most)

    async def _bought(
        self,
        ears: Ears,
        purchase: Purchase,
        audio: bytes,
        sound: Sound,
        words: tuple[str, ...],
        language: str | None,
        seconds: float | None,
    ) -> str:
        async def call() -> Bought:
            heard = await ears.transcribe(
                audio,
                filename=f"voice.{sound.suffix}",
                mime=sound.mime,
                model=self._model,
                words=words,
                prompt=as_prompt(words),
                language=language,
                seconds=seconds,
            )
            used = heard.usage or (Usage(seconds=seconds) if seconds else None)
            return Bought({"text": heard.text}, used)

        try:
            answer = await buy(self._ledger, purchase, call)
        except (OverBudgetError, CallFailedError) as error:
            raise unavailable(error) from error
        return str(answer["text"])


def _longest(audio: bytes, sound: Sound, told_seconds: float | None) -> float:
    """The longest the file can be, for the reservation."""
    known = max(sound.seconds or 0.0, told_seconds or 0.0)
    return known or len(audio) / LOWEST_BYTES_A_SECOND


def _echo(text: str, words: tuple[str, ...]) -> bool:
    """Whether a model that heard nothing gave back its own hint."""
    plain = re.sub(r"\W+", " ", text.casefold()).split()
    hint = re.sub(r"\W+", " ", as_prompt(words).casefold()).split()
    return len(plain) >= 3 and len(hint) >= 3 and plain == hint[: len(plain)]

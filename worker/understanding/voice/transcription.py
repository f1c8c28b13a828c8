"""Voice: an audio file becomes a transcript; what cannot become one is refused before it costs anything."""

import asyncio
import re
from dataclasses import dataclass
from typing import Literal

from models.runtime.settings import Settings
from worker.budget.call_outcomes import OverBudget
from worker.budget.purchase import Ledger
from worker.understanding.llm.llm_reader import ModelUnavailableError
from worker.understanding.llm.quoted_text import visible
from worker.understanding.voice.audio_files import Sound, recognise
from worker.understanding.voice.recording_piece import Piece
from worker.understanding.voice.silence import is_silence
from worker.understanding.voice.transcription_calls import (
    PURPOSE,
    Ears,
    Hint,
    RefusedSoundError,
    TranscriptionCalls,
)
from worker.understanding.voice.vocabulary_hint import as_prompt

__all__ = ["MOST_BYTES", "PURPOSE", "Transcriber", "Transcript", "VoiceReason", "VoiceRefusedError"]

VoiceReason = Literal["empty", "too_large", "too_long", "unknown_format", "refused", "silent"]

MOST_BYTES = (
    25_000_000  # the limit of the transcription endpoint; Telegram gives bots no file above 20 MB anyway
)
# The endpoint's newer models take 1,400 s at most, and write 2,000 tokens at most: ten minutes of quick Russian.
PIECE_SECONDS = 300.0
# Four pieces side by side, and none begun after this: fetching and hearing must end within one try of a job (120 s).
AT_ONCE = 4
LAST_START_SECONDS = 50.0
LONGEST_TRANSCRIPT = 60_000  # more than an hour of speech


class VoiceRefusedError(Exception):
    """This file gives no transcript, now or later. `reason` says why, `limit` what would have been allowed (minutes, bytes)."""

    def __init__(self, reason: VoiceReason, limit: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said, as one text, and how long it took to say (as the file or else the sender tells).

    Where the budget ended within a recording, `heard_seconds` is how much was heard, and `over_budget` the refusal.
    """

    text: str
    seconds: float | None
    heard_seconds: float | None = None
    over_budget: OverBudget | None = None


class Transcriber:
    """Hears voice notes. `ears` is None without a key; then every transcript is unavailable."""

    def __init__(self, ears: Ears | None, ledger: Ledger, settings: Settings) -> None:
        self._calls = None if ears is None else TranscriptionCalls(ears, ledger, settings)
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

        A long recording is heard in pieces, each a call of its own in the ledger ("hear:2" for the second): a later try
        pays only for those that no earlier one has heard. `words` are the glossary; `language` ("en", "ru") is a hint;
        `told_seconds` is the length Telegram names. Raises VoiceRefusedError for a file that cannot or must not be
        heard, ModelUnavailableError when it can be later.
        """
        sound = self.accept(audio, told_seconds)
        if self._calls is None:
            raise ModelUnavailableError("no_key")
        seconds = sound.seconds if sound.seconds is not None else told_seconds
        hint = Hint(words, language, workspace_id, trace_id, step)
        pieces = await asyncio.to_thread(_pieces, audio, sound, seconds)
        try:
            if pieces is None:
                longest = max(sound.seconds or 0.0, told_seconds or 0.0) or None
                said = [await self._calls.hear(audio, sound, hint, seconds, longest)]
                heard, over = None, None
            else:
                said, heard, over = await _Listening(self._calls, sound, hint).to_all(pieces)
        except RefusedSoundError as error:
            raise VoiceRefusedError("refused") from error
        text = " ".join(filter(None, (_spoken(one, words) for one in said)))[:LONGEST_TRANSCRIPT]
        if not text:
            raise VoiceRefusedError("silent")
        return Transcript(text, seconds, heard if over else None, over)

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


class _Listening:
    """One long recording, heard piece by piece."""

    def __init__(self, calls: TranscriptionCalls, sound: Sound, hint: Hint) -> None:
        self._calls = calls
        self._sound = sound
        self._hint = hint
        self._places = asyncio.Semaphore(AT_ONCE)
        self._begun = asyncio.get_running_loop().time()

    async def to_all(self, pieces: list[Piece]) -> tuple[list[str], float, OverBudget | None]:
        """The words of every piece in order, and their seconds; less than all where the budget ended, with its refusal.

        Every call that was begun is waited for, so that what is paid for is kept. Raises what kept a piece from being
        heard, and the refusal when no piece could be paid for.
        """
        found = await asyncio.gather(
            *(self._one(number, piece) for number, piece in enumerate(pieces, start=1)),
            return_exceptions=True,
        )
        failed = [one for one in found if isinstance(one, BaseException)]
        over = [
            one.over_budget for one in failed if isinstance(one, ModelUnavailableError) and one.over_budget
        ]
        if failed and (len(over) < len(failed) or len(failed) == len(pieces)):
            raise next((one for one in failed if getattr(one, "over_budget", None) is None), failed[0])
        said = [one for one in found if isinstance(one, str)]
        heard = sum(piece.seconds for piece, one in zip(pieces, found, strict=True) if isinstance(one, str))
        return said, heard, over[0] if over else None

    async def _one(self, number: int, piece: Piece) -> str:
        async with self._places:
            if asyncio.get_running_loop().time() - self._begun > LAST_START_SECONDS:
                raise ModelUnavailableError("timeout", f"piece {number} not begun")
            audio = await asyncio.to_thread(piece.written)
            return await self._calls.hear(
                audio, self._sound, self._hint.of_piece(number), piece.seconds, piece.seconds
            )


def _pieces(audio: bytes, sound: Sound, seconds: float | None) -> list[Piece] | None:
    if sound.cut is None or (seconds or 0.0) <= PIECE_SECONDS:
        return None
    return sound.cut(audio, PIECE_SECONDS)


def _spoken(heard: str, words: tuple[str, ...]) -> str:
    """What was said on one line; nothing for marks alone, and where a model that heard nothing gave back its own hint or
    the last words of a film."""
    text = " ".join(visible(heard).split())
    return "" if not re.search(r"\w", text) or _echo(text, words) or is_silence(text) else text


def _echo(text: str, words: tuple[str, ...]) -> bool:
    plain = re.sub(r"\W+", " ", text.casefold()).split()
    hint = re.sub(r"\W+", " ", as_prompt(words).casefold()).split()
    return len(plain) >= 3 and len(hint) >= 3 and plain == hint[: len(plain)]

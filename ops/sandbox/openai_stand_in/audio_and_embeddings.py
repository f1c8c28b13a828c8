"""Builds the responses of OpenAI's embeddings and transcriptions endpoints."""

from typing import Any

from ops.sandbox.openai_stand_in.completions import count_tokens
from ops.sandbox.openai_stand_in.planted_answers import PlantedAnswers
from ops.sandbox.openai_stand_in.refusals import OpenAiError
from ops.sandbox.openai_stand_in.word_vectors import DEFAULT_DIMENSIONS, embed_text, pack_vector, unit_vector

Json = dict[str, Any]
MAX_INPUTS = 2048
MAX_AUDIO = 25 * 1024 * 1024
MOST_SECONDS = 1400  # as the gpt-4o transcription models word and keep it; whisper-1 has no such limit
AUDIO = ("flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm")


def embeddings_body(body: Json, orders: PlantedAnswers) -> Json:
    """The response of /v1/embeddings, in floats or in base64 as asked."""
    given = body.get("input")
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not texts or len(texts) > MAX_INPUTS:
        raise OpenAiError(400, f"'$.input' must be a string or 1 to {MAX_INPUTS} strings.", "invalid_value")
    if any(text == "" for text in texts):
        raise OpenAiError(400, "'$.input' is invalid: input cannot be an empty string.", "invalid_value")
    dimensions = int(body.get("dimensions") or DEFAULT_DIMENSIONS)
    if not 1 <= dimensions <= 3072:
        raise OpenAiError(400, "'dimensions' must be between 1 and 3072.", "invalid_value")
    data = []
    for index, text in enumerate(texts):
        planted = orders.vectors.get(str(text))
        vector = _fitted(planted, dimensions) if planted else embed_text(str(text), dimensions)
        shown: Any = pack_vector(vector) if body.get("encoding_format") == "base64" else vector
        data.append({"object": "embedding", "index": index, "embedding": shown})
    used = count_tokens(sum(len(str(text)) for text in texts))
    usage = {"prompt_tokens": used, "total_tokens": used}
    return {"object": "list", "data": data, "model": body.get("model", ""), "usage": usage}


def _fitted(vector: list[float], dimensions: int) -> list[float]:
    return unit_vector((vector + [0.0] * dimensions)[:dimensions])


def transcription_body(
    name: str, content: bytes, wanted: str, orders: PlantedAnswers, model: str = "whisper-1"
) -> Json | str:
    """The response of /v1/audio/transcriptions: an object, or plain text for `response_format=text`."""
    if name.rpartition(".")[2].lower() not in AUDIO:
        raise OpenAiError(400, f"Invalid file format. Supported formats: {list(AUDIO)}")
    if len(content) > MAX_AUDIO:
        raise OpenAiError(
            413, f"Maximum content size limit ({MAX_AUDIO}) exceeded ({len(content)} bytes read)"
        )
    if not content:
        raise OpenAiError(
            400, "Audio file is too short. Minimum audio length is 0.1 seconds.", "audio_too_short"
        )
    lasts = _opus_seconds(content)
    if lasts > MOST_SECONDS and not model.startswith("whisper"):
        raise OpenAiError(
            400,
            f"audio duration {lasts:.3f} seconds is longer than {MOST_SECONDS} seconds which is the maximum for this model",
        )
    planted = orders.transcript_for(content)
    if wanted == "text":
        return planted.text + "\n"
    usage = {"type": "duration", "seconds": round(planted.seconds)}
    if wanted == "verbose_json":
        facts = {"task": "transcribe", "language": planted.language, "duration": planted.seconds}
        return {**facts, "text": planted.text, "segments": [], "usage": usage}
    return {"text": planted.text, "usage": usage}


def _opus_seconds(content: bytes) -> float:
    """The length of an Ogg Opus file by its last page; 0 for every other file."""
    last = content.rfind(b"OggS")
    if b"OpusHead" not in content[:400] or len(content) < last + 14:
        return 0.0
    return int.from_bytes(content[last + 6 : last + 14], "little", signed=True) / 48_000

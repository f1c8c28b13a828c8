"""Audio files as they come: what they are by their first bytes, and how long they last, before anybody pays."""

import struct
from collections.abc import Callable
from dataclasses import dataclass

OPUS_RATE = 48_000  # Ogg Opus counts its granules at this rate whatever it was recorded at (RFC 7845)


@dataclass(frozen=True, slots=True)
class Sound:
    """A container the transcription takes. `seconds` is None when the file does not say in its own words."""

    suffix: str
    mime: str
    seconds: float | None


def recognise(audio: bytes) -> Sound | None:
    """What `audio` is, by content and not by name; None for anything that no transcription model takes."""
    for belongs, suffix, mime, seconds in _KINDS:
        if belongs(audio):
            return Sound(suffix, mime, seconds(audio))
    return None


def _ogg_seconds(audio: bytes) -> float | None:
    """From the granule position of the last page; None for other codecs than Opus."""
    head = audio.find(b"OpusHead", 0, 400)
    last = audio.rfind(b"OggS")
    if head < 0 or len(audio) < last + 14 or len(audio) < head + 12:
        return None
    (granule,) = struct.unpack_from("<q", audio, last + 6)
    (skipped,) = struct.unpack_from("<H", audio, head + 10)
    return max(0.0, (granule - skipped) / OPUS_RATE) if granule >= 0 else None


def _wav_seconds(audio: bytes) -> float | None:
    fmt, data = audio.find(b"fmt ", 12, 4096), audio.find(b"data", 12, 65536)
    if fmt < 0 or data < 0 or len(audio) < max(fmt + 20, data + 8):
        return None
    (rate,) = struct.unpack_from("<I", audio, fmt + 16)
    return (len(audio) - data - 8) / rate if rate else None


def _flac_seconds(audio: bytes) -> float | None:
    if len(audio) < 26:
        return None
    packed = int.from_bytes(audio[18:26], "big")
    rate, samples = packed >> 44, packed & ((1 << 36) - 1)
    return samples / rate if rate and samples else None


def _unknown(_audio: bytes) -> None:
    return None


def _is_mp3(audio: bytes) -> bool:
    """A tag, or the sync bits of a layer 2 or 3 frame."""
    return audio.startswith(b"ID3") or (
        len(audio) > 1 and audio[0] == 0xFF and audio[1] & 0xE6 in {0xE2, 0xE4}
    )


_Kind = tuple[Callable[[bytes], bool], str, str, Callable[[bytes], float | None]]
_KINDS: tuple[_Kind, ...] = (
    (lambda audio: audio.startswith(b"OggS"), "ogg", "audio/ogg", _ogg_seconds),
    (lambda audio: audio.startswith(b"RIFF") and audio[8:12] == b"WAVE", "wav", "audio/wav", _wav_seconds),
    (lambda audio: audio.startswith(b"fLaC"), "flac", "audio/flac", _flac_seconds),
    (lambda audio: audio[4:8] == b"ftyp", "m4a", "audio/mp4", _unknown),
    (lambda audio: audio.startswith(b"\x1a\x45\xdf\xa3"), "webm", "audio/webm", _unknown),
    (_is_mp3, "mp3", "audio/mpeg", _unknown),
)

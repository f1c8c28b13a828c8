"""Audio files as they come: what they are by their first bytes, how long they last, and whether they can be cut."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from worker.understanding.voice import mp3, ogg
from worker.understanding.voice.recording_piece import Piece

Cutter = Callable[[bytes, float], list[Piece] | None]


@dataclass(frozen=True, slots=True)
class Sound:
    """A container the transcription takes. `seconds` is None when the file does not say in its own words.

    `cut` parts it into pieces of a length; None for a container that would have to be decoded for that.
    """

    suffix: str
    mime: str
    seconds: float | None
    cut: Cutter | None = None


def recognise(audio: bytes) -> Sound | None:
    """What `audio` is, by content and not by name; None for anything that no transcription model takes."""
    for kind in _KINDS:
        if kind.belongs(audio):
            return Sound(kind.suffix, kind.mime, kind.seconds(audio), kind.cut)
    return None


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


def _mp4_seconds(audio: bytes) -> float | None:
    """From the movie header, box `mvhd` in box `moov` (ISO 14496-12)."""
    for kind, start, end in _boxes(audio, 0, len(audio)):
        if kind == b"moov":
            inner = _boxes(audio, start, end)
            return next((_movie_seconds(audio[a:b]) for name, a, b in inner if name == b"mvhd"), None)
    return None


def _movie_seconds(header: bytes) -> float | None:
    at, form = (20, ">IQ") if header[:1] == b"\x01" else (12, ">II")
    if len(header) < at + struct.calcsize(form):
        return None
    scale, lasts = struct.unpack_from(form, header, at)
    return lasts / scale if scale and lasts else None


def _boxes(audio: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of the content of each box; a size that cannot be ends them."""
    while at + 16 <= end:
        size, kind = struct.unpack_from(">I4s", audio, at)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", audio, at + 8)
            head = 16
        if size < head:
            return
        yield kind, at + head, min(at + size, end)
        at += size


def _unknown(_audio: bytes) -> None:
    return None


@dataclass(frozen=True, slots=True)
class _Kind:
    belongs: Callable[[bytes], bool]
    suffix: str
    mime: str
    seconds: Callable[[bytes], float | None]
    cut: Cutter | None = None


_KINDS = (
    _Kind(lambda audio: audio.startswith(b"OggS"), "ogg", "audio/ogg", ogg.seconds_of, ogg.cut),
    _Kind(
        lambda audio: audio.startswith(b"RIFF") and audio[8:12] == b"WAVE", "wav", "audio/wav", _wav_seconds
    ),
    _Kind(lambda audio: audio.startswith(b"fLaC"), "flac", "audio/flac", _flac_seconds),
    _Kind(lambda audio: audio[4:8] == b"ftyp", "m4a", "audio/mp4", _mp4_seconds),
    _Kind(lambda audio: audio.startswith(b"\x1a\x45\xdf\xa3"), "webm", "audio/webm", _unknown),
    _Kind(mp3.starts, "mp3", "audio/mpeg", mp3.seconds_of, mp3.cut),
)

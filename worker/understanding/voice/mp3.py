"""MP3: how long it lasts and where it can be cut, by walking from frame to frame (ISO 11172-3, 13818-3)."""

import struct
from collections.abc import Iterator
from itertools import pairwise

from worker.understanding.voice.recording_piece import Piece

# kbit/s by the header's four bits; layer 3 of MPEG 1, and of MPEG 2 and 2.5. 0 and 15 tell no length.
_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
_SAMPLINGS = (44_100, 48_000, 32_000)
_LAYER_3 = 1
_FARTHEST_SYNC = 65_536  # how far to look for the first frame, or for the next one behind damage


def starts(audio: bytes) -> bool:
    """Whether `audio` begins as an MP3 does: a tag, or the sync bits of a layer 2 or 3 frame."""
    return audio.startswith(b"ID3") or (
        len(audio) > 1 and audio[0] == 0xFF and audio[1] & 0xE6 in {0xE2, 0xE4}
    )


def seconds_of(audio: bytes) -> float | None:
    """The length of all frames together; None when there are none of layer 3."""
    return sum(lasts for _, lasts in _frames(audio)) or None


def cut(audio: bytes, most_seconds: float) -> list[Piece] | None:
    """Even pieces of `most_seconds` at most, in order; None when there are no frames to cut between."""
    frames = list(_frames(audio))
    total = sum(lasts for _, lasts in frames)
    shares = -int(-total // most_seconds)
    if shares < 2:
        return None
    marks, passed = [frames[0][0]], 0.0
    for start, lasts in frames:
        if passed >= total * len(marks) / shares:
            marks.append(start)
        passed += lasts
    marks.append(len(audio))
    return [_piece(audio, start, end, total / shares) for start, end in pairwise(marks)]


def _piece(audio: bytes, start: int, end: int, seconds: float) -> Piece:
    return Piece(seconds, lambda: audio[start:end])


def _frames(audio: bytes) -> Iterator[tuple[int, float]]:
    """Each frame's place and seconds."""
    at = _after_tag(audio)
    while at + 4 <= len(audio):
        read = _header(audio, at)
        if read is None:
            at = _next_sync(audio, at + 1)
            continue
        length, lasts = read
        yield at, lasts
        at += length


def _next_sync(audio: bytes, at: int) -> int:
    """Where two frames in a row begin again; the end of the file when there is none near."""
    limit = min(len(audio), at + _FARTHEST_SYNC)
    while (at := audio.find(b"\xff", at, limit)) >= 0:
        read = _header(audio, at)
        if read is not None and _header(audio, at + read[0]) is not None:
            return at
        at += 1
    return len(audio)


def _after_tag(audio: bytes) -> int:
    if audio[:3] != b"ID3" or len(audio) < 10:
        return 0
    first, second, third, fourth = (byte & 0x7F for byte in audio[6:10])
    return 10 + (first << 21 | second << 14 | third << 7 | fourth)


def _header(audio: bytes, at: int) -> tuple[int, float] | None:
    """Bytes and seconds of the frame that begins here; None when none does."""
    if at + 4 > len(audio):
        return None
    (bits,) = struct.unpack_from(">I", audio, at)
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    rate, sampling = bits >> 12 & 15, bits >> 10 & 3
    if bits >> 21 != 0x7FF or version == 1 or layer != _LAYER_3 or sampling == 3:
        return None
    first = version == 3
    bit_rate = (_RATES_1 if first else _RATES_2)[rate] * 1000
    if not bit_rate:
        return None
    hertz = _SAMPLINGS[sampling] >> (0 if first else 1 if version == 2 else 2)
    samples = 1152 if first else 576
    return samples // 8 * bit_rate // hertz + (bits >> 9 & 1), samples / hertz

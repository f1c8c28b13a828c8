"""Ogg Opus cut into shorter recordings: between two pages (RFC 3533), where it is quietest, each a file of its own."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worker.understanding.voice.recording_piece import Piece

RATE = 48_000  # Ogg Opus counts its granules at this rate whatever it was recorded at (RFC 7845)
_HEADER = struct.Struct("<4sBBqIIIB")
_CONTINUED, _LAST = 1, 4
_NO_GRANULE = -1  # of a page on which no packet ends
# How far from an even share a cut may lie, to fall into a pause instead of a word.
_LEEWAY_SECONDS = 15
_MIRRORED = bytes(int(f"{value:08b}"[::-1], 2) for value in range(256))


@dataclass(frozen=True, slots=True)
class _Page:
    start: int
    end: int
    granule: int
    serial: int
    continued: bool


def seconds_of(audio: bytes) -> float | None:
    """From the granule position of the last page; None for other codecs than Opus."""
    head = audio.find(b"OpusHead", 0, 400)
    last = audio.rfind(b"OggS")
    if head < 0 or len(audio) < last + 14 or len(audio) < head + 12:
        return None
    (granule,) = struct.unpack_from("<q", audio, last + 6)
    (skipped,) = struct.unpack_from("<H", audio, head + 10)
    return max(0.0, (granule - skipped) / RATE) if granule >= 0 else None


def cut(audio: bytes, most_seconds: float) -> list[Piece] | None:
    """Pieces of `most_seconds` at most, give or take a pause, in order; None when this file cannot be cut.

    A page keeps its packets as they are: nothing is decoded, and nothing is lost at a cut.
    """
    pages = list(_pages(audio))
    if not pages or b"OpusHead" not in audio[pages[0].start : pages[0].end]:
        return None
    if len({page.serial for page in pages}) > 1:
        return None
    headers = _headers(pages)
    sound = pages[headers:]
    ends = _cuts(sound, most_seconds)
    if not ends:
        return None
    return [
        _piece(audio, pages[:headers], sound[start:end], _granule_before(sound, start))
        for start, end in zip([0, *ends], [*ends, len(sound)], strict=True)
    ]


def _pages(audio: bytes) -> Iterator[_Page]:
    """The whole pages of a file; what is damaged or cut off ends them."""
    at = 0
    while at + _HEADER.size <= len(audio):
        mark, _, flags, granule, serial, _, _, segments = _HEADER.unpack_from(audio, at)
        body = at + _HEADER.size + segments
        end = body + sum(audio[at + _HEADER.size : body])
        if mark != b"OggS" or end > len(audio):
            return
        yield _Page(at, end, granule, serial, bool(flags & _CONTINUED))
        at = end


def _headers(pages: Sequence[_Page]) -> int:
    """How many pages hold the two header packets: they end with a granule of 0, sound never does."""
    first = next((at for at, page in enumerate(pages) if page.granule > 0), len(pages))
    return 1 + max((at for at in range(first) if pages[at].granule == 0), default=-1)


def _granule_before(sound: Sequence[_Page], start: int) -> int:
    return next((page.granule for page in reversed(sound[:start]) if page.granule != _NO_GRANULE), 0)


def _cuts(sound: Sequence[_Page], most_seconds: float) -> list[int]:
    """Before which pages to cut: near even shares, at the two neighbours that hold the fewest bytes, which is a pause."""
    total = _granule_before(sound, len(sound))
    shares = -(-(total - RATE) // int(most_seconds * RATE))  # a second over is no piece more
    ends: list[int] = []
    for share in range(1, shares):
        aim = total * share // shares
        allowed = [
            at
            for at in range((ends[-1] if ends else 0) + 1, len(sound))
            if not sound[at].continued
            and sound[at - 1].granule != _NO_GRANULE
            and abs(sound[at - 1].granule - aim) <= _LEEWAY_SECONDS * RATE
        ]
        if allowed:
            ends.append(min(allowed, key=lambda at: sound[at].end - sound[at - 1].start))
    return ends


def _piece(audio: bytes, headers: Sequence[_Page], sound: Sequence[_Page], since: int) -> Piece:
    def written() -> bytes:
        whole = bytearray()
        for number, page in enumerate((*headers, *sound)):
            is_sound = number >= len(headers)
            granule = page.granule - since if is_sound and page.granule != _NO_GRANULE else page.granule
            whole += _rewritten(audio, page, number, granule, last=page is sound[-1])
        return bytes(whole)

    until = _granule_before(sound, len(sound))
    return Piece((until - since) / RATE, written)


def _rewritten(audio: bytes, page: _Page, number: int, granule: int, *, last: bool) -> bytes:
    """A page with its new number and position, and the checksum of both."""
    made = bytearray(audio[page.start : page.end])
    made[5] = made[5] | _LAST if last else made[5] & ~_LAST
    struct.pack_into("<q", made, 6, granule)
    struct.pack_into("<II", made, 18, number, 0)
    struct.pack_into("<I", made, 22, checksum(bytes(made)))
    return bytes(made)


def checksum(page: bytes) -> int:
    """Ogg's CRC-32 of a page whose checksum is zero.

    It is zlib's polynomial with the bits of each byte the other way round, from 0 and not inverted: in C by mirroring.
    """
    mirrored = zlib.crc32(page.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)

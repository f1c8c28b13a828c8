"""Recordings made for tests: Ogg Opus page by page as the RFCs write them, with nothing of the product's own code."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

PAGE_SECONDS = 1.0
_SKIPPED = 312
_OPUS_RATE = 48_000


def opus(seconds: float, *, pauses: frozenset[int] = frozenset(), serial: int = 77) -> bytes:
    """One page a second, each with bytes of its own; the seconds in `pauses` hold few bytes, as silence does."""
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", _SKIPPED, _OPUS_RATE, 0, 0)
    whole = _page(head, 0, 0, serial, flags=2) + _page(b"OpusTags" + bytes(8), 0, 1, serial)
    count = int(seconds / PAGE_SECONDS)
    for number in range(count):
        body = number.to_bytes(4, "big") * (1 if number in pauses else 20)
        granule = int((number + 1) * PAGE_SECONDS * _OPUS_RATE) + _SKIPPED
        whole += _page(body, granule, number + 2, serial, flags=4 if number == count - 1 else 0)
    return whole


def _page(body: bytes, granule: int, number: int, serial: int, *, flags: int = 0) -> bytes:
    head = b"OggS\x00" + struct.pack("<BqIII", flags, granule, serial, number, 0) + bytes([1, len(body)])
    whole = bytearray(head + body)
    struct.pack_into("<I", whole, 22, ogg_crc(bytes(whole)))
    return bytes(whole)


def ogg_crc(page: bytes) -> int:
    """RFC 3533: polynomial 0x04c11db7, most significant bit first, from 0."""
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _SUM_OF_BYTE[value >> 24 ^ byte]
    return value


def _bit_by_bit(byte: int) -> int:
    value = byte << 24
    for _ in range(8):
        value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value


_SUM_OF_BYTE = tuple(_bit_by_bit(byte) for byte in range(256))


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it stands in a file."""

    flags: int
    granule: int
    number: int
    sound: bool
    body: bytes
    sums_right: bool


def pages_of(audio: bytes) -> Iterator[Page]:
    """Every page of a file; raises AssertionError for what is none."""
    at = 0
    while at < len(audio):
        mark, flags, granule, _, number, told, segments = struct.unpack_from("<5sBqIIIB", audio, at)
        assert mark == b"OggS\x00"
        start = at + 27 + segments
        end = start + sum(audio[at + 27 : start])
        blank = bytearray(audio[at:end])
        struct.pack_into("<I", blank, 22, 0)
        body = audio[start:end]
        yield Page(flags, granule, number, not body.startswith(b"Opus"), body, ogg_crc(bytes(blank)) == told)
        at = end

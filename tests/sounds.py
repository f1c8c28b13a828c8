"""Sounds: the smallest files that are recognised as recordings of a given length."""

import struct


def page(granule: int, body: bytes) -> bytes:
    return b"OggS\x00\x00" + struct.pack("<qIIIB", granule, 1, 0, 0, 1) + bytes([len(body)]) + body


def opus(seconds: float) -> bytes:
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 48_000, 0, 0)
    return page(0, head) + page(0, b"OpusTags") + page(int(seconds * 48_000) + 312, b"\x08" * 40)


def wav(seconds: float) -> bytes:
    data = b"\x00" * int(16_000 * seconds)
    fmt = struct.pack("<IHHIIHH", 16, 1, 1, 8_000, 16_000, 2, 16)
    return (
        b"RIFF"
        + struct.pack("<I", 36 + len(data))
        + b"WAVEfmt "
        + fmt
        + b"data"
        + struct.pack("<I", len(data))
        + data
    )

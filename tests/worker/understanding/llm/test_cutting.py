"""Long recordings are cut without decoding: each piece a whole file, nothing lost between them, cuts in pauses."""

import struct

import pytest

from tests.recordings import opus, pages_of
from tests.tables import for_every
from worker.understanding.voice import mp3, ogg
from worker.understanding.voice.audio_files import recognise


def test_every_piece_is_a_file_of_its_own_and_together_they_are_the_whole() -> None:
    whole = opus(725)
    pieces = ogg.cut(whole, 300)
    assert pieces is not None
    written = [list(pages_of(piece.written())) for piece in pieces]
    for piece, pages in zip(pieces, written, strict=True):
        assert [page.body[:8] for page in pages[:2]] == [b"OpusHead", b"OpusTags"]
        assert [page.number for page in pages] == list(range(len(pages)))
        assert all(page.sums_right for page in pages)
        assert [page.flags for page in pages] == [2, *[0] * (len(pages) - 2), 4]
        assert pages[-1].granule == round(piece.seconds * 48_000)
        assert piece.seconds <= 315
    sound = [page.body for pages in written for page in pages if page.sound]
    assert sound == [page.body for page in pages_of(whole) if page.sound]


def test_a_cut_falls_into_the_pause_near_an_even_share() -> None:
    pieces = ogg.cut(opus(600, pauses=frozenset({309, 310, 420})), 300)
    assert pieces is not None
    assert [round(piece.seconds) for piece in pieces] == [310, 290]


def test_a_page_that_a_packet_runs_over_is_not_cut_at() -> None:
    whole = bytearray(opus(600))
    # From 290 s to 309 s every page goes on with the packet of the one before; 310 s is the first clean place.
    places = [at for at in range(len(whole)) if whole[at : at + 4] == b"OggS"][2:]
    for second in range(285, 310):
        whole[places[second] + 5] |= 1
    pieces = ogg.cut(bytes(whole), 300)
    assert pieces is not None
    assert 310 <= round(pieces[0].seconds) <= 315


@for_every(
    "audio",
    [
        b"OggS",
        opus(600)[:5000],  # cut off in the middle: what is there is less than two pieces
        opus(600).replace(b"OpusHead", b"\x01vorbis!"),
        opus(300) + opus(300, serial=78),  # one recording behind the other
        b"",
    ],
)
def test_what_cannot_be_cut_is_left_whole(audio: bytes) -> None:
    assert ogg.cut(audio, 300) is None


def frames(count: int, *, header: int = 0xFFFB9000) -> bytes:
    """MPEG 1 layer 3 at 128 kbit/s and 44.1 kHz: 417 bytes and 26.1 ms a frame."""
    return b"".join(struct.pack(">I", header) + bytes([number % 251]) * 413 for number in range(count))


def test_an_mp3_tells_its_length_behind_its_tag_and_over_damage() -> None:
    tag = b"ID3\x04\x00\x00" + bytes([0, 0, 2, 0]) + bytes(256)
    assert mp3.seconds_of(tag + frames(1000)) == pytest.approx(1000 * 1152 / 44_100)
    damaged = frames(500) + b"\xff\x00 noise \xff\xfb" * 40 + frames(500)
    assert mp3.seconds_of(damaged) == pytest.approx(1000 * 1152 / 44_100)
    assert mp3.seconds_of(b"\xff\xfb\x90\x00") == pytest.approx(1152 / 44_100)
    assert mp3.seconds_of(b"ID3" + bytes(90)) is None


def test_an_mp3_is_cut_between_frames_and_loses_none() -> None:
    whole = frames(30_000)  # 13 minutes
    pieces = mp3.cut(whole, 300)
    assert pieces is not None
    written = [piece.written() for piece in pieces]
    assert len(written) == 3
    assert b"".join(written) == whole
    assert all(piece.startswith(b"\xff\xfb\x90\x00") and len(piece) % 417 == 0 for piece in written)
    assert mp3.cut(frames(1000), 300) is None


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def test_an_m4a_tells_its_length_wherever_its_header_stands() -> None:
    short = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, 90_500) + bytes(80))
    long = box(b"mvhd", struct.pack(">IQQIQ", 1 << 24, 0, 0, 1000, 90_500) + bytes(80))
    start = box(b"ftyp", b"M4A \x00\x00\x00\x00")
    for header in (short, long):
        for rest in (
            box(b"moov", header) + box(b"mdat", bytes(99)),
            box(b"mdat", bytes(99)) + box(b"moov", header),
        ):
            sound = recognise(start + rest)
            assert sound is not None
            assert sound.seconds == 90.5
    broken = recognise(start + struct.pack(">I4s", 3, b"moov") + bytes(40))
    assert broken is not None
    assert broken.seconds is None

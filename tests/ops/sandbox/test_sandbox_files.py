"""Files: byte for byte both ways, and Telegram's limits on size, kind and time."""

import struct
import zlib

import pytest
from telegram import InputMediaPhoto
from telegram.error import BadRequest

ANNA = 1001


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


PICTURE = png(40, 30)
VOICE = b"OggS" + bytes(range(256)) * 3


async def test_a_persons_voice_note_reaches_the_bot_byte_for_byte(play) -> None:
    await play.tg.send_voice(VOICE, duration=4)
    update = (await play.bot.get_updates())[0]
    assert (update.message.voice.duration, update.message.voice.file_size) == (4, len(VOICE))
    file = await play.bot.get_file(update.message.voice.file_id)
    assert bytes(await file.download_as_bytearray()) == VOICE


async def test_the_bots_picture_reaches_the_person_and_can_be_sent_again_by_id(play) -> None:
    await play.tg.say("/start")
    sent = await play.bot.send_photo(ANNA, PICTURE, caption="<b>plan</b>", parse_mode="HTML")
    assert (sent.photo[-1].width, sent.photo[-1].height) == (40, 30)
    assert sent.caption_entities[0].type == "bold"
    assert await play.tg.file(sent.photo[-1].file_id) == PICTURE
    again = await play.bot.send_photo(ANNA, sent.photo[-1].file_id)
    assert again.photo[-1].file_id == sent.photo[-1].file_id


async def test_an_album_and_a_changed_picture(play) -> None:
    await play.tg.say("/start")
    album = await play.bot.send_media_group(ANNA, [InputMediaPhoto(PICTURE), InputMediaPhoto(png(10, 10))])
    assert len({message.media_group_id for message in album}) == 1
    await play.bot.edit_message_media(InputMediaPhoto(png(20, 20), caption="new"), ANNA, album[0].message_id)
    seen = await play.tg.message(album[0].message_id)
    assert (seen.body["photo"][0]["width"], seen.text) == (20, "new")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "File must be non-empty"),
        (b"no picture", "Image_process_failed"),
        (png(9000, 1001), "Photo_invalid_dimensions"),
        (png(210, 10), "Photo_invalid_dimensions"),
        (PICTURE + bytes(10 * 1024 * 1024), "too big for a photo"),
    ],
)
async def test_pictures_are_checked(play, content: bytes, words: str) -> None:
    await play.tg.say("/start")
    with pytest.raises(BadRequest, match=words):
        await play.bot.send_photo(ANNA, content)


async def test_a_caption_has_1024_characters(play) -> None:
    await play.tg.say("/start")
    await play.bot.send_document(ANNA, b"x", caption="a" * 1024, filename="a.txt")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await play.bot.send_document(ANNA, b"x", caption="a" * 1025, filename="a.txt")


async def test_a_file_above_20_mb_cannot_be_fetched(play) -> None:
    seen = await play.tg.send_file("document", bytes(20 * 1024 * 1024 + 1), file_name="big.bin")
    with pytest.raises(BadRequest, match="File is too big"):
        await play.bot.get_file(seen.body["document"]["file_id"])


async def test_a_download_path_must_be_asked_for_and_lasts_an_hour(play) -> None:
    seen = await play.tg.send_file("document", b"hello", file_name="note.txt", caption="read /this")
    assert seen.body["caption_entities"][0]["type"] == "bot_command"
    address = f"/file/bot{play.settings.telegram_bot_token}/documents/file_0.txt"
    assert (await play.http.get(address)).status_code == 404
    file = await play.bot.get_file(seen.body["document"]["file_id"])
    assert file.file_path.endswith(address)
    assert (await play.http.get(address)).content == b"hello"
    assert (await play.http.get(address.replace("sandbox", "other"))).status_code == 401
    await play.tg.advance_clock(3601)
    assert (await play.http.get(address)).status_code == 404


async def test_an_unknown_file_id_is_refused(play) -> None:
    await play.tg.say("/start")
    with pytest.raises(BadRequest, match="Wrong file_id or the file is temporarily unavailable"):
        await play.bot.get_file("nothing")
    with pytest.raises(BadRequest, match="Wrong file identifier/http url specified"):
        await play.bot.send_photo(ANNA, "nothing")

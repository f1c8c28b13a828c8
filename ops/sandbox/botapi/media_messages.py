"""sendPhoto, sendVoice, sendDocument, sendMediaGroup, editMessageMedia, and getFile."""

import mimetypes
from typing import Any

from ops.sandbox.botapi.chat_lookup import find_own_message, find_writable_chat
from ops.sandbox.botapi.errors import bad_request
from ops.sandbox.botapi.keyboards import read_markup
from ops.sandbox.botapi.params import CallParams, Upload
from ops.sandbox.botapi.picture_size import picture_size
from ops.sandbox.botapi.text_messages import markup_field, post_message, read_caption, replace_fields
from ops.sandbox.state.files import document_object, photo_sizes, voice_object
from ops.sandbox.state.records import Json, StoredFile
from ops.sandbox.state.telegram_state import TelegramState

MAX_PHOTO = 10 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024  # the official server's MAX_DOWNLOAD_FILE_SIZE
MAX_SIDES = 10_000
MAX_RATIO = 20
CONTENT_FIELDS = ("photo", "voice", "document", "caption", "caption_entities", "reply_markup")


def store_upload(state: TelegramState, kind: str, upload: Upload, duration: int = 0) -> StoredFile:
    """Check a file of `kind` (photo, voice, document; `duration` in seconds) and store it. Raises BotApiError."""
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        width, height = _photo_sides(upload.content)
        return state.files.store(kind, upload.content, width=width, height=height)
    if kind == "voice":
        mime = upload.mime_type if upload.mime_type.startswith("audio/") else "audio/ogg"
        return state.files.store(kind, upload.content, mime_type=mime, duration=duration)
    mime = upload.mime_type
    if mime == "application/octet-stream":
        mime = mimetypes.guess_type(upload.name)[0] or mime
    return state.files.store(kind, upload.content, name=upload.name, mime_type=mime)


def media_object(stored: StoredFile) -> Json:
    """The message's field for a stored file."""
    if stored.kind == "photo":
        return {"photo": photo_sizes(stored)}
    if stored.kind == "voice":
        return {"voice": voice_object(stored)}
    return {"document": document_object(stored)}


def _photo_sides(content: bytes) -> tuple[int, int]:
    if len(content) > MAX_PHOTO:
        raise bad_request(
            f"file of size {len(content)} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes"
        )
    sides = picture_size(content)
    if sides is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = sides
    if width + height > MAX_SIDES or max(sides) > MAX_RATIO * min(sides):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _media(state: TelegramState, params: CallParams, kind: str, given: Any) -> StoredFile:
    """The file meant by an upload, an attach:// name or a file_id."""
    name = str(given or "")
    upload = params.uploads.get(name.removeprefix("attach://") if name.startswith("attach://") else kind)
    if upload is not None:
        return store_upload(state, kind, upload, params.integer("duration"))
    if not name:
        raise bad_request(f"there is no {kind} in the request")
    if name.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = state.files.by_id.get(name)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def _send(state: TelegramState, params: CallParams, kind: str) -> Json:
    chat = find_writable_chat(state, params)
    caption = read_caption(params)
    with state.change():
        stored = _media(state, params, kind, params.values.get(kind))
        return post_message(state, chat, params, {**media_object(stored), **caption})


def send_photo(state: TelegramState, params: CallParams) -> Json:
    return _send(state, params, "photo")


def send_voice(state: TelegramState, params: CallParams) -> Json:
    return _send(state, params, "voice")


def send_document(state: TelegramState, params: CallParams) -> Json:
    return _send(state, params, "document")


def send_media_group(state: TelegramState, params: CallParams) -> list[Json]:
    chat = find_writable_chat(state, params)
    items = params.objects("media") or []
    if not 2 <= len(items) <= 10:
        raise bad_request(
            "expected from 2 to 10 media in the media group" if items else "expected an Array of InputMedia"
        )
    group = str(state.clock.stamp() * 1000 + chat.next_message_id)
    with state.change():
        return [
            post_message(state, chat, params, {"media_group_id": group, **_input_media(state, params, item)})
            for item in items
        ]


def edit_message_media(state: TelegramState, params: CallParams) -> Json:
    message = find_own_message(state, params)
    media = params.structure("media")
    if not isinstance(media, dict):
        raise bad_request("expected an InputMedia object")
    with state.change():
        content = _input_media(state, params, media) | markup_field(read_markup(params, edit=True))
        return replace_fields(state, message, content, (*CONTENT_FIELDS, "text", "entities"))


def _input_media(state: TelegramState, params: CallParams, media: Json) -> Json:
    """The message fields of one InputMedia."""
    kind = media.get("type")
    if kind not in {"photo", "document"}:
        raise bad_request("can't parse InputMedia: wrong type specified")
    stored = _media(state, params, kind, media.get("media"))
    return {**media_object(stored), **read_caption(CallParams(media))}


def get_file(state: TelegramState, params: CallParams) -> Json:
    stored = state.files.by_id.get(params.text("file_id"))
    if not params.has("file_id"):
        raise bad_request("file_id not specified")
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    with state.change():
        state.files.open_path(stored, state.clock.now())
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.file_unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }

"""Which messages are recordings, however they were attached, and that a caption stays with them."""

from typing import Any

from tests.tables import for_every
from worker.telegram.update import parse_update

FILE = {"file_id": "f1", "file_unique_id": "u1", "file_size": 900}


def kind_of(**content: Any) -> tuple[str, bool, str]:
    """Kind, whether there is a recording, and the text of a message."""
    people = {"from": {"id": 1, "is_bot": False, "first_name": "A"}, "chat": {"id": 1, "type": "private"}}
    message = {"message_id": 5, "date": 1_795_000_000, **people, **content}
    incoming = parse_update({"update_id": 7, "message": message})
    return incoming.kind, incoming.audio is not None, incoming.text


@for_every(
    ("content", "recording"),
    [
        ({"voice": {**FILE, "duration": 3}}, True),
        ({"audio": {**FILE, "duration": 3, "file_name": "memo.m4a", "mime_type": "audio/mp4"}}, True),
        ({"document": {**FILE, "file_name": "memo.m4a", "mime_type": "audio/mp4"}}, True),
        ({"document": {**FILE, "file_name": "Memo.M4A", "mime_type": "application/octet-stream"}}, True),
        ({"document": {**FILE, "file_name": "memo.opus"}}, True),
        ({"document": {**FILE, "file_name": "list.pdf", "mime_type": "application/pdf"}}, False),
        ({"document": FILE}, False),
    ],
)
def test_a_recording_is_one_with_and_without_a_caption(content: dict[str, Any], recording: bool) -> None:
    kind = "voice" if recording else "document"
    assert kind_of(**content) == (kind, recording, "")
    assert kind_of(**content, caption="by Friday") == (kind, recording, "by Friday")

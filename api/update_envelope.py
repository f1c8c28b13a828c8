"""Update head: the few facts of a Telegram update that the door needs: its id and its lane."""

import json
from dataclasses import dataclass
from typing import Any

from models.queue.keys import lane_of_chat, lane_of_taps

_MESSAGES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "my_chat_member",
    "chat_member",
)
# Updates we did not ask for still have their one effect (none), in a lane nobody waits in.
_OTHER_LANE = "other"
_MAX_ID = 2**63 - 1


class NotAnUpdate(ValueError):  # noqa: N818 - reads as what it is
    """The body is no Telegram update; the text says why and holds nothing of the body."""


@dataclass(frozen=True, slots=True)
class UpdateEnvelope:
    """An update's id and the lane it waits in."""

    update_id: int
    lane: str


def read_envelope(body: bytes) -> UpdateEnvelope:
    """The head of an update's JSON. Raises NotAnUpdate; typing the rest is the worker's work.

    Whatever names its update and its chat is taken in, however odd the rest: refused, Telegram would send it again for
    a day. The worker puts away what it cannot read, whole, and tells the chat. Only what has no such head, or is
    nested too deep for the parser to find it, is refused: nobody would be there to be told.
    """
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        raise NotAnUpdate("malformed JSON") from None
    update_id = update.get("update_id") if isinstance(update, dict) else None
    if type(update_id) is not int or not 0 <= update_id <= _MAX_ID:
        raise NotAnUpdate("no update_id")
    return UpdateEnvelope(update_id, _lane(update))


def _lane(update: dict[str, Any]) -> str:
    for kind in _MESSAGES:
        if kind in update:
            return lane_of_chat(_id_of(update[kind], "chat"))
    if "callback_query" in update:
        return lane_of_taps(_id_of(update["callback_query"], "from"))
    return _OTHER_LANE


def _id_of(part: Any, whose: str) -> int:
    owner = part.get(whose) if isinstance(part, dict) else None
    found = owner.get("id") if isinstance(owner, dict) else None
    if type(found) is not int or abs(found) > _MAX_ID:
        raise NotAnUpdate(f"no id of its {whose}")
    return found

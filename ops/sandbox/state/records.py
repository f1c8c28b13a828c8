"""The records of the stand-in's state, and the type of JSON objects."""

from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class StoredMessage:
    """A message as the members of its chat see it.

    `body` is the Bot API's Message object. `history` keeps earlier bodies, oldest first.
    `deleted` messages stay for the record and are invisible to bot and people.
    """

    body: Json
    reactions: list[Json] = field(default_factory=list)
    deleted: bool = False
    history: list[Json] = field(default_factory=list)
    version: int = 1

    @property
    def message_id(self) -> int:
        return int(self.body["message_id"])

    @property
    def chat_id(self) -> int:
        return int(self.body["chat"]["id"])

    @property
    def from_bot(self) -> bool:
        # Telegram's own account that stands for an anonymous administrator is no bot of ours.
        return bool(self.body.get("from", {}).get("is_bot")) and "sender_chat" not in self.body

    def seen(self) -> Json:
        """The message as the control API and the chat page show it."""
        return {**asdict(self), "edits": len(self.history), "from_bot": self.from_bot}


@dataclass
class ChatRecord:
    """A private chat (its id is the user's) or a group (a negative id) the bot may know.

    Of a group: what the bot is in it, its topics by their id, and the supergroup it has become (0 for none).
    """

    id: int
    kind: str = "private"
    title: str = ""
    next_message_id: int = 1
    started: bool = False
    blocked: bool = False
    action: str = ""
    action_at: float = 0.0
    bot_status: str = "member"
    forum: bool = False
    topics: dict[str, str] = field(default_factory=dict)
    migrated_to: int = 0
    messages: dict[int, StoredMessage] = field(default_factory=dict)

    def record(self) -> Json:
        """What is written to the journal; messages are written on their own."""
        return {key: value for key, value in vars(self).items() if key != "messages"}


@dataclass
class CallbackQuery:
    """A pressed button. `answer` is what the bot answered, `answered_at` when (epoch seconds)."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    pressed_at: float
    answer: Json | None = None
    answered_at: float | None = None


@dataclass
class PendingUpdate:
    """An update not yet confirmed by the bot. `lane` is Telegram's queue it waits in."""

    update_id: int
    lane: str
    body: Json
    expires_at: float
    attempts: int = 0


@dataclass
class StoredFile:
    """A stored file; its bytes are in the journal under `digest`."""

    file_id: str
    file_unique_id: str
    kind: str
    size: int
    digest: str
    path: str
    name: str = ""
    mime_type: str = ""
    width: int = 0
    height: int = 0
    duration: int = 0
    path_until: float = 0.0


@dataclass
class Webhook:
    """The bot's webhook. Times are epoch seconds, zero for never."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    allowed_updates: list[str] = field(default_factory=list)
    has_custom_certificate: bool = False
    last_error_date: int = 0
    last_error_message: str = ""
    gone_since: float = 0.0

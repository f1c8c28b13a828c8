"""What the client returns: a message as users see it, or the stand-in's error."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


class SandboxError(Exception):
    """The stand-in refused a call; `status` 408 means that the condition was not met in time."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(f"{status} {description}")
        self.status = status


@dataclass(frozen=True)
class MessageView:
    """A message as users see it. `version` grows with every edit, starting at 1."""

    raw: Json

    @property
    def id(self) -> int:
        return int(self.raw["body"]["message_id"])

    @property
    def chat(self) -> int:
        return int(self.raw["body"]["chat"]["id"])

    @property
    def text(self) -> str:
        """Text or caption, without markup."""
        body = self.raw["body"]
        return str(body.get("text") or body.get("caption") or "")

    @property
    def from_bot(self) -> bool:
        return bool(self.raw["from_bot"])

    @property
    def version(self) -> int:
        return int(self.raw["version"])

    @property
    def deleted(self) -> bool:
        return bool(self.raw["deleted"])

    @property
    def buttons(self) -> list[list[Json]]:
        """Rows of inline buttons as the bot sent them."""
        rows: list[list[Json]] = self.raw["body"].get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    @property
    def labels(self) -> list[str]:
        """Every button's text in reading order."""
        return [button["text"] for row in self.buttons for button in row]

    @property
    def thread(self) -> int | None:
        """The topic of a forum that it stands in."""
        found = self.raw["body"].get("message_thread_id")
        return None if found is None else int(found)

    @property
    def reactions(self) -> list[str]:
        return [item["type"].get("emoji", "") for item in self.raw["reactions"]]

    @property
    def reply_to(self) -> int | None:
        """The id of the message this one answers."""
        answered = self.raw["body"].get("reply_to_message")
        return None if answered is None else int(answered["message_id"])

    @property
    def body(self) -> Json:
        """The Bot API's Message object."""
        found: Json = self.raw["body"]
        return found

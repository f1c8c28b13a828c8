"""Whether a message of a group is for the bot: a command, its name, or a reply to a message of its own.

With privacy mode Telegram brings no other messages. Without it, and to an administrator, it brings all of them.
"""

import re
from dataclasses import dataclass, replace

from worker.router.typed_command import typed_command
from worker.telegram.client import TelegramClient
from worker.telegram.update import IncomingUpdate

_COMMAND_NAME = re.compile(r"\s*[/／]\s?\w+@(?P<bot>\w+)")


@dataclass(frozen=True, slots=True)
class Addressed:
    """How a message is for the bot: with a command (its name, and what stands behind it), or in plain words.

    `by_name`: the bot's name is in it. `text` is the message without that name.
    """

    text: str
    command: str = ""
    argument: str = ""
    by_name: bool = False
    replied: bool = False

    def cleaned(self, incoming: IncomingUpdate) -> IncomingUpdate:
        """The message without the bot's name. A reply counts only to a message of the bot's or of its author's own: to
        answer a colleague says nothing of a card."""
        own = incoming.group.reply_user_id == incoming.user_telegram_id
        reply_to = incoming.reply_to_message_id if self.replied or own else None
        return replace(incoming, text=self.text, reply_to_message_id=reply_to)


async def address_of(telegram: TelegramClient, incoming: IncomingUpdate) -> Addressed | None:
    """How the message is for the bot; None when it is not. Raises NotPosted while the bot's name cannot be learned."""
    replied = incoming.group.reply_user_id == telegram.bot_id
    typed = typed_command(incoming)
    if typed is not None:
        named = _COMMAND_NAME.match(incoming.text)
        if named is not None and named["bot"].lower() != (await telegram.username()).lower():
            return None
        return Addressed(incoming.text, typed.name, typed.argument, named is not None, replied)
    if "@" in incoming.text:
        text = _without_name(incoming.text, await telegram.username())
        if text is not None:
            return Addressed(text, by_name=True, replied=replied)
    return Addressed(incoming.text, replied=True) if replied else None


def _without_name(text: str, name: str) -> str | None:
    """The text without the bot's name and what joins it to the rest ("@bot, fix it"); None when it is not named."""
    named = re.compile(rf"(?<![\w@])@{re.escape(name)}(?!\w)", re.IGNORECASE)
    if named.search(text) is None:
        return None
    alone = named.sub("\0", text)
    alone = re.sub(r"^\s*\0[ \t]*[,:;.!—–-]*\s*|[ \t]*,?[ \t]*\0(?=\s*[.!?]?\s*$)", "", alone)
    return re.sub(r"[ \t]*\0", "", alone).strip()

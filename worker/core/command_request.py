"""What a command handler is given, and the shape of one."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.settings import Settings
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """A command of a known speaker; `argument` is what stands after its name, `reply_to_message_id` what it answers."""

    session: AsyncSession
    speaker: Speaker
    context: HandlerContext
    argument: str
    settings: Settings
    reply_to_message_id: int | None = None


CommandHandler = Callable[[CommandRequest], Awaitable[list[Reply]]]
# Handlers by the command's name without its slash.
CommandHandlers = Mapping[str, CommandHandler]

"""Intents that a slash command already does: its name and argument, and its run within the message's transaction."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.command_request import CommandRequest
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.services import Services
from worker.understanding.intents import Intent, RunCommand, SkipOccurrence, WaitFor


def command_of(intent: Intent) -> tuple[str, str] | None:
    """The command and its argument; None for an intent that no command does. References are the numbers of tasks."""
    match intent:
        case RunCommand():
            return intent.command, intent.argument
        case SkipOccurrence():
            return "skip", intent.task.removeprefix("T")
        case WaitFor():
            return "after", f"{intent.task.removeprefix('T')} {intent.other.removeprefix('T')}"
        case _:
            return None


async def run_commands(
    services: Services,
    session: AsyncSession,
    speaker: Speaker,
    commands: Sequence[tuple[str, str]],
    context: HandlerContext,
    *,
    reply_to: int | None = None,
) -> list[Reply]:
    """The replies of commands run one after the other, in the caller's transaction.

    Of one command several times in a row the last answer shows what all have set.
    """
    replies: list[Reply] = []
    for at, (name, argument) in enumerate(commands):
        request = CommandRequest(session, speaker, context, argument, services.settings, reply_to)
        answer = await services.commands[name](request)
        if [name] != [next_name for next_name, _ in commands[at + 1 : at + 2]]:
            replies += answer
    return replies

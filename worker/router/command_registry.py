"""Registry: every command, in one list."""

from collections.abc import Awaitable, Callable

from worker.conversation.commands.business import business
from worker.conversation.commands.done import done
from worker.conversation.commands.invite import invite
from worker.conversation.commands.language import language
from worker.conversation.commands.notes import notes
from worker.conversation.commands.projects import projects
from worker.conversation.commands.request import Request
from worker.conversation.commands.start import help_, start
from worker.conversation.commands.team import team
from worker.conversation.commands.timezone import timezone
from worker.conversation.commands.today import today, tomorrow
from worker.conversation.commands.undo import undo
from worker.conversation.commands.usage import usage
from worker.conversation.commands.week import week
from worker.conversation.commands.why import why
from worker.conversation.planning.commands import PLANNING_COMMANDS
from worker.conversation.reply import Reply
from worker.conversation.schedules.commands import digest, evening, quiet, travelling, weekly
from worker.conversation.schedules.series_taps import skip

Command = Callable[[Request], Awaitable[list[Reply]]]

COMMANDS: dict[str, Command] = {
    "start": start,
    "help": help_,
    "today": today,
    "tomorrow": tomorrow,
    "week": week,
    "done": done,
    "undo": undo,
    "language": language,
    "timezone": timezone,
    "digest": digest,
    "evening": evening,
    "weekly": weekly,
    "quiet": quiet,
    "travel": travelling,
    "skip": skip,
    "business": business,
    "projects": projects,
    "team": team,
    "notes": notes,
    "why": why,
    "invite": invite,
    "usage": usage,
    **PLANNING_COMMANDS,
}

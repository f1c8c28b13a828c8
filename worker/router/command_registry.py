"""Registry: every command, in one list."""

from collections.abc import Awaitable, Callable

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.directory.commands import business, projects, team
from worker.features.estimates.commands import accuracy_command
from worker.features.explain.commands import why
from worker.features.help.commands import help_, start
from worker.features.notes.commands import notes
from worker.features.planning.commands import PLANNING_COMMANDS
from worker.features.recurrence.commands import skip_command
from worker.features.settings.language import language
from worker.features.settings.schedule_commands import digest, evening, quiet, travelling, weekly
from worker.features.settings.timezone import timezone
from worker.features.tasks.done_command import done
from worker.features.tasks.today_command import today, tomorrow
from worker.features.tasks.week_command import week
from worker.features.team.commands import invite
from worker.features.undo.commands import undo
from worker.features.usage.commands import usage
from worker.features.working_hours.commands import hours_command

Command = Callable[[CommandRequest], Awaitable[list[Reply]]]

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
    "skip": skip_command,
    "business": business,
    "projects": projects,
    "team": team,
    "notes": notes,
    "why": why,
    "invite": invite,
    "usage": usage,
    "accuracy": accuracy_command,
    "hours": hours_command,
    **PLANNING_COMMANDS,
}

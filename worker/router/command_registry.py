"""Registry: every command, in one list."""

from collections.abc import Awaitable, Callable

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.directory.commands import business_command, projects_command, team_command
from worker.features.estimates.commands import accuracy_command
from worker.features.explain.commands import why_command
from worker.features.help.commands import help_command, start_command
from worker.features.notes.commands import notes_command
from worker.features.planning.commands import PLANNING_COMMANDS
from worker.features.recurrence.commands import skip_command
from worker.features.settings.commands import (
    digest_command,
    evening_command,
    language_command,
    quiet_command,
    timezone_command,
    travel_command,
    weekly_command,
)
from worker.features.tasks.commands import done_command, today_command, tomorrow_command, week_command
from worker.features.team.commands import invite_command
from worker.features.undo.commands import undo_command
from worker.features.usage.commands import usage_command
from worker.features.working_hours.commands import hours_command

Command = Callable[[CommandRequest], Awaitable[list[Reply]]]

COMMANDS: dict[str, Command] = {
    "start": start_command,
    "help": help_command,
    "today": today_command,
    "tomorrow": tomorrow_command,
    "week": week_command,
    "done": done_command,
    "undo": undo_command,
    "language": language_command,
    "timezone": timezone_command,
    "digest": digest_command,
    "evening": evening_command,
    "weekly": weekly_command,
    "quiet": quiet_command,
    "travel": travel_command,
    "skip": skip_command,
    "business": business_command,
    "projects": projects_command,
    "team": team_command,
    "notes": notes_command,
    "why": why_command,
    "invite": invite_command,
    "usage": usage_command,
    "accuracy": accuracy_command,
    "hours": hours_command,
    **PLANNING_COMMANDS,
}

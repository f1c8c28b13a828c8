"""Every slash command, the right it needs, and which of them have work that is done before their transaction."""

from typing import NamedTuple

from worker.core.command_request import CommandHandler, CommandRequest
from worker.core.member_roles import Right, has_right, refusal_text
from worker.core.reply import Reply
from worker.features.assignments.commands import nudge_command
from worker.features.calendars.commands import calendar_command
from worker.features.directory.commands import business_command, projects_command
from worker.features.estimates.commands import accuracy_command
from worker.features.explain.commands import why_command
from worker.features.export.commands import export_command
from worker.features.forget.commands import forget_command
from worker.features.groups.commands import group_command
from worker.features.help.commands import help_command, start_command
from worker.features.notes.commands import notes_command
from worker.features.planning.commands import now_command, plan_command, prepare_plan
from worker.features.planning.service import compute_plan
from worker.features.recurrence.commands import skip_command
from worker.features.search.commands import find_command
from worker.features.search.service import compute_search_vector, prepare_find
from worker.features.settings.commands import (
    digest_command,
    evening_command,
    language_command,
    quiet_command,
    settings_command,
    timezone_command,
    travel_command,
    weekly_command,
)
from worker.features.settings.reminding import reminders_command, repeats_command
from worker.features.tasks.commands import (
    after_command,
    done_command,
    today_command,
    tomorrow_command,
    week_command,
)
from worker.features.team.commands import invite_command, team_command
from worker.features.undo.commands import redo_command, undo_command
from worker.features.usage.commands import usage_command
from worker.features.working_hours.commands import hours_command
from worker.router.long_work import LongWork


class Command(NamedTuple):
    """What a command does, and the long work that is done before its transaction."""

    run: CommandHandler
    long_work: LongWork[str] | None = None


def _for(right: Right, run: CommandHandler) -> CommandHandler:
    """The command for those who have the right; others are told that they have not, whatever words they came by."""

    async def guarded(request: CommandRequest) -> list[Reply]:
        if not has_right(request.speaker, right):
            return [Reply(refusal_text(request.speaker))]
        return await run(request)

    return guarded


# What shows something, or sets what concerns its author alone. What of the others' settings it may show, it asks itself.
_SEEING: dict[str, CommandHandler] = {
    "start": start_command,
    "help": help_command,
    "today": today_command,
    "tomorrow": tomorrow_command,
    "week": week_command,
    "undo": undo_command,
    "redo": redo_command,
    "language": language_command,
    "timezone": timezone_command,
    "settings": settings_command,
    "digest": digest_command,
    "evening": evening_command,
    "weekly": weekly_command,
    "quiet": quiet_command,
    "reminders": reminders_command,
    "repeats": repeats_command,
    "travel": travel_command,
    "business": business_command,
    "projects": projects_command,
    "usage": usage_command,
    "team": team_command,
    "notes": notes_command,
    "why": why_command,
    "now": now_command,
    "accuracy": accuracy_command,
    "hours": hours_command,
    "calendar": calendar_command,
    "forget": forget_command,
    "export": export_command,
}
_CHANGING: dict[str, CommandHandler] = {"done": done_command, "skip": skip_command, "after": after_command}
_OWNING: dict[str, CommandHandler] = {
    "nudge": nudge_command,
    "group": group_command,
    "invite": invite_command,
}
_BY_RIGHT: dict[Right, dict[str, CommandHandler]] = {"see": _SEEING, "change": _CHANGING, "own": _OWNING}
QUICK_COMMANDS: dict[str, CommandHandler] = {
    name: _for(right, run) for right, commands in _BY_RIGHT.items() for name, run in commands.items()
}
COMMANDS: dict[str, Command] = {
    **{name: Command(run) for name, run in QUICK_COMMANDS.items()},
    "plan": Command(_for("change", plan_command), LongWork(prepare_plan, compute_plan)),
    "find": Command(find_command, LongWork(prepare_find, compute_search_vector)),
}

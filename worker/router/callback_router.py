"""Where the buttons of our messages lead. Their data is checked against the speaker's own rows like any other input."""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.error_kinds import is_outage
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.member_roles import Right, has_right, refusal_text
from worker.core.operations import new_operation
from worker.core.reply import PAGE_VERB, Reply
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_operation, reachable_task
from worker.features.assignments.callbacks import answer_instead_of_edit, assignment_callback
from worker.features.calendars.callbacks import (
    handle_calendar_callback,
    prepare_calendar_callback,
    read_addresses,
)
from worker.features.capture.callbacks import answer_proposal, handle_task_request_callback
from worker.features.capture.sent_files import file_callback
from worker.features.comments.callbacks import comments_callback
from worker.features.directory.callbacks import handle_directory_callback
from worker.features.directory.entries import MEMBER
from worker.features.directory.own_name import handle_own_name_callback
from worker.features.estimates.callbacks import actual_time_callback
from worker.features.files.callbacks import files_sent
from worker.features.forget.callbacks import handle_forget_callback
from worker.features.groups.callbacks import handle_group_callback
from worker.features.help.commands import handle_help_callback
from worker.features.imports.callbacks import handle_import_callback
from worker.features.notes.callbacks import handle_note_callback
from worker.features.planning.callbacks import planning_callback, prepare_planning_callback
from worker.features.planning.service import PlanInputs, compute_plan
from worker.features.programs.callbacks import handle_program_callback
from worker.features.programs.views import VERB as PROGRAMS
from worker.features.restore.callbacks import handle_restore_callback
from worker.features.settings.callbacks import handle_setting_callback
from worker.features.settings.service import choose_language, set_timezone
from worker.features.setup.callbacks import handle_setup_callback
from worker.features.tasks.callbacks import open_edit_menu, set_field_value
from worker.features.tasks.duplicates import handle_duplicate_callback
from worker.features.tasks.item_ticks import item_callback
from worker.features.tasks.new_title import title_callback
from worker.features.tasks.overdue import late_callback
from worker.features.tasks.service import complete_task, completion_follow_ups
from worker.features.tasks.ticks import tick_callback
from worker.features.tasks.views import card_of
from worker.features.team.callbacks import handle_invitation_callback
from worker.features.team.overload import overload_callback
from worker.features.team.team_list import team_list
from worker.features.undo.callbacks import undo_directory_change
from worker.features.undo.service import undo_on_card, undo_with_card
from worker.router.long_work import LongWork
from worker.router.page_turning import turn_page
from worker.router.schedule_callbacks import VERBS, schedule_callback
from worker.services import Services
from worker.telegram.update import IncomingCallback

log = structlog.get_logger()

# More digits are no id of ours, and no 64-bit number.
_LONGEST_NUMBER = 18
# Buttons whose answer stands beside the message they are on.
_BESIDE = ("talk:",)
Found = TypeVar("Found")


def handle_callback(
    services: Services, speaker: Speaker, callback: IncomingCallback, trace_id: str
) -> Handler:
    """The handler of a button. Old, foreign or made-up data changes nothing and says so."""
    verb, *path = callback.data.split(":")
    entry = CALLBACKS.get(verb)

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        if (verb, path[:1]) == ("file", ["show"]):
            return await _files(session, speaker, path[1:])
        reply, allowed = None, entry is not None and entry.is_allowed(speaker, path)
        if entry is not None and not allowed and not has_right(speaker, "change"):
            return _refused(speaker)
        if entry is not None and allowed:
            run = partial(entry.run, session, speaker, verb, path, context)
            reply = await _none_for_bad_data(session, run)
        if reply is None and speaker.group is not None:
            # The message stays as it is for everybody else.
            alert = speaker.translator.gettext("This button is not for you, or it has expired.")
            return HandlerResult(workspace_id=speaker.workspace_id, alert=alert)
        after = [] if reply is None else await _asked_after(session, speaker, callback, context)
        return HandlerResult([_placed(speaker, callback, reply), *after], workspace_id=speaker.workspace_id)

    if entry is None or entry.long_work is None:
        return Handler(apply)
    return entry.long_work.before(apply, services, speaker, path, trace_id)


async def _files(session: AsyncSession, speaker: Speaker, path: list[str]) -> HandlerResult:
    """The files of a task as new messages: the card they are asked for on stays as it is, also where there are none."""
    sent = await files_sent(session, speaker, path)
    if not sent and speaker.group is not None:
        gone = speaker.translator.gettext("This button is not for you, or it has expired.")
        return HandlerResult(workspace_id=speaker.workspace_id, alert=gone)
    return HandlerResult(sent or [_stale(speaker)], workspace_id=speaker.workspace_id)


def _refused(speaker: Speaker) -> HandlerResult:
    """What a viewer is told whose button changes something; the message with the button stays as it is."""
    if speaker.group is not None:
        return HandlerResult(workspace_id=speaker.workspace_id, alert=refusal_text(speaker))
    return HandlerResult([Reply(refusal_text(speaker))], workspace_id=speaker.workspace_id)


async def _prepare_plan(
    session: AsyncSession, speaker: Speaker, path: list[str], now: dt.datetime
) -> PlanInputs | None:
    return await _none_for_bad_data(session, partial(prepare_planning_callback, session, speaker, path, now))


async def _none_for_bad_data(
    session: AsyncSession, run: Callable[[], Awaitable[Found | None]]
) -> Found | None:
    """What a button leads to; data that no button of ours carries leads nowhere, and leaves nothing behind."""
    try:
        async with session.begin_nested() as attempt:
            found = await run()
            if found is None:
                await attempt.rollback()
            return found
    except (ValueError, LookupError, TypeError, ArithmeticError, DBAPIError) as error:
        if is_outage(error):
            raise
        log.warning("callback_refused", error=type(error).__name__)
        return None


async def _asked_after(
    session: AsyncSession, speaker: Speaker, callback: IncomingCallback, context: HandlerContext
) -> list[Reply]:
    """After Done on a card: how long did it take? Only the callback that completed the task is asked."""
    verb, *path = callback.data.split(":")
    if verb != "done":
        return []
    task = await reachable_task(session, speaker, task_id=int(path[0]), status="done")
    finished = [task] if task is not None and task.done_at == context.now else []
    _, questions = await completion_follow_ups(session, speaker, finished, context)
    return questions


def _placed(speaker: Speaker, callback: IncomingCallback, reply: Reply | None) -> Reply:
    """In place of the button's message; a question is a new one, since an edit cannot ask for an answer, and so is what
    is shown beside a card."""
    if reply is None:
        return _stale(speaker)
    beside = "reply_markup" in reply.extra or callback.data.startswith(_BESIDE)
    return reply if beside else replace(reply, edits=callback.message_id)


async def _by_path(
    session: AsyncSession, speaker: Speaker, verb: str, path: list[str], context: HandlerContext
) -> Reply | None:
    if verb == "w" and path[:1] == ["undo"]:
        return await undo_directory_change(session, speaker, path[1:], context)
    if verb == "w" and path == ["list", MEMBER.letter] and speaker.is_owner:
        return await team_list(session, speaker, context)
    handlers = {
        "ask": answer_proposal,
        "w": handle_directory_callback,
        "note": handle_note_callback,
        "tm": handle_task_request_callback,
        "invite": handle_invitation_callback,
        "me": handle_own_name_callback,
        "took": actual_time_callback,
        "twin": handle_duplicate_callback,
        "st": handle_setting_callback,
        "su": handle_setup_callback,
        "help": handle_help_callback,
    }
    return await handlers[verb](session, speaker, path, context)


async def _of_chat(
    session: AsyncSession,
    speaker: Speaker,
    verb: str,
    path: list[str],
    context: HandlerContext,  # noqa: ARG001 - the signature of every handler
) -> Reply | None:
    if verb == "lang":
        return await choose_language(session, speaker, "".join(path))
    return await set_timezone(session, speaker, ":".join(path))


async def _of_task(
    session: AsyncSession, speaker: Speaker, verb: str, path: list[str], context: HandlerContext
) -> Reply | None:
    if verb == "set" and len(path) == 4 and len(ids := _ids(path[:2])) == 2:
        answered = await answer_instead_of_edit(session, speaker, ids[1], path[2], path[3], context)
        if answered is not None:
            return answered
        return await set_field_value(session, speaker, ids[0], ids[1], path[2], path[3], context)
    if verb == "edit" and (ids := _ids(path[:1])):
        return await open_edit_menu(session, speaker, ids[0], path[1:], context)
    return await _of_card(session, speaker, verb, _ids(path), context)


def _ids(path: list[str]) -> list[int]:
    """The ids a button names; none when one of them is no id."""
    known = all(part.isdecimal() and len(part) <= _LONGEST_NUMBER for part in path)
    return [int(part) for part in path] if known else []


async def _of_card(
    session: AsyncSession, speaker: Speaker, verb: str, ids: list[int], context: HandlerContext
) -> Reply | None:
    match verb, len(ids):
        case "done", 2:
            return await _done(session, speaker, ids[0], ids[1], context)
        case "undo", 1:
            return await undo_on_card(session, speaker, ids[0], context)
        case "undo", 2:
            return await undo_with_card(session, speaker, ids[0], ids[1], context)
        case "card", 1:
            return await _card(session, speaker, ids[0], context)
        case _:
            return None


async def _card(
    session: AsyncSession,
    speaker: Speaker,
    operation_id: int,
    context: HandlerContext,
    note: str | None = None,
) -> Reply | None:
    operation = await reachable_operation(session, speaker, operation_id)
    if operation is None:
        return None
    card = await card_of(session, operation, speaker, context.now, note=note)
    # Nothing is left to show of an operation whose tasks are out of reach, or that had none.
    return card if card.text else None


async def _done(
    session: AsyncSession, speaker: Speaker, task_id: int, operation_id: int, context: HandlerContext
) -> Reply | None:
    task = await reachable_task(session, speaker, task_id=task_id)
    if task is None:
        return None
    if task.status == "open":
        by_hand = await new_operation(session, speaker, "done", context)
        await complete_task(session, task, by_hand, context)
    return await _card(session, speaker, operation_id, context)


def _stale(speaker: Speaker) -> Reply:
    return Reply(speaker.translator.gettext("This button has expired. /today shows what is open."))


Run = Callable[[AsyncSession, Speaker, str, list[str], HandlerContext], Awaitable[Reply | None]]


class Callback(NamedTuple):
    """What a button does, the right that it needs, and the long work that is done before its transaction.

    `seeing` are the first parts of its data behind the verb with which it only shows something.
    """

    run: Run
    right: Right
    long_work: LongWork[list[str]] | None = None
    seeing: frozenset[str] = frozenset()

    def is_allowed(self, speaker: Speaker, path: Sequence[str]) -> bool:
        """Whether the speaker may press the button."""
        return has_right(speaker, "see" if path and path[0] in self.seeing else self.right)


# Settings, lists and help; what of them is the owner's alone, they ask themselves.
_SEEING: dict[str, Run] = {
    **dict.fromkeys(("w", "me", "st", "su", "help"), _by_path),
    **dict.fromkeys(("lang", "zone"), _of_chat),
    **dict.fromkeys(("undo", "card"), _of_task),
    PAGE_VERB: turn_page,
    "forget": handle_forget_callback,
}
_CHANGING: dict[str, Run] = {
    **dict.fromkeys(VERBS, schedule_callback),
    **dict.fromkeys(("ask", "note", "tm", "took", "twin"), _by_path),
    **dict.fromkeys(("done", "edit", "set"), _of_task),
    "as": assignment_callback,
    "late": late_callback,
    "file": file_callback,
    "item": item_callback,
    "title": title_callback,
    "talk": comments_callback,
    "tick": tick_callback,
    "imp": handle_import_callback,
}
# The first part behind the verb with which these only show something, or change what is their presser's own.
_SHOWING: dict[str, frozenset[str]] = {
    "dg": frozenset({"show", "later"}),
    "ev": frozenset({"show"}),
    "note": frozenset({"drop", "keep"}),
    "as": frozenset({"open", "list"}),
    "file": frozenset({"show"}),
}
# Every verb that a button's data may begin with, and where it leads.
CALLBACKS: dict[str, Callback] = {
    **{verb: Callback(run, "see") for verb, run in _SEEING.items()},
    **{
        verb: Callback(run, "change", seeing=_SHOWING.get(verb, frozenset()))
        for verb, run in _CHANGING.items()
    },
    "load": Callback(overload_callback, "lead"),
    "invite": Callback(_by_path, "own"),
    "restore": Callback(handle_restore_callback, "own"),
    "gr": Callback(handle_group_callback, "own"),
    PROGRAMS: Callback(handle_program_callback, "see"),
    "plan": Callback(planning_callback, "change", LongWork(_prepare_plan, compute_plan)),
    "cal": Callback(handle_calendar_callback, "see", LongWork(prepare_calendar_callback, read_addresses)),
}

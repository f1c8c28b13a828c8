"""/forget: asks before everything in the planner, or everything of one person, is erased."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.calendars.feeds import is_private
from worker.features.directory.member_lookup import find_named_member
from worker.features.forget.queries import backups_forget_on, count_erased, find_person
from worker.features.forget.views import (
    nobody_called,
    not_here,
    only_owner,
    owner_goes_last,
    person_question,
    workspace_question,
)

_ALL = {"", "all", "everything", "all data", "все", "всё", "все данные", "всё обо всём"}
_ME = {"me", "myself", "my data", "меня", "мои данные", "обо мне"}


async def forget_command(request: CommandRequest) -> list[Reply]:
    """`/forget` asks about the owner's planner or another member's own data, `/forget Dima` about one person's."""
    session, speaker, said = request.session, request.speaker, request.argument.strip()
    if not await is_private(session, speaker):
        return [not_here(speaker)]
    if said.casefold() not in _ALL | _ME:
        return [await _one_person(request, said)]
    if not speaker.is_owner:
        return [await _question(request, speaker.member_id)]
    counts = await count_erased(session, speaker, None)
    backups = await backups_forget_on(session, request.settings, request.context.now)
    return [workspace_question(speaker, counts, backups, f"forget:all:{_minute(request)}")]


async def _one_person(request: CommandRequest, said: str) -> Reply:
    speaker = request.speaker
    member = await find_named_member(request.session, speaker, said)
    if member is None:
        return nobody_called(speaker, said) if speaker.is_owner else only_owner(speaker)
    if member.is_owner:
        return owner_goes_last(speaker) if speaker.is_owner else only_owner(speaker)
    return await _question(request, member.id or 0)


async def _question(request: CommandRequest, member_id: int) -> Reply:
    session, speaker = request.session, request.speaker
    member = await find_person(session, speaker, member_id)
    if member is None:
        return only_owner(speaker)
    counts = await count_erased(session, speaker, member)
    backups = await backups_forget_on(session, request.settings, request.context.now)
    return person_question(speaker, member, counts, backups, f"forget:one:{member.id}:{_minute(request)}")


def _minute(request: CommandRequest) -> int:
    return int(request.context.now.timestamp()) // 60

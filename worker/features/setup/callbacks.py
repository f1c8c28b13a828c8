"""The buttons of the set-up (`su:`)."""

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.directory.entries import BUSINESS
from worker.features.directory.requests import ArchiveEntry, EntryDetails, SaveEntry
from worker.features.directory.service import fulfil_request
from worker.features.settings.service import set_timezone
from worker.features.setup.steps import first_unsettled, step_after, steps_of
from worker.features.setup.typical_businesses import typical_businesses
from worker.features.setup.views import step_screen
from worker.features.working_hours.service import set_offered_hours


async def handle_setup_callback(
    session: AsyncSession, speaker: Speaker, path: list[str], context: HandlerContext
) -> Reply | None:
    """The next screen after a button whose data is `su:` and `path`; None for made-up data and for another's step."""
    match path:
        case []:
            return await step_screen(session, speaker, await first_unsettled(session, speaker), context.now)
        case [step] if step in steps_of(speaker):
            return await step_screen(session, speaker, step, context.now)
        case ["zone", *rest]:
            done = await set_timezone(session, speaker, ":".join(rest))
            return await step_screen(session, speaker, step_after(speaker, "zone"), context.now, done.text)
        case ["firm", place] if place.isdecimal() and speaker.is_owner:
            return await _switch_business(session, speaker, int(place), context)
        case ["hours", place] if place.isdecimal():
            await set_offered_hours(session, speaker, int(place))
            return await step_screen(session, speaker, step_after(speaker, "hours"), context.now)
        case _:
            return None


async def _switch_business(
    session: AsyncSession, speaker: Speaker, place: int, context: HandlerContext
) -> Reply:
    """Add the business of a button, or put it into the archive when it is there. Raises IndexError for made-up places."""
    wanted = typical_businesses(speaker.translator.language)[place]
    names = await load_directory_names(session, speaker)
    same = [row for row in names.businesses.values() if row.name.casefold() == wanted.name.casefold()]
    if any(row.archived_at is None for row in same):
        await fulfil_request(session, speaker, ArchiveEntry(BUSINESS, same[0].id or 0), context)
    else:
        details = EntryDetails(emoji=wanted.emoji)
        await fulfil_request(session, speaker, SaveEntry(BUSINESS, wanted.name, details), context)
    return await step_screen(session, speaker, "firms", context.now)

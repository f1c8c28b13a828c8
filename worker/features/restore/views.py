"""What is said about reading an archive back: whether it can be, what it holds, and that it is done."""

import datetime as dt
from collections.abc import Mapping

from worker.core.date_formats import day_and_month
from worker.core.i18n import Translator
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.restore.queries import SentParts
from worker.features.restore.read_archive import ArchiveError, ArchivePart

PURPOSE = "restore"


def archive_lines(
    speaker: Speaker, part: ArchivePart, sent: SentParts, in_the_way: dict[str, int]
) -> list[str]:
    """What can be done with an archive beside taking its open tasks."""
    gettext = speaker.translator.gettext
    day = _day(speaker, part.made_at)
    lines = [gettext("This is an archive of /export of {day}.", day=day)]
    if not speaker.is_owner:
        return [*lines, gettext("Only the owner can restore everything from it.")]
    if in_the_way:
        return [*lines, not_empty(speaker, in_the_way).text]
    if sent.is_whole:
        return [*lines, gettext("I can restore everything from it, as the planner was then.")]
    known = ", ".join(map(str, sorted(sent.parts)))
    lines.append(gettext("It comes in several parts. I have: {parts}.", parts=known))
    if sent.missing:
        missing = ", ".join(map(str, sent.missing))
        lines.append(gettext("Missing: {parts}.", parts=missing))
    if sent.last is None:
        lines.append(gettext("The last part is missing."))
    return [*lines, gettext("Once all are here, I can restore everything, as the planner was then.")]


def read_button(speaker: Speaker, note_id: int) -> Button:
    """Opens the question."""
    return Button(speaker.translator.gettext("Restore everything"), f"restore:ask:{note_id}")


def unreadable_line(speaker: Speaker, error: ArchiveError) -> str:
    """Why an archive cannot be read back."""
    return speaker.translator.gettext("This archive cannot be restored: {why}.", why=_why(speaker, error))


def not_empty(speaker: Speaker, rows: dict[str, int]) -> Reply:
    """Refused: the planner is in use."""
    translator = speaker.translator
    held = ", ".join(_counted(translator, rows))
    return Reply(
        translator.gettext(
            "It can be restored only into an empty planner, and this one has: {held}. Nothing was changed. To start over: take a copy with /export, then /forget; whoever runs the planner then gives you a new owner’s link.",
            held=held,
        )
    )


def question(speaker: Speaker, last: ArchivePart, note_id: int) -> Reply:
    """What would come back and what would go, before anything does."""
    gettext = speaker.translator.gettext
    head = gettext("Restore everything as of {day}?", day=_day(speaker, last.made_at))
    lines = [
        f"<b>{head}</b>",
        "",
        *(f"· {text}" for text in _counted(speaker.translator, last.rows)),
        f"· {gettext('all settings, schedules and the history')}",
        "",
        gettext("It replaces what is set up here now. The people in it get their access back."),
        gettext(
            "An archive does not hold invitations, tokens of programs, calendar addresses, or other people’s own notes and plans."
        ),
        gettext("There is no Undo for this. The way back is /forget, which empties the planner again."),
    ]
    rows = (
        (Button(gettext("Restore everything"), f"restore:yes:{note_id}"),),
        (Button(gettext("Leave it"), "restore:no"),),
    )
    return Reply("\n".join(lines), rows)


def left_alone(speaker: Speaker) -> Reply:
    """Nothing is read back."""
    return Reply(speaker.translator.gettext("Nothing was changed. The file stays here in the chat."))


def begun(speaker: Speaker) -> Reply:
    """The archive is being read."""
    text = speaker.translator.gettext("I am restoring the archive. I will tell you when it is done.")
    return Reply(text, purpose=PURPOSE)


def progress_text(translator: Translator, percent: int) -> str:
    """How far it is."""
    return translator.gettext("I am restoring the archive: {percent} %.", percent=percent)


def restored(speaker: Speaker, made_at: str, rows: Mapping[str, int]) -> Reply:
    """It is done."""
    translator = speaker.translator
    text = translator.gettext(
        "Everything is back as it was on {day}: {held}. /today shows what is open.",
        day=_day(speaker, made_at),
        held=", ".join(_counted(translator, rows)) or translator.ngettext("{n} task", "{n} tasks", 0),
    )
    return Reply(text, purpose=PURPOSE)


def refused(speaker: Speaker, error: ArchiveError) -> Reply:
    """The archive was not read back."""
    text = speaker.translator.gettext(
        "The archive was not restored: {why}. Nothing was changed.", why=_why(speaker, error)
    )
    return Reply(text, purpose=PURPOSE)


def failed(translator: Translator) -> str:
    """It could not be read back, and it is not the archive's fault."""
    return translator.gettext("The archive could not be restored. Nothing was changed. Send it again later.")


def _counted(translator: Translator, rows: Mapping[str, int]) -> list[str]:
    ngettext = translator.ngettext
    tasks, people, groups = (rows.get(table, 0) for table in ("task", "member", "group_chat"))
    businesses, projects, notes = (rows.get(table, 0) for table in ("business", "project", "note"))
    appointments, plans = rows.get("appointment", 0), rows.get("plan", 0)
    told = (
        (tasks, ngettext("{n} task", "{n} tasks", tasks)),
        (businesses, ngettext("{n} business", "{n} businesses", businesses)),
        (projects, ngettext("{n} project", "{n} projects", projects)),
        (people, ngettext("{n} person", "{n} people", people)),
        (notes, ngettext("{n} note", "{n} notes", notes)),
        (appointments, ngettext("{n} appointment", "{n} appointments", appointments)),
        (plans, ngettext("{n} day plan", "{n} day plans", plans)),
        (groups, ngettext("{n} group", "{n} groups", groups)),
    )
    return [text for count, text in told if count > 0]


def _day(speaker: Speaker, made_at: str) -> str:
    """The local day of an instant that a manifest names; the text itself where it is none."""
    try:
        day = dt.datetime.fromisoformat(made_at).astimezone(speaker.zone).date()
    except (ValueError, OverflowError):
        return escape_html(made_at)
    return f"{day_and_month(speaker.translator, day)} {day.year}"


def _why(speaker: Speaker, error: ArchiveError) -> str:
    return escape_html(speaker.translator.gettext(error.text, **error.values))

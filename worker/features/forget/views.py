"""The question before an erasure, and what is said of it afterwards."""

import datetime as dt

from models.tables.member import Member
from worker.core.date_formats import day_and_month
from worker.core.i18n import Translator, translator_for
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.forget.queries import ErasedCounts


def workspace_question(speaker: Speaker, counts: ErasedCounts, backups: dt.date | None, data: str) -> Reply:
    """What goes with the whole planner, with a button that carries `data`."""
    gettext = speaker.translator.gettext
    lines = [
        f"<b>{gettext('Delete everything in this planner, for everybody?')}</b>",
        "",
        *_counted(speaker.translator, counts),
        f"· {gettext('all settings, schedules, calendars, estimates and what the model cost')}",
        "",
        gettext("This cannot be undone. Nothing is deleted yet."),
        *_what_stays(speaker.translator, backups),
        "",
        gettext("To keep a copy first: /export."),
        gettext("One person only: /forget and the name. One task only: “drop #12”."),
    ]
    return Reply("\n".join(lines), _buttons(gettext("Delete everything"), data, gettext("Keep everything")))


def person_question(
    speaker: Speaker, member: Member, counts: ErasedCounts, backups: dt.date | None, data: str
) -> Reply:
    """What goes with one person, with a button that carries `data`."""
    translator = speaker.translator
    gettext, name = translator.gettext, escape_html(member.name)
    himself = member.id == speaker.member_id
    head = gettext("Delete all your data?") if himself else gettext("Delete all data of {name}?", name=name)
    lines = [f"<b>{head}</b>", "", *_counted(translator, counts)]
    lines.append(f"· {gettext('the account, messages, settings, calendars and absences')}")
    lines.append("")
    if counts.unassigned:
        lines.append(
            translator.ngettext(
                "{n} task of the businesses stays, without an executor.",
                "{n} tasks of the businesses stay, without an executor.",
                counts.unassigned,
            )
        )
    lines.append(gettext("What others wrote into their own tasks and notes stays as it is."))
    lines.append(gettext("This cannot be undone. Nothing is deleted yet."))
    lines += _what_stays(translator, backups)
    return Reply("\n".join(lines), _buttons(gettext("Delete it all"), data, gettext("Keep it")))


def _counted(translator: Translator, counts: ErasedCounts) -> list[str]:
    ngettext = translator.ngettext
    told = (
        ("task", ngettext("{n} task, open or closed", "{n} tasks, open and closed", counts.of("task"))),
        (
            "operation",
            ngettext("{n} change in the history", "{n} changes in the history", counts.of("operation")),
        ),
        ("note", ngettext("{n} note", "{n} notes", counts.of("note"))),
        ("business", ngettext("{n} business", "{n} businesses", counts.of("business"))),
        ("project", ngettext("{n} project", "{n} projects", counts.of("project"))),
        ("member", ngettext("{n} person", "{n} people", counts.of("member"))),
        ("plan", ngettext("{n} day plan", "{n} day plans", counts.of("plan"))),
    )
    return [f"· {text}" for table, text in told if counts.of(table)]


def _what_stays(translator: Translator, backups: dt.date | None) -> list[str]:
    gettext = translator.gettext
    until = gettext("This planner keeps no backups.")
    if backups is not None:
        until = gettext(
            "The last backup that still has it is deleted by {day}.",
            day=f"{day_and_month(translator, backups)} {backups.year}",
        )
    return [until, gettext("Messages in this chat are Telegram's: delete the chat to be rid of them.")]


def _buttons(yes: str, data: str, no: str) -> tuple[tuple[Button, ...], ...]:
    return ((Button(yes, data),), (Button(no, "forget:keep"),))


def kept(speaker: Speaker) -> Reply:
    """Nothing is erased."""
    return Reply(speaker.translator.gettext("Nothing was deleted."))


def begun(speaker: Speaker) -> Reply:
    """The erasure has begun."""
    return Reply(speaker.translator.gettext("It is being deleted. You will hear when it is done."))


def expired(speaker: Speaker) -> Reply:
    """The question is too old to be answered by a tap."""
    return Reply(
        speaker.translator.gettext("This question is too old: nothing was deleted. Write /forget again.")
    )


def only_owner(speaker: Speaker) -> Reply:
    """Refused: another person's data."""
    return Reply(speaker.translator.gettext("Only the owner can delete other people's data. Yours: /forget"))


def not_here(speaker: Speaker) -> Reply:
    """Refused in a group."""
    return Reply(speaker.translator.gettext("Ask me this in our private chat."))


def nobody_called(speaker: Speaker, name: str) -> Reply:
    """No person of that name."""
    text = speaker.translator.gettext(
        "I know nobody called {name}. /team shows everybody. Nothing was deleted.", name=escape_html(name)
    )
    return Reply(text)


def owner_goes_last(speaker: Speaker) -> Reply:
    """The owner's own data is the workspace."""
    return Reply(
        speaker.translator.gettext("The owner's data goes only together with the whole planner: /forget")
    )


def finished(language: str, backups: dt.date | None, *, workspace: bool) -> Reply:
    """The last message: it is done. Deleted from our side once it is sent."""
    translator = translator_for(language)
    gettext = translator.gettext
    done = gettext("Everything is deleted.") if workspace else gettext("The person's data is deleted.")
    return Reply("\n".join([done, *_what_stays(translator, backups)]), ephemeral=True)


def left_by(language: str, name: str | None) -> Reply:
    """To an owner: somebody has had their own data deleted. Deleted from our side once it is sent."""
    gettext = translator_for(language).gettext
    who = gettext("Somebody on your team") if name is None else escape_html(name)
    text = gettext(
        "{name} had their data deleted and has left. Tasks of your businesses that were theirs have no executor now.",
        name=who,
    )
    return Reply(text, ephemeral=True)

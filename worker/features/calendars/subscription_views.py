"""What is said about subscribed calendars. Of an address only the host is ever shown."""

from collections.abc import Sequence

from models.tables.calendar_subscription import CalendarSubscription
from worker.core.i18n import gettext_noop
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.calendars.subscriptions import MOST_SUBSCRIPTIONS, host_of

_REASONS: dict[str, str] = {
    "address": gettext_noop(
        "this is no address that I read: it has to be a public one that begins with https:// or webcal://"
    ),
    "private": gettext_noop("its address is not on the public Internet"),
    "redirects": gettext_noop("it leads from one address to another too often"),
    "size": gettext_noop("it is larger than 5 MB"),
    "status": gettext_noop("its server refuses; perhaps the address was renewed there"),
    "timeout": gettext_noop("its server took longer than ten seconds"),
    "unreachable": gettext_noop("its server cannot be reached"),
    "content": gettext_noop("what is there is no calendar"),
    "own": gettext_noop("it is a calendar of mine"),
}


def named(row: CalendarSubscription) -> str:
    """A calendar by its name and host, for HTML."""
    host = escape_html(host_of(row))
    return f"<b>{escape_html(row.name)}</b> ({host})" if row.name else f"<b>{host}</b>"


def subscribed_card(speaker: Speaker, row: CalendarSubscription) -> Reply:
    """A calendar was subscribed to; it is read in a moment."""
    text = speaker.translator.gettext(
        "I read the calendar at {name} now, and then every 15 minutes. What is in it is busy time in your plans; only you see it.",
        name=named(row),
    )
    return Reply(text, ((_remove(speaker, row),),))


def refused_card(speaker: Speaker, code: str) -> Reply:
    """An address was not subscribed to."""
    gettext = speaker.translator.gettext
    if code == "many":
        return Reply(
            speaker.translator.ngettext(
                "You subscribe to {n} calendar already, and that is the most. /calendar removes one.",
                "You subscribe to {n} calendars already, and that is the most. /calendar removes one.",
                MOST_SUBSCRIPTIONS,
            )
        )
    return Reply(gettext("I cannot subscribe to that: {reason}.", reason=gettext(_REASONS[code])))


def removed_card(speaker: Speaker, row: CalendarSubscription) -> Reply:
    """A calendar was removed."""
    gettext = speaker.translator.gettext
    text = gettext("Removed: {name}. Its times are free again in your plans.", name=named(row))
    return Reply(text, ((Button(gettext("Bring back"), f"cal:back:{row.id}"),),))


def first_reading(speaker: Speaker, row: CalendarSubscription, times: int, left_out: int) -> Reply:
    """What the first reading found."""
    translator = speaker.translator
    lines = [
        translator.ngettext(
            "Read: {name}. {n} busy time in the coming two months.",
            "Read: {name}. {n} busy times in the coming two months.",
            times,
            name=named(row),
        )
    ]
    if left_out:
        lines.append(
            translator.ngettext(
                "{n} event in it I could not read; it takes no time in your plans.",
                "{n} events in it I could not read; they take no time in your plans.",
                left_out,
            )
        )
    return Reply("\n".join(lines), ((_remove(speaker, row),),), purpose="offer")


def failed_reading(speaker: Speaker, row: CalendarSubscription) -> Reply:
    """A calendar cannot be read."""
    gettext = speaker.translator.gettext
    code = row.error or "unreachable"
    reason = gettext(_REASONS[code])
    text = (
        gettext(
            "I cannot read the calendar {name}: {reason}. I go on trying.", name=named(row), reason=reason
        )
        if row.fetched_at is None
        else gettext(
            "For a day I could not read the calendar {name}: {reason}. Your plans keep to what I read last; I go on trying.",
            name=named(row),
            reason=reason,
        )
    )
    return Reply(text, ((_remove(speaker, row),),), purpose="offer")


def subscription_lines(speaker: Speaker, rows: Sequence[CalendarSubscription]) -> list[str]:
    """The calendars one subscribes to, each with how it is doing."""
    if not rows:
        return []
    heading = speaker.translator.gettext("You subscribe to:")
    return [heading, *(f"· {named(row)}: {_state(speaker, row)}" for row in rows)]


def remove_buttons(speaker: Speaker, rows: Sequence[CalendarSubscription]) -> tuple[tuple[Button, ...], ...]:
    """A button for each calendar, to remove it."""
    gettext = speaker.translator.gettext
    return tuple(
        (Button(gettext("Remove {name}", name=(row.name or host_of(row))[:30]), f"cal:remove:{row.id}"),)
        for row in rows
    )


def _state(speaker: Speaker, row: CalendarSubscription) -> str:
    gettext = speaker.translator.gettext
    if row.error is not None:
        return gettext(_REASONS[row.error])
    if row.fetched_at is None:
        return gettext("not read yet")
    return gettext("read at {time}", time=f"{row.fetched_at.astimezone(speaker.zone):%H:%M}")


def _remove(speaker: Speaker, row: CalendarSubscription) -> Button:
    return Button(speaker.translator.gettext("Remove"), f"cal:remove:{row.id}")

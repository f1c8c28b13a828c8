"""What /calendar shows."""

from collections.abc import Sequence
from dataclasses import replace

from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker


def address_card(speaker: Speaker, address: str | None, note: str | None = None) -> Reply:
    """The address and what can be done with it. The message is stored nowhere: whoever has the address reads the calendar.

    Without an address it cannot be shown any more, and a new one is offered.
    """
    gettext = speaker.translator.gettext
    lines = [note] if note else []
    if address is None:
        lines.append(
            gettext(
                "Your calendar address still works, but I cannot show it any more. Renew gives you a new one."
            )
        )
    else:
        lines += [
            gettext("Your calendar: appointments, deadlines and planned work, for you alone."),
            f"<code>{escape_html(address)}</code>",
            gettext(
                "Add it in Google Calendar under “From URL”, in Apple Calendar as a subscription, in Outlook under “Subscribe from web”. Anybody who has the address can read the calendar: if it got out, press Renew."
            ),
        ]
    buttons = (Button(gettext("Renew"), "cal:renew"), Button(gettext("Turn off"), "cal:off"))
    return Reply("\n\n".join(lines), (buttons,), ephemeral=True)


def closed_card(speaker: Speaker) -> Reply:
    """The address was turned off."""
    gettext = speaker.translator.gettext
    text = gettext("Your calendar address is turned off: nobody can read your calendar by it any more.")
    return Reply(text, ((Button(gettext("Turn on"), "cal:on"),),))


def no_address(speaker: Speaker) -> Reply:
    """This server can give no addresses."""
    return Reply(
        speaker.translator.gettext(
            "I cannot give you a calendar address here. Whoever runs this planner turns it on with WEBHOOK_URL."
        )
    )


def not_here(speaker: Speaker) -> Reply:
    """Others read this chat."""
    return Reply(
        speaker.translator.gettext(
            "Ask me for your calendar in our private chat: whoever has its address can read it."
        )
    )


def no_calendars(speaker: Speaker) -> Reply:
    """Calendars are off."""
    return Reply(speaker.translator.gettext("Calendars are turned off on this server."))


def with_more(card: Reply, lines: Sequence[str], buttons: tuple[tuple[Button, ...], ...]) -> Reply:
    """A card with more lines and buttons below its own."""
    if not lines:
        return card
    return replace(card, text="\n\n".join([card.text, "\n".join(lines)]), buttons=card.buttons + buttons)

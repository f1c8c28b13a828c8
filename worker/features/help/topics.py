"""The topics of /help: a button's label and what is said there. The order is that of the buttons."""

from dataclasses import dataclass

from worker.core.i18n import gettext_noop
from worker.core.speaker import Role

# Everybody who may make and change tasks.
_CHANGING: tuple[Role, ...] = ("owner", "manager", "member")


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic; `key` is in the button's data. `readers` says who sees it."""

    key: str
    label: str
    text: str
    readers: tuple[Role, ...] = _CHANGING


TOPICS: tuple[Topic, ...] = (
    Topic(
        "seen",
        gettext_noop("What you see"),
        gettext_noop(
            "All tasks of the businesses that you look at: /today, /tomorrow and /week show what is due.\n\n"
            "Or ask: <i>what is on Friday?</i>, <i>what is overdue?</i>, <i>what is Dima doing?</i>, "
            "<i>when is #12 due?</i>\n\n"
            "/find finds by words and by meaning: <i>/find invoice</i>. /team shows how full the weeks of their people are."
        ),
        ("viewer",),
    ),
    Topic(
        "tasks",
        gettext_noop("Tasks"),
        gettext_noop(
            "Write or say what needs doing, as to an assistant. Several things at once are fine.\n\n"
            "• <i>Call the bank tomorrow at 10, half an hour</i>\n"
            "• <i>Send the offer by Friday, urgent</i>\n"
            "• <i>#12 is done</i>, or ✓ on the card, or /done 12\n"
            "• <i>done, it took 40 minutes</i>\n\n"
            "“on Friday” is the day it happens, “by Friday” its deadline. Forwarded messages work too."
        ),
    ),
    Topic(
        "lists",
        gettext_noop("Lists"),
        gettext_noop(
            "/today, /tomorrow and /week show what is due, /now the one thing to do next.\n\n"
            "Or ask: <i>what is on Friday?</i>, <i>what is overdue?</i>, <i>what did I finish this week?</i>, "
            "<i>list everything</i>.\n\n"
            "/find finds by words and by meaning: <i>/find invoice</i>."
        ),
    ),
    Topic(
        "plan",
        gettext_noop("Day plan"),
        gettext_noop(
            "/plan puts your open tasks into your working hours, with a reason for each. "
            "/plan tomorrow and /plan week do the same for later.\n\n"
            "• /plan 7:30 weekdays plans each morning by itself\n"
            "• <i>I have a meeting from 2 to 4</i> keeps that time free\n"
            "• /hours sets working hours, lunch and days off\n"
            "• /accuracy shows how good the estimates are"
        ),
    ),
    Topic(
        "change",
        gettext_noop("Change and undo"),
        gettext_noop(
            "Reply to a card with what is new: <i>make it Friday</i>, <i>Maria does it</i>, <i>2 hours</i>. "
            "Or press Edit, or edit your own message.\n\n"
            "• <i>move the dentist to Friday</i>, <i>#12 is urgent</i>\n"
            "• <i>drop #12</i>: it is no longer needed\n"
            "• /undo takes back the last change\n"
            "• /why, as a reply, says how a message was understood"
        ),
    ),
    Topic(
        "repeats",
        gettext_noop("Repeats and reminders"),
        gettext_noop(
            "• <i>Pay the rent every month on the 5th</i>\n"
            "• <i>skip the bins this time</i>, or /skip\n"
            "• <i>Remind me at five to call Ann</i>\n"
            "• <i>Dentist on Tuesday at 15:30, remind me an hour before</i>\n"
            "• <i>#8 after #7</i>: it waits for the other\n\n"
            "/reminders sets how long before something begins I remind you, /repeats what becomes of repeats nobody did."
        ),
    ),
    Topic(
        "digests",
        gettext_noop("Digests and quiet"),
        gettext_noop(
            "The day's list comes each morning. In /settings you choose when, and whether an evening close, a weekly review "
            "and a plan come too.\n\n"
            "• <i>send my list at 7:45</i>, <i>only on weekdays</i>\n"
            "• <i>no evening message</i>\n"
            "• <i>don't disturb me after 10 pm</i>"
        ),
    ),
    Topic(
        "firms",
        gettext_noop("Businesses"),
        gettext_noop(
            "Each task belongs to one of your businesses or to none; they are never mixed.\n\n"
            "• <i>I have a bakery and a repair shop</i>\n"
            "• /business shows them: names, emoji, the words each goes by\n"
            "• /projects within a business\n"
            "• <i>#5 is for Repair</i>, <i>it's private</i>"
        ),
        ("owner",),
    ),
    Topic(
        "team",
        gettext_noop("Team"),
        gettext_noop(
            "Name who does it: <i>Dima should fix the spindle by Friday</i>. With a chat of their own they are told, accept, "
            "ask or propose another day, and you hear of it.\n\n"
            "• /team shows everybody, /invite Dima makes a link\n"
            "• <i>what is Dima doing?</i>\n"
            "• <i>Dima is on holiday 14-18 Dec</i>\n"
            "• /nudge says when the silent are asked again\n"
            "• /task Call the bank makes a task, in a group also of the message it answers; /group: add me to a group and say which business it is for"
        ),
        ("owner",),
    ),
    Topic(
        "led",
        gettext_noop("Team"),
        gettext_noop(
            "Name who of the businesses you manage does it: <i>Dima should fix the spindle by Friday</i>. They are told, "
            "accept, ask or propose another day, and you hear of it.\n\n"
            "• /team shows how full their weeks are, and ways out where one is too full\n"
            "• <i>what is Dima doing?</i>, <i>who is overloaded?</i>\n"
            "• <i>move #12 to Monday</i>, <i>give #12 to Olga</i>: also what others made there\n\n"
            "Businesses, people, invitations and rights are the owner's."
        ),
        ("manager",),
    ),
    Topic(
        "given",
        gettext_noop("Tasks given to you"),
        gettext_noop(
            "What is given to you comes here with buttons: Accept, Other date, Can't, Ask. Words do as well: <i>ok</i>, "
            "<i>can't before Monday</i>, <i>what spindle?</i>\n\n"
            "Your own tasks you write as you like. Besides you the owner sees them, and whoever manages or views their "
            "business."
        ),
        ("manager", "member"),
    ),
    Topic(
        "notes",
        gettext_noop("Notes"),
        gettext_noop(
            "<i>note: the gate code is 4417</i> is kept as you said it. What I do not understand is kept too: nothing is "
            "lost. /notes lists them, and makes tasks of them."
        ),
    ),
    Topic(
        "calendars",
        gettext_noop("Calendars and travel"),
        gettext_noop(
            "/calendar gives your plan to the calendar on your phone. Send me the address of a calendar (.ics) and I plan "
            "around it; a calendar file becomes tasks.\n\n"
            "<i>I'm in Berlin until Friday</i> moves everything to that time, and back."
        ),
    ),
    Topic(
        "costs",
        gettext_noop("Model and costs"),
        gettext_noop(
            "Dates and plans are computed by rules. A language model, where one is set up, reads free speech and listens to "
            "voice messages, within a budget. Without it I go on by rules and say so.\n\n"
            "/usage shows what it cost."
        ),
        ("owner",),
    ),
    Topic(
        "data",
        gettext_noop("Your data"),
        gettext_noop(
            "/export sends everything of yours as a file: tasks open and closed, history, notes, plans.\n\n"
            "/forget deletes all of it for good. It asks first and says what would go."
        ),
        (*_CHANGING, "viewer"),
    ),
)


def topics_for(role: Role) -> tuple[Topic, ...]:
    """The topics of somebody in this role."""
    return tuple(topic for topic in TOPICS if role in topic.readers)

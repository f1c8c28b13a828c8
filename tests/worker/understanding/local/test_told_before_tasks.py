"""New tasks said in one breath with what is told beside them: who is called, who is away, whose it is, what it points to."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.context import Context, KnownBusiness, KnownMember, Message
from worker.understanding.intents import CreateTask
from worker.understanding.local.local_reader import read
from worker.understanding.reader import read_by_rules

NOW = dt.datetime(2026, 11, 30, 10, 0, tzinfo=ZoneInfo("Europe/London"))  # a Monday
ENGLISH = Context(
    businesses=(KnownBusiness("Reed Boatyard", ("hull", "mast")), KnownBusiness("Quay Chandlery", ("rope",))),
    members=(
        KnownMember("Nadia", ("Quay Chandlery",)),
        KnownMember("Tobias", ("Reed Boatyard",)),
        KnownMember("Wren", ("Reed Boatyard",)),
    ),
)
RUSSIAN = Context(
    businesses=(KnownBusiness("Верфь «Чайка»", ("мачта",)), KnownBusiness("Лавка «Узел»", ("канат",))),
    members=(
        KnownMember("Паша", ("Верфь «Чайка»",)),
        KnownMember("Рита", ("Лавка «Узел»",)),
        KnownMember("Марат", ("Верфь «Чайка»",)),
    ),
)


def made(text):
    """The tasks of a message in short: title, person and deadline."""
    world = RUSSIAN if any("а" <= letter <= "я" for letter in text.lower()) else ENGLISH
    tasks = [
        each for each in read_by_rules(Message(text, NOW), world).intents if isinstance(each, CreateTask)
    ]
    return [_short(task) for task in tasks]


def _short(task):
    due = task.due and f" {task.due.date:%a}{f' {task.due.time:%H:%M}' if task.due.time else ''}"
    return f"{task.title}{f' @{task.assignee}' if task.assignee else ''}{due or ''}"


@for_every(
    ("text", "expected"),
    [
        # A member called in the midst of a message, no mark between, and told to do something.
        ("the glue has run out tobias get two more tins tomorrow", ["Get two more tins @Tobias Tue"]),
        ("no more shackles, nadia order 40 by friday", ["Order 40 (shackles) @Nadia Fri"]),
        ("wren pick up the sails wed 10am then drop the covers at the loft 2pm",
         ["Pick up the sails @Wren Wed 10:00", "Drop the covers at the loft @Wren Wed 14:00"]),
        ("could tobias sand the mast by friday?", ["Sand the mast @Tobias Fri"]),
        ("паша закупить клей, рита обзвонить яхтсменов, оба завтра",
         ["Закупить клей @Паша Tue", "Обзвонить яхтсменов @Рита Tue"]),
        # Who is away, or what a member has on, makes no task; its day is that of a clock time said after it.
        ("wren is off thursday so tobias launches the dinghy at 7am", ["Launch the dinghy @Tobias Thu 07:00"]),
        ("nadia has an exam on friday so wren should open the shop by 8:30", ["Open the shop @Wren Fri 08:30"]),
        ("рита в среду выходная, лавку в 9 открывает паша", ["Открывать лавку @Паша Wed 09:00"]),
        ("у риты в пятницу зачёт, так что паше открыть лавку к 8:30", ["Открыть лавку @Паша Fri 08:30"]),
        # Whose it is, said last.
        ("two coats of varnish on the tiller, thats one for wren", ["Two coats of varnish on the tiller @Wren"]),
        ("check how the moorings are holding up in two weeks that's for tobias",
         ["Check how the moorings are holding up @Tobias Mon"]),
        ("покрасить тумбы на причале, это паша", ["Покрасить тумбы на причале @Паша"]),
        # What a task points to is said in it.
        ("mr lowe says the winch still slips. wren can look at it tuesday at 11",
         ["Look at the winch @Wren Tue 11:00"]),
        # A day before what is told with its own day.
        ("send the permit a day before the council meets, they meet on the 10th", ["Send the permit Wed"]),
        # A name that resembles a month is no time.
        ("паша с маратом красят корму 15-го", ["Красить корму (и Марат) @Паша Tue"]),
        # Neither thanks nor talk are tasks.
        ("спасибо рита отчёт супер", []),
        ("its a madhouse here today", []),
        # A word that joins is no hyphenless question.
        ("кто то опять бросил вёсла, рита убери их сегодня", ["Убрать их (весло) @Рита Mon"]),
    ],
)  # fmt: skip
def test_what_is_told_beside_a_task_stays_out_of_it(text, expected):
    assert made(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "паша, у деда на пятом причале продувает, съезди глянь в четверг",
            ["Съездить глянуть (причал) @Паша Thu"],
        ),
        (
            "tobias, the winch on berth 4 keeps slipping, go and check it today",
            ["Go and check the winch @Tobias Mon"],
        ),
    ],
)
def test_who_is_called_before_what_is_told_does_what_is_asked_after_it(text, expected):
    world = RUSSIAN if any("а" <= letter <= "я" for letter in text.lower()) else ENGLISH
    assert [_short(each) for each in read(Message(text, NOW), world).intents] == expected

"""Script: the conversation that `make demo SCRIPT=1` plays, and what must come of each turn."""

from ops.demo.script_steps import Again, Edit, Person, Press, Rows, Say, Turn, Voice, Wait, changed, new

ANNA = Person(1001, "Anna", "en")
IVAN = Person(1002, "Иван", "ru")
MALLORY = Person(1003, "Mallory", "en")

# A Monday, half past ten in Berlin, so that every date in the answers is known.
BEGINS = "2026-11-23T09:30:00+00:00"

_ZONES = (
    "London", "Berlin", "Moscow", "Yekaterinburg", "Almaty", "Dubai", "New York", "Los Angeles",
)  # fmt: skip
_ZONES_RU = (
    "Лондон", "Берлин", "Москва", "Екатеринбург", "Алматы", "Дубай", "Нью-Йорк", "Лос-Анджелес",
)  # fmt: skip
_TASK = "SELECT title, deadline_on::text, to_char(deadline_at, 'HH24:MI'), estimate_minutes, status FROM task WHERE number = {}"
_STATES = "SELECT number, status FROM task ORDER BY number"


def _task(number: int, *values: str | int | None) -> Rows:
    """Title, deadline's day, its time (UTC), minutes, state of one task."""
    return Rows(_TASK.format(number), [values])


_OWNER = (
    Turn(
        "The owner comes in",
        ANNA,
        Say("/start"),
        (new("Hello, Anna.", "/help"), new("Your time zone is UTC.", buttons=_ZONES)),
        (Rows("SELECT name, is_owner, telegram_user_id FROM member", [("Anna", True, 1001)]),),
    ),
    Turn(
        "A city is enough for the time zone",
        ANNA,
        Say("/timezone Berlin"),
        (new("Time zone: Europe/Berlin. It is 10:30 there now."),),
        (Rows("SELECT zone, zone_confirmed FROM chat", [("Europe/Berlin", True)]),),
    ),
    Turn(
        "A task, with a deadline and an estimate",
        ANNA,
        Say("Send the offer to Novak by Friday, about an hour"),
        (new("Send the offer to Novak\nby Fri 27 Nov · 1 h", "Read by rules", buttons=("✓ Done", "Undo")),),
        (_task(1, "Send the offer to Novak", "2026-11-27", None, 60, "open"),),
    ),
    Turn(
        "Two tasks in one message",
        ANNA,
        Say("Tomorrow at 10 call the mill supplier, 30 min, and order 10 cutters by Thursday"),
        (
            new(
                "2 tasks",
                "1  Call the mill supplier\ntomorrow 10:00 · 30 min\n",
                "2  Order 10 cutters\nby Thu 26 Nov",
                buttons=("✓ 1", "✓ 2", "Undo"),
            ),
        ),
        (
            _task(2, "Call the mill supplier", "2026-11-24", "09:00", 30, "open"),
            _task(3, "Order 10 cutters", "2026-11-26", None, None, "open"),
        ),
    ),
    Turn(
        "The Done button changes the card in place",
        ANNA,
        Press("✓ 2"),
        (
            changed("1  Call the mill supplier", "2  ✓ Order 10 cutters", buttons=("✓ 1", "Undo")),
            new("✓ Order 10 cutters. How long did it take?", buttons=("30 min", "1 h", "other", "skip")),
        ),
        (Rows(_STATES, [(1, "open"), (2, "open"), (3, "done")]),),
    ),
    Turn(
        "One tap says how long it took",
        ANNA,
        Press("30 min"),
        (changed("✓ Order 10 cutters\n30 min", buttons=("Change",)),),
        (Rows("SELECT actual_minutes, estimate_minutes FROM task WHERE number = 3", [(30, None)]),),
    ),
    Turn(
        "A task for today",
        ANNA,
        Say("Pay the rent today at 18:00, 15 min"),
        (new("Pay the rent\ntoday 18:00 · 15 min", buttons=("✓ Done", "Undo")),),
        (_task(4, "Pay the rent", "2026-11-23", "17:00", 15, "open"),),
    ),
    Turn(
        "The same update twice has one effect",
        ANNA,
        Again(),
        (),
        (Rows("SELECT count(*) FROM task", [(4,)]),),
    ),
    Turn(
        "An edited message changes its task and its card",
        ANNA,
        Edit("Pay the rent today at 19:00, 20 min"),
        (changed("Pay the rent\ntoday 19:00 · 20 min", buttons=("✓ Done", "Undo")),),
        (
            _task(4, "Pay the rent", "2026-11-23", "18:00", 20, "open"),
            Rows("SELECT count(*) FROM task", [(4,)]),
        ),
    ),
    Turn(
        "The day's list",
        ANNA,
        Say("/today"),
        (new("Monday 23 November · 20 min", "19:00  Pay the rent · 20 min · #4"),),
    ),
    Turn(
        "A mistake",
        ANNA,
        Say("Water the plants tomorrow"),
        (new("Water the plants\ntomorrow", buttons=("✓ Done", "Undo")),),
    ),
    Turn(
        "The Undo button takes it back",
        ANNA,
        Press("Undo"),
        (changed("Undone:", "Water the plants"),),
        (Rows("SELECT status FROM task WHERE number = 5 AND status = 'open'", []),),
    ),
    Turn(
        "The week",
        ANNA,
        Say("/week"),
        (
            new(
                "Monday 23 November · 20 min\n19:00  Pay the rent · 20 min · #4",
                "Tuesday 24 November · 30 min\n10:00  Call the mill supplier · 30 min · #2",
                "Friday 27 November · 1 h\n—  Send the offer to Novak · 1 h · #1",
            ),
        ),
    ),
    Turn(
        "Done by number",
        ANNA,
        Say("/done 1"),
        (new("✓ Send the offer to Novak", buttons=("Undo",)), new("How long did it take?")),
        (Rows("SELECT status, done_at IS NOT NULL FROM task WHERE number = 1", [("done", True)]),),
    ),
    Turn(
        "How long, in words",
        ANNA,
        Say("an hour and a half"),
        (
            changed("✓ Send the offer to Novak"),
            new("✓ Send the offer to Novak\n1 h 30 against 1 h.", buttons=("Change",)),
        ),
        (Rows("SELECT actual_minutes, estimate_minutes FROM task WHERE number = 1", [(90, 60)]),),
    ),
    Turn(
        "A voice note, without a model that could hear it",
        ANNA,
        Voice(3),
        (new("I cannot hear voice notes here: no model is set up."),),
    ),
)

_OTHERS = (
    Turn(
        "A stranger gets one sentence",
        MALLORY,
        Say("Hello, what do you do?"),
        (new("This planner is private. Ask its owner for an invitation."),),
        (Rows("SELECT count(*) FROM chat", [(1,)]),),
    ),
    Turn(
        "and no second one, and leaves only a number",
        MALLORY,
        Say("Are you there?"),
        (),
        (
            Rows("SELECT messages FROM unknown_sender_count", [(2,)]),
            Rows("SELECT lane, payload FROM inbound_update WHERE outcome = 'stranger'", [(None, None)] * 2),
            Rows("SELECT count(*) FROM outbound_message WHERE chat_telegram_id = 1003", [(0,)]),
        ),
    ),
    Turn(
        "An invitation for a colleague",
        ANNA,
        Say("/invite Иван"),
        (new("Send this to Иван:", "/start "),),
    ),
    Turn(
        "He comes in, and is spoken to in Russian",
        IVAN,
        Say("/start {token}"),
        (new("Здравствуйте, Иван.", "/help"), new("Ваш часовой пояс: UTC.", buttons=_ZONES_RU)),
        (Rows("SELECT language FROM chat WHERE telegram_id = 1002", [("ru",)]),),
    ),
    Turn(
        "His time zone",
        IVAN,
        Say("/timezone Moscow"),
        (new("Часовой пояс: Europe/Moscow. Сейчас там 12:30."),),
    ),
    Turn(
        "Two tasks in Russian",
        IVAN,
        Say("Завтра в 9 позвонить поставщику фрез, минут тридцать, и до пятницы починить шпиндель"),
        (
            new(
                "2 задачи",
                "1  Позвонить поставщику фрез\nзавтра, 09:00 · 30 мин\n",
                "2  Починить шпиндель\nдо пт, 27 ноября\n",
                buttons=("✓ 1", "✓ 2", "Отменить"),
            ),
        ),
        (
            _task(6, "Позвонить поставщику фрез", "2026-11-24", "06:00", 30, "open"),
            _task(7, "Починить шпиндель", "2026-11-27", None, None, "open"),
        ),
    ),
    Turn(
        "Done, in Russian",
        IVAN,
        Press("✓ 2"),
        (
            changed("1  Позвонить поставщику фрез", "2  ✓ Починить шпиндель", buttons=("✓ 1", "Отменить")),
            new("✓ Починить шпиндель. Сколько времени это заняло?", buttons=("1 ч", "другое", "пропустить")),
        ),
    ),
    Turn(
        "How long it took is nobody's business today",
        IVAN,
        Press("пропустить"),
        (changed("✓ Починить шпиндель"),),
        (Rows("SELECT actual_minutes FROM task WHERE number = 7", [(None,)]),),
    ),
    Turn(
        "The week, in Russian",
        IVAN,
        Say("/week"),
        (new("Вторник, 24 ноября", "09:00  Позвонить поставщику фрез · 30 мин · #6"),),
    ),
)

_NEXT_MORNING = (
    Turn(
        "Eight o'clock in Moscow: his morning digest",
        IVAN,
        Wait("2026-11-24T05:00:02+00:00"),
        (new("Вторник, 24 ноября", "09:00  Позвонить поставщику фрез"),),
        (Rows("SELECT local_on::text, state FROM schedule_run", [("2026-11-24", "sent")]),),
    ),
    Turn(
        "Eight o'clock in Berlin: hers, with what is overdue",
        ANNA,
        Wait("2026-11-24T07:00:02+00:00"),
        (
            new(
                "Tuesday 24 November",
                "10:00  Call the mill supplier · 30 min",
                "Overdue",
                "Pay the rent",
                "since yesterday",
            ),
        ),
        (
            Rows("SELECT count(*) FROM schedule_run WHERE state = 'sent'", [(2,)]),
            Rows("SELECT count(*) FROM dead_letter", [(0,)]),
            Rows("SELECT count(*) FROM outbound_message WHERE state <> 'sent'", [(0,)]),
        ),
    ),
)

TURNS: tuple[Turn, ...] = (*_OWNER, *_OTHERS, *_NEXT_MORNING)

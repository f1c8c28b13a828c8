"""The conversation that `make demo SCRIPT=1` plays, with the expected result of each step."""

from ops.demo.script_steps import (
    EditMessage,
    ExpectedRows,
    MoveClock,
    Person,
    PressButton,
    RepeatUpdate,
    ScriptStep,
    SendMessage,
    SendVoiceNote,
    changed_message,
    new_message,
)

ANNA = Person(1001, "Anna", "en")
IVAN = Person(1002, "Иван", "ru")
MALLORY = Person(1003, "Mallory", "en")

# A Monday, half past ten in Berlin, so that every date in the answers is known.
STARTS_AT = "2026-11-23T09:30:00+00:00"

_ZONES = (
    "London", "Berlin", "Moscow", "Dubai", "Almaty", "New York", "Los Angeles", "Skip",
)  # fmt: skip
_TASK = "SELECT title, deadline_on::text, to_char(deadline_at, 'HH24:MI'), estimate_minutes, status FROM task WHERE number = {}"
_STATES = "SELECT number, status FROM task ORDER BY number"


def _task(number: int, *values: str | int | None) -> ExpectedRows:
    """Expect title, deadline's date, its time (UTC), minutes and status of one task."""
    return ExpectedRows(_TASK.format(number), [values])


_OWNER = (
    ScriptStep(
        "The owner comes in",
        ANNA,
        SendMessage("/start"),
        (new_message("Hello, Anna.", "/help"), new_message("Your time zone is UTC.", buttons=_ZONES)),
        (ExpectedRows("SELECT name, is_owner, telegram_user_id FROM member", [("Anna", True, 1001)]),),
    ),
    ScriptStep(
        "A city is enough for the time zone",
        ANNA,
        SendMessage("/timezone Berlin"),
        (new_message("Time zone: Europe/Berlin. It is ", ", 10:30 there now."),),
        (ExpectedRows("SELECT zone, zone_confirmed FROM chat", [("Europe/Berlin", True)]),),
    ),
    ScriptStep(
        "A task, with a deadline and an estimate",
        ANNA,
        SendMessage("Send the offer to Novak by Friday, about an hour"),
        (
            new_message(
                "Send the offer to Novak\nby Fri 27 Nov · 1 h",
                "No language model is connected",
                buttons=("✓ Done", "Undo"),
            ),
        ),
        (_task(1, "Send the offer to Novak", "2026-11-27", None, 60, "open"),),
    ),
    ScriptStep(
        "Two tasks in one message",
        ANNA,
        SendMessage("Tomorrow at 10 call the mill supplier, 30 min, and order 10 cutters by Thursday"),
        (
            new_message(
                "2 tasks",
                "1  Call the mill supplier\ntomorrow 10:00–10:30\n",
                "2  Order 10 cutters\nby Thu 26 Nov",
                buttons=("✓ 1", "✓ 2", "Undo"),
            ),
        ),
        (
            _task(2, "Call the mill supplier", "2026-11-24", "09:00", 30, "open"),
            _task(3, "Order 10 cutters", "2026-11-26", None, None, "open"),
        ),
    ),
    ScriptStep(
        "The Done button changes the card in place",
        ANNA,
        PressButton("✓ 2"),
        (
            changed_message("1  Call the mill supplier", "2  ✓ Order 10 cutters", buttons=("✓ 1", "Undo")),
            new_message(
                "✓ Order 10 cutters. How long did it take?", buttons=("30 min", "1 h", "other", "skip")
            ),
        ),
        (ExpectedRows(_STATES, [(1, "open"), (2, "open"), (3, "done")]),),
    ),
    ScriptStep(
        "One tap says how long it took",
        ANNA,
        PressButton("30 min"),
        (
            changed_message("2  ✓ Order 10 cutters · 30 min", buttons=("✓ 1", "Undo")),
            changed_message("✓ Order 10 cutters\n30 min", buttons=("Change",)),
        ),
        (ExpectedRows("SELECT actual_minutes, estimate_minutes FROM task WHERE number = 3", [(30, None)]),),
    ),
    ScriptStep(
        "A task for today",
        ANNA,
        SendMessage("Pay the rent today at 18:00, 15 min"),
        (new_message("Pay the rent\ntoday 18:00–18:15", buttons=("✓ Done", "Undo")),),
        (_task(4, "Pay the rent", "2026-11-23", "17:00", 15, "open"),),
    ),
    ScriptStep(
        "The same update twice has one effect",
        ANNA,
        RepeatUpdate(),
        (),
        (ExpectedRows("SELECT count(*) FROM task", [(4,)]),),
    ),
    ScriptStep(
        "An edited message changes its task and its card",
        ANNA,
        EditMessage("Pay the rent today at 19:00, 20 min"),
        (changed_message("Pay the rent\ntoday 19:00–19:20", buttons=("✓ Done", "Undo")),),
        (
            _task(4, "Pay the rent", "2026-11-23", "18:00", 20, "open"),
            ExpectedRows("SELECT count(*) FROM task", [(4,)]),
        ),
    ),
    ScriptStep(
        "The day's list",
        ANNA,
        SendMessage("/today"),
        (new_message("Monday 23 November · 20 min", "19:00  Pay the rent · 20 min · #4"),),
    ),
    ScriptStep(
        "A mistake",
        ANNA,
        SendMessage("Water the plants tomorrow"),
        (new_message("Water the plants\ntomorrow", buttons=("✓ Done", "Undo")),),
    ),
    ScriptStep(
        "The Undo button takes it back",
        ANNA,
        PressButton("Undo"),
        (changed_message("Undone:", "Water the plants"),),
        (ExpectedRows("SELECT status FROM task WHERE number = 5 AND status = 'open'", []),),
    ),
    ScriptStep(
        "The week",
        ANNA,
        SendMessage("/week"),
        (
            new_message(
                "Monday 23 November · 20 min\n19:00  Pay the rent · 20 min · #4",
                "Tuesday 24 November · 30 min\n10:00  Call the mill supplier · 30 min · #2",
                "Friday 27 November · 1 h\n—  Send the offer to Novak · 1 h · #1",
            ),
        ),
    ),
    ScriptStep(
        "Done by number",
        ANNA,
        SendMessage("/done 1"),
        (
            changed_message("✓ Send the offer to Novak", buttons=("Undo",)),
            new_message("✓ Send the offer to Novak", buttons=("Undo",)),
            new_message("How long did it take?"),
        ),
        (ExpectedRows("SELECT status, done_at IS NOT NULL FROM task WHERE number = 1", [("done", True)]),),
    ),
    ScriptStep(
        "How long, in words",
        ANNA,
        SendMessage("an hour and a half"),
        (
            changed_message("✓ Send the offer to Novak · 1 h 30", buttons=("Undo",)),
            changed_message("✓ Send the offer to Novak · 1 h 30", buttons=("Undo",)),
            changed_message("✓ Send the offer to Novak"),
            new_message("✓ Send the offer to Novak\n1 h 30 against 1 h.", buttons=("Change",)),
        ),
        (ExpectedRows("SELECT actual_minutes, estimate_minutes FROM task WHERE number = 1", [(90, 60)]),),
    ),
    ScriptStep(
        "A voice note, without a model that could hear it",
        ANNA,
        SendVoiceNote(3),
        (new_message("I can't listen to voice messages here: no model is set up."),),
    ),
)

_OTHERS = (
    ScriptStep(
        "A stranger gets one sentence",
        MALLORY,
        SendMessage("Hello, what do you do?"),
        (new_message("This planner is private. Ask its owner for an invitation."),),
        (ExpectedRows("SELECT count(*) FROM chat", [(1,)]),),
    ),
    ScriptStep(
        "and no second one, and leaves only a number",
        MALLORY,
        SendMessage("Are you there?"),
        (),
        (
            ExpectedRows("SELECT messages FROM unknown_sender_count", [(2,)]),
            ExpectedRows(
                "SELECT lane, payload FROM inbound_update WHERE outcome = 'stranger'", [(None, None)] * 2
            ),
            ExpectedRows("SELECT count(*) FROM outbound_message WHERE chat_telegram_id = 1003", [(0,)]),
        ),
    ),
    ScriptStep(
        "An invitation for a colleague",
        ANNA,
        SendMessage("/invite Иван"),
        (new_message("Forward this to Иван:", "https://t.me/"),),
    ),
    ScriptStep(
        "He comes in, and is spoken to in Russian",
        IVAN,
        SendMessage("/start {token}"),
        (
            new_message("Здравствуйте, Иван.", "/help"),
            new_message("Вас зовут Иван?", buttons=("Да", "Другое имя")),
            new_message("Шаг 2 из 3"),
        ),
        (ExpectedRows("SELECT language FROM chat WHERE telegram_id = 1002", [("ru",)]),),
    ),
    ScriptStep(
        "His time zone",
        IVAN,
        SendMessage("/timezone Moscow"),
        (new_message("Часовой пояс: Europe/Moscow. Сейчас там понедельник, 23 ноября, 12:30."),),
    ),
    ScriptStep(
        "Two tasks in Russian",
        IVAN,
        SendMessage("Завтра в 9 позвонить поставщику фрез, минут тридцать, и до пятницы починить шпиндель"),
        (
            new_message(
                "2 задачи",
                "1  Позвонить поставщику фрез\nзавтра, 09:00–09:30\n",
                "2  Починить шпиндель\nдо пт, 27 ноября\n",
                buttons=("✓ 1", "✓ 2", "Отменить"),
            ),
        ),
        (
            _task(6, "Позвонить поставщику фрез", "2026-11-24", "06:00", 30, "open"),
            _task(7, "Починить шпиндель", "2026-11-27", None, None, "open"),
        ),
    ),
    ScriptStep(
        "Done, in Russian",
        IVAN,
        PressButton("✓ 2"),
        (
            changed_message(
                "1  Позвонить поставщику фрез", "2  ✓ Починить шпиндель", buttons=("✓ 1", "Отменить")
            ),
            new_message(
                "✓ Починить шпиндель. Сколько времени это заняло?", buttons=("1 ч", "другое", "пропустить")
            ),
        ),
    ),
    ScriptStep(
        "How long it took is nobody's business today",
        IVAN,
        PressButton("пропустить"),
        (changed_message("✓ Починить шпиндель"),),
        (ExpectedRows("SELECT actual_minutes FROM task WHERE number = 7", [(None,)]),),
    ),
    ScriptStep(
        "The week, in Russian",
        IVAN,
        SendMessage("/week"),
        (new_message("Вторник, 24 ноября", "09:00  Позвонить поставщику фрез · 30 мин · #6"),),
    ),
)

_NEXT_MORNING = (
    ScriptStep(
        "Eight o'clock in Moscow: his morning digest",
        IVAN,
        MoveClock("2026-11-24T05:00:02+00:00"),
        (new_message("Вторник, 24 ноября", "09:00  Позвонить поставщику фрез"),),
        (ExpectedRows("SELECT local_on::text, state FROM schedule_run", [("2026-11-24", "sent")]),),
    ),
    ScriptStep(
        "Eight o'clock in Berlin: hers, with what is past",
        ANNA,
        MoveClock("2026-11-24T07:00:02+00:00"),
        (
            new_message(
                "Tuesday 24 November",
                "10:00  Call the mill supplier · 30 min",
                "Past: did it happen?",
                "Pay the rent",
                "yesterday 19:00",
            ),
        ),
        (
            ExpectedRows("SELECT count(*) FROM schedule_run WHERE state = 'sent'", [(2,)]),
            ExpectedRows("SELECT count(*) FROM dead_letter", [(0,)]),
            ExpectedRows("SELECT count(*) FROM outbound_message WHERE state <> 'sent'", [(0,)]),
        ),
    ),
)

STEPS: tuple[ScriptStep, ...] = (*_OWNER, *_OTHERS, *_NEXT_MORNING)

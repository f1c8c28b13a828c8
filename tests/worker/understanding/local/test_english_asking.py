"""English requests to arrange what there is, and questions about what is late or next, told by their shape."""

from tests.tables import for_every
from tests.worker.understanding.local.two_teams import told


@for_every(
    ("text", "expected"),
    [
        ("I'm alone in the shop today till 4, stack my tasks so they work", ["plan scope=today"]),
        ("divvy up all my jobs across the week please so I can breathe", ["plan scope=week"]),
        (
            "I only have the morning tomorrow, squeeze things in around the doctor at 10",
            ["plan scope=tomorrow"],
        ),
        ("put my week in some kind of order", ["plan scope=week"]),
        ("can you slot today's jobs into a timetable", ["plan scope=today"]),
        ("pull together a plan for the week, I'm away Thursday", ["plan scope=week"]),
        ("put my tasks list on the fridge tomorrow", ["Put my tasks list on the fridge on 24"]),
        ("fit the new taps on Wednesday", ["Fit the new taps on 25"]),
        ("order the stuff for the party by Friday", ["Order the stuff for the party on 27"]),
    ],
)
def test_arranging_all_there_is_makes_a_plan_whatever_the_verb(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("which jobs are past their date", ["query scope=overdue"]),
        ("what did I let slip?", ["query scope=overdue"]),
        ("what's gone past the deadline", ["query scope=overdue"]),
        ("what should I get cracking on first?", ["query scope=now"]),
        (
            "Order the hops by Friday. Show brewers are coming to the taproom",
            ["Order the hops on 27 #brewery"],
        ),
    ],
)
def test_what_is_late_or_next_is_asked_in_more_words(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("Feeling rough. Push everything due today to Friday", ["reschedule on 27 15:00 task=T2"]),
        ("Long night. Plan my day", ["plan scope=today"]),
        (
            "Call the new hop supplier. Plan my day",
            ["Call the new hop supplier #brewery", "plan scope=today"],
        ),
    ],
)
def test_how_the_sender_feels_is_no_task_beside_an_edit(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "The gas man is coming this Thursday at 3pm, I have to show him round, prod me half an hour ahead",
            ["Gas man is coming on 26 15:00 reminder_minutes_before=30"],
        ),
        (
            "Write down: call the maltster Wednesday after lunch, 25 mins",
            ["Call the maltster on 25 14:00 minutes=25"],
        ),
        ("Put on the list: brush the kettle, 45 mins", ["Brush the kettle minutes=45"]),
        ("I'll order caps myself, ran out on Friday", ["Order caps #brewery"]),
        (
            "300 cards for the deli: Theo trims by Wednesday noon, I label the boxes Friday 8:15",
            [
                "Trim (300 cards for the deli) on 25 12:00 #studio @Theodora",
                "Label the boxes on 27 08:15",
            ],
        ),
    ],
)
def test_what_is_told_beside_a_task_adds_to_it(text, expected):
    assert told(text) == expected

"""English as people write it to each other: what was said without the words a rule would wait for."""

from tests.tables import for_every
from tests.worker.understanding.local.two_teams import reading_of, told


@for_every(
    ("text", "expected"),
    [
        ("bottle caps turned up this morning", ["complete task=T3"]),
        ("The caps have come in", ["complete task=T3"]),
        ("Moreno portrait proofs have gone out", ["complete task=T2"]),
        ("The Lindgren quote is out", ["complete task=T4"]),
        ("the caps haven't turned up", []),
        (
            "Greg is at the Lindgren farm all week, get him fuel by 10 tomorrow",
            ["Get him fuel on 24 10:00 #studio"],
        ),
    ],
)
def test_what_came_about_is_done_and_a_shared_name_is_not(text, expected):
    assert told(text)[: len(expected) or None] == expected


@for_every(
    ("text", "expected"),
    [
        ("can the Lindgren quote wait until next Monday?", ["reschedule on 30 task=T4"]),
        ("knock the Lindgren quote back a week", ["reschedule on 12-04 task=T4"]),
        ("Moreno changed her mind, the portrait proofs are Thursday now", ["reschedule on 26 15:00 task=T2"]),
        (
            "Shift everything that's due this week to next Tuesday",
            [
                "reschedule on 12-01 task=T1",
                "reschedule on 12-01 15:00 task=T2",
                "reschedule on 12-01 task=T4",
            ],
        ),
        ("Keg washer: Greg's on it", ["update task=T1 field=assignee value=Gregory"]),
    ],
)
def test_open_tasks_are_moved_and_handed_on_in_passing(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("Lindgren quote can go, she booked somebody else", ["delete task=T4"]),
        ("Not doing the Moreno proofs after all", ["delete task=T2"]),
        ("the Lindgren wedding fell through", ["delete task=T4"]),
        ("dont forget the beer permit, due 2 December", ["Beer permit on 12-02 #brewery"]),
        ("don't forget the quote for the harbour pub", ["Quote for the harbour pub"]),
        ("no need to answer, just testing", []),
    ],
)
def test_what_is_dropped_and_what_is_not_to_be_forgotten(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("We've a leak at 14 Elm, have a look today", ["We've a leak at 14 Elm: have a look on 23"]),
        ("new brushes for the tank - 2 weeks from today", ["New brushes for the tank on 12-07"]),
        ("Would be lovely to repaint the sign one day", ["Would be lovely to repaint the sign priority=4"]),
        ("Check the pumps when you get a minute, Ben", ["Check the pumps #brewery @Benjamin priority=3"]),
        (
            "Ben, the pumps in the cold room, sometime next week",
            ["Pumps in the cold room on 30 #brewery @Benjamin"],
        ),
        ("Would Lou be able to check the till by Thursday?", ["Check the till on 26 @Louise"]),
        ("pop a reminder in for the 24th to bleed the pumps", ["Bleed the pumps on 24"]),
        ("thanks, that's everything for today", []),
        ("new project: Christmas market, for the brewery", ["create_project name=Christmas market #brewery"]),
        ("a) pay Olsen b) ring the cooper", ["Pay Olsen", "Ring the cooper"]),
    ],
)
def test_places_leads_and_lists_are_told_apart(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("The Lindgren quote has been put back to Tuesday", ["reschedule on 24 task=T4"]),
        ("plan thursday", ["plan scope=week"]),
        ("what's the plan for thursday", ["query scope=week"]),
        ("Ring the bank first thing, then order caps", ["Ring the bank on 24 09:00", "Order caps #brewery"]),
        (
            "Book beds for the brewers' convention in March",
            ["Book beds for the brewers' convention in March #brewery"],
        ),
        ("Pay the levy by the 28th or there's a fine", ["Pay the levy on 28"]),
        ("VAT due 30 December, takes me about two hours", ["VAT on 12-30 minutes=120"]),
        ("Supper at the Anchor thursday 6.30", ["Supper at the Anchor on 26 18:30"]),
        ("I promised Mrs Falk I'd ring her at 5:30", ["I promised Mrs Falk I'd ring her on 23 17:30"]),
        ("Mrs Falk wants her album reprinted", ["Mrs Falk wants her album reprinted #studio"]),
    ],
)
def test_a_word_beside_the_time_changes_what_it_is(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("reassign the keg washer from Ben to Greg", ["update task=T1 field=assignee value=Gregory"]),
        (
            "give me a heads-up an hour before the Lindgren quote",
            ["update task=T4 field=reminder_minutes_before value=60"],
        ),
        ("push back everything on Friday by a day", ["reschedule on 28 task=T4"]),
        ("the keg washer can wait, no rush on that one", ["update task=T1 field=priority value=3"]),
        ("bring some order to my day", ["plan scope=today"]),
        ("sixteen hundred hours on Thursday, call with the cooper", ["Call with the cooper on 26 16:00"]),
        (
            "every weekday bar Monday at 7am unlock the yard",
            ["Unlock the yard on 24 07:00 recurrence=WEEKLY;BYDAY=TU,WE,TH,FR"],
        ),
        ("Add 'brush the vats' for Saturday", ["Brush the vats on 28"]),
        ("Can we get Lou to run the payroll on Thursday", ["Run the payroll on 26 @Louise"]),
        ("how far behind are we?", ["query scope=overdue"]),
    ],
)
def test_edits_and_times_in_their_short_forms(text, expected):
    assert told(text) == expected


def test_a_removal_that_names_only_what_hangs_on_a_task_is_doubted():
    assert told("Don't need the skip for the Lindgren farm any more")[:1] == ["delete task=T4"]
    assert not reading_of("Don't need the skip for the Lindgren farm any more").sure

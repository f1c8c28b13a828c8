"""English ways to say what a planner hears every day: one story a kind, told in sentences of two more teams."""

from tests.tables import for_every
from tests.worker.understanding.local.two_teams import told


@for_every(
    ("text", "expected"),
    [
        (
            "Tomorrow morning call the hop supplier, about half an hour, and Ben should fix the tap by Friday",
            ["Call the hop supplier on 24 09:00 #brewery minutes=30", "Fix the tap on 27 #brewery @Benjamin"],
        ),
        (
            "Call the bank tomorrow, 15 min, then order caps, 20 min, and pay the rent by Friday, 5 min",
            [
                "Call the bank on 24 minutes=15",
                "Order caps #brewery minutes=20",
                "Pay the rent on 27 minutes=5",
            ],
        ),
        (
            "Tomorrow order hops, at 10, and call the bank",
            ["Order hops on 24 10:00 #brewery", "Call the bank on 24"],
        ),
    ],
)
def test_a_length_between_commas_belongs_to_the_clause_before_it(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("plan my day, I am out from 2 to 4", ["plan scope=today"]),
        ("Plan tomorrow please, I'm only free until noon", ["plan scope=tomorrow"]),
        ("sort out my week so there's some breathing room", ["plan scope=week"]),
        ("Line up tomorrow for me", ["plan scope=tomorrow"]),
        ("plan tomorrow around the delivery at 2", ["plan scope=tomorrow"]),
    ],
)
def test_a_plan_has_a_scope_and_its_conditions_are_no_tasks(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("Plan the launch party by Friday", ["Plan the launch party on 27"]),
        ("Make a shift schedule for the interns by Friday", ["Make a shift schedule for the interns on 27"]),
        ("sort the caps tomorrow", ["Sort the caps on 24 #brewery"]),
    ],
)
def test_arranging_a_thing_is_a_task(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("what's left for the brewery?", ["query scope=business text=brewery"]),
        ("anything outstanding at the studio?", ["query scope=business text=studio"]),
        ("hotel catalogue: what's left?", ["query scope=project text=Hotel catalogue"]),
        ("what's on friday?", ["query scope=week"]),
        ("when's the Lindgren quote due", ["ask_task task=T4 field=due"]),
        ("how's my week looking", ["query scope=week"]),
    ],
)
def test_what_is_open_is_asked_in_many_ways(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("lou needs to send the invoices by friday", ["Send the invoices on 27 @Louise"]),
        ("theo has to fix the cover tomorrow", ["Fix the cover on 24 #studio @Theodora"]),
        ("greg should pick up malt on thursday no rush", ["Pick up malt on 26 #brewery @Gregory priority=3"]),
        ("ben's got to fix the tap today", ["Fix the tap on 23 #brewery @Benjamin"]),
        ("make sure Ben locks the cellar tonight", ["Lock the cellar on 23 18:00 #brewery @Benjamin"]),
    ],
)
def test_short_names_and_pet_names_are_the_person(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("grek has to deliver the kegs on friday", ["Deliver the kegs on 27 #brewery @Gregory"]),
        ("lewis should pay the malt supplier tomorrow", ["Pay the malt supplier on 24 #brewery @Louise"]),
        ("wheel needs to be checked by friday", ["Wheel needs to be checked on 27"]),
        ("tell doris to check the proofs by thursday", ["Tell doris to check the proofs on 26 #studio"]),
    ],
)
def test_a_misheard_name_counts_only_where_a_person_must_stand(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "ok for the wharf taproom ben orders the stools on tuesday and i call the city about the licence on friday and someone paints the sign",
            [
                "Order the stools on 24 #brewery ~Wharf taproom @Benjamin",
                "Call the city about the licence on 27 #brewery ~Wharf taproom",
                "Paint the sign #brewery ~Wharf taproom",
            ],
        ),
        (
            "right greg delivers the kegs on wednesday ben cleans the tanks on thursday and theo retouches the portraits by friday",
            [
                "Deliver the kegs on 25 #brewery @Gregory",
                "Clean the tanks on 26 #brewery @Benjamin",
                "Retouch the portraits on 27 #studio @Theodora",
            ],
        ),
        (
            "tomorrow ben brews the stout, greg picks up malt and i pay the rent",
            [
                "Brew the stout on 24 #brewery @Benjamin",
                "Pick up malt on 24 #brewery @Gregory",
                "Pay the rent on 24",
            ],
        ),
    ],
)
def test_each_subject_with_its_verb_opens_an_entry_of_a_spoken_list(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("The Lindgren quote is Theo's now", ["update task=T4 field=assignee value=Theodora"]),
        ("the keg washer is on Greg now", ["update task=T1 field=assignee value=Gregory"]),
        ("Ben has the keg washer", ["update task=T1 field=assignee value=Benjamin"]),
        ("Louise is taking the bottle caps order", ["update task=T3 field=assignee value=Louise"]),
        ("hand the quote to Theo", ["update task=T4 field=assignee value=Theodora"]),
    ],
)
def test_an_open_task_changes_hands_in_many_ways(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("the keg washer is a two hour job", ["update task=T1 field=minutes value=120"]),
        ("allow 3 hours for the keg washer", ["update task=T1 field=minutes value=180"]),
    ],
)
def test_an_open_task_is_given_a_length(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("order caps today", ["Order caps on 23 #brewery"]),
        (
            "fortnightly on Mondays order caps",
            ["Order caps on 30 #brewery recurrence=WEEKLY;INTERVAL=2;BYDAY=MO"],
        ),
        ("Call Ben about the keg washer", ["Call Ben about the keg washer #brewery"]),
    ],
)
def test_a_deed_of_its_own_is_a_new_task_though_an_open_one_is_called_alike(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("talk tomorrow", []),
        ("No problem, speak soon", []),
        ("enjoy the weekend", []),
    ],
)
def test_greetings_and_thanks_ask_for_nothing(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("Talk to Ben tomorrow", ["Talk to Ben on 24"]),
        ("Meet Moreno tomorrow", ["Meet Moreno on 24 #studio"]),
    ],
)
def test_meeting_and_talking_to_someone_is_a_task(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("clear the email backlog by Friday", ["Clear the email backlog on 27"]),
        ("to the backlog: new tap handles", ["New tap handles priority=4"]),
    ],
)
def test_words_of_priority_may_be_plain_nouns(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("buy hops I mean malt tomorrow", ["Buy malt on 24 #brewery"]),
        ("order caps or rather labels by friday", ["Order labels on 27"]),
        ("Send Moreno the contract, actually no, send him the lease", ["Send him the lease"]),
        ("the meeting with Moreno is at 3 not 2", ["Meeting with Moreno on 23 15:00 #studio"]),
    ],
)
def test_what_was_taken_back_leaves_no_trace(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "- flyers, print by Friday\n- Ben: hops for the stout, order\n- mum's present, buy Saturday",
            [
                "Flyers, print on 27",
                "Hops for the stout, order #brewery @Benjamin",
                "Mum's present, buy on 28",
            ],
        ),
    ],
)
def test_an_entry_of_a_written_list_is_not_cut_at_its_commas(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "First Tuesday of the month, stock count at 9am",
            ["Stock count on 12-01 09:00 recurrence=MONTHLY;BYDAY=1TU"],
        ),
        ("Send the report by the last Friday of the month", ["Send the report on 27"]),
        ("staff meeting monday mornings", ["Staff meeting on 30 09:00 recurrence=WEEKLY;BYDAY=MO"]),
    ],
)
def test_a_rhythm_needs_no_every(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "the inspector comes on Friday at 10, clean the tanks before that",
            ["Inspector comes on 27 10:00", "Clean the tanks"],
        ),
        (
            "meeting with Moreno tomorrow at 3, bring the proofs",
            ["Meeting with Moreno on 24 15:00 #studio", "Bring the proofs #studio"],
        ),
        (
            "The fridge guy is coming tomorrow at 9 so clear out the cold room",
            ["Fridge guy is coming on 24 09:00", "Clear out the cold room"],
        ),
    ],
)
def test_an_event_and_its_errand_are_two_tasks(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("paid the water bill", []),
        ("we painted the bar counter yesterday", []),
        ("greg dropped the kegs off at the hotel this morning", []),
        ("everything for today is done", []),
    ],
)
def test_a_deed_told_of_that_no_task_knows_is_left_to_the_caller(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "chase the bank for an answer, if none by friday cancel the keg washer",
            ["Chase the bank for an answer, if none cancel the keg washer on 27 #brewery"],
        ),
        ("no need for the Lindgren quote any more", ["delete task=T4"]),
        ("move it to friday", []),
    ],
)
def test_a_condition_or_a_name_in_passing_deletes_nothing(text, expected):
    assert told(text) == expected

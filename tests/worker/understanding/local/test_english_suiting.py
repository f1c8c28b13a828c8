"""English moves told without a verb of moving, and whole days moved by whatever verb."""

from tests.tables import for_every
from tests.worker.understanding.local.two_teams import told


@for_every(
    ("text", "expected"),
    [
        ("Friday is fine for the keg washer", ["reschedule on 27 task=T1"]),
        ("Thursday's better for the Moreno proofs", ["reschedule on 26 15:00 task=T2"]),
        ("in three days works for the bottle caps", ["reschedule on 26 task=T3"]),
        ("Moreno can only do 10 on Thursday for the proofs", ["reschedule on 26 10:00 task=T2"]),
        (
            "Moreno portrait proofs: they've asked for two days later, and 4:30 rather than 3",
            ["reschedule on 25 16:30 task=T2"],
        ),
        ("Lindgren quote: she'd like it a day earlier", ["reschedule on 26 task=T4"]),
        ("the quote for lindgren needs another week", ["reschedule on 12-04 task=T4"]),
        ("Friday is fine for the new menu", ["New menu on 27"]),
    ],
)
def test_a_time_that_suits_moves_the_task_it_is_said_of(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("Whatever's on for today, chuck it to Wednesday", ["reschedule on 25 15:00 task=T2"]),
        ("anything due today, shunt that over to Thursday", ["reschedule on 26 15:00 task=T2"]),
        ("I'm poorly, kick everything due today over to Friday", ["reschedule on 27 15:00 task=T2"]),
        ("fax the lease to the landlord on Friday", ["Fax the lease to the landlord on 27"]),
    ],
)
def test_all_of_a_day_goes_wherever_it_is_kicked(text, expected):
    assert told(text) == expected

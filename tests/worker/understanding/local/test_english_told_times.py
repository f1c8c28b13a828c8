"""English times that only tell what has been, days counted back from a day told, and things that need doing."""

from tests.tables import for_every
from tests.worker.understanding.local.two_teams import told


@for_every(
    ("text", "expected"),
    [
        (
            "The beer permit lapsed on the third and nobody saw it. Needs renewing, urgent.",
            ["Renew (beer permit) #brewery priority=1"],
        ),
        ("My gym card ran out on Friday, renew it", ["Renew the gym card"]),
        (
            "Order keg seals by Wednesday, we've had none since Friday",
            ["Order keg seals on 25 #brewery"],
        ),
        (
            "Order ten sacks of malt before Friday, the loft's been empty since like saturday",
            ["Order ten sacks of malt on 27 #brewery"],
        ),
        ("The cold room broke on Sunday, call the fitter", ["Cold room broke: call the fitter"]),
        ("The kegs we ordered arrive Thursday", ["Kegs we ordered arrive on 26 #brewery"]),
        ("need the labels printed on Thursday", ["Need the labels printed on 26"]),
        ("We will bottle the stout on Thursday", ["Bottle the stout on 26 #brewery"]),
    ],
)
def test_a_day_told_in_the_past_is_no_deadline(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "Van tax is up on the 30th and we want it settled three days before then",
            ["We want Van tax settled on 27"],
        ),
        (
            "The cellar lease ends on 20 December, book the movers two weeks before then",
            ["Book the movers on 12-06 #brewery"],
        ),
        (
            "Tasting with the chef on Friday at 11, remind me the day before",
            ["Tasting with the chef on 27 11:00 reminder_minutes_before=1440"],
        ),
        (
            "Tasting with the chef on Friday at 11, ping me an hour before that",
            ["Tasting with the chef on 27 11:00 reminder_minutes_before=60"],
        ),
    ],
)
def test_a_day_counted_back_from_one_told_is_the_deadline_unless_it_reminds(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("the taproom lights want replacing by Friday", ["Replace taproom lights on 27 #brewery"]),
        ("beer pumps need servicing, 2 hours", ["Service beer pumps #brewery minutes=120"]),
        ("The darkroom could do with painting some day", ["Paint darkroom priority=4"]),
        ("Ben needs to clean the lines", ["Clean the lines #brewery @Benjamin"]),
    ],
)
def test_what_needs_doing_is_said_as_a_deed(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "the keg washer took two and a quarter hours, it's repaired",
            ["complete task=T1 actual_minutes=135"],
        ),
        ("Keg washer's repaired, started 9:40 finished 10:25", ["complete task=T1 actual_minutes=45"]),
        (
            "stand-up with the crew, Mondays 9.15",
            ["Stand-up with the crew on 30 09:15 recurrence=WEEKLY;BYDAY=MO"],
        ),
        (
            "the black friday kegs have to be filled by Wednesday",
            ["Black friday kegs have to be filled on 25 #brewery"],
        ),
        ("scrub the mash tun over the weekend", ["Scrub the mash tun on 28"]),
        ("stock count eight in the evening on Thursday", ["Stock count on 26 20:00"]),
    ],
)
def test_lengths_and_hours_in_more_words(text, expected):
    assert told(text) == expected

"""English lists told in one breath: where the next task begins, and whose it is."""

from tests.tables import for_every
from tests.worker.understanding.local.two_teams import told


@for_every(
    ("text", "expected"),
    [
        (
            "ok so on saturday ben has to rack the cider greg drives the kegs to the market and me i'll paint the chalkboard",
            [
                "Rack the cider on 28 #brewery @Benjamin",
                "Drive the kegs to the market on 28 #brewery @Gregory",
                "Paint the chalkboard on 28",
            ],
        ),
        (
            "on friday theo shoots the bakery lou pays the vat and i collect the lenses",
            [
                "Shoot the bakery on 27 #studio @Theodora",
                "Pay the vat on 27 @Louise",
                "Collect the lenses on 27",
            ],
        ),
        (
            "Greg shall pick up the malt Tuesday and Theo the frames Thursday",
            ["Pick up the malt on 24 #brewery @Gregory", "Frames on 26 #studio @Theodora"],
        ),
        (
            "Ben on the mash tun, Greg on deliveries, both from Wednesday",
            ["Mash tun on 25 #brewery @Benjamin", "Deliveries on 25 #brewery @Gregory"],
        ),
        ("make sure Greg checks the tyres tonight", ["Check the tyres on 23 18:00 #brewery @Gregory"]),
    ],
)
def test_a_member_with_a_verb_of_their_own_begins_a_task(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "text my brother tonight about the boat, and a new gasket for the kettle wants ordering, no rush",
            ["Text my brother about the boat on 23 18:00", "Order new gasket for the kettle priority=3"],
        ),
        (
            "Pay the rent today, and the taproom flue has to be swept by Friday",
            ["Pay the rent on 23", "Taproom flue has to be swept on 27 #brewery"],
        ),
        (
            "Wharf taproom: licence visit Wednesday 9:30, Ben to swap the tap handles by Friday noon, and the sign quote for the landlord sometime next week (me)",
            [
                "Licence visit on 25 09:30 #brewery ~Wharf taproom",
                "Swap the tap handles on 27 12:00 #brewery ~Wharf taproom @Benjamin",
                "Sign quote for the landlord on 30 #brewery ~Wharf taproom",
            ],
        ),
        (
            "Call the cooper. And find out why Friday's takings were short",
            ["Call the cooper", "Find out why Friday's takings were short"],
        ),
    ],
)
def test_a_thing_that_needs_doing_or_has_its_own_day_begins_a_task(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "swab the tanks on Wednesday and degrease the ovens on Thursday",
            ["Swab the tanks on 25", "Degrease the ovens on 26"],
        ),
        (
            "Vacate the loft by Friday, then fumigate it all on Saturday",
            ["Vacate the loft on 27", "Fumigate the loft on 28"],
        ),
        ("Ben: recoat the floor by Friday", ["Recoat the floor on 27 #brewery @Benjamin"]),
    ],
)
def test_a_word_right_before_an_article_is_an_order_though_no_list_knows_it(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "Lou, by Thursday:\n- pay the malt supplier\n- have the cooper round (that one tonight)",
            [
                "Pay the malt supplier on 26 #brewery @Louise",
                "Have the cooper round (that one) on 23 18:00 @Louise",
            ],
        ),
        (
            "Could Theo send the Morris proofs over by Wednesday?",
            ["Send the Morris proofs over on 25 #studio @Theodora"],
        ),
        (
            "Can Benjamin have a look at the boiler on his next shift?",
            ["Have a look at the boiler on his next shift #brewery @Benjamin"],
        ),
        (
            "the festival banners theo was going to do them on thursday, no, make that next wednesday",
            ["Festival banners on 12-02 #brewery ~Autumn festival @Theodora"],
        ),
        (
            "Ben: vacuum check of both fermenters, in a fortnight. I'll buy glycol myself",
            ["Vacuum check of both fermenters on 12-07 #brewery @Benjamin", "Buy glycol"],
        ),
    ],
)
def test_who_is_asked_spoken_to_or_keeps_a_task(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        ("book the van in for a service she's making a noise in third", 1),
        ("babu petrol for the scooter, xerox of Aadhaar, and tea packets also", 1),
    ],
)
def test_a_message_that_ends_on_a_word_that_counts_or_joins_is_read(text, expected):
    assert len(told(text)) >= expected

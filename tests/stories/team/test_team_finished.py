"""The owner's evening and week tell what the team finished, and which of the other figures are the owner's own."""

from tests.planner import Planner
from tests.stories.schedules.schedule_steps import berlin, go_to
from tests.stories.team.team_steps import DIMA, JOSH, MONDAY_10, joined_team


async def test_evening_and_week_name_who_finished_how_much(planner: Planner) -> None:
    go_to(MONDAY_10)
    await joined_team(planner)
    await planner.tell("Pay the rent today. Order paper today")
    seen = await planner.tell("/evening")
    assert "Done by you today: 0 of 2" in seen.text
    assert "The team" not in seen.text
    assert "Nothing by you this week." in (await planner.tell("/weekly")).text
    for words, user, number in (
        ("Dima fixes the spindle today", DIMA, 3),
        ("Dima greases the shaft today", DIMA, 4),
        ("Josh sharpens the spindle today", JOSH, 5),
    ):
        await planner.tell(words)
        await planner.tell(f"/done {number}", user=user)
    await planner.tell("/done 1")
    seen = await planner.tell("/evening")
    assert "Done by you today: 1 of 2" in seen.text
    assert "The team finished: Dima: 2, Josh: 1" in seen.text
    seen = await planner.press(seen, "1 → tomorrow")
    assert "The team finished: Dima: 2, Josh: 1" in seen.text
    week = (await planner.tell("/weekly")).text
    assert "By you:\nRepair: 1 done" in week
    assert "The team finished: Dima: 2, Josh: 1" in week
    # A member is told of their own work alone.
    for words in ("/evening", "/weekly"):
        told = await planner.tell(words, user=JOSH)
        assert "Dima" not in told.text
        assert "by you" not in told.text.lower()
    await planner.tell("/language ru")
    assert "Команда сделала: Dima: 2, Josh: 1" in (await planner.tell("/evening")).text
    week = (await planner.tell("/weekly")).text
    assert "Вами:\n" in week
    assert "Команда сделала: Dima: 2, Josh: 1" in week
    # The next day the team has finished nothing yet, and what the team does alone is told too.
    go_to(berlin(24, 10))
    assert "Команда" not in (await planner.tell("/evening")).text

"""The owner says what each person may do, by words and buttons; who it concerns is told, and undo takes it back.

To see it fail: in worker/features/directory/recorder.py leave out `tell_of_roles`.
"""

from sqlmodel import select

from models.tables.member import Member, Membership
from tests.planner import Planner
from tests.stories.schedules.schedule_steps import go_to
from tests.stories.team.team_steps import DIMA, JOSH, MONDAY_10, heard, joined_team, last, task


async def roles(planner: Planner) -> dict[str, str]:
    statement = select(Member.name, Membership.role).join(Membership, Membership.member_id == Member.id)  # type: ignore[arg-type]
    return dict(await planner.rows(statement))


async def test_roles_are_given_told_and_undone(planner: Planner) -> None:
    go_to(MONDAY_10)
    await joined_team(planner)
    before = await last(planner, DIMA)
    card = await planner.tell("make Dima a manager of Repair")
    assert "manages Repair" in card.text
    assert await roles(planner) == {"Dima": "manager", "Josh": "member"}
    assert "управляющий" in (await heard(planner, DIMA, before))[0]

    await planner.tell("Josh fixes the spindle by Friday, 2 hours")
    assert "spindle" in (await planner.tell("/week", user=DIMA)).text
    await planner.tell("#1 до четверга", user=DIMA)
    assert str((await task(planner, 1)).deadline_on) == "2026-11-26"

    before = await last(planner, DIMA)
    await planner.press(card, "Undo")
    assert await roles(planner) == {"Dima": "member", "Josh": "member"}
    assert "участник" in (await heard(planner, DIMA, before))[0]
    assert "spindle" not in (await planner.tell("/week", user=DIMA)).text


async def test_a_viewer_sees_and_changes_nothing(planner: Planner) -> None:
    go_to(MONDAY_10)
    await joined_team(planner)
    await planner.tell("Dima fixes the spindle by Friday, 2 hours")
    assert "only looks at Repair" in (await planner.tell("Josh may only look")).text
    assert "spindle" in (await planner.tell("/week", user=JOSH)).text
    assert "27 Nov" in (await planner.tell("when is #1 due?", user=JOSH)).text
    for words in ("#1 is done", "/done 1", "move #1 to Monday", "Sweep the yard tomorrow", "delete #1"):
        assert "not change them" in (await planner.tell(words, user=JOSH)).text, words
    assert (await task(planner, 1)).status == "open"
    assert "Only the owner" in (await planner.tell("make Dima a manager of Repair", user=JOSH)).text

    asked = await planner.tell("Josh paints the shaft by Friday")
    assert "Should Josh take tasks there from now on?" in asked.text
    await planner.press(asked, "Let them take tasks")
    assert await roles(planner) == {"Dima": "member", "Josh": "member"}

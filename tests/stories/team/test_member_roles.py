"""The owner says what each person may do, by words and buttons; who it concerns is told, and undo takes it back.

To see it fail: in worker/features/directory/recorder.py leave out `tell_of_roles`.
"""

from sqlalchemy import text
from sqlmodel import col, select

from models.tables.assignment import Assignment
from models.tables.member import Member, Membership
from models.tables.plan import Plan
from models.tables.task import Task
from tests.patience import until
from tests.planner import OWNER, Planner
from tests.stories.groups.group_steps import BOT, bound, say
from tests.stories.schedules.schedule_steps import go_to
from tests.stories.team.team_steps import DIMA, JOSH, MONDAY_10, heard, joined_team, last, later, task

# Stands in the name of the business that Josh does not work for, and in the titles of its tasks.
CANARY = "Tradecanary"
# Written apart from the code: what is left of Dima's open work of this week in Repair.
_DIMAS_REPAIR = """
    SELECT count(*), sum(greatest(5, t.estimate_minutes - t.worked_minutes)) FROM task t
    JOIN member m ON m.id = t.assignee_id JOIN business b ON b.id = t.business_id
    WHERE m.name = 'Dima' AND b.name = 'Repair' AND t.status = 'open' AND t.deadline_on <= '2026-11-29'
"""


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


async def two_businesses(planner: Planner) -> None:
    """Dima has too much to do in Repair, and more elsewhere, where he has hours of his own as well."""
    go_to(MONDAY_10)
    await joined_team(planner)
    await planner.tell(f"/business {CANARY}: tiles")
    await planner.tell(f"/team Dima: {CANARY}")
    for words in (
        "Dima overhauls the spindle by Friday, 20 hours",
        f"Dima lays out the {CANARY} tiles by Thursday, 15 hours",
        "Dima paints the shaft by Friday, 25 hours",
        "Josh greases the spindle by Friday, 2 hours",
    ):
        await planner.tell(words)
    await planner.tell(f"/hours {CANARY} monday 19:00-22:00", user=DIMA)


async def menu_is(planner: Planner, user: int, *commands: str) -> None:
    """Until the chat's menu holds these commands: it is published beside the answer."""

    async def shown() -> bool:
        menus = {each["id"]: each["commands"] for each in await planner.telegram.people()}
        return [each["command"] for each in menus[user]] == list(commands)

    await until(shown, what=f"the menu {commands}")


async def all_heard_by_josh(planner: Planner) -> list[str]:
    return [seen.text + str(seen.labels) for seen in await planner.telegram.messages(JOSH) if seen.from_bot]


async def test_a_manager_leads_one_business_and_hears_of_no_other(planner: Planner) -> None:
    await two_businesses(planner)
    await planner.tell("make Josh a manager of Repair")
    await menu_is(
        planner, JOSH, "today", "week", "plan", "now", "find", "undo", "team", "done", "settings", "help"
    )
    screen = await planner.tell("/help", user=JOSH)
    assert {"Team", "Tasks given to you"} <= set(screen.labels)
    assert not {"Businesses", "Model and costs"} & set(screen.labels)
    told = await planner.press(screen, "Team", user=JOSH)
    assert "the businesses you manage" in told.text
    assert "/invite" not in told.text

    assert (await planner.rows(text(_DIMAS_REPAIR)))[0] == (2, 45 * 60)
    seen = await planner.tell("/team", user=JOSH)
    # Until six today and four days of eight hours: the evening of the other business is not among them.
    assert "This week: 2 tasks, 45 h · 39 h left to work · ⚠ overloaded by 6 h" in seen.text
    assert "This week: 1 task, 2 h · 39 h left to work" in seen.text, "his own"
    assert "Of the others, only work and hours of Repair count here." in seen.text
    assert seen.labels == ["⚠ Dima"]
    asked = await planner.tell("who is overloaded?", user=JOSH)
    assert "Overloaded this week: Dima (+6 h)" in asked.text
    asked = await planner.tell("what is Dima doing?", user=JOSH)
    assert "Only tasks of Repair, and those that you gave them, are shown to you." in asked.text

    ways = await planner.press(seen, "⚠ Dima", user=JOSH)
    assert "#1 → Josh" in ways.labels
    given = await planner.press(ways, "#1 → Josh", user=JOSH)
    josh = (await task(planner, 4)).assignee_id
    assert (await task(planner, 1)).assignee_id == josh
    await planner.press(given, "Undo", user=JOSH)
    holder = (await task(planner, 1)).assignee_id
    assert holder == (await task(planner, 2)).assignee_id
    other = (await task(planner, 2)).id
    for data in (f"load:move:{other}", f"load:give:{other}:{josh}"):
        await planner.forge_callback(user=JOSH, data=data)
        await planner.settled()
    assert str((await task(planner, 2)).deadline_on) == "2026-11-26"
    assert (await task(planner, 2)).assignee_id == holder

    await bound(planner)
    [team] = await say(planner, "/team", user=JOSH)
    assert "Dima · 2 open tasks · 45 h" in team
    [told_there] = await say(planner, f"{BOT} what is Dima doing?", user=JOSH)
    assert "Only tasks of Repair are shown here." in told_there
    assert not [
        heard_ for heard_ in [*await all_heard_by_josh(planner), team, told_there] if CANARY in heard_
    ]


async def test_a_viewer_is_shown_what_to_look_at_alone(planner: Planner) -> None:
    await two_businesses(planner)
    asked = await planner.tell("what is Dima doing?", user=JOSH)
    assert "Only tasks that you gave them are shown to you." in asked.text, "a member"
    card = await planner.tell("Josh may only look")
    await menu_is(planner, JOSH, "today", "week", "find", "team", "settings", "help")
    screen = await planner.tell("/help", user=JOSH)
    assert screen.labels == ["What you see", "Your data", "Settings"]
    shown = [screen.text, (await planner.press(screen, "What you see", user=JOSH)).text]
    shown += [(await planner.tell("/start", user=JOSH)).text, (await planner.tell("hello", user=JOSH)).text]
    for words in ("/plan", "/done", "/undo", "/skip", "Write or say", "write down", "what needs doing"):
        assert words not in " ".join(shown), words
    assert "not change them" in (await planner.tell("how do I add a task?", user=JOSH)).text

    seen = await planner.tell("/team", user=JOSH)
    assert "This week: 2 tasks, 45 h · 39 h left to work · ⚠ overloaded by 6 h" in seen.text
    assert seen.labels == []
    await planner.forge_callback(user=JOSH, data=f"load:move:{(await task(planner, 1)).id}")
    assert "not change them" in (await last(planner, JOSH)).text
    asked = await planner.tell("what is Dima doing?", user=JOSH)
    assert "Overhaul the spindle" in asked.text
    assert "Only tasks of Repair are shown to you." in asked.text

    await bound(planner)
    [team] = await say(planner, "/team", user=JOSH)
    assert "Dima · 2 open tasks · 45 h" in team
    [told_there] = await say(planner, f"{BOT} what is Dima doing?", user=JOSH)
    assert "Only tasks of Repair are shown here." in told_there
    assert not [
        heard_ for heard_ in [*await all_heard_by_josh(planner), team, told_there] if CANARY in heard_
    ]
    await planner.press(card, "Undo")
    await menu_is(
        planner, JOSH, "today", "week", "plan", "now", "find", "undo", "done", "notes", "settings", "help"
    )
    [team] = await say(planner, "/team", user=JOSH)
    assert "\nDima\n" in f"{team}\n", "a member is not told what others have"


async def test_no_way_gives_a_task_to_a_viewer(planner: Planner) -> None:
    go_to(MONDAY_10)
    await joined_team(planner)
    card = await planner.tell("Josh overhauls the spindle by Friday, 60 hours")
    await planner.tell("Dima may only look")
    number, josh = (await task(planner, 1)).id, (await task(planner, 1)).assignee_id
    [dima] = [m.id for m in await planner.rows(select(Member)) if m.name == "Dima"]

    ways = await planner.press(await planner.tell("/team"), "⚠ Josh")
    assert not [label for label in ways.labels if "→ Dima" in label]
    await planner.forge_callback(user=OWNER, data=f"load:give:{number}:{dima}")
    assert "Dima can only look at the tasks there and was not given this." in (await last(planner)).text

    people = await planner.press(await planner.press(card, "Edit"), "Person")
    assert "Josh" in str(people.labels)
    assert "Dima" not in str(people.labels)
    [made] = await planner.rows(text("SELECT max(operation_id) FROM task_event"))
    await planner.forge_callback(user=OWNER, data=f"set:{number}:{made[0]}:a:{dima}")
    assert (await last(planner)).text.startswith("This button has expired.")

    await planner.tell("can't, give it to Dima", user=JOSH)
    await later(planner, minutes=2)
    refused = await last(planner)
    assert "Suggested instead: Dima" in refused.text
    assert refused.labels == ["Give to…", "Mine", "Drop"]
    chosen = await planner.press(refused, "Give to…")
    assert "Dima" not in str(chosen.labels)
    [assignment] = await planner.rows(select(Assignment))
    await planner.forge_callback(user=OWNER, data=f"as:to:{assignment.id}:{dima}")
    assert "Dima can only look at the tasks there and was not given this." in (await last(planner)).text
    assert (await task(planner, 1)).assignee_id == josh

    await planner.tell("Overhaul the shaft today, 5 hours")
    await planner.tell("Sharpen the spindle today, 6 hours")
    # Of two who have time the first would be asked: Dima, if he took tasks.
    await planner.tell("#1 by 11 December")
    plan = await planner.tell("/plan")
    assert [label for label in plan.labels if label.endswith("→ Josh")], plan.labels
    assert not [label for label in plan.labels if "→ Dima" in label]
    [current] = await planner.rows(select(Plan).where(Plan.state == "current"))
    own = await planner.rows(select(Task).where(col(Task.assignee_id).is_(None)))
    for each in own:
        await planner.forge_callback(user=OWNER, data=f"plan:give:{current.id}:{each.id}:{dima}")
        await planner.settled()
    assert await planner.rows(select(Task).where(Task.assignee_id == dima)) == []


async def test_a_right_in_a_business_that_there_is_not_is_answered(planner: Planner) -> None:
    go_to(MONDAY_10)
    await joined_team(planner)
    for words, told in (
        ("make Dima a manager of Zoo", "There is no business “Zoo”."),
        ("put Josh in charge of Repair and Zoo", "There is no business “Zoo”."),
        ("make Zed a manager of Repair", "There is nobody called “Zed”."),
        ("сделай Диму менеджером Зоопарка", "Бизнеса «Зоопарка» нет."),
    ):
        assert told in (await planner.tell(words)).text, words
    assert "Only the owner" in (await planner.tell("make Dima a manager of Zoo", user=JOSH)).text
    assert await planner.rows(select(Task)) == []
    assert await roles(planner) == {"Dima": "member", "Josh": "member"}
    assert [member.role for member in await planner.rows(select(Member)) if member.role] == []

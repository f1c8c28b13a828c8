"""The team's week: work of all businesses against the hours left, who is overloaded, and ways out by a tap."""

from sqlalchemy import text

from tests.planner import OWNER, Planner
from tests.stories.schedules.schedule_steps import go_to
from tests.stories.team.team_steps import DIMA, JOSH, MONDAY_10, joined_team, last, task

# Written apart from the code: open tasks of the week until Sunday, what is left of their estimates.
_SUMS = """
    SELECT m.name, count(*), sum(greatest(5, coalesce(t.estimate_minutes, 30) - t.worked_minutes))
    FROM task t JOIN member m ON m.id = t.assignee_id
    WHERE t.status = 'open' AND coalesce(t.do_on, t.deadline_on) <= '2026-11-29' GROUP BY m.name
"""


async def busy_team(planner: Planner) -> None:
    """On a Monday Dima has more to do in two businesses than hours, Josh little."""
    go_to(MONDAY_10)
    await joined_team(planner)
    await planner.tell("/business Trade: tiles")
    await planner.tell("/team Dima: Trade")
    for words in (
        "Dima overhauls the spindle by Friday, 20 hours",
        "Dima lays out the tiles by Thursday, 15 hours",
        "Dima sharpens the spindle tools by Wednesday",
        "Dima paints the shaft by 11 December, 3 hours",
        "Josh greases the spindle by Friday, 2 hours",
    ):
        await planner.tell(words)


async def sums(planner: Planner) -> dict[str, tuple[int, int]]:
    async with planner.database.transaction() as session:
        rows = (await session.execute(text(_SUMS))).all()
    return {name: (int(count), int(minutes)) for name, count, minutes in rows}


async def test_the_week_is_work_against_the_hours_left(planner: Planner) -> None:
    await busy_team(planner)
    assert await sums(planner) == {"Dima": (3, 2130), "Josh": (1, 120)}
    seen = await planner.tell("/team")
    # Until six today and four days of eight hours.
    assert "This week: 3 tasks, 35 h 30 · 1 not estimated · 39 h left to work\n" in seen.text, (
        "it fits, and no other business's work is forgotten"
    )
    assert "This week: 1 task, 2 h · 39 h left to work\n" in seen.text
    assert "<b>Anna</b>" not in seen.text
    await planner.tell("Dima is on holiday on Thursday and Friday")
    seen = await planner.tell("/team")
    assert "1 not estimated · 23 h left to work · ⚠ overloaded by 12 h 30" in seen.text
    assert seen.labels[0] == "⚠ Dima"
    assert (await sums(planner))["Dima"] == (3, 2130)


async def test_who_is_overloaded_and_how_busy_is_somebody(planner: Planner) -> None:
    await busy_team(planner)
    for words in ("who is overloaded?", "is anyone overworked this week?"):
        assert "Nobody is overloaded this week." in (await planner.tell(words)).text, words
    await planner.tell("Dima is on holiday on Thursday and Friday")
    for words in ("who is overloaded?", "who's overloaded this week?"):
        assert "Overloaded this week: Dima (+12 h 30)" in (await planner.tell(words)).text, words
    for words in ("how busy is Dima this week?", "how loaded is Dima?"):
        assert "· ⚠ overloaded by 12 h 30" in (await planner.tell(words)).text, words
    await planner.tell("/language ru")
    for words in ("кто перегружен?", "кто у нас перегружен на этой неделе?"):
        assert "Перегружены на этой неделе: Dima (+12 ч 30 мин)" in (await planner.tell(words)).text, words
    for words in ("насколько занят Дима?", "насколько загружен Дима на этой неделе?"):
        assert "На этой неделе 3 задачи, 35 ч 30 мин · 1 без оценки" in (await planner.tell(words)).text, (
            words
        )
    assert await planner.rows(text("SELECT id FROM note")) == []


async def test_an_overload_is_moved_or_handed_on(planner: Planner) -> None:
    await busy_team(planner)
    await planner.tell("Dima is on holiday on Thursday and Friday")
    ways = await planner.press(await planner.tell("/team"), "⚠ Dima")
    assert "#1 Overhaul the spindle · Fri 27 Nov · 20 h" in ways.text
    # Josh does not work for Trade, and the tiles are Trade's.
    assert [label for label in ways.labels if "→ Josh" in label] == ["#1 → Josh", "#3 → Josh"]
    moved = await planner.press(ways, "#2 → Mon 30 Nov")
    assert "⚠" not in moved.text
    assert str((await task(planner, 2)).deadline_on) == "2026-11-30"
    back = await planner.press(moved, "Undo")
    assert "⚠ overloaded by 12 h 30" in back.text
    assert str((await task(planner, 2)).deadline_on) == "2026-11-26"
    given = await planner.press(back, "#1 → Josh")
    assert given.text.startswith("#1 → Josh")
    assert "Overhaul the spindle" in (await last(planner, JOSH)).text, "who is given it is told"
    await planner.press(given, "Undo")
    assert (await task(planner, 1)).assignee_id == (await task(planner, 2)).assignee_id


async def test_members_see_their_own_week_alone(planner: Planner) -> None:
    await busy_team(planner)
    seen = await planner.tell("/team", user=JOSH)
    assert "This week: 1 task, 2 h · 39 h left to work" in seen.text
    assert "35 h" not in seen.text
    assert "Trade" not in seen.text
    told = await planner.tell("who is overloaded?", user=JOSH)
    assert "This week: 1 task" in told.text
    assert "Dima" not in told.text
    seen = await planner.tell("/team", user=DIMA, lang="ru")
    assert "На этой неделе 3 задачи, 35 ч 30 мин" in seen.text
    holder = (await task(planner, 1)).assignee_id
    for data in (f"load:show:{holder}", f"load:tasks:{holder}", "load:move:1", f"load:give:1:{holder}"):
        await planner.forge_callback(user=JOSH, data=data)
        assert (await last(planner, JOSH)).text.startswith("This button has expired."), data
    await planner.forge_callback(user=OWNER, data="load:give:2:3")
    assert (await task(planner, 2)).assignee_id == holder

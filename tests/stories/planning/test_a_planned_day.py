"""A day planned, overfull, late, re-planned and taken back, as a person reads and taps it."""

import datetime as dt
import io
import re

from PIL import Image
from sqlmodel import select

from models.tables.appointment import Appointment
from models.tables.outbox import OutboundMessage
from models.tables.plan import Plan
from models.tables.task import Task
from tests.stories.planning.plan_steps import ask, at, blocks, labels, tap, tap_data
from tests.worker.features.planning.planning_workspace import NOW, TODAY, World
from worker.core.task_recorder import TaskRecorder
from worker.features.planning.callbacks import planning_callback
from worker.features.planning.next_task import now_reply
from worker.features.planning.offer_replan import replan_offer
from worker.features.planning.picture.render import draw_plan_picture
from worker.features.planning.plan_constraints import times_away


async def usual_day(world: World) -> dict[str, Task]:
    async with world.session() as session:
        rows = [
            await world.task(
                session,
                "Call the mill supplier",
                30,
                business="Trade",
                deadline_at=NOW + dt.timedelta(hours=1),
            ),
            await world.task(session, "Diagnose the board", 120, business="Repair"),
            await world.task(session, "Model five crowns", 180, business="Lab", priority=1),
        ]
    return {row.title: row for row in rows}


async def test_a_day_that_fits(world: World) -> None:
    await usual_day(world)
    reply = await ask(world)
    assert reply.text.split("\n") == [
        "<b>Tuesday 24 November</b> · 5 h 30 of 8 h",
        "",
        "09:00  Call the mill supplier · Trade · 30 min",
        "09:30  Diagnose the board · Repair · 2 h",
        "12:00  <i>Lunch</i>",
        "13:00  ❗ Model five crowns · Lab · 3 h",
    ]
    assert labels(reply) == ["Why", "Picture", "Re-plan", "Undo"]


async def test_why_gives_a_reason_for_each_block_and_leads_back(world: World) -> None:
    await usual_day(world)
    day = await ask(world)
    why = await tap(world, day, "Why")
    assert "09:00  Call the mill supplier: you said 09:00" in why.text
    assert "13:00  Model five crowns: due today" in why.text
    assert (await tap(world, why, "‹ Back")).text == day.text


async def test_overload_is_said_and_each_button_is_a_way_out(world: World) -> None:
    await usual_day(world)
    async with world.session() as session:
        await world.task(session, "Website texts", 180, business="Trade", priority=3)
    over = await ask(world)
    assert "It does not fit: 8 h 30 for 8 h." in over.text
    assert (
        "Left out: Website texts (3 h, only 2 h 30 free before 18:00; earliest tomorrow 09:00)" in over.text
    )
    assert labels(over)[:2] == ["Website texts → tomorrow", "Diagnose the board → tomorrow"]
    assert "Diagnose the board → Dima" in labels(over)
    assert "Work until 18:30" in labels(over)
    moved = await tap(world, over, "Website texts → tomorrow")
    assert "It does not fit" not in moved.text
    async with world.session() as session:
        [task] = (await session.exec(select(Task).where(Task.title == "Website texts"))).all()
        assert (task.do_on, task.deadline_on) == (TODAY + dt.timedelta(days=1),) * 2
    back = await tap(world, moved, "Undo")
    assert back.text.endswith(over.text)
    assert "Back to the previous plan." in back.text


async def test_work_until_later_and_give_it_away(world: World) -> None:
    await usual_day(world)
    async with world.session() as session:
        await world.task(session, "Website texts", 180, business="Trade", priority=3)
    over = await ask(world)
    later = await tap(world, over, "Work until 18:30")
    assert "It does not fit" not in later.text
    again = await tap(world, later, "Re-plan")
    assert "It does not fit" not in again.text
    first = await tap(world, await tap(world, again, "Undo"), "Undo")
    given = await tap(world, first, "Diagnose the board → Dima")
    assert "Diagnose the board" not in given.text
    assert "It does not fit" not in given.text


async def test_stale_and_made_up_taps_do_nothing(world: World) -> None:
    tasks = await usual_day(world)
    first = await ask(world)
    await ask(world, hours=1)
    assert await tap(world, first, "Undo") is None
    async with world.session() as session:
        [current] = (await session.exec(select(Plan.id).where(Plan.state == "current"))).all()
    task = tasks["Diagnose the board"].id
    for data in (
        "plan", "plan:", "plan:day:tomorrow", "plan:day", "plan:show:999999", "plan:why:x", "plan:undo",
        f"plan:move:{current}:{task}:2020-01-01", f"plan:move:{current}:{task}:soon", f"plan:move:{current}:9999:-",
        f"plan:give:{current}:{task}:9999", f"plan:cut:{current}:{task}:0", f"plan:cut:{current}:{task}:9999",
        f"plan:late:{current}:99999", f"plan:late:{current}:x", f"plan:all:{current}", "took:1:99", "took:x:1", "plan:done:99999",
    ):  # fmt: skip
        assert await tap_data(world, data) is None, data
    async with world.session() as session:
        assert (await session.exec(select(Plan.id).where(Plan.state == "current"))).all() == [current]


async def test_a_late_day_is_re_planned_and_taken_back(world: World) -> None:
    await usual_day(world)
    await ask(world)
    before = await blocks(world)
    async with world.session() as session:
        assert (
            "<b>Call the mill supplier</b> · 09:00–09:30"
            in (await now_reply(session, world.speaker, at(1))).text
        )
        assert await replan_offer(session, world.speaker, at(2.5)) is None
        [offer] = [await replan_offer(session, world.speaker, at(4.5))]
    assert offer.text == "You are about 1 h behind the plan. Re-plan the rest of the day?"
    again = await tap(world, offer, "Re-plan the rest", hours=4.5)
    assert await blocks(world) == [("Model five crowns", "13:00"), ("Diagnose the board", "16:00")]
    # A call is at its time or not at all: the person decides when else.
    assert "Call the mill supplier: its time has passed" in again.text
    why = await tap(world, again, "Why", hours=4.5)
    assert "Diagnose the board: 09:30 → 16:00, planned for 09:30, and it is already 12:30" in why.text
    assert "Model five crowns: 13:00" not in why.text
    await tap(world, again, "Undo", hours=4.6)
    assert await blocks(world) == before


async def test_a_new_urgent_task_is_offered_a_place(world: World) -> None:
    await usual_day(world)
    await ask(world)
    async with world.session() as session:
        await world.task(session, "Clinic has no power", 60, business="Repair", priority=1)
    async with world.session() as session:
        offer = await replan_offer(session, world.speaker, at(0.5))
    assert "New and urgent: <b>Clinic has no power</b>" in offer.text


async def test_being_away_is_heard_in_both_languages(world: World) -> None:
    await usual_day(world)
    await ask(world, "plan my day, I am out from 2 to 4")
    async with world.session() as session:
        [away] = (await session.exec(select(Appointment))).all()
    assert [f"{i.astimezone(world.speaker.zone):%H:%M}" for i in (away.starts_at, away.ends_at)] == [
        "14:00",
        "16:00",
    ]
    assert all(not "14:00" <= start < "16:00" for _, start in await blocks(world))
    assert [
        (b.start, b.end) for b in times_away("спланируй завтра, до обеда меня нет", NOW, world.speaker.zone)
    ] == [(0, 780)]
    assert [(b.start, b.end) for b in times_away("plan today, I leave at 5", NOW, world.speaker.zone)] == [
        (1020, 1440)
    ]
    assert times_away("спланируй день, после 17:00 не смогу", NOW, world.speaker.zone)[0].start == 1020
    assert times_away("plan tomorrow from 9 to 18", NOW, world.speaker.zone) == []


async def test_undo_takes_back_that_one_was_away(world: World) -> None:
    await usual_day(world)
    reply = await ask(world, "plan my day, I am out from 2 to 4")
    taken = await tap(world, reply, "Undo")
    assert taken.text == "Plan undone."
    async with world.session() as session:
        assert (await session.exec(select(Appointment))).all() == []


async def test_the_week_and_a_day_with_nothing(world: World) -> None:
    assert "Nothing to plan." in (await ask(world)).text
    assert (await ask(world, scope="week")).text == "Nothing to plan in the next seven days."
    await usual_day(world)
    week = await ask(world, scope="week")
    assert "<b>Tuesday 24 November</b> · 5 h 30" in week.text


async def test_now_without_a_plan_names_the_most_urgent(world: World) -> None:
    async with world.session() as session:
        assert (await now_reply(session, world.speaker, at(0))).text == "Nothing is open."
    await usual_day(world)
    async with world.session() as session:
        reply = await now_reply(session, world.speaker, at(0))
    assert "<b>Model five crowns</b>" in reply.text
    assert labels(reply) == ["✓ Done", "Plan today"]


async def test_a_done_task_is_struck_out_in_the_plan(world: World) -> None:
    tasks = await usual_day(world)
    day = await ask(world)
    async with world.session() as session:
        row = await session.get_one(Task, tasks["Diagnose the board"].id)
        await TaskRecorder(session, await world.operation(session, "done"), NOW).change(
            row, status="done", done_at=NOW
        )
    why = await tap(world, day, "Why")
    assert "<s>Diagnose the board</s>" in (await tap(world, why, "‹ Back")).text


async def test_titles_are_only_text(world: World) -> None:
    async with world.session() as session:
        await world.task(session, "Call <b>Tom & Sons</b>", 30)
    assert "Call &lt;b&gt;Tom &amp; Sons&lt;/b&gt;" in (await ask(world)).text


async def test_the_picture_is_owed_by_name_and_drawn_when_sent(world: World) -> None:
    await usual_day(world)
    day = await ask(world)
    await tap(world, day, "Picture")
    async with world.session() as session:
        [owed] = (
            await session.exec(select(OutboundMessage).where(OutboundMessage.method == "sendPhoto"))
        ).all()
    assert set(owed.payload["photo"]) == {"plan_id", "language", "theme"}
    for theme in ("light", "dark"):
        payload = await draw_plan_picture(world.database, {"photo": owed.payload["photo"] | {"theme": theme}})
        picture = Image.open(io.BytesIO(payload["photo"]))
        assert (picture.width, picture.height <= 1280) == (720, True)
    assert await draw_plan_picture(world.database, {"text": "x"}) == {"text": "x"}


async def test_another_workspace_cannot_see_or_touch_a_plan(world: World) -> None:
    await usual_day(world)
    day = await ask(world)
    numbers = {int(n) for row in day.buttons for b in row for n in re.findall(r":(\d+)$", b.data)}
    stranger = type(world.speaker)(
        **{f: getattr(world.speaker, f) for f in world.speaker.__slots__}
        | {"workspace_id": 999, "member_id": 999}
    )
    async with world.session() as session:
        for number in numbers:
            for what in ("show", "why", "undo", "pic"):
                assert await planning_callback(session, stranger, "plan", [what, str(number)], at(0)) is None

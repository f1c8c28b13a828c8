"""A member takes back what their chat did, as far as its tasks are still theirs; a task they gave away is theirs to take back."""

from sqlalchemy import text

from tests.planner import Stores
from tests.stories.access.access_attempts import Trying


async def pass_on(trying: Trying, task: str) -> None:
    """The owner gives one of the holder's tasks to somebody else."""
    things = trying.people.things["owner"]
    await trying.tap("owner", "set:{op}:{id}:a:{member}".format(id=things[task], **things))


async def test_what_was_passed_on_since_is_left_and_said(stores: Stores) -> None:
    async with Trying.ready(stores) as trying:
        things = trying.people.things["holder"]
        await trying.tap("holder", "ev:all:0:{where}".format(**things))
        assert await trying.value("task.deadline_on", things) == "2026-11-24"
        await pass_on(trying, "task")
        [answer] = await trying.say("holder", "/undo")
        assert "1 task is no longer yours and stays as it is." in answer
        assert "Polish the spindle" not in answer
        assert await trying.value("task.deadline_on", things) == "2026-11-24"
        assert await trying.value("other.deadline_on", things) == "2026-11-23"


async def test_an_operation_that_is_wholly_out_of_reach_is_not_marked_as_taken_back(stores: Stores) -> None:
    async with Trying.ready(stores) as trying:
        things = trying.people.things["holder"]
        await pass_on(trying, "task")
        before = await trying.everything()
        for data in ("undo:{mine}", "ev:undo:{mine}:{where}", "card:{mine}", "edit:{mine}"):
            [answer] = await trying.tap("holder", data.format(**things))
            assert answer.startswith("This button has expired."), data
        assert await trying.say("holder", "/undo") == ["Nothing to undo in the last 24 hours."]
        assert await trying.everything() == before


async def test_who_gave_a_task_away_takes_that_back(stores: Stores) -> None:
    async with Trying.ready(stores) as trying:
        things, me = trying.people.things["holder"], trying.people.speakers["holder"].member_id
        await trying.tap("holder", "set:{mine}:{task}:a:{member}".format(**things))
        assert await trying.value("task.assignee_id", things) == things["member"]
        await trying.tap("holder", "done:{task}:{mine}".format(**things))
        assert await trying.value("task.status", things) == "open"
        await trying.say("holder", "/undo")
        assert await trying.value("task.assignee_id", things) == me


async def test_a_task_given_away_and_passed_on_again_is_not_taken_back(stores: Stores) -> None:
    async with Trying.ready(stores) as trying:
        things = trying.people.things["holder"]
        await trying.tap("holder", "set:{mine}:{task}:a:{member}".format(**things))
        async with trying.planner.database.transaction() as session:
            owner = trying.people.speakers["owner"].member_id
            await session.execute(text(f"UPDATE task SET assignee_id = {owner} WHERE id = {things['task']}"))
        await trying.say("holder", "/undo")
        assert await trying.value("task.assignee_id", things) == owner


async def test_nobody_takes_back_a_change_of_the_team_but_the_owner(stores: Stores) -> None:
    async with Trying.ready(stores) as trying:
        await trying.say("owner", "/business Harbour")
        async with trying.planner.database.transaction() as session:
            found = await session.execute(text("SELECT max(operation_id) FROM directory_event"))
        operation, where = found.scalar_one(), trying.people.things["holder"]["where"]
        before = await trying.everything()
        for data in (f"undo:{operation}", f"ev:undo:{operation}:{where}", f"w:undo:{operation}"):
            [answer] = await trying.tap("holder", data)
            assert answer.startswith("This button has expired."), data
        assert await trying.everything() == before

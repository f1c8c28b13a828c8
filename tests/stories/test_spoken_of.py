"""What "it" means after a question was answered, and what is asked once only."""

from sqlmodel import col, select

from models.tables.task import Task
from tests.planner import Planner


async def test_it_is_the_task_that_was_just_asked_about(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("dentist tomorrow at 15:30")
    await planner.tell("order flour every Monday")
    assert "15:30" in (await planner.tell("when is the dentist?")).text
    await planner.tell("thanks")
    assert (await planner.tell("move it to 4 pm")).text.startswith("Dentist")
    await planner.tell("call the bank on Friday")
    answer = await planner.tell("when is the dentist?")
    await planner.tell("buy ribbon")
    assert (await planner.tell("move it to Friday")).text.startswith("Buy ribbon")
    await planner.tell("2 hours", reply_to=answer.id)
    tasks = await planner.rows(select(Task.title).where(col(Task.estimate_minutes) == 120))
    assert tasks == ["Dentist"]


async def test_a_task_is_asked_for_its_business_once(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("I run a bakery called Crumbs and a gym called Lift")
    assert "Which business?" in (await planner.tell("tasting with the Millers on Friday at 2 pm")).text
    for words in ("move the tasting to 3 pm", "remind me a day before the tasting"):
        changed = await planner.tell(words)
        assert changed.text.startswith("Tasting with the Millers")
        assert "Which business?" not in changed.text
    assert "Which business?" not in (await planner.tell("see the doctor on Monday at 9")).text


async def test_a_repetition_is_proposed_in_words(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("buy ribbon")
    assert "→ every Friday?" in (await planner.tell("make it recurring every friday")).text


async def test_a_reminder_of_more_than_a_day_before_is_told_by_its_moment(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("dentist on 10 December 2031 at 15:30")
    answer = await planner.tell("when is the dentist?")
    card = await planner.tell("remind me on 8 December 2031 at 9", reply_to=answer.id)
    assert "8 Dec 2031 09:00" in card.text.replace("Mon ", "")
    assert "15:30 · reminder" in card.text

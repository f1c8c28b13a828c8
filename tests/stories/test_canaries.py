"""Canaries: words of one business are looked for in every other's digest, plan, review, search and prompt."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from ops.sandbox.client import MessageView
from tests.patience import PATIENCE_SECONDS
from tests.planner import OWNER, Planner, Stores
from tests.stories.model_answers import creation
from tests.stories.schedules.schedule_steps import MONDAY_7, berlin, digests, go_to
from worker.understanding.llm.schema import SCHEMA_NAME

DIMA, KIRA, STRANGER = 2002, 2003, 2004
# A word of each business that stands nowhere else, by the business's name.
CANARIES = {"Lab": "labcanary", "Repair": "repaircanary"}
MEMBERS = {DIMA: "Repair", KIRA: "Lab"}


@pytest.fixture
async def planner(stores: Stores) -> AsyncIterator[Planner]:
    """Two businesses with a member each, two tasks a business and one of them its member's; a second owner."""
    go_to(MONDAY_7)
    async with Planner.running(stores, with_model=True) as running:
        await peopled(running)
        yield running


async def peopled(planner: Planner) -> None:
    await planner.tell("/start")
    for line in (
        "/business Lab",
        "/business Repair",
        "/team Dima: fitter, Repair",
        "/team Kira: ceramist, Lab",
    ):
        await planner.tell(line)
    for name, user in (("Dima", DIMA), ("Kira", KIRA)):
        token = (await planner.tell(f"/invite {name}")).text.split("?start=")[1].split()[0]
        await planner.tell(f"/start {token}", user=user)
    for business, member, verb in (("Lab", "Kira", "Polish"), ("Repair", "Dima", "Mend")):
        word = CANARIES[business]
        await tell(planner, f"{verb} the {word}", business=business, assignee=member, minutes=40)
        await tell(planner, f"Order for the {word}", business=business)
        await tell(planner, f"Pay for the {word}", business=business)
    await planner.open_another_workspace(user=STRANGER)


async def tell(planner: Planner, title: str, **fields: Any) -> None:
    """A task as the model reads it, due today."""
    await planner.openai.answer(
        title, {"actions": [creation(title, "today", **fields)]}, schema_name=SCHEMA_NAME
    )
    await planner.tell(f"hm, {title} thing today")


def foreign(text: str, business: str | None) -> list[str]:
    """Canaries of other businesses in a text."""
    return [word for home, word in CANARIES.items() if home != business and word in text.lower()]


def under_their_own(text: str) -> None:
    """Each line with a canary stands under its business's heading, or names its business itself. The line behind a plan
    that asks how long a task takes names only the task."""
    heading, seen = None, set()
    for line in text.split("\n"):
        if line.startswith("? "):
            continue
        heading = line if line in CANARIES else heading
        for home, word in CANARIES.items():
            if word in line:
                seen.add(home)
                assert heading == home or f" · {home}" in line, line
                assert foreign(line, home) == []
    assert seen == set(CANARIES)


async def test_each_digest_and_the_owners_sections_hold_their_own_business(planner: Planner) -> None:
    go_to(berlin(23, 8))
    for user in (OWNER, *MEMBERS):
        async with asyncio.timeout(PATIENCE_SECONDS):
            # Ticked on: the chats have had a night's rest from the answers of the evening before.
            while not await digests(planner, user=user):
                await planner.tick()
    for user, business in MEMBERS.items():
        texts = "\n".join(seen.text for seen in await digests(planner, user=user))
        assert CANARIES[business] in texts
        assert foreign(texts, business) == []
    assert foreign("\n".join(seen.text for seen in await digests(planner, user=STRANGER)), None) == []
    [morning] = [seen for seen in await digests(planner) if "Order for" in seen.text]
    under_their_own(morning.text.split("\nWaiting on")[0])
    # So do the owner's plans, their search and their week.
    under_their_own((await planner.tell("/plan")).text)
    under_their_own(
        "\n".join(seen.text for seen in await planner.answers(await planner.telegram.say("/plan week")))
    )
    under_their_own((await planner.tell("/find canary")).text)
    for task in (2, 5):
        await planner.tell(f"/done {task}")
    said = await planner.telegram.say("/weekly")
    [review] = [seen for seen in await planner.answers(said) if seen.text.startswith("The week")]
    assert "Lab: 1 done" in review.text
    assert "Repair: 1 done" in review.text


async def test_a_members_answers_and_every_prompt_hold_one_business(
    planner: Planner,
) -> None:
    asked = (
        "/evening",
        "/weekly",
        "/plan",
        "/plan week",
        "/now",
        "/today",
        "/week",
        "/find canary",
        "/accuracy",
    )
    for user, business in {**MEMBERS, STRANGER: None}.items():
        for words in asked:
            said = await planner.telegram.say(words, user=user)
            answers = await planner.answers(said)
            assert answers, words
            assert foreign(shown(answers), business) == [], words
        found = await planner.tell("/find canary", user=user)
        # A search that finds nothing repeats the word it looked for.
        told = found.text.replace("“canary”", "")
        assert (CANARIES.get(business or "", "canary") in told) is (business is not None)
    for words in ("/plan", "/weekly", "/find labcanary"):
        await planner.tell(words)
    await no_prompt_holds_the_words_of_two_businesses(planner)


async def no_prompt_holds_the_words_of_two_businesses(planner: Planner) -> None:
    """All that was asked until now, and a member's message."""
    await planner.tell("hm, what is this thing", user=DIMA)
    prompts = {"guess": 0, "advice": 0, "week_observations": 0}
    for call in await planner.openai.calls("chat"):
        name = call["body"]["response_format"]["json_schema"]["name"]
        user = call["body"]["messages"][-1]["content"].lower()
        for kind in prompts:
            if name.startswith(kind):
                prompts[kind] += 1
                assert len([word for word in CANARIES.values() if word in user]) <= (kind == "guess"), user
        if "what is this thing" in user:
            assert foreign(user, "Repair") == []
    assert all(prompts.values()), prompts
    texts = [call["body"]["input"] for call in await planner.openai.calls("embeddings")]
    assert texts
    assert not [
        batch for batch in texts if all(word in " ".join(batch).lower() for word in CANARIES.values())
    ]


def shown(answers: list[MessageView]) -> str:
    """Everything a person sees: words and buttons."""
    return "\n".join(f"{seen.text}\n{' '.join(seen.labels)}" for seen in answers)

"""Steps of stories in groups: three people of two businesses, a stranger, and the group of one business."""

from ops.sandbox.client import MessageView
from tests.planner import OWNER, Planner

DIMA, KIRA, STRANGER = 2002, 2003, 2009
GROUP = -7001
BOT = "@planner_sandbox_bot"


async def peopled(planner: Planner) -> None:
    """Anna owns Repair and Lab; Dima works for Repair, Kira for Lab."""
    await planner.tell("/start", lang="en")
    for line in ("/business Repair", "/business Lab", "/team Dima: fitter, Repair", "/team Kira: Lab"):
        await planner.tell(line)
    for name, user, language in (("Dima", DIMA, "ru"), ("Kira", KIRA, "en")):
        said = (await planner.tell(f"/invite {name}")).text
        token = (said.split("start=") if "start=" in said else said.split("/start "))[1].split()[0]
        await planner.tell(f"/start {token}", user=user, lang=language)
    await planner.tell("/language ru", user=DIMA)


async def bound(planner: Planner, business: str = "Repair", **kind: bool) -> None:
    """Anna adds the bot to the group and says privately which business it is for."""
    await planner.telegram.make_group(GROUP, "Crew", bot="left", **kind)
    await planner.telegram.set_bot_status(GROUP, "member")
    await planner.settled()
    question = (await planner.telegram.messages(OWNER))[-1]
    await planner.press(question, business)


async def say(planner: Planner, text: str, *, user: int = OWNER, chat: int = GROUP, **options) -> list[str]:
    """What the bot writes into the group after a message."""
    said = await planner.telegram.say(text, user=user, chat=chat, **options)
    return [seen.text for seen in await planner.answers(said)]


async def last_card(planner: Planner, chat: int = GROUP) -> MessageView:
    return [seen for seen in await planner.telegram.messages(chat) if seen.from_bot][-1]


async def private(planner: Planner, user: int) -> list[MessageView]:
    return [seen for seen in await planner.telegram.messages(user) if seen.from_bot]

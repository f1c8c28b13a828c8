"""What Telegram tells of a chat is not answered, a place that moves is answered once, and a reaction is an answer."""

import json
from itertools import count
from typing import Any

from sqlmodel import col, select

from models.runtime import clock
from models.tables.dead_letter import DeadLetter
from models.tables.task import Task
from tests.invariants.service_faults import message
from tests.planner import OWNER, Planner
from tests.stories.team.team_steps import DIMA, MONDAY_10, joined_team, last, states

_ids = count(70_000_001)
SERVICE: dict[str, Any] = {
    "pinned_message": {
        "message_id": 1,
        "date": 1,
        "chat": {"id": OWNER, "type": "private"},
        "text": "Buy nails",
    },
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400},
    "chat_background_set": {"type": {"type": "fill"}},
    "write_access_allowed": {},
    "video_chat_started": {},
    "video_chat_ended": {"duration": 5},
    "forum_topic_created": {"name": "Orders", "icon_color": 1},
    "new_chat_title": "Orders",
    "new_chat_photo": [{"file_id": "f", "file_unique_id": "f", "width": 1, "height": 1}],
    "gift_of_a_later_version": {"gift": [1]},
}
POLL = {"id": "1", "question": "Where?", "options": [], "total_voter_count": 0, "is_closed": False}


async def send(planner: Planner, kind: str, holder: dict[str, Any]) -> int:
    """An update as Telegram sends it; how many messages the bot sent for it."""
    before = len(await planner.telegram.calls("sendMessage"))
    await planner.telegram.send_update({"update_id": next(_ids), kind: holder})
    await planner.settled()
    return len(await planner.telegram.calls("sendMessage")) - before


def with_content(**content: Any) -> dict[str, Any]:
    made = message("", **content)["message"]
    return {name: value for name, value in made.items() if name != "text"}


async def test_what_telegram_tells_of_a_chat_is_not_answered(planner: Planner) -> None:
    await planner.tell("/start", lang="en")
    for name, value in SERVICE.items():
        assert await send(planner, "message", with_content(**{name: value})) == 0, name
    assert await send(planner, "channel_post", with_content(text="Buy nails")) == 0
    # What a person sends is answered, whatever the version that described it.
    assert await send(planner, "message", with_content(poll=POLL)) == 1
    assert await send(planner, "poll", POLL) == 0
    place = {"latitude": 52.5, "longitude": 13.4, "live_period": 900}
    shared = with_content(location=place)
    assert await send(planner, "message", shared) == 1
    for _ in range(3):
        place["latitude"] += 0.01
        assert await send(planner, "edited_message", {**shared, "edit_date": 1_795_000_100}) == 0
    assert await planner.rows(select(DeadLetter)) == []
    assert await planner.rows(select(Task)) == []
    assert "Buy washers" in (await planner.tell("Buy washers")).text


async def test_the_thumb_under_an_offer_takes_it(planner: Planner) -> None:
    clock.set_to(MONDAY_10)
    await joined_team(planner)
    await planner.tell("Dima should fix Ivanov's spindle by Friday")
    offer = await last(planner, DIMA)
    await planner.telegram.react(offer.id, "😢", user=DIMA)
    assert (await states_after(planner)) == {"Fix Ivanov's spindle": "offered"}
    await planner.telegram.react(offer.id, "👍", user=DIMA)
    assert (await states_after(planner)) == {"Fix Ivanov's spindle": "accepted"}
    shown = await planner.telegram.message(offer.id, offer.chat)
    assert "Принять" not in json.dumps(shown.labels, ensure_ascii=False)
    # Under any other message it is a nicety.
    card = await planner.tell("Buy washers")
    await planner.telegram.react(card.id, "👍")
    await planner.settled()
    assert {t.status for t in await planner.rows(select(Task).order_by(col(Task.id)))} == {"open"}


async def states_after(planner: Planner) -> dict[str, str]:
    await planner.settled()
    return await states(planner)

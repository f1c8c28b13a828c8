"""Who is let in, and what a stranger gets."""

from sqlmodel import select

from models.tables.chat import Chat
from models.tables.inbound_update import InboundUpdate
from models.tables.member import Member
from models.tables.outbox import OutboundMessage
from models.tables.task import Task
from models.tables.unknown_sender_count import UnknownSenderCount
from models.tables.workspace import Workspace
from tests.invitation_steps import USED, WRONG, token_in
from tests.planner import Planner, Stores

STRANGER = 4242


async def test_a_stranger_gets_one_sentence_and_leaves_only_a_count(planner: Planner) -> None:
    first = await planner.telegram.say("Hello, who are you?", user=STRANGER)
    [answer] = await planner.answers(first)
    assert answer.text == "This planner is private. Ask its owner for an invitation."
    second = await planner.telegram.say("Please!", user=STRANGER)
    assert await planner.answers(second) == []
    assert [count.messages for count in await planner.rows(select(UnknownSenderCount))] == [2]
    for table in (Chat, Member, Workspace, Task, OutboundMessage):
        assert await planner.rows(select(table)) == []
    kept = await planner.rows(select(InboundUpdate))
    assert [(row.outcome, row.payload, row.lane) for row in kept] == [("stranger", None, None)] * 2


async def test_an_invitation_lets_exactly_one_person_in(planner: Planner) -> None:
    await planner.tell("/start")
    offer = await planner.tell("/invite Dima")
    token = f"/start {token_in(offer)}"
    welcome = await planner.tell(token, user=1002, lang="ru")
    assert "часовой пояс" in welcome.text
    late = await planner.tell(token, user=STRANGER)
    assert late.text == USED
    members = {member.name: member.telegram_user_id for member in await planner.rows(select(Member))}
    assert members == {"Anna": 1001, "Dima": 1002}
    assert len({chat.workspace_id for chat in await planner.rows(select(Chat))}) == 1


async def test_only_the_owner_invites(planner: Planner) -> None:
    await planner.tell("/start")
    token = f"/start {token_in(await planner.tell('/invite Dima'))}"
    await planner.tell(token, user=1002)
    assert (await planner.tell("/invite Eve", user=1002)).text == "Это может только владелец."


async def test_the_link_in_the_log_makes_its_first_bearer_the_owner(stores: Stores) -> None:
    async with Planner.running(stores, owner_telegram_id=None) as planner:
        token = await planner.owner_token()
        assert (await planner.tell("/start wrong", user=STRANGER)).text == WRONG
        assert "time zone" in (await planner.tell(f"/start {token}", user=77)).text
        assert (await planner.tell(f"/start {token}", user=78)).text == USED
        owners = await planner.rows(select(Member).where(Member.is_owner))
        assert [owner.telegram_user_id for owner in owners] == [77]


async def test_workspaces_do_not_see_each_other(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Send the canary offer by Friday")
    await planner.open_another_workspace(user=2001)
    theirs = (await planner.tell("/week", user=2001)).text
    assert theirs.startswith("Nothing is due in the next seven days.\n\nWrite or say")
    assert (await planner.tell("/done 1", user=2001)).text == "There is no task #1."
    [task] = await planner.rows(select(Task))
    await planner.forge_callback(user=2001, data=f"done:{task.id}:1")
    await planner.forge_callback(user=2001, data="undo:1")
    await planner.forge_callback(user=2001, data=f"set:1:{task.id}:r:1")
    [same] = await planner.rows(select(Task))
    assert (same.status, same.version, same.priority) == ("open", task.version, task.priority)
    assert (await planner.telegram.message(card.id)).text == card.text

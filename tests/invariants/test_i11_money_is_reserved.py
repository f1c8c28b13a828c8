"""I11: money is reserved before a call and settled after; no call starts past a cap.

The mechanism is tested in tests/worker/budget (test_caps_hold.py, test_rerun_pays_once.py). Here it is seen through the
worker. To see it fail: in worker/budget/ledger.py reserve without looking at the cap.
"""

from tests.invariants.service_faults import enter, message, one, post
from tests.planner import Planner, Stores


async def test_no_call_leaves_past_the_cap_and_the_message_is_done_all_the_same(stores: Stores) -> None:
    values = {"with_model": True, "understanding": "openai", "budget_day_usd": 0.0}
    async with Planner.running(stores, **values) as planner:
        await enter(planner)
        for number in range(5):
            assert await post(planner, message(f"Buy part {number}")) == 200
        await planner.settled()
        assert await one(planner, "SELECT count(*) FROM task") == 5
        assert await planner.openai.calls("chat") == []
        assert await one(planner, "SELECT coalesce(sum(spent_micros + reserved_micros), 0) FROM budget") == 0


async def test_what_was_reserved_is_settled_when_all_is_done(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="openai") as planner:
        await enter(planner)
        for number in range(5):
            assert await post(planner, message(f"Buy part {number}")) == 200
        await planner.settled()
        calls = len(await planner.openai.calls("chat"))
        assert calls == 5
        assert (
            await one(
                planner, "SELECT count(*) FROM model_call WHERE purpose = 'reading' AND state = 'settled'"
            )
            == calls
        )
        assert (
            await one(
                planner, "SELECT coalesce(sum(reserved_micros), 0) FROM model_call WHERE purpose = 'reading'"
            )
            == 0
        )

"""An answer that Telegram refuses is told everywhere, and can be sent again."""

import httpx

from api.dashboard.auth.sessions import Sessions
from models.runtime.clock import wall_ms
from tests.invariants.service_faults import one, rows, services_of
from tests.planner import OWNER, Planner, Stores
from worker.alerts.run_checks import run_alert_checks


async def test_a_refused_answer_is_told_to_the_person_the_owner_and_the_operator_and_sent_again(
    stores: Stores,
) -> None:
    async with Planner.running(stores, dashboard_password="x" * 20) as planner:
        await planner.tell("/start")
        await planner.telegram.inject(
            "sendMessage", "error", code=400, description="Bad Request: BUTTON_DATA_INVALID"
        )
        said = await planner.telegram.say("Call <b>Anna</b> & Boris")
        answers = await planner.answers(said)
        assert [answer.text.split(",")[0] for answer in answers] == [
            "Telegram did not accept my last message"
        ]
        async with services_of(planner) as services:
            await run_alert_checks(services)
        trouble = [text.text for text in await planner.answers(said)][-1]
        assert trouble.startswith("Telegram refused 1 message of the last day.")
        assert "button_data_invalid" in trouble.lower()
        number, trace = (
            await rows(planner, "SELECT id, trace_id FROM outbound_message WHERE state = 'failed'")
        )[0]
        _, word = Sessions(planner.settings, planner.redis).start("script", "operator", wall_ms() // 1000)
        async with httpx.AsyncClient(
            base_url=f"{planner.url}/dashboard/api", timeout=60, headers={"authorization": f"Bearer {word}"}
        ) as client:
            assert (await client.get(f"/traces/{trace}")).json()["outcome"] == "undelivered"
            assert (await client.get("/traces")).json()[0]["outcome"] == "undelivered"
            jobs = (await client.get("/jobs", params={"state": "undelivered"})).json()
            assert [job["job_id"] for job in jobs["page"]["jobs"]] == [f"deliver:{number}"]
            counted = {"state": "failed", "hours": 24, "lost": True}
            assert [row["id"] for row in (await client.get("/outbox", params=counted)).json()["rows"]] == [
                number
            ]
            again = await client.post(f"/outbox/{number}/resend", json={"plain": True})
            assert again.json()["outcome"] == "done"
            await planner.settled()
            assert (await client.get(f"/traces/{trace}")).json()["outcome"] == "done"
            refused = await client.post(f"/outbox/{number}/resend", json={})
            assert refused.status_code == 409
        last = (await planner.answers(said))[-1]
        assert "Anna" in last.text
        assert not last.labels
        assert await one(planner, "SELECT count(*) FROM outbound_message WHERE state = 'failed'") == 0
        assert said.chat == OWNER

"""/api: what a program with a token reads and asks for, and what its owner sees of it."""

import argparse
import datetime as dt
import json
import re
import shlex

import httpx
import pytest
from sqlalchemy import update
from sqlmodel import select

from models.runtime import clock
from models.tables.api_token import ApiToken
from models.tables.inbound_update import InboundUpdate
from models.tables.job_run import JobRun
from models.tables.outbox import OutboundMessage
from models.tables.task import Task
from tests.architecture.sources import ROOT
from tests.invitation_steps import DIMA, joined
from tests.planner import OWNER, Planner
from tests.stories.yours.program import Program, given_token

MONDAY = dt.datetime(2026, 11, 23, 8, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def test_a_program_adds_changes_completes_and_undoes_as_its_owner_would(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/timezone Berlin")
    await planner.tell("/business Repair: spindle")
    await planner.tell("/team Dima: fitter, Repair")
    program = Program(planner, await given_token(planner))
    made = await program.does(
        "POST",
        "/tasks",
        {
            "title": "Fix  the lathe",
            "business": "repair",
            "assignee": "DIMA",
            "date": "2026-11-27",
            "time": "14:30",
            "on_or_by": "on",
            "estimate_minutes": 90,
            "priority": 1,
        },
    )
    assert (made["state"], made["problem"], made["undone"]) == ("done", None, False)
    [number] = made["tasks"]
    task = await program.get(f"/tasks/{number}")
    assert {k: v for k, v in task.items() if k not in ("created", "updated")} == {
        "number": number, "title": "Fix the lathe", "status": "open", "priority": 1, "business": "Repair",
        "project": None, "assignee": "Dima", "date": "2026-11-27", "time": "14:30", "on_or_by": "on",
        "planned_for": None, "estimate_minutes": 90, "actual_minutes": None, "recurrence": None, "done": None,
    }  # fmt: skip
    [row] = await planner.rows(select(Task))
    assert row.deadline_at == dt.datetime(2026, 11, 27, 13, 30, tzinfo=dt.UTC)
    # The owner is told, without a sound, and the trace and the job are like those of a message.
    card = (await planner.telegram.messages(OWNER))[-1]
    assert "By a program, Access 1:" in card.text
    assert "Fix the lathe" in card.text
    [sent] = [m for m in await planner.rows(select(OutboundMessage)) if "By a program" in m.payload["text"]]
    assert sent.payload["disable_notification"] is True
    [job] = await planner.rows(
        select(JobRun).where(JobRun.trace_id == sent.trace_id, JobRun.job_name == "handle_update")
    )
    assert (job.state, job.arguments["lane"]) == ("done", "program:1")
    # A new day keeps the clock time, null empties a field, what is not named stays.
    changed = await program.does(
        "PATCH", f"/tasks/{number}", {"date": "2026-11-30", "estimate_minutes": None}
    )
    assert changed["tasks"] == [number]
    task = await program.get(f"/tasks/{number}")
    assert (task["date"], task["time"], task["estimate_minutes"]) == ("2026-11-30", "14:30", None)
    assert (task["assignee"], task["priority"]) == ("Dima", 1)
    # Undo by the program, and Undo by the owner.
    undone = await program.does("POST", f"/operations/{changed['id']}/undo")
    assert undone["state"] == "done"
    assert (await program.get(f"/operations/{changed['id']}"))["undone"] is True
    assert (await program.get(f"/tasks/{number}"))["date"] == "2026-11-27"
    done = await program.does("POST", f"/tasks/{number}/done", {"actual_minutes": 75})
    task = await program.get(f"/tasks/{number}")
    assert (task["status"], task["actual_minutes"]) == ("done", 75)
    card = (await planner.telegram.messages(OWNER))[-1]
    await planner.press(card, "Undo")
    assert (await program.get(f"/tasks/{number}"))["status"] == "open"
    assert (await program.get(f"/operations/{done['id']}"))["undone"] is True
    dropped = await program.does("POST", f"/tasks/{number}/drop")
    assert (dropped["state"], (await program.get(f"/tasks/{number}"))["status"]) == ("done", "dropped")
    await planner.tell("undo")
    assert (await program.get(f"/tasks/{number}"))["status"] == "open"
    # What cannot be carried out changes nothing and says why.
    refused = [
        ("POST", "/tasks", {"title": "x", "business": "Trade"}, "unknown_business"),
        ("POST", "/tasks", {"title": "x", "assignee": "Nobody"}, "unknown_assignee"),
        ("POST", "/tasks", {"title": "x", "project": "None such"}, "unknown_project"),
        ("POST", "/tasks", {"title": "x", "time": "10:00"}, "time_without_date"),
        ("PATCH", "/tasks/999", {"title": "x"}, "no_such_task"),
        ("POST", "/tasks/999/done", None, "no_such_task"),
        ("POST", f"/operations/{changed['id']}/undo", None, "nothing_to_undo"),
        ("POST", "/operations/7/undo", None, "unknown_operation"),
    ]
    before = len(await planner.telegram.messages(OWNER))
    for method, path, body, problem in refused:
        outcome = await program.does(method, path, body)
        assert (outcome["state"], outcome["problem"], outcome["tasks"]) == ("refused", problem, [])
    assert len(await planner.rows(select(Task))) == 1
    assert len(await planner.telegram.messages(OWNER)) == before


async def test_words_of_a_program_are_read_as_the_owners_and_answered_to_both(planner: Planner) -> None:
    await planner.tell("/start")
    program = Program(planner, await given_token(planner))
    said = await program.does("POST", "/messages", {"text": "Order hinges tomorrow at 10, 30 min"})
    [number] = said["tasks"]
    task = await program.get(f"/tasks/{number}")
    assert (task["title"], task["date"], task["time"]) == ("Order hinges", "2026-11-24", "10:00")
    assert "By a program, Access 1:" in (await planner.telegram.messages(OWNER))[-1].text
    asked = await program.does("POST", "/messages", {"text": "What have I got tomorrow?"})
    assert asked["tasks"] == []
    assert "Order hinges" in "".join(asked["answers"])
    await planner.tell("/plan")
    assert (await program.ask("GET", "/plan/today")).status_code == 200


async def test_a_key_twice_is_one_effect_and_pages_hold_each_task_once(planner: Planner) -> None:
    await planner.tell("/start")
    program = Program(planner, await given_token(planner))
    await planner.stop_workers()
    first = await program.ask("POST", "/tasks", {"title": "Once"}, idempotency_key="order-1")
    again = await program.ask("POST", "/tasks", {"title": "Once"}, idempotency_key="order-1")
    assert (again.status_code, again.json()) == (202, first.json())
    other = await program.ask("POST", "/tasks", {"title": "Twice"}, idempotency_key="order-1")
    assert (other.status_code, other.json()["error"]) == (422, "key_reused")
    path = first.headers["location"].removeprefix("/api")
    assert (await program.get(path))["state"] == "queued"
    planner.start_worker()
    assert (await program.outcome(path))["state"] == "done"
    late = await program.ask("POST", "/tasks", {"title": "Once"}, idempotency_key="order-1")
    assert late.json() == first.json()
    for title in ("Second", "Third", "Fourth", "Fifth"):
        await program.ask("POST", "/tasks", {"title": title, "date": "2026-12-01"})
    await planner.settled()
    titles, cursor = [], ""
    for _ in range(3):
        page = await program.get(f"/tasks?limit=2&cursor={cursor}")
        titles += [task["title"] for task in page["tasks"]]
        cursor = page["next"]
    assert (titles, cursor) == (["Once", "Second", "Third", "Fourth", "Fifth"], None)
    dated = await program.get("/tasks?due_from=2026-12-01&due_to=2026-12-01&limit=100")
    assert [task["title"] for task in dated["tasks"]] == titles[1:]
    assert (await program.get("/tasks?status=done"))["tasks"] == []


async def test_a_token_of_one_business_never_sees_another(planner: Planner) -> None:
    await planner.tell("/start")
    for said in (
        "/business Repair: spindle",
        "/business Trade: customs",
        "/projects Zanzibar: Trade",
        "/team Walrus: driver, Trade",
    ):
        await planner.tell(said)
    everything = Program(planner, await given_token(planner))
    limited = Program(planner, await given_token(planner, reach="Repair"))
    reader = Program(planner, await given_token(planner, right="New: only read", reach="Repair"))
    secret = await everything.does(
        "POST",
        "/tasks",
        {"title": "Okapi papers", "business": "Trade", "project": "Zanzibar", "assignee": "Walrus"},
    )
    private = await everything.does("POST", "/tasks", {"title": "Okapi dentist"})
    given = await everything.does(
        "POST", "/tasks", {"title": "Oil it", "business": "Repair", "assignee": "Walrus"}
    )
    own = await limited.does("POST", "/tasks", {"title": "Grease it"})
    in_words = await limited.does("POST", "/messages", {"text": "Buy okapi-free grease tomorrow"})
    await planner.tell("/plan")
    hidden, numbers = secret["tasks"] + private["tasks"], given["tasks"] + own["tasks"] + in_words["tasks"]
    assert len(numbers) == 3
    for program in (limited, reader):
        paths = [
            "/tasks?status=all",
            "/tasks?business=Trade&status=all",
            "/tasks?assignee=Walrus",
            "/plan/today",
        ]
        paths += [f"/tasks/{number}" for number in hidden + numbers]
        paths += [f"/operations/{each['id']}" for each in (secret, private, given, own)]
        seen = "\n".join([(await program.ask("GET", path)).text for path in paths])
        assert [word for word in ("Trade", "Zanzibar", "Walrus", "Okapi") if word in seen] == []
        assert [task["number"] for task in (await program.get("/tasks?status=all"))["tasks"]] == numbers
        assert (await program.get("/tasks?assignee=walrus"))["tasks"] == []
    assert {
        (await everything.get(f"/tasks/{number}"))["business"] for number in own["tasks"] + in_words["tasks"]
    } == {"Repair"}
    # Nor does it change anything there, by number, by name or in words.
    [number] = secret["tasks"]
    attempts = [
        ("POST", f"/tasks/{number}/done", None, "no_such_task"),
        ("POST", f"/tasks/{number}/drop", None, "no_such_task"),
        ("PATCH", f"/tasks/{number}", {"title": "Gone"}, "no_such_task"),
        ("POST", "/tasks", {"title": "x", "business": "Trade"}, "unknown_business"),
        ("POST", "/tasks", {"title": "x", "project": "Zanzibar"}, "unknown_project"),
        ("PATCH", f"/tasks/{own['tasks'][0]}", {"business": "Trade"}, "unknown_business"),
        ("PATCH", f"/tasks/{own['tasks'][0]}", {"business": None}, "not_allowed"),
        ("POST", f"/operations/{secret['id']}/undo", None, "unknown_operation"),
        ("POST", "/messages", {"text": "turn off the evening message"}, "not_about_its_tasks"),
        ("POST", "/messages", {"text": "New business Bakery"}, "not_about_its_tasks"),
        ("POST", "/messages", {"text": "plan my day"}, "not_about_its_tasks"),
    ]
    before = [await everything.get(f"/tasks/{each}") for each in hidden + numbers]
    for method, path, body, problem in attempts:
        outcome = await limited.does(method, path, body)
        assert (outcome["state"], outcome["problem"]) == ("refused", problem), (path, body, outcome)
    await limited.does("POST", "/messages", {"text": f"#{number} is done"})
    assert [await everything.get(f"/tasks/{each}") for each in hidden + numbers] == before
    # A token that only reads asks for nothing.
    answer = await reader.ask("POST", "/tasks", {"title": "x"})
    assert (answer.status_code, answer.json()["error"]) == (403, "read_only")


async def test_a_revoked_token_is_refused_at_once_and_so_is_what_it_had_queued(planner: Planner) -> None:
    await planner.tell("/start")
    token = await given_token(planner)
    program = Program(planner, token)
    await program.get("/tasks")
    # It is stored nowhere but as its hash, nor is the message that showed it.
    [row] = await planner.rows(select(ApiToken))
    assert row.last_used_at is not None
    assert token not in row.token_hash
    stored = [json.dumps(each.payload) for each in await planner.rows(select(OutboundMessage))]
    assert [text for text in stored if token in text] == []
    # Others have no such button, and a forged one does nothing.
    await joined(planner)
    assert "Access for programs" not in (await planner.tell("/settings data", user=DIMA)).labels
    for data in ("prog", "prog:make:w:0", f"prog:off:{row.id}", f"prog:show:{row.id}"):
        await planner.forge_callback(user=DIMA, data=data)
    await planner.forge_callback(user=OWNER, data="prog:make:w:987654")
    assert len(await planner.rows(select(ApiToken))) == 1
    screen = await planner.press(await planner.tell("/settings data"), "Access for programs")
    shown = await planner.press(screen, "Access 1")
    assert "reads and changes · everything · last used: today" in shown.text
    revoked = await planner.press(shown, "Revoke")
    assert "Access 1 is revoked" in revoked.text
    for method, path in (("GET", "/tasks"), ("POST", "/tasks"), ("GET", "/operations/5")):
        answer = await program.ask(method, path, {"title": "x"} if method == "POST" else None)
        assert (answer.status_code, answer.json()["error"]) == (401, "unauthorized")
    # What is still queued when the token is revoked has no effect either, and makes no dead letter.
    other = Program(planner, await given_token(planner))
    await planner.stop_workers()
    queued = await other.ask("POST", "/tasks", {"title": "Too late"})
    assert (queued.status_code, (await other.get(queued.headers["location"][4:]))["state"]) == (202, "queued")
    async with planner.database.transaction() as session:
        await session.execute(update(ApiToken).values(revoked_at=clock.now()))
    planner.start_worker()
    await planner.settled()
    left = await planner.rows(select(InboundUpdate).where(InboundUpdate.lane == "program:2"))
    assert [handled.outcome for handled in left] == ["ignored"]
    assert await planner.rows(select(Task)) == []


async def test_the_examples_of_the_document_work_as_they_stand(planner: Planner) -> None:
    await planner.tell("/start")
    program = Program(planner, await given_token(planner))
    words = (ROOT / "ops" / "docs" / "api.md").read_text()
    examples = [shlex.split(line) for line in words.splitlines() if line.startswith("curl ")]
    assert len(examples) == 5
    parser = argparse.ArgumentParser()
    for name, options in (("-X", {"default": "GET"}), ("-H", {"action": "append"}), ("-d", {})):
        parser.add_argument(name, **options)
    parser.add_argument("address")
    for example in examples[1:] + examples[:1]:
        given = parser.parse_args(example[1:])
        headers = dict(header.replace("$TOKEN", "").split(": ", 1) for header in given.H)
        assert headers.pop("Authorization") == "Bearer "
        path = given.address.removeprefix("$PLANNER/api")
        body = None if given.d is None else json.loads(given.d)
        answer = await program.ask(given.X, path, body, **headers)
        assert answer.status_code == (200 if given.X == "GET" else 202), (example, answer.text)
        if given.X != "GET":
            assert (await program.outcome(answer.headers["location"][4:]))["state"] == "done"
    assert [task["title"] for task in answer.json()["tasks"]] == ["Call the carrier"]
    # Every problem, address and filter that the document names, the api has, and the other way round.
    said = (ROOT / "worker/features/programs").rglob("*.py")
    codes = {code for path in said for code in re.findall(r'RequestProblem\("(\w+)"\)', path.read_text())}
    assert [code for code in sorted(codes - {"unknown_intent"}) if f"`{code}`" not in words] == []
    async with httpx.AsyncClient(base_url=planner.url, timeout=60, trust_env=False) as client:
        paths = (await client.get("/api/openapi.json")).json()["paths"]
    named = {path.replace("{request_id}", "{id}") for path in paths}
    assert [path for path in sorted(named) if f"/api{path}" not in words] == []


async def test_what_is_no_valid_request_is_refused_in_one_shape(planner: Planner) -> None:
    await planner.tell("/start")
    program = Program(planner, await given_token(planner))
    wrong = [
        ("GET", "/tasks/0", None, 422), ("GET", "/tasks/x", None, 422), ("GET", "/tasks/99999999999", None, 422),
        ("GET", "/tasks/5", None, 404), ("GET", "/nothing", None, 404), ("GET", "/plan/today", None, 404),
        ("GET", "/operations/5", None, 404), ("DELETE", "/tasks/5", None, 405), ("GET", "/messages", None, 405),
        ("GET", "/tasks?limit=0", None, 422), ("GET", "/tasks?limit=101", None, 422), ("GET", "/tasks?cursor=x", None, 422),
        ("GET", "/tasks?status=gone", None, 422), ("GET", "/tasks?due_from=2026-02-30", None, 422),
        ("GET", "/tasks?business=%00", None, 422),
        ("POST", "/tasks", None, 422), ("POST", "/tasks", {}, 422), ("POST", "/tasks", [], 422),
        ("POST", "/tasks", {"title": ""}, 422), ("POST", "/tasks", {"title": " \n"}, 422),
        ("POST", "/tasks", {"title": "x" * 201}, 422), ("POST", "/tasks", {"title": "a\0b"}, 422),
        ("POST", "/tasks", {"title": 5}, 422), ("POST", "/tasks", {"title": "x", "unknown": 1}, 422),
        ("POST", "/tasks", {"title": "x", "priority": 5}, 422), ("POST", "/tasks", {"title": "x", "priority": "1"}, 422),
        ("POST", "/tasks", {"title": "x", "date": "2026-02-30"}, 422), ("POST", "/tasks", {"title": "x", "date": 5}, 422),
        ("POST", "/tasks", {"title": "x", "time": "25:00"}, 422), ("POST", "/tasks", {"title": "x", "estimate_minutes": 0}, 422),
        ("PATCH", "/tasks/1", {}, 422), ("PATCH", "/tasks/1", {"title": None}, 422),
        ("POST", "/messages", {"text": " "}, 422), ("POST", "/messages", {"text": "/forget"}, 422),
        ("POST", "/messages", {"text": "x" * 4001}, 422),
    ]  # fmt: skip
    seen = []
    for method, path, body, _ in wrong:
        # A token may ask ten times a second: each of these comes a second later.
        answer = await program.ask(method, path, body)
        while answer.status_code == 429:
            assert (answer.json()["error"], answer.headers["retry-after"]) == ("too_many_requests", "1")
            answer = await program.ask(method, path, body)
        seen.append((method, path, answer.status_code))
        assert set(answer.json()) == {"error", "message"}, answer.text
    assert seen == [(method, path, status) for method, path, _, status in wrong]
    large = await program.ask("POST", "/tasks", {"title": "x", "business": "y" * 70_000})
    assert large.status_code == 413
    for header in ("", "Bearer", "Bearer x", f"Bearer bp_{'x' * 43}", "Basic YTpi"):
        answer = await program.ask("GET", "/tasks", authorization=header)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    answer = await program.ask("POST", "/tasks", {"title": "x"}, idempotency_key="with space")
    assert answer.status_code == 422
    assert await planner.rows(select(Task)) == []

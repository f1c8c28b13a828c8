"""A small world in each language, a large one, and the reader connected to OpenAI's stand-in."""

import datetime as dt
from collections.abc import AsyncIterator, Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.runtime.settings import Settings
from ops.sandbox.openai_client import OpenAiSandboxClient
from ops.sandbox.openai_server import OpenAiSandboxSettings, serve_openai_stand_in
from worker.budget.evaluation_ledger import EvaluationLedger
from worker.openai.client import OpenAIClient
from worker.understanding.context import (
    Context,
    KnownBusiness,
    KnownMember,
    KnownProject,
    KnownTask,
    Message,
)
from worker.understanding.intents import Due, Intent
from worker.understanding.llm.answer_checks import Checker
from worker.understanding.llm.llm_reader import ModelReader
from worker.understanding.llm.schema import Answer

Say = Callable[..., Message]
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))  # a Monday
WORLD = Context(
    businesses=(
        KnownBusiness("Northwind Boats", ("hull", "sail", "mooring")),
        KnownBusiness("Пасека «Улей»", ("мёд", "соты")),
    ),
    projects=(
        KnownProject("Winter storage", "Northwind Boats"),
        KnownProject("Новая этикетка", "Пасека «Улей»"),
    ),
    members=(
        KnownMember("Torsten", ("Northwind Boats",), "rigger", ("Toto",)),
        KnownMember("Людмила", ("Пасека «Улей»",), "технолог"),
    ),
    open_tasks=(
        KnownTask(
            "T1", "Varnish the Ibis", "Northwind Boats", Due(date=dt.date(2026, 11, 25), time=dt.time(14))
        ),
        KnownTask("T2", "Откачать мёд", "Пасека «Улей»", Due(date=dt.date(2026, 11, 23))),
        KnownTask("T3", "Renew the mooring licence", "Northwind Boats"),
    ),
)


@pytest.fixture
def say() -> Callable[..., Message]:
    def say(text: str, *, now: dt.datetime = NOW, voice: bool = False) -> Message:
        return Message(text=text, now=now, voice=voice)

    return say


@pytest.fixture
def world() -> Context:
    return WORLD


@pytest.fixture
def large_world(world: Context) -> Context:
    """40 members and 200 open tasks."""
    members = tuple(KnownMember(f"Colleague{n:02d}", ("Northwind Boats",), "helper") for n in range(38))
    tasks = tuple(
        KnownTask(f"T{n}", f"Routine chore number {n}", "Northwind Boats", Due(date=dt.date(2027, 1, 1)))
        for n in range(1, 195)
    )
    special = (
        KnownTask("T195", "Repair the bilge pump", "Northwind Boats"),
        KnownTask("T196", "Согласовать смету с печатником", "Пасека «Улей»"),
        KnownTask("T197", "Pay the harbour fee", "Northwind Boats", Due(date=dt.date(2026, 11, 23))),
        KnownTask("T198", "Order resin", "Northwind Boats", Due(date=dt.date(2026, 11, 20))),
        KnownTask("T199", "Something just talked about", None),
        KnownTask("T200", "Something replied to", None),
    )
    return Context(
        businesses=world.businesses,
        projects=world.projects,
        members=members + world.members,
        open_tasks=tasks + special,
        replied_to="T200",
        recent=("T199",),
    )


@pytest.fixture(scope="session")
async def openai_server() -> AsyncIterator[str]:
    async with serve_openai_stand_in(OpenAiSandboxSettings(port=0)) as url:
        yield url


@pytest.fixture
async def stand_in(openai_server: str) -> AsyncIterator[OpenAiSandboxClient]:
    async with OpenAiSandboxClient(openai_server) as control:
        await control.reset()
        yield control


@pytest.fixture
async def client(stand_in: OpenAiSandboxClient) -> AsyncIterator[OpenAIClient]:
    made = OpenAIClient(api_key="sk-test", base_url=stand_in.api_url, timeout_seconds=60)
    yield made
    await made.close()


@pytest.fixture
def reader(client: OpenAIClient) -> ModelReader:
    return ModelReader(client, EvaluationLedger(), Settings())


def create(title: str = "Sand the keel", **fields: Any) -> dict[str, Any]:
    empty = dict.fromkeys(
        ("business", "project", "assignee", "due", "priority", "minutes", "rrule", "remind")
    )
    return {"kind": "create", "title": title, **empty, **fields}


@pytest.fixture
def check(say: Say, world: Context) -> Callable[..., tuple[tuple[Intent, ...], tuple[str, ...]]]:
    def check(*intents: dict[str, Any], text: str = "whatever") -> tuple[tuple[Intent, ...], tuple[str, ...]]:
        said = tuple(Answer.model_validate({"actions": list(intents)}).actions)
        return Checker(say(text), world, world).check(said)

    return check

"""schemathesis against the whole api as its OpenAPI document describes it, logged in and logged out.

It runs as a program of its own: its pytest plugin is switched off in pyproject.toml.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.dashboard.auth.sessions import Sessions
from models.runtime.clock import wall_ms
from tests.planner import Planner, Stores
from tests.stories.yours.program import given_token

PASSWORD = "operator's"
PROGRAM = (sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()")
EXAMPLES = "12"
# Each guess of a password costs its hash, and ending the session ends the run's own.
SESSION = "/dashboard/api/session"
# What holds whoever asks.
ALWAYS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
    "negative_data_rejection,unsupported_method,ignored_auth"
)


async def found_in_dashboard(planner: Planner, folder: Path, who: str) -> str:
    """What schemathesis says of the dashboard's JSON; empty when it found nothing."""
    sessions = Sessions(planner.settings, planner.redis)
    _, token = sessions.start("operator by script", "operator", wall_ms() // 1000)
    bearer = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        answer = await http.get(f"{planner.url}/dashboard/api/openapi.json", headers=bearer)
    return await found(planner.url, answer.json(), folder, bearer if who == "--logged-in" else {})


async def found(url: str, described: Any, folder: Path, sent: Mapping[str, str]) -> str:
    """What schemathesis says of the api at an address; empty when it found nothing."""
    document = folder / "openapi.json"
    document.write_text(json.dumps(described))
    told = [f"{name}: {value}" for name, value in sent.items()]
    run = await asyncio.create_subprocess_exec(
        *PROGRAM,
        "run",
        str(document),
        f"--url={url}",
        f"--checks={ALWAYS}",
        "--phases=examples,fuzzing",
        f"--max-examples={EXAMPLES}",
        "--seed=1",
        "--no-shrink",
        "--generation-database=none",
        "--no-color",
        "--exclude-path",
        SESSION,
        *(part for header in told for part in ("--header", header)),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await run.communicate()
    return "" if run.returncode == 0 else said.decode()


@pytest.mark.slow
@pytest.mark.parametrize("who", ["--logged-in", "--logged-out"])
async def test_the_api_does_what_its_document_says(stores: Stores, tmp_path: Path, who: str) -> None:
    async with Planner.running(stores, dashboard_password=PASSWORD) as planner:
        await planner.tell("/start")
        await planner.tell("Call Anna")
        await planner.stop_workers()
        said = await found_in_dashboard(planner, tmp_path, who)
        assert said == "", said


@pytest.mark.slow
@pytest.mark.parametrize("token", ["", "New: only read", "New: read and change"])
async def test_what_is_for_programs_does_what_its_document_says(
    stores: Stores, tmp_path: Path, token: str
) -> None:
    async with Planner.running(stores) as planner:
        await planner.tell("/start")
        await planner.tell("Call Anna")
        sent = {"Authorization": f"Bearer {await given_token(planner, token)}"} if token else {}
        await planner.stop_workers()
        async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
            described = (await http.get(f"{planner.url}/api/openapi.json")).json()
        said = await found(f"{planner.url}/api", described, tmp_path, sent)
        assert said == "", said

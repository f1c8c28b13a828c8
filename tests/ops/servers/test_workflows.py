"""Delivery: nothing reaches the server that was not checked, scanned and pushed; no job may do more than it must."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[3]
WORKFLOWS: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text()) for path in (ROOT / ".github" / "workflows").glob("*.yml")
}


def test_the_server_gets_only_what_was_checked_and_scanned() -> None:
    jobs = WORKFLOWS["deliver"]["jobs"]
    assert jobs["image"]["needs"] == ["check", "notes"]
    assert "needs.check.result == 'success'" in jobs["image"]["if"]
    assert set(jobs["deploy"]["needs"]) == {"check", "image"}
    names = [step.get("name") for step in jobs["image"]["steps"]]
    assert names.index("Build") < names.index("Scan") < names.index("Push what was scanned")
    assert jobs["deploy"]["environment"] == "production"


def test_a_tag_publishes_its_notes_with_the_images_and_reaches_no_server() -> None:
    deliver = WORKFLOWS["deliver"]
    jobs = deliver["jobs"]
    assert deliver[True]["push"]["tags"] == ["v*"]  # YAML takes the key `on` for a truth value
    assert set(jobs["release"]["needs"]) == {"notes", "image"}
    assert jobs["release"]["permissions"] == {"contents": "write"}
    assert "github.ref_type != 'tag'" in jobs["deploy"]["if"]
    for job in ("notes", "release"):
        assert "python3 -m ops.release.notes" in str(jobs[job]["steps"])


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_token_may_read_and_each_job_ends(name: str) -> None:
    workflow = WORKFLOWS[name]
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert "uses" in job or job["timeout-minutes"] <= 45


@pytest.mark.parametrize("name", WORKFLOWS)
def test_no_secret_and_no_person_s_text_stands_in_a_command(name: str) -> None:
    steps = [step for job in WORKFLOWS[name]["jobs"].values() for step in job.get("steps", [])]
    for step in steps:
        assert not re.search(r"\$\{\{", step.get("run", "")), step
        if "actions/checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


def test_every_script_and_file_that_a_workflow_names_is_there() -> None:
    text = "\n".join(path.read_text() for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    named = set(re.findall(r"\b(ops/[\w./-]+\.(?:sh|yaml|txt)|ops/[\w/]+/Dockerfile)\b", text))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []

"""The manifests for many machines isolate as the one machine does, and ask for what exists."""

import re
from pathlib import Path
from typing import Any

import yaml

from models.runtime.settings import Settings
from ops.backup.backup_settings import read_backup_settings

FOLDER = Path(__file__).parents[3] / "ops" / "kubernetes"
DOCUMENTS: list[dict[str, Any]] = [
    document
    for path in sorted((FOLDER / "base").glob("*.yaml"))
    if path.name != "kustomization.yaml"
    for document in yaml.safe_load_all(path.read_text())
]
EXAMPLE = yaml.safe_load((FOLDER / "example" / "kustomization.yaml").read_text())


def pods() -> dict[str, dict[str, Any]]:
    """Every pod's specification, by the name of what makes it."""
    found = {}
    for document in DOCUMENTS:
        spec = document.get("spec", {})
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        if "template" in spec:
            found[document["metadata"]["name"]] = spec["template"]["spec"]
    return found


def test_every_pod_is_isolated() -> None:
    assert pods().keys() == {"api", "worker", "migrate", "backup"}
    for pod in pods().values():
        [container] = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["limits"]["memory"]


def test_each_secret_is_a_file_that_the_pod_has_and_the_overlay_makes() -> None:
    made = {Path(name).name for name in EXAMPLE["secretGenerator"][0]["files"]}
    for name, pod in pods().items():
        there = {
            item["key"] for volume in pod["volumes"] for item in volume.get("secret", {}).get("items", [])
        }
        asked = {Path(v["value"]).name for v in pod["containers"][0]["env"] if v["name"].endswith("_FILE")}
        assert asked == there, name
        assert there <= made, name


def test_variables_are_settings_that_exist(tmp_path: Path) -> None:
    backups = set(re.findall(r"[A-Z0-9_]{6,}", Path(read_backup_settings.__code__.co_filename).read_text()))
    known = {name.upper() for name in Settings.model_fields} | backups
    settings = next(document for document in DOCUMENTS if document["metadata"]["name"] == "settings")
    asked = set(settings["data"]) | {
        v["name"] for pod in pods().values() for v in pod["containers"][0].get("env", [])
    }
    asked |= {literal.partition("=")[0] for literal in EXAMPLE["configMapGenerator"][0]["literals"]}
    assert {name.removesuffix("_FILE") for name in asked} - known == set()


def test_jobs_in_hand_may_finish_before_a_worker_s_pod_is_killed() -> None:
    settings = next(document for document in DOCUMENTS if document["metadata"]["name"] == "settings")
    assert (
        pods()["worker"]["terminationGracePeriodSeconds"]
        >= float(settings["data"]["WORKER_GRACE_SECONDS"]) + 5
    )


def test_workers_follow_the_age_of_the_queue() -> None:
    scaled = next(document for document in DOCUMENTS if document["kind"] == "ScaledObject")
    assert scaled["spec"]["scaleTargetRef"]["name"] == "worker"
    assert "planner_oldest_update_seconds" in scaled["spec"]["triggers"][0]["metadata"]["query"]


def test_the_outside_reaches_six_paths() -> None:
    ingress = yaml.safe_load((FOLDER / "example" / "ingress.yaml").read_text())
    paths = {place["path"] for place in ingress["spec"]["rules"][0]["http"]["paths"]}
    assert paths == {"/webhook/telegram", "/health", "/health/service", "/dashboard", "/calendar", "/api"}

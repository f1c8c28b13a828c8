"""The template for Coolify: one file to paste, that says only what Compose and Coolify know, and keeps production's promises."""

import re
from pathlib import Path
from typing import Any

import yaml

from models.runtime.settings import Settings
from ops.backup.backup_settings import read_backup_settings
from tests.tables import for_every

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "ops/coolify/planner.yaml").read_text()
TEMPLATE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = TEMPLATE["services"]
PRODUCTION: dict[str, Any] = yaml.safe_load((ROOT / "compose.prod.yaml").read_text())["services"]
ENDING = {"role", "migrate", "webhook"}
# What the specification of Compose has for a service, as far as it is used here, and the one word that Coolify adds.
TYPES: dict[str, type | tuple[type, ...]] = {
    "image": str, "command": list, "entrypoint": list, "environment": dict, "depends_on": dict, "healthcheck": dict,
    "volumes": list, "tmpfs": list, "user": str, "restart": str, "read_only": bool, "init": bool, "cap_drop": list,
    "security_opt": list, "mem_limit": str, "shm_size": str, "pids_limit": int, "stop_grace_period": str,
    "exclude_from_hc": bool,
}  # fmt: skip
HEALTH = {"test", "interval", "timeout", "retries", "start_period"}
# Coolify's variables: a kind, an identifier without an underscore, and for an address the port it is passed to.
MAGIC = re.compile(r"SERVICE_(?:URL_[A-Z]+(?:_\d+)?|PASSWORD_(?:64_)?[A-Z]+)")


@for_every("name", SERVICES)
def test_a_service_says_what_compose_and_coolify_know(name: str) -> None:
    service = SERVICES[name]
    assert {key: value for key, value in service.items() if not isinstance(value, TYPES[key])} == {}
    assert set(service.get("healthcheck", {})) <= HEALTH
    for other, wanted in service.get("depends_on", {}).items():
        assert other in SERVICES
        ends = wanted["condition"] == "service_completed_successfully"
        assert ends or (wanted["condition"] == "service_healthy" and "healthcheck" in SERVICES[other])
        assert ends == (other in ENDING)
    for value in service["environment"].values():
        assert value is None or isinstance(value, str), (
            "a value that YAML takes for a number or a truth value"
        )


def test_it_is_one_file_that_takes_no_port_and_no_folder_of_the_server() -> None:
    named = [
        volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])
    ]
    assert set(named) == set(TEMPLATE["volumes"])
    assert not [
        service
        for service in SERVICES.values()
        if {"ports", "build", "container_name", "networks"} & set(service)
    ]
    for heading in ("documentation", "slogan", "category", "tags", "logo", "port"):
        assert re.search(rf"^# {heading}: \S", TEXT, re.MULTILINE), heading
    assert "SERVICE_URL_API_8000" in SERVICES["api"]["environment"]


def test_every_magic_variable_is_one_that_coolify_makes() -> None:
    used = set(re.findall(r"SERVICE_[A-Z0-9_]+", TEXT))
    assert [name for name in used if not MAGIC.fullmatch(name)] == []
    # Whoever deploys is asked for what only they know, before anything starts.
    asked = set(re.findall(r"\$\{(\w+):\?", TEXT))
    assert asked == {"TELEGRAM_BOT_TOKEN", "PLANNER_IMAGE", "BACKUP_IMAGE"}


@for_every("name", ("postgres", "redis", "api", "worker", "backup"))
def test_what_lasts_is_watched_and_as_bounded_as_in_production(name: str) -> None:
    service, production = SERVICES[name], PRODUCTION[name]
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert "exclude_from_hc" not in service
    assert service["mem_limit"] == production["mem_limit"]
    assert service["stop_grace_period"] == production["stop_grace_period"]
    assert (service["restart"], service["cap_drop"]) == ("unless-stopped", ["ALL"])
    if name in {"postgres", "redis"}:
        assert service["image"] == production["image"]
        assert service["user"] == production["user"]


@for_every("name", ENDING)
def test_what_ends_is_no_fault_to_coolify(name: str) -> None:
    assert SERVICES[name]["exclude_from_hc"] is True
    assert SERVICES[name]["restart"] in {"no", "on-failure:5"}


def test_redis_and_postgres_are_set_as_in_production() -> None:
    redis = " ".join(SERVICES["redis"]["command"])
    for line in (ROOT / "ops/redis/redis.conf").read_text().splitlines():
        if line.split(" ")[0] in {
            "appendonly",
            "appendfsync",
            "maxmemory",
            "maxmemory-policy",
            "notify-keyspace-events",
        }:
            assert f"--{line}" in redis
    configured = (ROOT / "ops/postgres/postgresql.conf").read_text()
    for setting in (word for word in SERVICES["postgres"]["command"][1:] if word != "-c"):
        assert setting.replace("=", " = ") in configured


@for_every("name", ("api", "worker", "migrate", "webhook"))
def test_every_variable_is_a_setting_and_no_process_gets_another_s_secret(name: str) -> None:
    given = {key for key in SERVICES[name]["environment"] if not key.startswith("SERVICE_")}
    assert {key.lower() for key in given} <= Settings.model_fields.keys()
    if name == "api":
        assert not {"TELEGRAM_BOT_TOKEN", "OPENAI_API_KEY"} & given
    if name == "worker":
        assert "TELEGRAM_SECRET_TOKEN" not in given


def test_the_backup_reads_its_variables() -> None:
    given = {
        key: str(value).replace("${", "x").replace("}", "")
        for key, value in SERVICES["backup"]["environment"].items()
    }
    given |= {key: "" for key in given if key not in {"BACKUP_DATABASE_URL", "BACKUP_FOLDER"}}
    assert read_backup_settings(given)
    source = (ROOT / "ops/backup/backup_settings.py").read_text()
    assert [key for key in given if f'"{key}"' not in source] == []

"""What the container files promise, read from the files: pinned, bounded, isolated, and complete to the settings."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from models.runtime.settings import Settings
from tests.tables import for_every

ROOT = Path(__file__).parents[3]
LONG_LIVED = ("nginx", "api", "worker", "postgres", "redis", "backup", "certificates")
SEED_LIMITS = {"nginx": 32, "postgres": 384, "redis": 64}
# Fixed by the file, or refused in production.
NOT_OFFERED = {"dashboard_open", "host"}


def read(name: str) -> dict[str, Any]:
    return yaml.safe_load((ROOT / name).read_text())


PROD, DEV = read("compose.prod.yaml"), read("compose.yaml")
SERVICES: dict[str, dict[str, Any]] = PROD["services"]


def megabytes(service: str) -> int:
    found = re.fullmatch(r"(\d+)m", SERVICES[service]["mem_limit"])
    assert found
    return int(found[1])


def images() -> list[str]:
    compose = [s["image"] for file in (PROD, DEV) for s in file["services"].values() if "build" not in s]
    base = re.findall(r"^ARG PYTHON=(\S+)", (ROOT / "ops/docker/Dockerfile").read_text(), re.MULTILINE)
    return compose + base


@for_every("image", images())
def test_every_image_is_pinned_to_a_full_version(image: str) -> None:
    name, _, tag = image.partition(":")
    assert name
    assert re.match(r"\d+\.\d+\.\d+", tag), image


def test_every_image_is_in_the_list_that_is_checked_against_the_registries() -> None:
    """`ops/check/images.sh` writes the list; "never" is an image that no run of it has found yet."""
    lines = (ROOT / "ops/check/images.txt").read_text().splitlines()
    days, listed = zip(*(line.split("  ", 1) for line in lines), strict=True)
    assert {image for image in images() if not image.startswith("business-planner")} <= {
        name.strip() for name in listed
    }
    assert all(re.fullmatch(r"never *|20\d\d-\d\d-\d\d", day) for day in days)


def test_production_and_development_run_the_same_stores() -> None:
    for store in ("postgres", "redis"):
        assert SERVICES[store]["image"] == DEV["services"][store]["image"]


def test_limits_are_the_seed_s_and_api_and_worker_share_256() -> None:
    assert {name: megabytes(name) for name in SEED_LIMITS} == SEED_LIMITS
    assert megabytes("api") + megabytes("worker") <= 256
    # What sleeps all day must not need a bigger server either: with Docker and the system it fits 1 GB and its swap.
    assert sum(megabytes(name) for name in LONG_LIVED) <= 850


@for_every("name", SERVICES)
def test_every_service_is_isolated(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["pids_limit"] <= 96
    assert service["mem_limit"]
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    assert "privileged" not in service
    assert "cap_add" not in service


@for_every("name", LONG_LIVED)
def test_every_long_lived_service_is_watched_and_comes_back(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert "curl" not in str(service["healthcheck"]["test"])
    assert service["stop_grace_period"]


def test_only_nginx_has_a_port() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]


def test_development_listens_on_loopback_alone() -> None:
    ports = [port for service in DEV["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_stores_have_no_way_out_and_the_outside_no_way_to_them() -> None:
    assert PROD["networks"]["back"] == {"internal": True}
    for store in ("postgres", "redis"):
        assert SERVICES[store]["networks"] == ["back"]
    assert "back" not in SERVICES["nginx"]["networks"]


def test_migrations_are_done_before_api_and_worker_start() -> None:
    for name in ("api", "worker"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["restart"] == "no"


def test_jobs_in_hand_may_finish_before_the_worker_is_killed() -> None:
    grace = float(SERVICES["worker"]["environment"]["WORKER_GRACE_SECONDS"])
    assert int(SERVICES["worker"]["stop_grace_period"].removesuffix("s")) >= grace + 5


def test_every_setting_can_be_set_in_production() -> None:
    offered = set()
    for name in ("api", "worker"):
        offered |= {key.removesuffix("_FILE").lower() for key in SERVICES[name]["environment"]}
    assert Settings.model_fields.keys() - offered == NOT_OFFERED


def test_secrets_come_as_files_and_never_as_values() -> None:
    secret = {name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)}
    secret |= {"database_url", "redis_url"}
    for service in SERVICES.values():
        for key, value in service.get("environment", {}).items():
            if key.lower() in secret:
                pytest.fail(f"{key} stands in an environment")
            if key.endswith("_FILE"):
                assert Path(value).name in service["secrets"]
                assert Path(value).name in PROD["secrets"]


def test_a_process_gets_no_secret_that_it_does_not_use() -> None:
    assert not {"telegram_bot_token", "openai_api_key"} & set(SERVICES["api"]["secrets"])
    assert "telegram_secret_token" not in SERVICES["worker"]["secrets"]


def test_only_the_backup_may_be_superuser_and_the_certificates_see_no_store() -> None:
    holders = [
        name for name, service in SERVICES.items() if "backup_database_url" in service.get("secrets", [])
    ]
    assert holders == ["backup"]
    assert SERVICES["certificates"]["networks"] == ["out"]
    assert "secrets" not in SERVICES["certificates"]


def test_a_dump_is_made_by_the_server_s_own_version() -> None:
    text = (ROOT / "ops/backup/Dockerfile").read_text()
    assert f"FROM {SERVICES['postgres']['image']}\n" in text


def test_tls_is_on_unless_said_otherwise_and_nothing_but_the_challenge_is_served_without() -> None:
    assert SERVICES["nginx"]["environment"]["HTTPS"] == "${HTTPS:-on}"
    redirect = (ROOT / "ops/nginx/redirect.conf").read_text()
    assert "proxy_pass" not in redirect
    assert "acme-challenge" in redirect
    tls = (ROOT / "ops/nginx/https.conf").read_text()
    assert "TLSv1.2 TLSv1.3" in tls
    assert "Strict-Transport-Security" in tls


def test_redis_keeps_what_it_acknowledged() -> None:
    lines = (ROOT / "ops/redis/redis.conf").read_text().splitlines()
    options = dict(line.split(None, 1) for line in lines if line and not line.startswith("#"))
    assert options["appendonly"] == "yes"
    assert options["appendfsync"] == "always"
    assert options["no-appendfsync-on-rewrite"] == "no"
    assert options["maxmemory-policy"] == "noeviction"
    assert "K" in options["notify-keyspace-events"]
    assert "z" in options["notify-keyspace-events"]
    # A rewrite forks: the copy of what changes meanwhile must fit into the container too.
    assert int(options["maxmemory"].removesuffix("mb")) <= megabytes("redis") * 0.7


def test_postgres_fits_its_container_and_logs_no_message() -> None:
    text = (ROOT / "ops/postgres/postgresql.conf").read_text()
    options = dict(re.findall(r"^(\w+) = '?([^'\n]+)'?$", text, re.MULTILINE))
    size = {
        name: int(options[name].removesuffix("MB"))
        for name in ("shared_buffers", "work_mem", "maintenance_work_mem")
    }
    worst = (
        size["shared_buffers"]
        + int(options["max_connections"]) * size["work_mem"]
        + 2 * size["maintenance_work_mem"]
    )
    assert worst <= megabytes("postgres")
    assert options["fsync"] == options["synchronous_commit"] == options["full_page_writes"] == "on"
    assert options["log_parameter_max_length"] == options["log_parameter_max_length_on_error"] == "0"
    assert options["log_error_verbosity"] == "terse"


def test_the_door_passes_on_seven_paths_and_limits_no_webhook() -> None:
    text = (ROOT / "ops/nginx/locations.conf").read_text()
    places = dict(re.findall(r"^location (?:= )?(\S+) \{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL))
    passed_on = {path for path, body in places.items() if "proxy_pass" in body}
    assert passed_on == {
        "/webhook/telegram",
        "/health",
        "/health/service",
        "/metrics",
        "/dashboard",
        "/calendar/",
        "/api/",
    }
    assert "limit_req" not in places["/webhook/telegram"]
    assert "error_log /dev/null" in places["/calendar/"], "a calendar's address is its key"
    assert "server_tokens off" in (ROOT / "ops/nginx/nginx.conf").read_text()


def test_nothing_enters_the_image_unasked() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == {
        "api", "worker", "models", "migrations", "ops", "pyproject.toml",
    }  # fmt: skip


def test_the_image_installs_locked_wheels_and_runs_as_nobody_special() -> None:
    text = (ROOT / "ops/docker/Dockerfile").read_text()
    assert "--require-hashes --only-binary :all:" in text
    assert text.count("\nFROM ") == 3
    last = text.rpartition("\nFROM ")[2]
    assert "\nUSER 10001:10001\n" in last
    assert not re.search(r"\b(apt-get|pip|gcc)\b", last)


def test_the_backup_image_holds_every_module_that_it_imports(tmp_path: Path) -> None:
    """As built: what the COPY lines bring, under a Python without packages."""
    text = (ROOT / "ops" / "backup" / "Dockerfile").read_text()
    for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE):
        *sources, target = line.split()
        (tmp_path / target).mkdir(parents=True, exist_ok=True)
        for path in (path for source in sources for path in ROOT.glob(source)):
            shutil.copy(path, tmp_path / target)
    bare = [sys.executable, "-S", "-E", "-c", "import ops.backup.__main__"]
    run = subprocess.run(bare, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_a_busy_processor_is_divided_as_specified() -> None:
    shares = {name: SERVICES[name]["cpu_shares"] / 1024 for name in LONG_LIVED}
    backend = shares["api"] + shares["worker"]
    assert [round(part, 1) for part in (shares["nginx"], backend, shares["postgres"], shares["redis"])] == [
        0.1,
        0.5,
        0.3,
        0.1,
    ]
    assert not [name for name, service in SERVICES.items() if "cpus" in service], (
        "a limit would slow an idle server"
    )


def test_logs_of_the_backend_are_kept_longest() -> None:
    kept = {name: SERVICES[name]["logging"]["options"] for name in LONG_LIVED}
    assert kept["api"] == kept["worker"] == {"max-size": "50m", "max-file": "5"}
    assert kept["nginx"] == {"max-size": "10m", "max-file": "3"}


def test_the_image_alone_says_what_to_do_and_how_it_is() -> None:
    last = (ROOT / "ops/docker/Dockerfile").read_text().rpartition("\nFROM ")[2]
    assert re.search(r'^HEALTHCHECK .* CMD \["python", "-m", "ops.docker.health"\]$', last, re.MULTILINE)
    assert "\nCMD" not in last, "a command of its own would hide the instructions"
    script = (ROOT / "ops/docker/planner").read_text().replace("/app/", f"{ROOT}/")
    said = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (2, "")
    for process in ("migrate", "api", "worker", "webhook set", "doctor"):
        assert f"\n  {process}" in said.stderr
    named = set(re.findall(r"\b[A-Z]+_[A-Z_]+\b", said.stderr))
    assert {name.removesuffix("_FILE").lower() for name in named} <= Settings.model_fields.keys()


def test_nginx_compresses_what_is_read_and_logs_no_health_check() -> None:
    text = (ROOT / "ops/nginx/nginx.conf").read_text()
    found = re.search(r"gzip_types (.+);", text)
    assert found
    assert {"text/css", "text/javascript", "application/json", "text/calendar"} <= set(found[1].split())
    assert "text/event-stream" not in found[1], "live pages come line by line"
    health = (
        (ROOT / "ops/nginx/locations.conf").read_text().partition("location = /health {")[2].partition("}")[0]
    )
    assert "access_log off;" in health


def test_the_example_names_what_may_stand_in_it_and_nothing_else() -> None:
    text = (ROOT / ".env.prod.example").read_text()
    compose, secrets = (ROOT / "compose.prod.yaml").read_text(), (ROOT / "ops/docker/secrets.sh").read_text()
    named = set(re.findall(r"^#?([A-Z][A-Z_0-9]+)=", text, re.MULTILINE))
    read_by = set(re.findall(r"\$\{([A-Z_0-9]+)", compose)) | set(re.findall(r"\b[A-Z][A-Z_0-9]+\b", secrets))
    compose_s_own = {"COMPOSE_FILE", "COMPOSE_PROFILES"}
    assert named - read_by - compose_s_own == set()
    fixed = {key for key, value in PROD["x-settings"].items() if "${" not in str(value)} | {
        "DASHBOARD_OPEN",
        "HOST",
    }
    assert not [name for name in fixed if name not in text], "what cannot be set is said"
    assert not fixed & named

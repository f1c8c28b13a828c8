"""The doctor, on real servers and the stand-in: nothing to fix when all is well, and each ailment by its name."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import redis

from migrations.upgrade import NewerSchemaError, migrate
from models.queue import keys
from models.runtime import clock
from models.runtime.settings import SettingsError, read_settings
from ops.cli import up
from ops.cli.doctor import machine_check, openai_check, postgres_check, redis_check
from ops.cli.doctor.findings import Finding
from ops.cli.doctor.misspelt_settings import check_spelling
from ops.cli.doctor.run_checks import find_problems, run_doctor
from ops.cli.run_folder import lock_run_folder, write_note
from ops.stores import Postgres, Valkey, free_port, scratch_folder

SECRET = "a-secret_of-letters"
KEY = "sk-this-must-never-be-shown"


class Stores:
    def __init__(self, postgres: Postgres, valkey: Valkey) -> None:
        self.postgres, self.valkey = postgres, valkey


@pytest.fixture(scope="module")
def stores() -> Iterator[Stores]:
    with scratch_folder("test") as folder:
        postgres, valkey = Postgres(folder / "postgres", fast=True), Valkey(folder / "valkey")
        postgres.start()
        valkey.start()
        migrate(postgres.ensure_database().replace("postgresql://", "postgresql+asyncpg://"))
        yield Stores(postgres, valkey)
        postgres.stop()
        valkey.stop()


@pytest.fixture
def healthy(clean_settings: pytest.MonkeyPatch, telegram: Any, stores: Stores) -> pytest.MonkeyPatch:
    variables = telegram.variables | {
        "DATABASE_URL": stores.postgres.url(),
        "REDIS_URL": stores.valkey.url,
        "WEBHOOK_URL": f"http://127.0.0.1:{free_port()}",
        "TELEGRAM_SECRET_TOKEN": SECRET,
    }
    for name, value in variables.items():
        clean_settings.setenv(name, value)
    from ops.cli import webhook

    webhook.register_webhook()
    return clean_settings


def ailments(findings: list[Finding]) -> dict[str, str]:
    return {finding.what: finding.level for finding in findings if finding.level != "ok"}


def test_when_all_is_well_no_check_fails(
    healthy: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_doctor(tmp_path) == 0
    said = capsys.readouterr().out
    for word in (
        "PostgreSQL: version 18",
        "pgvector: version 0.",
        "schema: at 0",
        "Redis: valkey",
        "appendfsync: always",
    ):
        assert f"ok    {word}" in said
    assert "ok    Telegram: the bot is @" in said
    assert "ok    OpenAI: no key: local rules" in said


def test_no_secret_is_ever_printed(
    healthy: pytest.MonkeyPatch, tmp_path: Path, stores: Stores, capsys: pytest.CaptureFixture[str]
) -> None:
    healthy.setenv("OPENAI_API_KEY", KEY)
    healthy.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{free_port()}/v1")
    run_doctor(tmp_path)
    wrong_port = stores.postgres.url().replace(str(stores.postgres.port), str(free_port()))
    healthy.setenv("DATABASE_URL", wrong_port)
    healthy.setenv("REDIS_URL", stores.valkey.url.replace("redis://:", "redis://:wrong"))
    healthy.setenv("TELEGRAM_BOT_TOKEN", "999:another-bots-token-entirely")
    assert run_doctor(tmp_path) == 1
    said = capsys.readouterr().out
    passwords = [url.split(":")[-2].split("@")[0] for url in (stores.postgres.url(), stores.valkey.url)]
    assert [secret for secret in (KEY, SECRET, "another-bots", *passwords) if secret in said] == []


def test_a_refused_setting_is_the_first_thing_to_fix(
    healthy: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    healthy.setenv("DIGEST_TIME", "8 o'clock")
    assert run_doctor(tmp_path) == 1
    assert "fail  settings: DIGEST_TIME" in capsys.readouterr().out


def test_an_empty_database_needs_the_migration(stores: Stores) -> None:
    url = stores.postgres.create_database("empty")
    found = postgres_check.check_postgres(url)
    stores.postgres.drop_database("empty")
    assert ailments(found) == {"pgvector": "fail", "schema": "fail"}
    assert any("planner migrate" in finding.fix for finding in found)


def test_an_older_schema_is_named_with_the_one_that_is_needed(stores: Stores) -> None:
    url = stores.postgres.create_database("older", template="planner")
    stores.postgres.sql("UPDATE alembic_version SET version_num = 'an-older-one'", "older")
    found = {finding.what: finding for finding in postgres_check.check_postgres(url)}
    stores.postgres.drop_database("older")
    assert found["schema"].level == "fail"
    assert found["schema"].found.startswith("at an-older-one, the code needs ")


def test_a_newer_schema_is_said_to_be_newer_and_is_not_touched(stores: Stores) -> None:
    url = stores.postgres.create_database("newer", template="planner")
    stores.postgres.sql("UPDATE alembic_version SET version_num = '9999'", "newer")
    found = {finding.what: finding for finding in postgres_check.check_postgres(url)}
    with pytest.raises(NewerSchemaError, match="newer than this code"):
        migrate(url.replace("postgresql://", "postgresql+asyncpg://"))
    stores.postgres.drop_database("newer")
    assert found["schema"].found.startswith("at 9999, newer than this code")


def test_a_dead_worker_with_waiting_messages_fails_the_check(
    healthy: pytest.MonkeyPatch, tmp_path: Path, stores: Stores
) -> None:
    with redis.Redis.from_url(stores.valkey.url) as client:
        client.zadd(keys.LANES, {"chat:1": clock.wall_ms()})
        assert run_doctor(tmp_path) == 1
        client.flushall()


def test_names_with_a_slip_are_pointed_out_and_others_are_not() -> None:
    names = [
        "DASHBORD_PASSWORD",
        "TELEGRAM_BOT_TOKEN",
        "OPENAI_APIKEY",
        "BACKUP_S3_BUCKET",
        "PATH",
        "HOSTNAME",
        "REDIS_URL_FILE",
    ]
    found = {finding.what: finding.found for finding in check_spelling(names)}
    assert set(found) == {"DASHBORD_PASSWORD", "OPENAI_APIKEY"}
    assert found["DASHBORD_PASSWORD"] == "is no setting, did you mean DASHBOARD_PASSWORD?"


@pytest.mark.parametrize("setting", [("OPENAI_PRICES", "{no json"), ("SENTRY_DSN", "sentry.example")])
def test_a_value_that_cannot_be_read_is_refused_in_one_line(
    clean_settings: pytest.MonkeyPatch, setting: tuple[str, str]
) -> None:
    clean_settings.setenv(*setting)
    with pytest.raises(SettingsError, match=setting[0]) as refused:
        read_settings()
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "fix"),
    [
        (("/planner", "/nowhere"), "create the database"),
        (("postgres:", "postgres:x"), "correct user and password"),
        (("127.0.0.1", "127.0.0.2"), "is the server running"),
    ],
)
def test_a_database_that_cannot_be_entered(stores: Stores, change: tuple[str, str], fix: str) -> None:
    url = stores.postgres.url()
    head, found, tail = url.rpartition(change[0])
    [finding] = postgres_check.check_postgres(f"{head}{change[1]}{tail}" if found else url)
    assert finding.level == "fail"
    assert fix in finding.fix


@pytest.mark.parametrize(
    ("name", "value", "level"),
    [
        ("maxmemory-policy", "allkeys-lru", "fail"),
        ("appendonly", "no", "fail"),
        ("appendfsync", "everysec", "fail"),
        ("notify-keyspace-events", "", "warn"),
        ("maxmemory", "0", "warn"),
    ],
)
def test_a_redis_that_would_lose_messages(stores: Stores, name: str, value: str, level: str) -> None:
    with redis.Redis.from_url(stores.valkey.url, decode_responses=True) as client:
        before = client.config_get(name)[name]
        client.config_set(name, value)
        try:
            found = redis_check.check_redis(stores.valkey.url)
        finally:
            client.config_set(name, before)
    assert list(ailments(found).values()) == [level]
    assert name.partition("-")[0] in str(found)


def test_a_redis_that_is_nearly_full(stores: Stores) -> None:
    with redis.Redis.from_url(stores.valkey.url) as client:
        try:
            for n in range(36):
                client.set(f"fill:{n}", b"x" * 1_000_000)
            assert ailments(redis_check.check_redis(stores.valkey.url)) == {"Redis memory": "fail"}
        finally:
            client.flushall()


def test_a_redis_that_is_away() -> None:
    assert ailments(redis_check.check_redis(f"redis://127.0.0.1:{free_port()}/0")) == {"Redis": "fail"}


def test_a_webhook_that_goes_elsewhere(healthy: pytest.MonkeyPatch, tmp_path: Path) -> None:
    healthy.setenv("WEBHOOK_URL", "http://127.0.0.1:1")
    found = {finding.what: finding for finding in find_problems(tmp_path)}
    assert (found["webhook"].level, found["webhook"].fix) == ("fail", "planner webhook set")
    healthy.delenv("WEBHOOK_URL")
    found = {finding.what: finding for finding in find_problems(tmp_path)}
    assert found["webhook"].fix.startswith("planner webhook delete")


def test_a_token_that_telegram_refuses(healthy: pytest.MonkeyPatch, tmp_path: Path) -> None:
    healthy.setenv("TELEGRAM_BOT_TOKEN", "999:another-bots-token-entirely")
    found = {finding.what: finding for finding in find_problems(tmp_path)}
    assert found["Telegram"].level == "fail"
    assert "@BotFather" in found["Telegram"].fix


def test_production_without_its_secret(healthy: pytest.MonkeyPatch, tmp_path: Path) -> None:
    healthy.setenv("ENVIRONMENT", "production")
    healthy.setenv("DEBUG", "true")
    healthy.delenv("TELEGRAM_SECRET_TOKEN")
    found = {finding.what: finding.level for finding in find_problems(tmp_path)}
    assert (found["TELEGRAM_SECRET_TOKEN"], found["DEBUG"]) == ("fail", "fail")


def test_an_env_file_that_others_can_read(healthy: pytest.MonkeyPatch, tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("")
    env.chmod(0o644)
    assert {finding.what: finding.level for finding in find_problems(tmp_path)}[".env"] == "warn"
    env.chmod(0o600)
    assert ".env" not in {finding.what for finding in find_problems(tmp_path)}


@pytest.mark.parametrize(("seconds", "level"), [(0, "ok"), (-10, "warn"), (3600, "fail")])
def test_a_clock_that_is_wrong(seconds: int, level: str) -> None:
    assert machine_check.check_clock(clock.wall_ms() + seconds * 1000, "Telegram's").level == level


@pytest.mark.parametrize(
    ("overcommit", "swap_kb", "levels"),
    [(1, 1048572, ["ok", "ok"]), (0, 0, ["warn", "warn"]), (2, 262144, ["warn", "warn"])],
)
def test_memory_settings_of_a_small_server(
    tmp_path: Path, overcommit: int, swap_kb: int, levels: list[str]
) -> None:
    (tmp_path / "sys/vm").mkdir(parents=True)
    (tmp_path / "sys/vm/overcommit_memory").write_text(f"{overcommit}\n")
    (tmp_path / "meminfo").write_text(
        f"MemTotal:  985000 kB\nHugePages_Total:  0\nSwapTotal:  {swap_kb} kB\n"
    )
    found = list(machine_check.check_memory_settings(tmp_path))
    assert [finding.level for finding in found] == levels
    assert list(machine_check.check_memory_settings(tmp_path / "no Linux")) == []


def test_room_is_measured_where_a_folder_would_be(tmp_path: Path) -> None:
    [finding] = machine_check.check_free_disk(tmp_path / "not" / "there")
    assert f"free at {tmp_path}" in finding.found


class Models(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        known = self.headers["Authorization"] == f"Bearer {KEY}"
        body = b'{"data": [{"id": "gpt-5-mini"}, {"id": "text-embedding-3-small"}]}' if known else b"{}"
        self.send_response(200 if known else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        """Vectors of its own length, whatever is asked for."""
        body = b'{"data": [{"embedding": [0.1, 0.2, 0.3]}]}'
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def models_server() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Models)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def test_openai_with_a_key_that_is_taken(clean_settings: pytest.MonkeyPatch, models_server: str) -> None:
    chosen = read_settings(
        openai_api_key=KEY,
        openai_base_url=models_server,
        openai_model="gpt-5-mini",
        openai_transcription_model="one-they-lack",
        openai_embedding_model="text-embedding-3-small",
    )
    found = list(openai_check.check_openai(chosen))
    assert (found[0].level, found[0].found) == ("ok", "reachable, 2 models")
    assert [finding.found for finding in found[1:]] == [
        "one-they-lack is not in the list",
        "one-they-lack has no known price; the budget counts the dearest one that is known",
        "the server has 3 numbers of its own; they are cut or filled to 512",
    ]
    priced = chosen.model_copy(update={"openai_prices": {"one-they-lack": {"minute": 0}}})
    assert "OPENAI_PRICES" not in {finding.what for finding in openai_check.check_openai(priced)}


def test_openai_with_a_key_that_is_refused(clean_settings: pytest.MonkeyPatch, models_server: str) -> None:
    [finding] = openai_check.check_openai(
        read_settings(openai_api_key="sk-wrong", openai_base_url=models_server)
    )
    assert (finding.level, finding.found) == ("fail", "the key is refused (401)")


def test_openai_that_is_away_is_no_failure(clean_settings: pytest.MonkeyPatch) -> None:
    away = f"http://127.0.0.1:{free_port()}/v1"
    [finding] = openai_check.check_openai(read_settings(openai_api_key=KEY, openai_base_url=away))
    assert finding.level == "warn"


def test_understanding_by_model_alone_needs_a_key(clean_settings: pytest.MonkeyPatch) -> None:
    [finding] = openai_check.check_openai(read_settings(understanding="openai"))
    assert (finding.level, finding.fix) == ("fail", "set OPENAI_API_KEY")


def test_without_addresses_the_embedded_servers_are_named(
    clean_settings: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = {finding.what: finding for finding in find_problems(tmp_path)}
    assert "`planner up` starts an embedded server" in found["PostgreSQL"].found
    assert "`planner up` starts an embedded server" in found["Redis"].found


def test_the_stores_of_a_planner_that_runs_here_are_looked_at(
    clean_settings: pytest.MonkeyPatch, tmp_path: Path, stores: Stores
) -> None:
    with lock_run_folder(tmp_path / "demo") as place:
        write_note(place, {"DATABASE_URL": stores.postgres.url(), "REDIS_URL": stores.valkey.url})
        found = {finding.what: finding.found for finding in find_problems(tmp_path)}
    assert found["PostgreSQL"].startswith("version 18")
    assert found["Redis"].startswith("valkey ")


def test_an_address_is_named_only_where_a_dashboard_is(clean_settings: pytest.MonkeyPatch) -> None:
    address = "http://127.0.0.1:8000"
    assert address not in up.dashboard_line(read_settings(), address)
    for given in ({"dashboard_open": True}, {"dashboard_password": "x"}):
        assert f"{address}/dashboard" in up.dashboard_line(read_settings(**given), address)

"""Logs: an error leaves a short plain traceback, in development too: no local variables, no secrets, whatever it was."""

import json
import os
import subprocess
import sys

import pytest

from models.console.redaction import redact_values
from models.runtime.logs import MOST_LINE_BYTES
from models.runtime.secret_values import SecretValues
from models.runtime.settings import Settings
from models.runtime.tracebacks import MOST_BYTES, plain_traceback, shortened

PASSWORD = 'pa/ss"wörd'
SECRETS = {
    "DASHBOARD_PASSWORD": "a-dashboard-password",
    "OPENAI_API_KEY": "own-server-key",
    "METRICS_TOKEN": "a-metrics-token",
    "SENTRY_DSN": "https://publickey@sentry.example/7",
    "ALERT_WEBHOOK_URL": "https://hooks.example/services/T0/B0/hidden",
}
PROGRAM = """
import asyncio, logging, sys, threading, structlog
from models.console.redaction import redact_values
from models.runtime.logs import set_up_logs
from models.runtime.secret_values import SecretValues
from models.runtime.settings import settings

chosen = settings()
set_up_logs(level="INFO", json_lines=sys.argv[1] == "json", secrets=SecretValues.from_settings(chosen))
log = structlog.get_logger()
held = [value.get_secret_value() for value in vars(chosen).values() if hasattr(value, "get_secret_value")]

def deep(held, number=0):
    return deep(held, number + 1)

def fail(held, password, number=30):
    local_of_a_frame = "LOCAL" * 1000
    if number:
        fail(held, password, number - 1)
    raise ValueError(f"{chosen.database_url} {chosen.redis_url} {held!r} {password!r}")

def errors():
    error = None
    for number in range(300):
        try:
            raise KeyError(number) from error
        except KeyError as found:
            error = found
    yield error
    for what in (lambda: deep(held), lambda: fail(held, sys.argv[2])):
        try:
            what()
        except Exception as found:
            yield found
    yield ValueError("x" * 10_000_000)
    yield ExceptionGroup("many", [ValueError("y" * 1000)] * 1000)

for number, error in enumerate(errors()):
    log.error("own", number=number, exc_info=error)
    logging.getLogger("library").error("library", exc_info=error)
log.info("fields", password=sys.argv[2], held=held, long="z" * 1_000_000, many=list(range(100_000)))
log.info("odd", surrogate="\\ud800", nul="\\x00")
logging.getLogger("library").error("%d", "no number")
thread = threading.Thread(target=fail, args=(held, sys.argv[2]))
thread.start()
thread.join()
fail(held, sys.argv[2])
"""


def said(form: str) -> str:
    env = {**os.environ, **SECRETS, "DATABASE_URL": "postgresql://planner:pa%2Fss%22w%C3%B6rd@db/planner"}
    env["REDIS_URL"] = "redis://:redis-password@queue:6379/0"
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, form, PASSWORD], capture_output=True, text=True, env=env, check=False
    )
    assert ended.returncode == 1
    return ended.stderr


@pytest.mark.parametrize("form", ["console", "json"])
def test_what_is_logged_is_short_and_holds_neither_secrets_nor_local_variables(form: str) -> None:
    found = said(form)
    assert len(found.encode()) < 20 * MOST_LINE_BYTES
    assert "LOCAL" not in found
    for secret in (*SECRETS.values(), "redis-password", "publickey", "hidden", PASSWORD, "pa%2Fss", "wörd"):
        assert secret not in found, secret
    assert found.count("RecursionError") >= 2
    assert "more frames" in found
    assert "more errors of this chain" in found
    assert found.count("[secret]") > 5


def test_each_line_of_production_stays_json() -> None:
    lines = [line for line in said("json").splitlines() if line.startswith("{")]
    assert len(lines) >= 12
    for line in lines:
        assert json.loads(line)["event"]
        assert len(line.encode()) <= MOST_LINE_BYTES


def test_an_error_whose_text_fails_is_told_by_its_kind() -> None:
    class SlyError(Exception):
        def __str__(self) -> str:
            raise ValueError("no")

    assert "SlyError" in plain_traceback(SlyError())


def test_a_traceback_is_bounded_and_says_what_it_leaves_out() -> None:
    def deep(text: str) -> None:
        deep(text)

    with pytest.raises(RecursionError) as raised:
        deep("é" * 100)
    found = plain_traceback(raised.value)
    assert len(found.encode()) <= MOST_BYTES
    assert "more frames" in found
    assert found.splitlines()[-1].startswith("RecursionError")


def test_a_causes_circle_ends() -> None:
    first, second = ValueError("first"), ValueError("second")
    first.__cause__, second.__cause__ = second, first
    found = plain_traceback(first)
    assert found.index("second") < found.index("first")
    assert "direct cause" in found


def test_secrets_are_struck_out_however_they_are_spelt() -> None:
    chosen = Settings(
        database_url="postgresql://u:p%40ss%2Fword@h/d",
        dashboard_password="two\nlines",
        openai_api_key="кључ-тајна",
    )
    secrets = SecretValues.from_settings(chosen)
    for spelling in (
        "p@ss/word",
        "p%40ss%2Fword",
        "p%40ss%2fword",
        r"two\nlines",
        "two%0Alines",
        json.dumps("кључ-тајна"),
    ):
        assert "[secret]" in secrets.redact(f"before {spelling} after"), spelling


def test_any_addresss_password_is_struck_out() -> None:
    assert SecretValues().redact("at https://me:hunter2@host/x?y") == "at https://me:[secret]@host/x?y"


OWN_SECRET = "Own-Secret-0123456789-abcdefghijklmnop"


def parts_of(secret: str) -> list[str]:
    """Its pieces of six characters."""
    return [secret[at : at + 6] for at in range(len(secret) - 5)]


@pytest.mark.parametrize("length", [1_990, 8_000, 60_000, 200_000])
def test_no_part_of_a_secret_is_left_where_a_text_was_cut(length: int) -> None:
    """The secret stands at each place in turn where the text of an error, or the whole traceback, may be cut."""
    secrets = SecretValues([OWN_SECRET])
    cuts = {0, 647, 1_293, 4_000, 5_313, 8_000, 16_000, 32_000, length // 2, length}
    for place in sorted({end for cut in cuts for end in (cut, length - cut)}):
        for shift in range(0, len(OWN_SECRET) + 1, 4):
            at = min(max(place - shift, 0), length)
            text = "=" * at + OWN_SECRET + "=" * (length - at)
            told = [plain_traceback(ValueError(text), secrets), shortened(text, MOST_BYTES, secrets)]
            left = [part for part in parts_of(OWN_SECRET) for each in told if part in each]
            assert left == [], (at, length)


def test_a_text_of_many_secrets_is_shortened_without_a_part_of_one() -> None:
    text = OWN_SECRET * 20_000
    told = shortened(text, MOST_BYTES, SecretValues([OWN_SECRET]))
    assert [part for part in parts_of(OWN_SECRET) if part in told] == []


def test_long_runs_of_one_character_are_looked_through_once() -> None:
    """With a pattern that begins anew at each of them this would take hours."""
    secrets = SecretValues([OWN_SECRET])
    for run in ("7" * 500_000, "\n" * 500_000, " " * 500_000, "sk-" * 200_000, "://a" * 100_000):
        assert secrets.redact(run) == run or run.startswith("sk-")
        assert redact_values(run) == run
    token = "9" * 300 + "123456789:" + "A" * 35
    assert "AAAA" not in secrets.redact(token)
    assert redact_values("error\n  DETAIL:  Key (title)=(Ask Anna)\n") == "error\n[values hidden]\n"

"""What the api's process may import: it shares 256 MB with the worker, and an api that imports the worker takes 191 MB."""

import json
import subprocess
import sys

from tests.chaos.programs import ROOT

NEVER = {
    "sqlmodel", "sqlalchemy", "openai", "telegram", "arq", "worker", "ops", "migrations", "apscheduler", "asyncpg",
    "alembic", "pgvector", "pymorphy3", "rapidfuzz", "numpy", "sentry_sdk", "dateutil",
}  # fmt: skip
# Everything from outside the standard library that a start of the api may load.
MAY = {
    "annotated_doc", "annotated_types", "anyio", "api", "certifi", "click", "fastapi", "h11", "httpcore", "httptools",
    "httpx", "idna", "jinja2", "markupsafe", "models", "multipart", "opentelemetry", "prometheus_client", "pydantic",
    "pydantic_core", "pydantic_settings", "dotenv", "python_multipart", "redis", "sniffio", "starlette", "structlog",
    "typing_extensions", "typing_inspection", "uvicorn", "uvloop", "websockets", "rich", "pygments", "yaml",
    "email_validator", "dns", "orjson", "ujson", "itsdangerous", "async_timeout", "colorama", "hiredis", "jwt", "greenlet",
}  # fmt: skip

PROGRAM = """
import json, sys
{imports}
known = set(sys.stdlib_module_names)
print(json.dumps(sorted({{name.split(".")[0] for name in sys.modules}} - known)))
"""


def loaded(imports: str) -> set[str]:
    """Top-level packages outside the standard library in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(imports=imports)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name for name in json.loads(done.stdout) if not name.startswith("_")}


def test_the_running_api_has_nothing_of_the_worker_and_its_vendors() -> None:
    built = "import api.main, api.app\nfrom models.runtime.settings import Settings\napi.app.build_api(Settings(telegram_secret_token='s'))"
    found = loaded(built)
    assert found & NEVER == set()
    assert found - MAY == set(), "new in the api: is it worth its memory?"


def test_the_webhook_path_alone_needs_redis_and_logs_only() -> None:
    found = loaded("import api.webhook, api.intake")
    assert found & {"fastapi", "starlette", "pydantic", "sqlmodel", "httpx"} == set()


def test_the_dashboard_adds_neither_the_models_nor_the_worker() -> None:
    """One constant taken from a model's file brought SQLModel and 24 MB with it."""
    found = loaded("import api.main, api.app, api.dashboard.router")
    assert found & (NEVER - {"asyncpg"}) == set()

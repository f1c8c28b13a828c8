"""Runs the api in the foreground."""

import sys
from contextlib import suppress

import uvicorn

from api.app import build_api
from models.runtime.error_reports import set_up_error_reports
from models.runtime.inherited_socket import inherited_sockets
from models.runtime.logs import set_up_logs
from models.runtime.secret_values import SecretValues
from models.runtime.settings import settings


def run_api() -> None:
    """Serve until SIGTERM or SIGINT. Raises SettingsError when a setting is wrong."""
    # Imported here: it loads uvicorn's parser, which importing this module should not.
    from api.bounded_connection import bounded_connection

    chosen = settings()
    set_up_logs(
        level=chosen.log_level,
        json_lines=chosen.environment == "production",
        service="api",
        secrets=SecretValues.from_settings(chosen),
    )
    set_up_error_reports(chosen, process="api")
    config = uvicorn.Config(
        build_api(chosen),
        http=bounded_connection(chosen.request_seconds),
        ws="none",
        host=chosen.host,
        port=chosen.port,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=5,
        # X-Forwarded-For is evaluated by api/caller_address.py; see ops/nginx.
        proxy_headers=False,
    )
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):
        server.run(sockets=inherited_sockets())
    if not server.started:
        sys.exit(1)


if __name__ == "__main__":
    run_api()

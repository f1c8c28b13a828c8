"""Main: runs the api in the foreground."""

import uvicorn

from api.app import build
from models.runtime.error_reports import set_up_error_reports
from models.runtime.logs import set_up_logs
from models.runtime.secret_values import SecretValues
from models.runtime.settings import settings


def run() -> None:
    """Serve until SIGTERM or SIGINT. Raises SettingsError when a setting is wrong."""
    # The parser's own library comes with the server, not with this module's import.
    from api.bounded_connection import bounded_connection

    chosen = settings()
    set_up_logs(
        level=chosen.log_level,
        json_lines=chosen.environment == "production",
        secrets=SecretValues.of(chosen),
    )
    set_up_error_reports(chosen, process="api")
    uvicorn.run(
        build(chosen),
        http=bounded_connection(chosen.request_seconds),
        ws="none",
        host=chosen.host,
        port=chosen.port,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=5,
        # Behind nginx only its own addresses are believed; see ops/nginx.
        proxy_headers=False,
    )


if __name__ == "__main__":
    run()

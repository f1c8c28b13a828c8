"""Error reports to Sentry when SENTRY_DSN is set; otherwise nothing is imported or sent."""

from models.runtime.settings import Settings


def set_up_error_reports(settings: Settings, *, process: str) -> None:
    """Report this process's unhandled errors and error logs. Message texts and local variables are never sent.

    `auto_enabling_integrations` off: with them the SDK takes 113 MB instead of 32 (ops/docs/design.md#memory).
    """
    if settings.sentry_dsn is None:
        return
    import sentry_sdk

    sentry_sdk.init(
        dsn=settings.sentry_dsn.get_secret_value(),
        environment=settings.environment,
        auto_enabling_integrations=False,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
    )
    sentry_sdk.set_tag("process", process)

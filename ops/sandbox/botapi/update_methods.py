"""getUpdates, setWebhook, deleteWebhook and getWebhookInfo."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from ops.sandbox.botapi.errors import bad_request, conflict_error
from ops.sandbox.botapi.params import CallParams
from ops.sandbox.state.records import Json, Webhook
from ops.sandbox.state.telegram_state import TelegramState

PORTS = frozenset({443, 80, 88, 8443})
SECRET = re.compile(r"^[A-Za-z0-9_-]*$")
MAX_SECRET = 256
MAX_POLL_SECONDS = 50
KEPT_WHEN_OMITTED = "allowed_updates"


@dataclass
class DescribedResult:
    """A result with a description."""

    result: object
    description: str


def set_webhook(state: TelegramState, params: CallParams) -> DescribedResult:
    url = params.text("url").strip()
    if not url:
        return delete_webhook(state, params)
    _check_url(url, state.settings.plain_hosts)
    wanted = Webhook(
        url=url,
        secret_token=_secret(params.text("secret_token")),
        max_connections=min(100, max(1, params.integer("max_connections", 40))),
        allowed_updates=_allowed(params, state.webhook.allowed_updates),
        has_custom_certificate="certificate" in params.uploads,
    )
    same = wanted == replace(state.webhook, last_error_date=0, last_error_message="", gone_since=0.0)
    with state.change():
        if params.flag("drop_pending_updates"):
            state.updates.drop(list(state.updates.pending))
        state.webhook = wanted
        state.save_webhook()
    return DescribedResult(True, "Webhook is already set" if same else "Webhook was set")


def delete_webhook(state: TelegramState, params: CallParams) -> DescribedResult:
    had_one = bool(state.webhook.url)
    with state.change():
        if params.flag("drop_pending_updates"):
            state.updates.drop(list(state.updates.pending))
        state.webhook = Webhook(allowed_updates=state.webhook.allowed_updates)
        state.save_webhook()
    return DescribedResult(True, "Webhook was deleted" if had_one else "Webhook is already deleted")


def get_webhook_info(state: TelegramState, _: CallParams) -> Json:
    state.updates.drop_expired(state.clock.now())
    webhook = state.webhook
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": webhook.has_custom_certificate,
        "pending_update_count": len(state.updates.pending),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.last_error_date:
        info["last_error_date"] = webhook.last_error_date
        info["last_error_message"] = webhook.last_error_message
    if webhook.allowed_updates:
        info["allowed_updates"] = webhook.allowed_updates
    return info


class UpdatePoller:
    """getUpdates: one poll at a time; a newer poll ends the older with 409."""

    def __init__(self) -> None:
        self._turn = 0

    async def get_updates(self, state: TelegramState, params: CallParams) -> list[Json]:
        """Updates from `offset`, waiting up to `timeout` seconds for the first."""
        if state.webhook.url:
            raise conflict_error(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self._turn += 1
        turn = self._turn
        state.changes.publish({"event": "poll"})
        self._settle(state, params)
        limit = min(100, max(1, params.integer("limit", 100)))
        seconds = min(MAX_POLL_SECONDS, max(0, params.integer("timeout")))

        def ready() -> list[Json] | None:
            if turn != self._turn or state.webhook.url:
                return []
            state.updates.drop_expired(state.clock.now())
            return [item.body for item in state.updates.in_order()][:limit] or None

        found = await state.changes.wait_for(ready, seconds)
        if turn != self._turn:
            raise conflict_error(
                "terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        if state.webhook.url:
            raise conflict_error("terminated by setWebhook request")
        return found or []

    def _settle(self, state: TelegramState, params: CallParams) -> None:
        """Confirm all updates below the offset; a negative offset keeps only that many of the newest."""
        offset = params.integer("offset")
        with state.change():
            if offset > 0:
                state.updates.confirm_below(offset)
            elif offset < 0:
                waiting = [item.update_id for item in state.updates.in_order()]
                state.updates.drop(waiting[:offset])
            state.announce("confirmed")
            if params.has(KEPT_WHEN_OMITTED):
                state.webhook.allowed_updates = _allowed(params, [])
                state.save_webhook()


def _secret(secret: str) -> str:
    if len(secret) > MAX_SECRET:
        raise bad_request("secret token is too long")
    if not SECRET.match(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


def _allowed(params: CallParams, before: list[str]) -> list[str]:
    given = params.structure(KEPT_WHEN_OMITTED)
    if given is None:
        return before
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        raise bad_request("can't parse allowed updates: expected an Array of String")
    return given


def _check_url(url: str, plain_hosts: frozenset[str]) -> None:
    """HTTPS on Telegram's four ports; hosts named in the settings may be plain, on any port."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise bad_request("invalid webhook URL specified") from error
    if not parts.hostname or parts.scheme not in {"http", "https"}:
        raise bad_request("invalid webhook URL specified")
    if parts.hostname in plain_hosts:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")

"""Connects the parts of the Telegram stand-in."""

from ops.sandbox.botapi_gateway import BotApiGateway
from ops.sandbox.fault_injection import FaultPlan, RateLimits
from ops.sandbox.settings import SandboxSettings
from ops.sandbox.state.journal import Journal
from ops.sandbox.state.telegram_state import TelegramState
from ops.sandbox.webhook_delivery import WebhookDelivery


class StandIn:
    """A Telegram: its state, Bot API, webhook delivery and injected faults."""

    def __init__(self, settings: SandboxSettings) -> None:
        self.settings = settings
        self.state = TelegramState(settings, Journal(settings.sandbox_data))
        self.faults = FaultPlan()
        self.limits = RateLimits(on=settings.sandbox_rate_limits)
        self.gateway = BotApiGateway(self.state, self.faults, self.limits)
        self.delivery = WebhookDelivery(self.state, self.gateway.run_answer)

    def reset(self) -> None:
        """Remove all chats, calls and faults and the webhook."""
        self.faults.clear()
        self.limits.reset()
        self.limits.on = self.settings.sandbox_rate_limits
        self.state.reset()

"""The settings of the Telegram stand-in, read from the environment."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

SANDBOX_TOKEN = "123456:sandbox-token-for-local-use-only"  # noqa: S105 - made up, opens nothing


class SandboxSettings(BaseSettings):
    """Settings by the names of environment variables.

    Sizes are bytes, durations seconds. `sandbox_speed` divides the webhook's retry delays (2 means
    twice as fast), it never touches a Retry-After or an expiry.
    """

    model_config = SettingsConfigDict(env_file=None, extra="ignore", env_ignore_empty=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8081, ge=0, le=65535)
    telegram_bot_token: str = Field(default=SANDBOX_TOKEN, pattern=r"^\d{1,20}:[A-Za-z0-9_-]{20,}$")
    owner_telegram_id: int = 1001
    sandbox_data: Path | None = None
    sandbox_speed: float = Field(default=1.0, gt=0)
    sandbox_webhook_timeout: float = Field(default=60.0, gt=0)
    sandbox_rate_limits: bool = False
    sandbox_plain_hosts: str = "localhost,127.0.0.1,::1"
    sandbox_ca_file: Path | None = None
    sandbox_bot_username: str = "planner_sandbox_bot"
    sandbox_bot_name: str = "Business Planner"

    @property
    def plain_hosts(self) -> frozenset[str]:
        """Hosts a webhook may use without TLS and on any port (the real server allows none)."""
        return frozenset(host.strip() for host in self.sandbox_plain_hosts.split(",") if host.strip())

    @property
    def bot_id(self) -> int:
        """The number before the token's colon, as Telegram assigns it."""
        return int(self.telegram_bot_token.partition(":")[0])

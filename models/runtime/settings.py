"""All environment variables the product reads, validated at start."""

import re
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableValueError

from models.queue.sentinel import sentinels_of
from models.runtime.secret_files import SecretFileSource, SettingsError

__all__ = ["Settings", "SettingsError", "read_settings", "settings"]

_SECRET_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,256}")
_SENTRY_DSN = re.compile(r"https?://[^@/\s]+@[^/\s]+(/[^/\s]+)*/\d+")
_BOT_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{10,200}")


class Settings(BaseSettings):
    """One field per environment variable; any of them may come from a file named by `<NAME>_FILE`."""

    model_config = SettingsConfigDict(env_prefix="", extra="ignore", env_ignore_empty=True)

    environment: Literal["development", "test", "production"] = Field(
        "development", description="`production` demands a webhook secret and writes JSON logs"
    )
    debug: bool = Field(False, description="Detailed errors on the operator's pages; never in production")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Lowest level that is logged"
    )
    host: str = Field("127.0.0.1", description="Address the api listens on")
    port: int = Field(8000, ge=0, le=65535, description="Port the api listens on")
    request_seconds: float = Field(
        10.0,
        gt=0,
        le=300,
        description="How long a caller may take to send a request's headers, and again its body",
    )

    database_url: str = Field(
        "postgresql://postgres@127.0.0.1:5432/planner", description="PostgreSQL with pgvector"
    )
    redis_url: str = Field(
        "redis://127.0.0.1:6379/0", description="Redis or Valkey that holds the queue and nothing else"
    )

    telegram_bot_token: SecretStr | None = Field(None, description="Token from @BotFather")
    telegram_secret_token: SecretStr | None = Field(
        None, description="Secret that Telegram sends with each webhook call (1-256 of A-Z a-z 0-9 _ -)"
    )
    telegram_api_base_url: str = Field("https://api.telegram.org/bot", description="Bot API address")
    telegram_file_base_url: str = Field(
        "https://api.telegram.org/file/bot", description="Bot API file address"
    )
    telegram_per_second: float = Field(
        30.0, gt=0, le=1000, description="Most messages a second to all chats, by all workers together"
    )
    telegram_chat_burst: int = Field(
        3, ge=1, le=100, description="Answers a chat may get in a burst before the limit of one a second"
    )
    owner_telegram_id: int | None = Field(
        None,
        description="Telegram id of the owner; unset: whoever opens the one-time link in the worker's log",
    )
    webhook_url: str | None = Field(
        None, description="Public address of this server; unset: updates are fetched by long polling"
    )

    openai_api_key: SecretStr | None = Field(
        None, description="Key for understanding, voice and embeddings; unset: local rules"
    )
    openai_base_url: str | None = Field(None, description="Any OpenAI-compatible server")
    openai_model: str = Field("gpt-6-luna", description="Model that reads messages")
    openai_chat_base_url: str | None = Field(
        None, description="Another server for reading messages; unset: OPENAI_BASE_URL"
    )
    openai_chat_api_key: SecretStr | None = Field(
        None, description="Key of that server; unset: OPENAI_API_KEY on the same host, none on another"
    )
    openai_transcription_base_url: str | None = Field(
        None, description="Another server for voice notes, such as a local Whisper; unset: OPENAI_BASE_URL"
    )
    openai_transcription_api_key: SecretStr | None = Field(
        None, description="Key of that server; unset: OPENAI_API_KEY on the same host, none on another"
    )
    openai_embedding_base_url: str | None = Field(
        None, description="Another server for embeddings; unset: OPENAI_BASE_URL"
    )
    openai_embedding_api_key: SecretStr | None = Field(
        None, description="Key of that server; unset: OPENAI_API_KEY on the same host, none on another"
    )
    openai_transcription_model: str = Field(
        "gpt-transcribe", description="Model that transcribes voice notes"
    )
    openai_embedding_model: str = Field("text-embedding-3-small", description="Model of the task embeddings")
    openai_timeout_seconds: float = Field(20.0, gt=0, le=120, description="Longest wait for one model call")
    openai_max_output_tokens: int = Field(
        4000, ge=100, le=32_000, description="Longest answer of the model, in tokens"
    )
    openai_reasoning_effort: Literal["none", "minimal", "low", "medium", "high"] | None = Field(
        "low", description="Sent when set; empty for servers that do not know it"
    )
    openai_prices: dict[str, dict[str, float]] = Field(
        default_factory=dict,
        description="Prices of models not in our table, USD per million tokens (`input`, `cached`, `output`) or per `minute`",
    )
    voice_max_minutes: float = Field(
        60, gt=0, le=60, description="Longest recording that is transcribed; above five minutes, in pieces"
    )
    understanding: Literal["auto", "rules", "openai"] = Field(
        "auto",
        description="`auto`: the model, except for closed requests and small talk; `rules`: never the model; `openai`: the model also for small talk",
    )
    budget_day_usd: float = Field(1.0, ge=0, description="Hard cap on a workspace's model cost per day (UTC)")
    budget_month_usd: float = Field(
        5.0, ge=0, description="Hard cap on a workspace's model cost per month (UTC)"
    )
    budget_bot_day_usd: float = Field(
        10.0, ge=0, description="Hard cap on the whole bot's model cost per day (UTC)"
    )

    calendar: bool = Field(
        True,
        description="Calendar addresses at WEBHOOK_URL for calendar programs, and subscriptions to other calendars; `false`: neither",
    )
    calendar_private_hosts: str = Field(
        "",
        description="Hosts (`name:port`, by commas) whose calendars people may subscribe to although they are not public",
    )
    default_zone: str = Field("UTC", description="IANA time zone of a new chat until it sets its own")
    digest_time: str = Field("08:00", description="Local time of a new chat's morning digest")
    worker_max_jobs: int = Field(10, ge=1, le=100, description="Jobs one worker runs concurrently")
    worker_grace_seconds: float = Field(
        20.0, ge=0, le=300, description="How long running jobs may take to finish after SIGTERM"
    )
    queue_full_percent: int = Field(
        70, ge=10, le=95, description="Redis memory above which the webhook answers 503"
    )
    history_days: int = Field(
        30, ge=1, le=3650, description="How many days attempts and handled updates are kept"
    )

    dashboard_password: SecretStr | None = Field(
        None,
        description="Password of the job dashboard, or its hash from `planner jobs password`; unset: no dashboard",
    )
    dashboard_viewer_password: SecretStr | None = Field(
        None, description="Password of a viewer, who can change nothing on the dashboard"
    )
    dashboard_open: bool = Field(
        False, description="Dashboard without a password, for a laptop; refused in production"
    )
    metrics_token: SecretStr | None = Field(
        None, description="Bearer token for /metrics; not needed from loopback addresses"
    )
    sentry_dsn: SecretStr | None = Field(
        None, description="Sentry project that errors are reported to; unset: none"
    )
    alert_webhook_url: SecretStr | None = Field(
        None, description="Receives alerts as JSON by POST, in addition to the owner in Telegram"
    )
    backup_hours: int | None = Field(
        None,
        ge=1,
        le=744,
        description="Age of the last good backup, in hours, above which the owner is alerted; unset: never",
    )
    backup_days: int = Field(
        7,
        ge=1,
        description="How many days' backups are kept; with BACKUP_WEEKS it tells when erased data is gone",
    )
    backup_weeks: int = Field(4, ge=1, description="How many weeks' backups are kept")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - `planner up` reads .env, processes never do
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - SecretFileSource stands for it
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then variables, then `<NAME>_FILE`."""
        return init_settings, env_settings, SecretFileSource(settings_cls)

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        found = re.match(r"(postgres|postgresql)(\+\w+)?://", value)
        if not found:
            raise ValueError("must begin with postgresql://")
        return "postgresql+asyncpg://" + value[found.end() :]

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: str) -> str:
        if not re.match(r"(redis|rediss|unix|valkey|valkeys)://", value) and sentinels_of(value) is None:
            raise ValueError("must begin with redis://, rediss://, unix:// or redis+sentinel://")
        return re.sub(r"^valkey", "redis", value)

    @field_validator("telegram_api_base_url", "telegram_file_base_url")
    @classmethod
    def _bot_address(cls, value: str) -> str:
        if not re.match(r"https?://", value):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/") if value.rstrip("/").endswith("/bot") else value.rstrip("/") + "/bot"

    @field_validator(
        "webhook_url",
        "openai_base_url",
        "openai_chat_base_url",
        "openai_transcription_base_url",
        "openai_embedding_base_url",
    )
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not re.match(r"https?://[^/]", value):
            raise ValueError("must begin with http:// or https://")
        return value

    @field_validator("digest_time")
    @classmethod
    def _time(cls, value: str) -> str:
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise ValueError("must be a time like 08:00")
        return value

    @field_validator("telegram_secret_token")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _SECRET_TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("must be 1 to 256 of A-Z a-z 0-9 _ -")
        return value

    @field_validator("sentry_dsn")
    @classmethod
    def _dsn(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _SENTRY_DSN.fullmatch(value.get_secret_value()):
            raise ValueError("must look like https://key@host/project, as Sentry shows it")
        return value

    @field_validator("telegram_bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _BOT_TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("does not look like a bot token (123456:ABC...)")
        return value

    @field_validator("default_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("is no IANA zone such as Europe/Berlin") from error
        return value

    @field_validator("openai_prices")
    @classmethod
    def _prices(cls, value: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
        known = {"input", "cached", "written", "audio", "output", "minute"}
        for model, parts in value.items():
            if not parts or set(parts) - known or min(parts.values()) < 0:
                raise ValueError(
                    f'is wrong for {model}: {{"input": 0.1, "output": 0.5}} or {{"minute": 0.004}}'
                )
        return value

    @model_validator(mode="after")
    def _production(self) -> "Settings":
        if self.environment == "production" and self.dashboard_open:
            raise ValueError("DASHBOARD_OPEN must not be set in production: set DASHBOARD_PASSWORD")
        return self

    @property
    def public_address(self) -> str | None:
        """Where this server is reached from outside, without a path of ours; None without `WEBHOOK_URL`."""
        if self.webhook_url is None:
            return None
        return self.webhook_url.rstrip("/").removesuffix("/webhook/telegram")

    @property
    def webhook_address(self) -> str | None:
        """Where Telegram sends updates: `WEBHOOK_URL`, with our path when it names only a server."""
        if self.webhook_url is None:
            return None
        return f"{self.public_address}/webhook/telegram"


@lru_cache
def settings() -> Settings:
    """This process's settings, read once. Raises SettingsError naming the variable, never its value."""
    return read_settings()


def read_settings(**overrides: Any) -> Settings:
    """Settings from the environment and `overrides`. Raises SettingsError naming the variable, never its value."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise SettingsError("; ".join(_one_line(e["loc"], e["msg"]) for e in error.errors())) from None
    except UnreadableValueError as error:
        # Raised for a value that is to be JSON; its text names the field, not the variable.
        name = re.search(r'field "(\w+)"', str(error))
        raise SettingsError(f"{name[1].upper() if name else 'A setting'} is not valid JSON") from None


def _one_line(where: tuple[int | str, ...], message: str) -> str:
    name = str(where[0]).upper() if where else ""
    return f"{name} {message.removeprefix('Value error, ').removeprefix('Input ')}".strip()

"""The only module that calls the Bot API, and its errors as types of ours."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import httpx
from telegram import Bot, BotCommandScopeChat, Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from models.runtime.bounded_answers import UNCOMPRESSED, read_bounded
from models.runtime.settings import Settings

# What httpx raises before anything of the request has left us.
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NOT_MODIFIED = "message is not modified"
# A chat action that takes longer is of no use, and the answer must not wait for it.
_BEST_EFFORT_SECONDS = 3.0
# A call from its first byte to its answer's last; the library bounds only the wait for each piece of it.
CALL_SECONDS = 60.0
DOWNLOAD_SECONDS = 60.0
# Telegram gives bots no file above 20 MB; no other answer is longer than a message.
MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_ANSWER_BYTES = 1024 * 1024


class TelegramFailure(Exception):  # noqa: N818 - the family of what can go wrong
    """A call that did not succeed; the text is Telegram's own and holds no token."""


class NotPosted(TelegramFailure):
    """Known not to have arrived: safe to send again."""


class RateLimited(NotPosted):
    """429: nothing was posted; try again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many requests, retry after {seconds:g} s")
        self.seconds = seconds


class MovedAway(NotPosted):
    """400: the group has become a supergroup with this id; nothing was posted."""

    def __init__(self, chat_id: int) -> None:
        super().__init__(f"the group is now the supergroup {chat_id}")
        self.chat_id = chat_id


class PossiblyPosted(TelegramFailure):
    """Timed out or broke off after the request was sent: the message may be in the chat (invariant I6)."""


class Refused(TelegramFailure):
    """400: Telegram will never accept this call."""


class Blocked(TelegramFailure):
    """403: the user blocked the bot, or the chat is gone."""


@dataclass(frozen=True, slots=True)
class Posted:
    """Telegram accepted the call; `message_id` when it posted a message."""

    message_id: int | None


@dataclass(frozen=True, slots=True)
class WebhookStatus:
    """Telegram's view of the delivery of updates. `last_error_at` is in seconds since the epoch."""

    pending: int
    last_error: str | None
    last_error_at: float | None


class TelegramClient:
    """A bot's calls. Timeouts are ours: python-telegram-bot's 5 s made messages appear twice (ops/docs/telegram.md)."""

    def __init__(self, settings: Settings) -> None:
        assert settings.telegram_bot_token is not None
        token = settings.telegram_bot_token.get_secret_value()
        self._bot = Bot(
            token,
            base_url=settings.telegram_api_base_url,
            base_file_url=settings.telegram_file_base_url,
            request=_CheckedRequest(
                connection_pool_size=32,
                connect_timeout=5,
                read_timeout=20,
                write_timeout=20,
                pool_timeout=5,
                httpx_kwargs={"headers": UNCOMPRESSED, "event_hooks": {"response": [_limit_response_size]}},
            ),
        )
        self._secret = token
        self._username: str | None = None

    @property
    def bot_id(self) -> int:
        """The bot's own user id: what stands before the colon of its token."""
        return int(self._secret.partition(":")[0])

    async def close(self) -> None:
        """Close the connections."""
        await self._bot.shutdown()

    async def call(self, method: str, arguments: dict[str, Any]) -> Posted:
        """Call a method that posts or edits a message. Raises a TelegramFailure."""
        try:
            async with asyncio.timeout(CALL_SECONDS):
                answer = await getattr(self._bot, method)(**arguments)
        except (TimeoutError, RecursionError) as error:
            # Our own limit on the answer, or one nested too deep to be read: the request had left.
            raise PossiblyPosted(f"no answer that could be read in {CALL_SECONDS:g} s") from error
        except TelegramError as error:
            if _NOT_MODIFIED in str(error).lower():
                return Posted(arguments.get("message_id"))
            raise self._typed_error(error) from error
        return Posted(_message_id(answer))

    async def call_best_effort(self, method: str, arguments: dict[str, Any]) -> str | None:
        """Typing, a reaction or the answer to a callback query: tried once. Returns the error's text, or None."""
        try:
            async with asyncio.timeout(CALL_SECONDS):
                await getattr(self._bot, method)(
                    **arguments, read_timeout=_BEST_EFFORT_SECONDS, write_timeout=_BEST_EFFORT_SECONDS
                )
        except (TimeoutError, RecursionError) as error:
            return type(error).__name__
        except TelegramError as error:
            return str(self._typed_error(error))
        return None

    async def download(self, file_id: str) -> bytes:
        """A file's bytes (20 MB and a minute at most). Raises a TelegramFailure."""
        try:
            async with asyncio.timeout(DOWNLOAD_SECONDS):
                file = await self._bot.get_file(file_id)
                # Not `file.download_as_bytearray`: it keeps every byte twice, and a third time as `bytes`.
                return await self._bot.request.retrieve(file.file_path or "")
        except (TimeoutError, RecursionError) as error:
            raise NotPosted(f"no file within {DOWNLOAD_SECONDS:g} s ({type(error).__name__})") from error
        except TelegramError as error:
            failure = self._typed_error(error)
            # A file can be fetched twice: nothing is posted by it.
            raise NotPosted(str(failure)) if isinstance(failure, PossiblyPosted) else failure from error

    async def username(self) -> str:
        """The bot's user name, asked for once in the life of this client. Raises NotPosted when Telegram does not answer."""
        if self._username is None:
            try:
                async with asyncio.timeout(CALL_SECONDS):
                    self._username = (await self._bot.get_me()).username or ""
            except (TimeoutError, RecursionError) as error:
                raise NotPosted(f"the bot's name is not known ({type(error).__name__})") from error
            except TelegramError as error:
                text = str(error).replace(self._secret, "[token]")
                raise NotPosted(f"the bot's name is not known: {text}") from error
        return self._username

    async def webhook_status(self) -> WebhookStatus:
        """How many updates Telegram holds, and its last error. Raises NotPosted with the reason when it does not answer."""
        try:
            async with asyncio.timeout(CALL_SECONDS):
                found = await self._bot.get_webhook_info()
        except (TimeoutError, RecursionError) as error:
            raise NotPosted(type(error).__name__) from error
        except TelegramError as error:
            raise NotPosted(str(error).replace(self._secret, "[token]")) from error
        at = found.last_error_date
        return WebhookStatus(
            found.pending_update_count, found.last_error_message, at.timestamp() if at is not None else None
        )

    async def set_commands(
        self, commands: list[dict[str, str]], language: str = "", *, chat_telegram_id: int | None = None
    ) -> str | None:
        """Publish the list of commands, for a language of the app or for one chat. Returns the error's text, or None."""
        # The library takes pairs; a dict it would index by 0.
        pairs = [(each["command"], each["description"]) for each in commands]
        return await self.call_best_effort(
            "setMyCommands",
            {
                "commands": pairs,
                "language_code": language or None,
                "scope": None if chat_telegram_id is None else BotCommandScopeChat(chat_telegram_id),
            },
        )

    def _typed_error(self, error: TelegramError) -> TelegramFailure:
        text = str(error).replace(self._secret, "[token]")
        if isinstance(error, RetryAfter):
            return RateLimited(_retry_after_seconds(error))
        if isinstance(error, ChatMigrated):
            return MovedAway(error.new_chat_id)
        if isinstance(error, Forbidden):
            return Blocked(text)
        if isinstance(error, BadRequest):
            return Blocked(text) if "chat not found" in text.lower() else Refused(text)
        if isinstance(error, InvalidToken):
            return NotPosted(f"the bot token is not accepted: {text}")
        return _network_failure(error, text)


class _NotTelegramsAnswerError(Exception):
    """Something between us and Telegram answered: what Telegram did with the call is not known."""


class _CheckedRequest(HTTPXRequest):
    """The library's requests; an error of a server, or a success, that is not in Telegram's own form is told apart.

    A proxy that answers 4xx has refused the call; one that answers 5xx may have passed it on before.
    """

    async def do_request(self, *args: Any, **named: Any) -> tuple[int, bytes]:
        """As in the library. Raises _NotTelegramsAnswerError."""
        status, payload = await super().do_request(*args, **named)
        posts = (named.get("method") or args[1]) != "GET"
        if posts and not 300 <= status < 500 and not _is_telegrams(payload):
            raise _NotTelegramsAnswerError(f"HTTP {status} without an answer of Telegram")
        return status, payload


def _is_telegrams(payload: bytes) -> bool:
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):  # the latter of thousands of nested brackets
        return False
    return isinstance(answer, dict) and isinstance(answer.get("ok"), bool)


async def _limit_response_size(response: httpx.Response) -> None:
    """Only files are fetched by GET."""
    most = MAX_FILE_BYTES if response.request.method == "GET" else MAX_ANSWER_BYTES
    await read_bounded(response, most, httpx)


def _network_failure(error: TelegramError, text: str) -> TelegramFailure:
    if isinstance(error.__cause__, _NEVER_LEFT):
        return NotPosted(text)
    if isinstance(error, TimedOut) or isinstance(error.__cause__, httpx.HTTPError):
        return PossiblyPosted(text)
    if isinstance(error.__cause__, _NotTelegramsAnswerError):
        return PossiblyPosted(str(error.__cause__))
    # Telegram itself answered with a 5xx: it did not carry out the call.
    return NotPosted(text) if isinstance(error, NetworkError) else Refused(text)


def _retry_after_seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()


def _message_id(answer: Any) -> int | None:
    return answer.message_id if isinstance(answer, Message) else None

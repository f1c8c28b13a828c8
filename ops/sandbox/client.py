"""A typed client of the control API, with which tests and the demo script act as Telegram users."""

# ruff: noqa: ASYNC109 - the stand-in itself waits for `timeout` seconds and answers 408

from types import TracebackType
from typing import Any, Self

import httpx

from ops.sandbox.fault_injection import FaultKind
from ops.sandbox.message_view import Json, MessageView, SandboxError

OWNER = 1001
# How long a waiting call waits unless it says otherwise: what comes ends it at once.
WAIT_SECONDS = 120.0

# An idle connection is closed before the stand-in does it (uvicorn: after 5 s), so that no request is lost in between.
LIMITS = httpx.Limits(keepalive_expiry=2)


class SandboxClient:
    """Talks to a running stand-in at `base_url`. Use as `async with SandboxClient(url) as tg`.

    A `chat` left out means the private chat of `user`. Waiting calls raise SandboxError 408 after
    `timeout` seconds.
    """

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        self._http = httpx.AsyncClient(
            base_url=f"{self.base_url}/control",
            timeout=httpx.Timeout(60, read=None),
            trust_env=False,
            limits=LIMITS,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self._http.aclose()

    # Actions of users.

    async def say(
        self,
        text: str,
        *,
        user: int = OWNER,
        chat: int | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
        anonymous: bool = False,
        **person: str,
    ) -> MessageView:
        """Write a message, in a topic of a forum, or as an anonymous administrator; `name=` and `lang=` change the person."""
        body = {"user": user, "chat": chat, "text": text, "reply_to": reply_to, **person}
        body |= {"thread": thread, "anonymous": anonymous}
        return MessageView(await self._post("say", body))

    async def edit(
        self, message_id: int, text: str, *, user: int = OWNER, chat: int | None = None
    ) -> MessageView:
        """Change the text or caption of a message of the user."""
        return MessageView(
            await self._post("edit", {"user": user, "chat": chat, "message_id": message_id, "text": text})
        )

    async def press(self, message_id: int, button: str, *, user: int = OWNER, chat: int | None = None) -> str:
        """Press a button by label or callback_data; returns the callback query's id."""
        body = {"user": user, "chat": chat, "message_id": message_id, "button": button}
        return str((await self._post("press", body))["id"])

    async def react(
        self, message_id: int, emoji: str, *, user: int = OWNER, chat: int | None = None
    ) -> MessageView:
        return MessageView(
            await self._post("react", {"user": user, "chat": chat, "message_id": message_id, "emoji": emoji})
        )

    async def forward(
        self, message_id: int, from_chat: int, *, user: int = OWNER, chat: int | None = None
    ) -> MessageView:
        body = {"user": user, "chat": chat, "from_chat": from_chat, "message_id": message_id}
        return MessageView(await self._post("forward", body))

    async def locate(
        self, latitude: float, longitude: float, *, user: int = OWNER, chat: int | None = None
    ) -> MessageView:
        body = {"user": user, "chat": chat, "latitude": latitude, "longitude": longitude}
        return MessageView(await self._post("location", body))

    async def send_file(
        self,
        kind: str,
        content: bytes,
        *,
        user: int = OWNER,
        chat: int | None = None,
        file_name: str = "",
        mime_type: str = "application/octet-stream",
        caption: str = "",
        duration: int = 0,
        reply_to: int | None = None,
    ) -> MessageView:
        """Send a "photo", "voice" or "document" with its bytes; duration in seconds."""
        given = {
            "user": user,
            "chat": chat,
            "kind": kind,
            "caption": caption,
            "duration": duration,
            "reply_to": reply_to,
        }
        fields = {key: str(value) for key, value in given.items() if value not in (None, "")}
        files = {"file": (file_name or kind, content, mime_type)}
        return MessageView(self._read(await self._http.post("/upload", data=fields, files=files)))

    async def send_voice(self, content: bytes, *, user: int = OWNER, duration: int = 3) -> MessageView:
        return await self.send_file("voice", content, user=user, mime_type="audio/ogg", duration=duration)

    async def block(self, *, user: int = OWNER, blocked: bool = True) -> None:
        """Block the bot, or unblock it."""
        await self._post("block", {"user": user, "blocked": blocked})

    async def make_group(self, chat: int, title: str, *, user: int = OWNER, **kind: Any) -> None:
        """A group that the bot is in, or not yet with `bot="left"`; `supergroup=True` or `forum=True` say of which kind."""
        await self._post("group", {"user": user, "chat": chat, "title": title, **kind})

    async def set_bot_status(
        self, chat: int, status: str, *, user: int = OWNER, anonymous: bool = False
    ) -> None:
        """`user` makes the bot a "member" or "administrator" of the group, or removes it: "left", "kicked"."""
        body = {"user": user, "chat": chat, "status": status, "anonymous": anonymous}
        await self._post("bot-status", body)

    async def make_topic(self, chat: int, name: str, *, user: int = OWNER) -> int:
        """A new topic of a forum; its id."""
        made = MessageView(await self._post("topic", {"user": user, "chat": chat, "name": name}))
        return made.id

    async def migrate(self, chat: int, *, user: int = OWNER) -> int:
        """The group becomes a supergroup; its new id."""
        return int((await self._post("migrate", {"user": user, "chat": chat}))["id"])

    async def set_privacy(self, *, on: bool) -> None:
        """Privacy mode: off, the bot hears everything in groups."""
        await self._post("privacy", {"on": on})

    # What users see.

    async def messages(
        self, chat: int = OWNER, *, after: int = 0, deleted: bool = False
    ) -> list[MessageView]:
        """A chat's messages, oldest first."""
        params = {"after": after, "deleted": int(deleted)}
        return [MessageView(raw) for raw in await self._get(f"chats/{chat}/messages", **params)]

    async def message(self, message_id: int, chat: int = OWNER) -> MessageView:
        """One message as it is now, deleted or not; SandboxError 404 when there never was one."""
        for seen in await self.messages(chat, after=message_id - 1, deleted=True):
            if seen.id == message_id:
                return seen
        raise SandboxError(404, f"no message {message_id} in chat {chat}")

    async def chats(self) -> list[Json]:
        return list(await self._get("chats"))

    async def people(self) -> list[Json]:
        """Users with the commands each would see."""
        return list(await self._get("people"))

    async def calls(self, method: str = "", *, after: int = 0, chat: int | None = None) -> list[Json]:
        """The bot's calls: index, method, params, status, result, description, at, took, fault, via."""
        params: Json = {"method": method, "after": after} | ({} if chat is None else {"chat": chat})
        return list(await self._get("calls", **params))

    async def pending(self) -> list[Json]:
        """Updates not yet confirmed by the bot."""
        return list(await self._get("updates"))

    async def state(self) -> Json:
        return dict(await self._get("state"))

    # Waiting.

    async def wait_for_bot_messages(
        self,
        chat: int = OWNER,
        *,
        after: int = 0,
        count: int = 1,
        contains: str = "",
        timeout: float = WAIT_SECONDS,
    ) -> list[MessageView]:
        """At least `count` messages of the bot with an id above `after` whose text contains `contains`."""
        body = {"what": "messages", "chat": chat, "after": after, "count": count, "contains": contains}
        return [MessageView(raw) for raw in await self._wait(body, timeout)]

    async def wait_for_bot_message(
        self, chat: int = OWNER, *, after: int = 0, contains: str = "", timeout: float = WAIT_SECONDS
    ) -> MessageView:
        """The first message of the bot with an id above `after` whose text contains `contains`."""
        return (await self.wait_for_bot_messages(chat, after=after, contains=contains, timeout=timeout))[0]

    async def wait_for_edit(
        self,
        message_id: int,
        chat: int = OWNER,
        *,
        after: int = 1,
        contains: str = "",
        timeout: float = WAIT_SECONDS,
    ) -> MessageView:
        """The message once its version is above `after` and it contains `contains`."""
        body = {"what": "edit", "chat": chat, "message_id": message_id, "after": after, "contains": contains}
        return MessageView(await self._wait(body, timeout))

    async def wait_for_deletion(
        self, message_id: int, chat: int = OWNER, *, timeout: float = WAIT_SECONDS
    ) -> MessageView:
        return MessageView(
            await self._wait({"what": "deleted", "chat": chat, "message_id": message_id}, timeout)
        )

    async def wait_for_reaction(
        self, message_id: int, chat: int = OWNER, *, timeout: float = WAIT_SECONDS
    ) -> MessageView:
        return MessageView(
            await self._wait({"what": "reaction", "chat": chat, "message_id": message_id}, timeout)
        )

    async def wait_for_answer(self, query_id: str, *, timeout: float = WAIT_SECONDS) -> Json:
        """The answer to a pressed button: text, show_alert, url."""
        return dict(await self._wait({"what": "answer", "query_id": query_id}, timeout))

    async def wait_for_calls(
        self,
        method: str,
        *,
        after: int = 0,
        count: int = 1,
        chat: int | None = None,
        timeout: float = WAIT_SECONDS,
    ) -> list[Json]:
        body = {"what": "calls", "method": method, "after": after, "count": count, "chat": chat}
        return list(await self._wait(body, timeout))

    async def wait_until_idle(self, chat: int | None = None, *, timeout: float = WAIT_SECONDS) -> None:
        """Until no update waits for the bot: all were accepted by the webhook or by getUpdates' offset."""
        await self._wait({"what": "idle", "chat": chat}, timeout)

    async def wait_for_webhook_error(self, *, timeout: float = WAIT_SECONDS) -> str:
        """Telegram's error text for the last failed delivery to the present webhook."""
        return str(await self._wait({"what": "webhook_error"}, timeout))

    async def wait_for_listener(self, *, timeout: float = WAIT_SECONDS) -> None:
        """Until the bot has set a webhook or asked for updates."""
        await self._wait({"what": "poll"}, timeout)

    # Faults, limits and time.

    async def inject(self, method: str, fault: FaultKind, *, times: int | None = 1, **order: Any) -> Json:
        """Inject a fault: `probability`, `code`, `retry_after`, `description`, `seconds`, `chat_id` as in `Fault`."""
        return await self._order("faults", {"method": method, "fault": fault, "times": times, **order})

    async def clear_faults(self) -> None:
        await self._post("faults/clear", {})

    async def rate_limits(self, on: bool, **figures: int) -> Json:
        """Switch Telegram's rate limits on or off and zero the counts; figures: overall, burst."""
        return await self._order("limits", {"on": on, **figures})

    async def redeliver(self, update_id: int) -> Json:
        """Queue an old update once more under its own id."""
        return await self._order("redeliver", {"update_id": update_id})

    async def send_update(self, update: Json) -> Json:
        """Queue any JSON object as an update; returns it with its update_id."""
        return await self._order("updates", {"update": update})

    async def advance_clock(self, seconds: float) -> None:
        await self._post("clock", {"seconds": seconds})

    async def reset(self) -> None:
        """Forget everything: chats, webhook, calls, faults."""
        await self._post("reset", {})

    async def file(self, file_id: str) -> bytes:
        """A file's bytes as they were sent."""
        answer = await self._http.get(f"/files/{file_id}")
        answer.raise_for_status()
        return answer.content

    async def _wait(self, body: Json, timeout: float) -> Any:
        return (await self._post("wait", {**body, "timeout": timeout}))["found"]

    async def _order(self, path: str, body: Json) -> Json:
        return dict(await self._post(path, body))

    async def _post(self, path: str, body: Json) -> Any:
        given = {key: value for key, value in body.items() if value is not None or key == "times"}
        return self._read(await self._http.post(f"/{path}", json=given))

    async def _get(self, path: str, **params: Any) -> Any:
        return self._read(await self._http.get(f"/{path}", params=params))

    def _read(self, answer: httpx.Response) -> Any:
        if answer.is_error:
            try:
                description = answer.json()["description"]
            except (ValueError, KeyError):
                description = answer.text[:200]
            raise SandboxError(answer.status_code, description)
        return answer.json()

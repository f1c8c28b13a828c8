"""Holds the stand-in's whole state and writes every change of it to the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from ops.sandbox.settings import SandboxSettings
from ops.sandbox.state import first_ids
from ops.sandbox.state.call_log import CallLog
from ops.sandbox.state.change_notifier import ChangeNotifier
from ops.sandbox.state.files import FileStore
from ops.sandbox.state.journal import Journal
from ops.sandbox.state.records import CallbackQuery, ChatRecord, Json, StoredMessage, Webhook
from ops.sandbox.state.telegram_clock import TelegramClock
from ops.sandbox.state.update_queue import UpdateQueue, is_wanted


class TelegramState:
    """Chats, people, files, updates and the bot's own settings.

    Every change is made inside `change()`: one transaction of the journal, then all
    listeners are notified. Reading needs no lock, since everything runs in one thread.
    """

    def __init__(self, settings: SandboxSettings, journal: Journal) -> None:
        self.settings = settings
        self.journal = journal
        self.clock = TelegramClock()
        self.changes = ChangeNotifier()
        self.calls = CallLog()
        self._events: list[Json] = []
        self._depth = 0
        self._message_ids: dict[int, int] = {}
        self._forget(first_ids.first_update_id(self.clock.now()))
        self._load()
        self._seed_people()

    def _forget(self, next_update_id: int) -> None:
        self.users: dict[int, Json] = {}
        self.chats: dict[int, ChatRecord] = {}
        self.queries: dict[str, CallbackQuery] = {}
        self.profile: Json = {}
        self.webhook = Webhook()
        self.files = FileStore(self.journal, self.settings.bot_id)
        self.updates = UpdateQueue(self.journal, next_update_id)
        self.calls = CallLog()

    def _load(self) -> None:
        self.users = {row["id"]: row for row in self.journal.all("user")}
        self.chats = {row["id"]: ChatRecord(**row) for row in self.journal.all("chat")}
        for row in self.journal.all("message"):
            message = StoredMessage(**row)
            self.chats[message.chat_id].messages[message.message_id] = message
        self.queries = {row["id"]: CallbackQuery(**row) for row in self.journal.all("query")}
        for row in self.journal.all("profile"):
            self.profile = row
        for row in self.journal.all("webhook"):
            self.webhook = Webhook(**row)
        self.files.load()
        self.updates.load()

    def _seed_people(self) -> None:
        people = [
            (self.settings.owner_telegram_id, "Anna", "en"),
            (1002, "Дима", "ru"),
            (1003, "Stranger", "en"),
        ]
        with self.change():
            for user_id, name, language in people:
                if user_id not in self.users:
                    self.save_user(
                        {"id": user_id, "is_bot": False, "first_name": name, "language_code": language}
                    )

    @contextmanager
    def change(self) -> Iterator[None]:
        """One all-or-nothing change of the journal; events go out when it is written."""
        self._depth += 1
        try:
            with self.journal.transaction():
                yield
        except BaseException:
            self._events.clear()
            raise
        finally:
            self._depth -= 1
        if self._depth == 0:
            events, self._events = self._events, []
            for event in events:
                self.changes.publish(event)

    def announce(self, kind: str, **facts: object) -> None:
        """Announce an event at the end of the running change."""
        self._events.append({"event": kind, **facts})

    @property
    def bot(self) -> Json:
        """The bot as a User object."""
        name = self.profile.get("name") or self.settings.sandbox_bot_name
        username = self.settings.sandbox_bot_username
        return {"id": self.settings.bot_id, "is_bot": True, "first_name": name, "username": username}

    @property
    def privacy_mode(self) -> bool:
        """Whether the bot hears only what is for it in groups, as Telegram sets new bots up."""
        return bool(self.profile.get("privacy_mode", True))

    def save_user(self, user: Json) -> None:
        self.users[user["id"]] = user
        self.journal.put("user", user["id"], user)

    def save_chat(self, chat: ChatRecord) -> None:
        self.chats[chat.id] = chat
        self.journal.put("chat", chat.id, chat.record())

    def save_query(self, query: CallbackQuery) -> None:
        self.queries[query.id] = query
        self.journal.put("query", query.id, asdict(query))

    def save_profile(self) -> None:
        self.journal.put("profile", "bot", self.profile)
        self.announce("profile", commands=self.profile.get("commands", {}))

    def save_webhook(self) -> None:
        self.journal.put("webhook", "bot", asdict(self.webhook))
        self.announce("webhook", url=self.webhook.url)

    def save_message(self, message: StoredMessage, event: str) -> None:
        """Store a new or changed message and announce it to open chat pages."""
        self.chats[message.chat_id].messages[message.message_id] = message
        key = f"{message.chat_id}:{message.message_id}"
        self.journal.put("message", key, asdict(message))
        self.announce(event, chat_id=message.chat_id, message=message.seen())

    def add_message(self, chat: ChatRecord, sender: Json, content: Json) -> StoredMessage:
        """Give the chat's next id to a message and keep it."""
        body: Json = {
            "message_id": chat.next_message_id,
            "from": sender,
            "chat": self.chat_object(chat),
            "date": self.clock.stamp(),
            **content,
        }
        chat.next_message_id += 1
        if sender.get("is_bot"):
            chat.action = ""
        self.save_chat(chat)
        message = StoredMessage(body)
        self.save_message(message, "message")
        return message

    def chat_object(self, chat: ChatRecord) -> Json:
        """The Bot API's Chat, short form."""
        if chat.kind != "private":
            forum = {"is_forum": True} if chat.forum else {}
            return {"id": chat.id, "type": chat.kind, "title": chat.title, **forum}
        user = self.users[chat.id]
        names = {key: user[key] for key in ("first_name", "last_name", "username") if user.get(key)}
        return {"id": chat.id, **names, "type": "private"}

    def post_update(self, fields: Json) -> Json | None:
        """Queue an update for the bot unless its allowed_updates leave it out."""
        if not is_wanted(fields, self.webhook.allowed_updates):
            return None
        update = self.updates.add(fields, self.clock.now())
        self.announce("update", update_id=update["update_id"])
        return update

    def new_chat(self, chat_id: int, title: str = "") -> ChatRecord:
        """A chat not yet kept: private for a positive id, a group for a negative one."""
        first = first_ids.first_message_id(self.clock.now())
        kind = "private" if chat_id > 0 else "group"
        return ChatRecord(
            id=chat_id, kind=kind, title=title, next_message_id=max(first, self._message_ids.get(chat_id, 1))
        )

    def reset(self) -> None:
        """Remove everything, the webhook included; ids used before are not used again."""
        self._message_ids |= {chat.id: chat.next_message_id for chat in self.chats.values()}
        self.journal.clear()
        self._forget(self.updates.next_id)
        self.clock.shift = 0.0
        self._seed_people()
        self.changes.publish({"event": "reset"})

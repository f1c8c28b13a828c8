"""The updates that wait for the bot: numbered in sequence, kept until confirmed or expired."""

from collections.abc import Iterable
from dataclasses import asdict

from ops.sandbox.state.journal import Journal
from ops.sandbox.state.records import Json, PendingUpdate

MESSAGE_LIFETIME = 24 * 3600.0  # Bot API: not kept longer than 24 hours
CALLBACK_LIFETIME = 150.0  # the Bot API server's process_new_callback_query_queue
ARCHIVE_SIZE = 20_000
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


def lane_of(body: Json) -> str:
    """Telegram's queue for an update: messages by chat, callback queries by user."""
    kind = kind_of(body)
    inner = body.get(kind)
    inner = inner if isinstance(inner, dict) else {}
    if kind == "callback_query":
        return f"user:{inner.get('from', {}).get('id', 0)}"
    chat = inner.get("chat", {}).get("id", 0)
    return f"member:{chat}" if kind == "my_chat_member" else f"chat:{chat}"


def kind_of(body: Json) -> str:
    """The field beside update_id: message, edited_message, callback_query ..."""
    return next((key for key in body if key != "update_id"), "")


def is_wanted(body: Json, allowed: list[str]) -> bool:
    """Whether `allowed_updates` lets it through; an empty list means Telegram's default."""
    kind = kind_of(body)
    return kind in allowed if allowed else kind not in UNASKED


class UpdateQueue:
    """The bot's update queue and an archive for deliberate redelivery."""

    def __init__(self, journal: Journal, first_id: int) -> None:
        self._journal = journal
        self.pending: dict[int, PendingUpdate] = {}
        self._lanes: dict[str, dict[int, PendingUpdate]] = {}
        self.archive: dict[int, Json] = {}
        self.next_id = first_id
        self.expired = 0

    def load(self) -> None:
        for row in self._journal.all("update"):
            self._append(PendingUpdate(**row))
        self.archive = {body["update_id"]: body for body in self._journal.all("archive")}
        for row in self._journal.all("counter"):
            self.next_id = int(row["next_update_id"])

    def add(self, fields: Json, now: float) -> Json:
        """Number an update and put it at the end of its lane; returns the Update object."""
        body = {"update_id": self.next_id, **fields}
        self.next_id += 1
        self._journal.put("counter", "update", {"next_update_id": self.next_id})
        self._remember(body)
        self.put_back(body, now)
        return body

    def put_back(self, body: Json, now: float) -> None:
        """Queue an Update object unchanged: a redelivered or made-up one keeps its update_id."""
        lifetime = CALLBACK_LIFETIME if kind_of(body) == "callback_query" else MESSAGE_LIFETIME
        pending = PendingUpdate(int(body["update_id"]), lane_of(body), body, now + lifetime)
        self._append(pending)
        self._journal.put("update", pending.update_id, asdict(pending))

    def confirm(self, update_id: int) -> None:
        item = self.pending.pop(update_id, None)
        if item is None:
            return
        lane = self._lanes[item.lane]
        del lane[update_id]
        if not lane:
            del self._lanes[item.lane]
        self._journal.delete("update", update_id)

    def confirm_below(self, offset: int) -> None:
        """getUpdates' offset confirms everything before it."""
        self.drop(update_id for update_id in list(self.pending) if update_id < offset)

    def drop(self, update_ids: Iterable[int]) -> None:
        with self._journal.transaction():
            for update_id in update_ids:
                self.confirm(update_id)

    def drop_expired(self, now: float) -> None:
        old = [item.update_id for item in self.pending.values() if item.expires_at <= now]
        self.expired += len(old)
        self.drop(old)

    def in_order(self) -> list[PendingUpdate]:
        return [self.pending[key] for key in sorted(self.pending)]

    def lanes(self) -> list[str]:
        """Lanes in which something waits."""
        return list(self._lanes)

    def head(self, lane: str) -> PendingUpdate | None:
        """The first update of a lane, the only one that may be in delivery."""
        return next(iter(self._lanes.get(lane, {}).values()), None)

    def _append(self, item: PendingUpdate) -> None:
        self.pending[item.update_id] = item
        self._lanes.setdefault(item.lane, {})[item.update_id] = item

    def _remember(self, body: Json) -> None:
        self.archive[body["update_id"]] = body
        self._journal.put("archive", body["update_id"], body)
        if len(self.archive) > ARCHIVE_SIZE:
            oldest = next(iter(self.archive))
            del self.archive[oldest]
            self._journal.delete("archive", oldest)

"""The log of the bot's calls, with parameters, result and time."""

from collections import deque
from dataclasses import asdict, dataclass, field

from ops.sandbox.state.records import Json

KEPT = 50_000


@dataclass
class Call:
    """One call. `at` is epoch seconds, `took` seconds; `status` 0 means no answer was sent."""

    index: int
    method: str
    params: Json
    at: float
    via: str = "http"
    fault: str = ""
    status: int = 0
    result: object = None
    description: str = ""
    took: float = 0.0


@dataclass
class CallLog:
    """The newest calls in order; `index` counts from 1 and never repeats until a reset."""

    total: int = 0
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=KEPT))

    def begin(self, method: str, params: Json, at: float, via: str) -> Call:
        self.total += 1
        call = Call(self.total, method, params, at, via)
        self.calls.append(call)
        return call

    def select(self, method: str = "", after: int = 0, chat_id: int | None = None) -> list[Json]:
        """Calls of a method (any case, empty for all) after an index, oldest first."""
        wanted = method.lower()
        return [
            asdict(call)
            for call in self.calls
            if call.index > after
            and (not wanted or call.method.lower() == wanted)
            and (chat_id is None or str(call.params.get("chat_id")) == str(chat_id))
        ]

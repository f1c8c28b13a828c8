"""Contract: each job as a small type: its name, its arguments (ids only) and what makes it unique."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Protocol

from models.queue.keys import job_of_update
from models.runtime.trace_id import trace_of


class Job(Protocol):
    """What every job type offers."""

    name: ClassVar[str]
    # Background work: it starts when no other job is due, in at most half of a worker's slots.
    background: ClassVar[bool]

    @property
    def job_id(self) -> str:
        """Two jobs with one id are one job while it waits or runs."""
        ...

    @property
    def trace_id(self) -> str:
        """The trace this job belongs to."""
        ...


@dataclass(frozen=True, slots=True)
class HandleUpdate:
    """Give one update of a lane its effect."""

    name: ClassVar[str] = "handle_update"
    background: ClassVar[bool] = False
    update_id: int
    lane: str

    @property
    def job_id(self) -> str:
        """One job per update."""
        return job_of_update(self.update_id)

    @property
    def trace_id(self) -> str:
        """The update's trace."""
        return trace_of(self.update_id)


@dataclass(frozen=True, slots=True)
class DeliverMessage:
    """Send what the outbox owes to the chat of a row, those before it first. Names no chat: strangers have rows too."""

    name: ClassVar[str] = "deliver_message"
    background: ClassVar[bool] = False
    outbound_id: int
    trace: str

    @property
    def job_id(self) -> str:
        """One job per outbox row."""
        return f"deliver:{self.outbound_id}"

    @property
    def trace_id(self) -> str:
        """The trace of what caused the message."""
        return self.trace


@dataclass(frozen=True, slots=True)
class EmbedTasks:
    """Store the embeddings of the tasks an operation touched."""

    name: ClassVar[str] = "embed_tasks"
    background: ClassVar[bool] = True
    operation_id: int
    workspace_id: int
    trace: str

    @property
    def job_id(self) -> str:
        """One job per operation."""
        return f"embed:{self.operation_id}"

    @property
    def trace_id(self) -> str:
        """The trace of the operation."""
        return self.trace


@dataclass(frozen=True, slots=True)
class EmbedBacklog:
    """Store the embeddings that a workspace's tasks lack under the present model: it is a new one, or titles changed."""

    name: ClassVar[str] = "embed_backlog"
    background: ClassVar[bool] = True
    workspace_id: int

    @property
    def job_id(self) -> str:
        """One at a time for a workspace: the rows say what there is to do."""
        return f"backlog:{self.workspace_id}"

    @property
    def trace_id(self) -> str:
        """No update caused it: its calls are kept under the workspace."""
        return f"e{self.workspace_id}"


@dataclass(frozen=True, slots=True)
class SendDigest:
    """Render one schedule's digest of one local day (ISO date) alone: in its batch it failed."""

    name: ClassVar[str] = "send_digest"
    background: ClassVar[bool] = False
    schedule_id: int
    local_on: str

    @property
    def job_id(self) -> str:
        """One job per schedule and local day."""
        return f"digest:{self.schedule_id}:{self.local_on}"

    @property
    def trace_id(self) -> str:
        """A digest is its own trace: no update caused it."""
        return f"d{self.schedule_id}-{self.local_on}"

    @property
    def day(self) -> dt.date:
        """The local day."""
        return dt.date.fromisoformat(self.local_on)


@dataclass(frozen=True, slots=True)
class RenderDigests:
    """Render every digest that is due into the outbox, a batch at a time."""

    name: ClassVar[str] = "render_digests"
    background: ClassVar[bool] = False

    @property
    def job_id(self) -> str:
        """One at a time: the rows say what there is to do."""
        return "digests"

    @property
    def trace_id(self) -> str:
        """Each digest has a trace of its own; the batch has this one."""
        return "digests"


@dataclass(frozen=True, slots=True)
class SendReminders:
    """Render every reminder that is due into the outbox."""

    name: ClassVar[str] = "send_reminders"
    background: ClassVar[bool] = False

    @property
    def job_id(self) -> str:
        """One at a time: the rows say what there is to do."""
        return "reminders"

    @property
    def trace_id(self) -> str:
        """Each reminder has a trace of its own; the batch has this one."""
        return "reminders"


@dataclass(frozen=True, slots=True)
class FollowSeries:
    """Make the next task of every series whose last one is over."""

    name: ClassVar[str] = "follow_series"
    background: ClassVar[bool] = False

    @property
    def job_id(self) -> str:
        """One at a time: the rows say what there is to do."""
        return "series"

    @property
    def trace_id(self) -> str:
        """What it does carries a trace of its own."""
        return "series"


@dataclass(frozen=True, slots=True)
class SendBulk:
    """Send the digests and reminders that are owed, at Telegram's pace."""

    name: ClassVar[str] = "send_bulk"
    background: ClassVar[bool] = False

    @property
    def job_id(self) -> str:
        """One at a time: it keeps Telegram's whole pace busy."""
        return "bulk"

    @property
    def trace_id(self) -> str:
        """Each message has its own trace; the sending has this one."""
        return "bulk"


@dataclass(frozen=True, slots=True)
class ReadDeferred:
    """Read a message again that the model could not read when it came."""

    name: ClassVar[str] = "read_late"
    background: ClassVar[bool] = False
    late_id: int
    trace: str

    @property
    def job_id(self) -> str:
        """One job per waiting message."""
        return f"late:{self.late_id}"

    @property
    def trace_id(self) -> str:
        """The trace of the message."""
        return self.trace


JOB_TYPES: tuple[type[Any], ...] = (
    HandleUpdate,
    DeliverMessage,
    EmbedTasks,
    EmbedBacklog,
    SendDigest,
    RenderDigests,
    SendReminders,
    FollowSeries,
    SendBulk,
    ReadDeferred,
)


def arguments_of(job: Job) -> dict[str, Any]:
    """A job's arguments as JSON-able values."""
    return asdict(job)  # type: ignore[call-overload,no-any-return]


def job_from(name: str, arguments: dict[str, Any]) -> Job:
    """The job of that name. Raises KeyError for an unknown name, TypeError for wrong arguments."""
    job: Job = {kind.name: kind for kind in JOB_TYPES}[name](**arguments)
    return job

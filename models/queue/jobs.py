"""Each job as a small type: its name, its arguments (ids only) and what makes it unique."""

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from models.queue.keys import job_of_update
from models.runtime.trace_id import trace_of


@dataclass(frozen=True, slots=True)
class Job(ABC):
    """What every job type has; its fields are its arguments."""

    name: ClassVar[str]
    # Background work: it starts when no other job is due, in at most half of a worker's slots.
    background: ClassVar[bool] = False

    @property
    @abstractmethod
    def job_id(self) -> str:
        """Two jobs with one id are one job while it waits or runs."""

    @property
    @abstractmethod
    def trace_id(self) -> str:
        """The trace this job belongs to."""


@dataclass(frozen=True, slots=True)
class SingleJob(Job):
    """A job that runs one at a time: the rows say what there is to do. What it does carries traces of its own."""

    key: ClassVar[str]

    @property
    def job_id(self) -> str:
        """The same for every job of the type."""
        return self.key

    @property
    def trace_id(self) -> str:
        """The same for every job of the type."""
        return self.key


@dataclass(frozen=True, slots=True)
class HandleUpdate(Job):
    """Give one update of a lane its effect."""

    name: ClassVar[str] = "handle_update"
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
class DeliverMessage(Job):
    """Send what the outbox owes to the chat of a row, those before it first. Names no chat: strangers have rows too."""

    name: ClassVar[str] = "deliver_message"
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
class EmbedTasks(Job):
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
class EmbedBacklog(Job):
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
class SendDigest(Job):
    """Render one schedule's digest of one local day (ISO date) alone: in its batch it failed."""

    name: ClassVar[str] = "send_digest"
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
class RenderDigests(SingleJob):
    """Render every digest that is due into the outbox, a batch at a time."""

    name: ClassVar[str] = "render_digests"
    key: ClassVar[str] = "digests"


@dataclass(frozen=True, slots=True)
class SendReminders(SingleJob):
    """Render every reminder that is due into the outbox."""

    name: ClassVar[str] = "send_reminders"
    key: ClassVar[str] = "reminders"


@dataclass(frozen=True, slots=True)
class FollowSeries(SingleJob):
    """Make the next task of every series whose last one is over."""

    name: ClassVar[str] = "follow_series"
    key: ClassVar[str] = "series"


@dataclass(frozen=True, slots=True)
class FollowAssignments(SingleJob):
    """Open, change and close assignments as their tasks were, and tell their people what is due."""

    name: ClassVar[str] = "follow_assignments"
    key: ClassVar[str] = "assignments"


@dataclass(frozen=True, slots=True)
class SendBulk(SingleJob):
    """Send the digests and reminders that are due, at Telegram's rate."""

    name: ClassVar[str] = "send_bulk"
    key: ClassVar[str] = "bulk"


@dataclass(frozen=True, slots=True)
class ReadDeferred(Job):
    """Read a message again that the model could not read when it came."""

    name: ClassVar[str] = "read_late"
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


@dataclass(frozen=True, slots=True)
class MakeCalendar(Job):
    """Make a member's calendar feed again from the rows."""

    name: ClassVar[str] = "make_calendar"
    background: ClassVar[bool] = True
    member_id: int

    @property
    def job_id(self) -> str:
        """One at a time for a member."""
        return f"calendar:{self.member_id}"

    @property
    def trace_id(self) -> str:
        """No update caused it."""
        return f"c{self.member_id}"


@dataclass(frozen=True, slots=True)
class FetchCalendar(Job):
    """Read a calendar that a member subscribed to. Names no address: that is a secret."""

    name: ClassVar[str] = "fetch_calendar"
    background: ClassVar[bool] = True
    subscription_id: int

    @property
    def job_id(self) -> str:
        """One at a time for a subscription."""
        return f"subscription:{self.subscription_id}"

    @property
    def trace_id(self) -> str:
        """No update caused it."""
        return f"k{self.subscription_id}"


@dataclass(frozen=True, slots=True)
class EraseData(Job):
    """Erase all rows of a workspace or of a person, as a confirmed request says."""

    name: ClassVar[str] = "erase_data"
    background: ClassVar[bool] = True
    erasure_id: int

    @property
    def job_id(self) -> str:
        """One job per request."""
        return f"erase:{self.erasure_id}"

    @property
    def trace_id(self) -> str:
        """A trace of its own: that of the message goes with the rest."""
        return f"x{self.erasure_id}"


@dataclass(frozen=True, slots=True)
class MakeExport(Job):
    """Make the archive that a person asked for."""

    name: ClassVar[str] = "make_export"
    background: ClassVar[bool] = True
    export_id: int

    @property
    def job_id(self) -> str:
        """One job per request."""
        return f"export:{self.export_id}"

    @property
    def trace_id(self) -> str:
        """A trace of its own; its messages carry that of the request."""
        return f"p{self.export_id}"


@dataclass(frozen=True, slots=True)
class RestoreArchive(Job):
    """Read a whole archive back in place of an empty workspace."""

    name: ClassVar[str] = "restore_archive"
    background: ClassVar[bool] = True
    restore_id: int

    @property
    def job_id(self) -> str:
        """One job per request."""
        return f"restore:{self.restore_id}"

    @property
    def trace_id(self) -> str:
        """A trace of its own; its messages carry that of the request."""
        return f"v{self.restore_id}"


JOB_TYPES: tuple[type[Any], ...] = (
    HandleUpdate,
    DeliverMessage,
    EmbedTasks,
    EmbedBacklog,
    SendDigest,
    RenderDigests,
    SendReminders,
    FollowSeries,
    FollowAssignments,
    SendBulk,
    ReadDeferred,
    MakeCalendar,
    FetchCalendar,
    EraseData,
    MakeExport,
    RestoreArchive,
)


def arguments_of(job: Job) -> dict[str, Any]:
    """A job's arguments as JSON-able values."""
    return asdict(job)


def job_from(name: str, arguments: dict[str, Any]) -> Job:
    """The job of that name. Raises KeyError for an unknown name, TypeError for wrong arguments."""
    job: Job = {kind.name: kind for kind in JOB_TYPES}[name](**arguments)
    return job

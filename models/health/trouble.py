"""The kinds of trouble, worst first, with what each means to the operator and where it is looked at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

# down: people get no answers, or late ones; warning: something is lost or will fail; notice: to know, nothing to do.
Level = Literal["down", "warning", "notice"]
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of trouble: its usual level, the dashboard page that shows it, and what it says about its facts."""

    name: str
    level: Level
    page: str
    sentence: Callable[[Facts], str]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of trouble that exists now. `facts` are JSON: they are stored and posted.

    `worse` raises the level of a warning to "down", for facts that are as bad.
    """

    kind: str
    facts: Facts = field(default_factory=dict)
    worse: bool = False

    @property
    def level(self) -> Level:
        """How bad it is."""
        return "down" if self.worse else KINDS[self.kind].level

    @property
    def stays(self) -> bool:
        """It may last for good: it is not reported again each day, only when its `count` has grown."""
        return self.level == "notice"

    @property
    def sentence(self) -> str:
        """What is wrong, for the operator, in English."""
        return KINDS[self.kind].sentence(self.facts)

    @property
    def page(self) -> str:
        """The address of the dashboard page that shows it."""
        return KINDS[self.kind].page

    @property
    def runbook(self) -> str:
        """The heading of ops/docs/runbook.md that says what to do."""
        return self.kind


def worst_first(troubles: Iterable[Trouble]) -> list[Trouble]:
    """Sorted by level, then in the order of KINDS."""
    order = list(KINDS)
    return sorted(troubles, key=lambda trouble: (_LEVELS.index(trouble.level), order.index(trouble.kind)))


_LEVELS: tuple[Level, ...] = ("down", "warning", "notice")


def _counted(facts: Facts, one: str, several: str, name: str = "count") -> str:
    number = facts.get(name, 0)
    return f"{number} {one if number == 1 else several}"


def _after(lead: str, text: object) -> str:
    return f"{lead}{text}" if text else ""


def _certificate(facts: Facts) -> str:
    if facts.get("days") is None:
        return f"The certificate of {facts.get('host')} is not accepted: {facts.get('reason')}."
    return f"The certificate of {facts.get('host')} ends in {_counted(facts, 'day', 'days', 'days')}."


def _backup(facts: Facts) -> str:
    age = f"The last good backup is {facts.get('hours')} h old" if facts.get("ever") else "There is no backup"
    return f"{age}{_after('; the last attempt failed: ', facts.get('error'))}."


def _deliveries_paused(facts: Facts) -> str:
    whose = "all chats" if facts.get("everybody") else _counted(facts, "chat", "chats", "chats")
    kept = _counted(facts, "message is kept", "messages are kept")
    return f"What is sent to {whose} is paused by {facts.get('by')} since {facts.get('since')}; {kept}."


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "database_away",
            "down",
            "/dashboard",
            lambda facts: f"PostgreSQL does not respond ({facts.get('error')}).",
        ),
        Kind(
            "queue_away",
            "down",
            "/dashboard",
            lambda facts: f"Redis does not respond ({facts.get('error')}).",
        ),
        Kind(
            "schema",
            "down",
            "/dashboard",
            lambda facts: f"The database's schema does not fit the code: {facts.get('error')}.",
        ),
        Kind(
            "no_worker",
            "down",
            "/dashboard#workers",
            lambda _: "No worker is alive: messages are taken in and wait.",
        ),
        Kind(
            "database_locked",
            "down",
            "/dashboard/jobs?state=running",
            lambda facts: (
                f"PostgreSQL is blocked by a lock: {_counted(facts, 'statement waits', 'statements wait')}"
                f" for {facts.get('seconds')} s{_after(', held by ', facts.get('holder'))}."
            ),
        ),
        Kind(
            "scheduler",
            "down",
            "/dashboard/schedules",
            lambda facts: (
                f"The scheduler has not ticked for {facts.get('seconds')} s: no digest, reminder or retry starts."
            ),
        ),
        Kind(
            "queue_full",
            "down",
            "/dashboard",
            lambda facts: (
                f"Redis is {facts.get('percent')} % full: new messages are refused and wait at Telegram."
            ),
        ),
        Kind(
            "webhook_secret",
            "down",
            "/dashboard",
            lambda facts: (
                f"{_counted(facts, 'call', 'calls')} of the webhook had a wrong secret and none a right one since: "
                "TELEGRAM_SECRET_TOKEN is not the one Telegram was given (planner webhook set)."
            ),
        ),
        Kind(
            "telegram_away",
            "down",
            "/dashboard/outbox?state=pending",
            lambda facts: f"Telegram does not answer the bot: {facts.get('error')}.",
        ),
        Kind(
            "undelivered_updates",
            "down",
            "/dashboard",
            lambda facts: (
                f"Telegram holds {_counted(facts, 'update', 'updates', 'pending')}"
                f"{_after(' that it cannot deliver: ', facts.get('error'))}."
            ),
        ),
        Kind(
            "queue_old",
            "down",
            "/dashboard/lanes",
            lambda facts: (
                f"The oldest message has waited for {facts.get('minutes')} min, "
                f"in {_counted(facts, 'chat', 'chats', 'chats')}."
            ),
        ),
        Kind(
            "outbox_old",
            "down",
            "/dashboard/outbox?state=pending",
            lambda facts: (
                f"The oldest answer has not been sent for {facts.get('minutes')} min "
                f"({_counted(facts, 'waits', 'wait')}){_after(': ', facts.get('error'))}."
            ),
        ),
        Kind(
            "digests_overdue",
            "down",
            "/dashboard/schedules",
            lambda facts: (
                f"{_counted(facts, 'digest is', 'digests are')} overdue, the oldest for {facts.get('minutes')} min."
            ),
        ),
        Kind("deliveries_paused", "warning", "/dashboard/outbox?state=pending", _deliveries_paused),
        Kind(
            "failed_answers",
            "warning",
            "/dashboard/outbox?state=failed&hours=24&lost=1",
            lambda facts: (
                f"Telegram refused {_counted(facts, 'message', 'messages')} of the last day"
                f"{_after(', the latest: ', facts.get('error'))}."
            ),
        ),
        Kind(
            "unknown_answers",
            "warning",
            "/dashboard/outbox?state=unknown&hours=24&lost=1",
            lambda facts: (
                f"{_counted(facts, 'message', 'messages')} of the last day may or may not have arrived"
                f"{_after(', the latest: ', facts.get('error'))}."
            ),
        ),
        Kind(
            "digests",
            "warning",
            "/dashboard/schedules",
            lambda facts: (
                f"{_counted(facts, 'digest', 'digests')} of the last day could not be sent"
                f"{_after(', the latest: ', facts.get('reason'))}."
            ),
        ),
        Kind(
            "model_away",
            "warning",
            "/dashboard/usage",
            lambda facts: (
                f"The model does not answer: the last {_counted(facts, 'call', 'calls')} failed"
                f"{_after(' (', facts.get('error'))}{')' if facts.get('error') else ''}."
            ),
        ),
        Kind(
            "budget",
            "warning",
            "/dashboard/usage",
            lambda facts: f"Today's budget of the whole bot, ${facts.get('cap_usd', 0):.2f}, is used up.",
        ),
        Kind(
            "dead_letters",
            "warning",
            "/dashboard/dead-letters",
            lambda facts: (
                f"{_counted(facts, 'job', 'jobs')} failed for good, the latest: {facts.get('job')}."
            ),
        ),
        Kind(
            "queue_settings",
            "warning",
            "/dashboard",
            lambda facts: f"Redis may lose messages: {facts.get('settings')}.",
        ),
        Kind(
            "disk",
            "warning",
            "/dashboard",
            lambda facts: (
                f"The disk is nearly full: {facts.get('free_gb')} GB left, {facts.get('percent')} %."
            ),
        ),
        Kind("backup", "warning", "/dashboard", _backup),
        Kind("certificate", "warning", "/dashboard", _certificate),
        Kind(
            "unreached",
            "notice",
            "/dashboard/schedules",
            lambda facts: (
                f"{_counted(facts, 'owner', 'owners')} cannot be reached: the bot is blocked, or the chat is gone."
            ),
        ),
    )
}

"""Jobs, lanes, dead letters and traces as text for a terminal; times are in UTC."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from typing import Any


def format_job_table(jobs: Sequence[Any]) -> str:
    """One job per line."""
    if not jobs:
        return "No matching jobs."
    lines = [("JOB", "NAME", "CHAT", "STATE", "ATTEMPT", "AT", "ERROR")]
    for job in jobs:
        attempts = getattr(job, "attempt", None) or getattr(job, "attempts", 0)
        at = getattr(job, "started_at", None) or job.due_at
        chat = job.chat.label if job.chat else "-"
        lines.append((job.job_id, job.name, chat, job.state, str(attempts), _time(at), _short(job.error)))
    return _columns(lines)


def format_job(job: Any) -> str:
    """One job, with every attempt."""
    head = [f"{job.job_id}  {job.name}  {job.state}"]
    head += [f"  {name}: {value}" for name, value in job.arguments.items()]
    if job.trace_id:
        head.append(f"  trace: {job.trace_id}")
    if job.next_at:
        head.append(f"  next attempt: {_time(job.next_at)}")
    if job.dead_letter is not None and job.dead_letter.resolved_at is None:
        head.append(
            f"  dead letter since {_time(job.dead_letter.dead_at)} after {job.dead_letter.attempts} attempts"
        )
    for attempt in reversed(job.attempts):
        took = "" if attempt.finished_at is None else f", {_took(attempt.finished_at - attempt.started_at)}"
        head.append(
            f"\nattempt {attempt.attempt}  {attempt.state}  {_time(attempt.started_at)}{took}  {attempt.worker_id}"
        )
        head += [f"  {name}: {_value_text(value)}" for name, value in attempt.result.items()]
        head += [f"  {attempt.error}"] if attempt.error else []
        head += [f"  {line}" for line in (attempt.traceback or "").splitlines()]
        head += [f"  {_log_line(line)}" for line in attempt.log]
    return "\n".join(head)


def format_lane_table(lanes: Sequence[Any]) -> str:
    """One lane per line."""
    if not lanes:
        return "No message is waiting."
    lines = [("LANE", "WAITING", "HEAD", "AGE", "STATE", "WHY")]
    lines += [
        (
            lane.lane,
            str(lane.waiting),
            lane.head,
            f"{lane.age:.1f} s",
            f"{lane.state}{', stuck' if lane.stuck else ''}",
            f"{lane.why} {_short(lane.error)}".strip(),
        )
        for lane in lanes
    ]
    return _columns(lines)


def format_dead_letter_table(kinds: Sequence[Any]) -> str:
    """One kind of dead letter per line."""
    if not kinds:
        return "No dead letters."
    lines = [("JOB", "WHY", "COUNT", "FIRST", "LAST")]
    lines += [
        (kind.job_name, kind.error_kind, str(kind.count), _time(kind.first_at), _time(kind.last_at))
        for kind in kinds
    ]
    return _columns(lines)


def format_pause_table(paused: Sequence[Any]) -> str:
    """One paused chat per line."""
    if not paused:
        return "Nothing is paused."
    lines = [("CHAT", "NAME", "SINCE", "BY", "KEPT", "REASON")]
    lines += [
        (
            "all" if each.is_of_all else str(each.chat_telegram_id),
            "" if each.is_of_all or each.chat is None else each.chat.label,
            _time(each.paused_at),
            each.paused_by,
            str(each.waiting),
            _short(each.reason),
        )
        for each in paused
    ]
    return _columns(lines)


def format_action_table(actions: Sequence[Any]) -> str:
    """One action of an operator per line."""
    if not actions:
        return "No matching actions."
    lines = [("AT", "WHO", "VIA", "ACTION", "ON", "OUTCOME", "NOTE")]
    lines += [
        (_time(each.done_at), each.actor, each.via, each.action, each.target, each.outcome, _short(each.note))
        for each in actions
    ]
    return _columns(lines)


def format_trace(trace: Any) -> str:
    """One step per line, with the time since the beginning."""
    lines = [("AFTER", "TOOK", "STEP", "STATE", "DETAILS")]
    for step in trace.steps:
        details = ", ".join(
            f"{name} {_value_text(value)}" for name, value in step.details.items() if value not in (None, [])
        )
        took = "" if step.ended_at is None else _took(step.ended_at - step.started_at)
        error = f" — {_short(step.error)}" if step.error else ""
        lines.append(
            (_took(step.started_at - trace.started_at), took, step.title, step.state, details + error)
        )
    return f"{trace.trace_id}  {trace.outcome}  {_time(trace.started_at)} UTC\n{_columns(lines)}"


def json_default(value: Any) -> Any:
    """For `json.dumps`: times as ISO, dataclasses as objects without people's texts."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value) if field.name != "texts"}
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _value_text(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(
            f"{name} → {entry}" if name.isdigit() else f"{entry} {name}" for name, entry in value.items()
        )
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _log_line(line: dict[str, Any]) -> str:
    at = _time(dt.datetime.fromisoformat(line["at"])) if "at" in line else ""
    rest = [f"{name}={value}" for name, value in line.items() if name not in ("at", "level", "event")]
    return " ".join([at, line.get("level", ""), line["event"], *rest]).strip()


def _columns(lines: Iterable[tuple[str, ...]]) -> str:
    rows = [tuple(lines_) for lines_ in lines]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _time(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S")


def _took(length: dt.timedelta) -> str:
    seconds = length.total_seconds()
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _short(text: str | None) -> str:
    return (text or "").split("\n", 1)[0][:100]

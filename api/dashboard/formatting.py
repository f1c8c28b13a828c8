"""Numbers, times, states and money as an operator reads them."""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

# As SQLAlchemy quotes what the driver said: "DBAPIError: (module.Error) <class 'driver.Kind'>: text".
_WRAPPED = re.compile(r"\w+: \([\w.]{1,200}\) <class '[\w.]{0,200}?(?P<kind>\w+)'>: (?P<text>.*)")

# A state is shown by a sign and a word, never by colour alone.
STATE_MARKS = {
    "queued": ("○", "calm", "queued"),
    "scheduled": ("◷", "calm", "scheduled"),
    "parked": ("⋯", "calm", "waiting behind an earlier message"),
    "running": ("▶", "live", "running"),
    "sending": ("▶", "live", "sending"),
    "retrying": ("↻", "warn", "retrying"),
    "retry": ("↻", "warn", "failed, will retry"),
    "lost": ("⌁", "warn", "worker died"),
    "unknown": ("?", "warn", "may have arrived"),
    "undelivered": ("✕", "hand", "answer not delivered"),
    "unsure": ("?", "warn", "answer may not have arrived"),
    "missing": ("!", "hand", "missing from the queue"),
    "done": ("✓", "good", "done"),
    "sent": ("✓", "good", "sent"),
    "settled": ("✓", "good", "settled"),
    "rendered": ("▶", "live", "rendered"),
    "enqueued": ("○", "calm", "queued"),
    "pending": ("○", "calm", "not sent yet"),
    "reserved": ("▶", "live", "reserved for running calls"),
    "skipped": ("–", "calm", "skipped"),
    "ignored": ("–", "calm", "nothing to do"),
    "stranger": ("–", "calm", "unknown sender"),
    "cancelled": ("✕", "calm", "cancelled"),
    "dead": ("✕", "hand", "dead"),
    "failed": ("✕", "hand", "failed"),
    "retried": ("↻", "good", "sent again"),
    "discarded": ("–", "calm", "discarded"),
    "asked": ("▶", "live", "worker was asked"),
    "nothing": ("–", "calm", "nothing to do"),
    "refused": ("✕", "warn", "refused"),
}


def state_word(state: str) -> str:
    """A state's word, as lists and filters show it."""
    return STATE_MARKS.get(state, ("", "", state))[2]


def state_mark(state: str) -> Markup:
    """A state's sign and word."""
    sign, tone, word = STATE_MARKS.get(state, ("·", "calm", state))
    return Markup('<span class="state {}"><span aria-hidden="true">{}</span> {}</span>').format(
        tone, sign, word
    )


def format_number(value: float | None) -> str:
    """12,345; a dash for None."""
    return "–" if value is None else f"{value:,.0f}"


def format_seconds(value: float | None) -> str:
    """A duration in at most two units."""
    if value is None:
        return "–"
    if value < 1:
        return f"{value * 1000:.0f} ms"
    if value < 60:
        return f"{value:.1f} s"
    minutes = round(value / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {rest:02}"
    return f"{hours // 24} days"


def format_milliseconds(value: float | None) -> str:
    """Milliseconds as a duration."""
    return "–" if value is None else format_seconds(value / 1000)


def format_money(micros: int | None) -> str:
    """Micro-dollars: cents from a dollar on, below it four decimals, so that a column can be compared."""
    if micros is None:
        return "–"
    dollars = micros / 1_000_000
    if micros == 0 or dollars >= 1:
        return f"${dollars:,.2f}"
    return f"${dollars:.4f}" if micros >= 100 else f"${dollars:.6f}"


def format_bytes(count: float) -> str:
    """Bytes in MB or GB."""
    megabytes = count / 1_048_576
    return f"{megabytes / 1024:.1f} GB" if megabytes >= 1024 else f"{megabytes:.1f} MB"


# A result's fields in the order an operator asks for them (JSONB keeps none), and names that need an explanation.
_FIRST = (
    "outcome",
    "state",
    "reason",
    "kind",
    "command",
    "operation",
    "reader",
    "degraded",
    "made",
    "changed",
)
_LABELS = {
    "answers": "answers (outbox ids)",
    "sent": "sent (outbox → Telegram)",
    "not_sent": "not sent (outbox → why)",
    "operation": "operation id",
}


def result_lines(result: dict[str, Any]) -> list[tuple[str, str]]:
    """A result as labels and values, the outcome first."""
    known = [name for name in _FIRST if name in result]
    names = [*known, *(name for name in result if name not in _FIRST)]
    return [(_LABELS.get(name, name.replace("_", " ")), format_value(result[name])) for name in names]


def format_value(value: Any) -> str:
    """A value of a result or of a log line: counts as "1 task, 1 operation", ids as "12 → 9178", a list with commas."""
    if isinstance(value, dict):
        return ", ".join(_entry(name, entry) for name, entry in value.items())
    if isinstance(value, list):
        return ", ".join(format_value(entry) for entry in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value is None else str(value)


def _entry(name: str, value: Any) -> str:
    if name.isdigit():
        return name if value is None else f"{name} → {format_value(value)}"
    return f"{format_value(value)} {name}"


def parse_log_time(at: str) -> dt.datetime:
    """The instant of a stored log line."""
    return dt.datetime.fromisoformat(at)


def split_error(error: str | None) -> tuple[str, str]:
    """The cause of an error, as one line without the driver's wrapping, and the rest (SQL and notes), which may be empty."""
    head, *rest = (error or "").strip().split("\n")
    found = _WRAPPED.match(head)
    cause = f"{found['kind']}: {found['text']}" if found else head
    return cause, "\n".join(([head] if found else []) + rest).strip()


def format_percent(share: float | None) -> str:
    """A share between 0 and 1."""
    return "–" if share is None else f"{share * 100:.0f} %"


def format_instant(moment: dt.datetime | None, zone: ZoneInfo, now: dt.datetime, form: str) -> Markup | str:
    """A point in time in the viewer's zone, UTC on hover. `form`: short, or full with milliseconds."""
    if moment is None:
        return "–"
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    clock_time = local.strftime("%H:%M:%S") + (f".{local.microsecond // 1000:03}" if form == "full" else "")
    day = "" if local.date() == today and form != "full" else f"{local.day} {local:%b} "
    if local.year != today.year:
        day = f"{local.day} {local:%b} {local.year} "
    return Markup('<time datetime="{0}" title="{1} UTC">{2}{3}</time>').format(
        moment.isoformat(), moment.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S"), day, clock_time
    )


def format_age(moment: dt.datetime | None, now: dt.datetime) -> Markup | str:
    """The time since an instant (or until it), with the instant on hover."""
    if moment is None:
        return "–"
    passed = (now - moment).total_seconds()
    text = f"{format_seconds(passed)} ago" if passed >= 0 else f"in {format_seconds(-passed)}"
    return Markup('<time datetime="{0}" title="{1} UTC">{2}</time>').format(
        moment.isoformat(), moment.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S"), text
    )

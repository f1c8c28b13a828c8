"""The text of /why: the steps of a message in one line, a line for each reason, and what is doubtful."""

import datetime as dt
from typing import Any

from models.tables.model_call import ModelCall
from models.tables.outbox import OutboundMessage
from worker.core.date_formats import due_day_text
from worker.core.directory_names import DirectoryNames
from worker.core.i18n import gettext_noop
from worker.core.reply import escape_html
from worker.core.speaker import Speaker
from worker.features.estimates.views import estimate_reason_text
from worker.features.explain.queries import MessageTrace
from worker.features.tasks.reading_doubts import doubt_lines
from worker.features.usage.views import dollars
from worker.understanding.voice.transcription import PURPOSE as HEARING

_REASON_TEXTS = {
    "name": gettext_noop("{value}: named, “{words}”"),
    "keyword": gettext_noop("{value}: keyword “{words}”"),
    "project": gettext_noop("{value}: the business of the project {words}"),
    "person": gettext_noop("{value}: where {words} works"),
    "only": gettext_noop("{value}: the only business"),
    "topic": gettext_noop("{value}: by what it is about"),
    "nickname": gettext_noop("{value}: nickname “{words}”"),
    "role": gettext_noop("{value}: by the role, “{words}”"),
    "heard": gettext_noop("{value}: heard as “{words}”"),
}
_KINDS = {
    "create": gettext_noop("a new task"),
    "complete": gettext_noop("done"),
    "complete_all": gettext_noop("everything done"),
    "reopen": gettext_noop("open again"),
    "change_many": gettext_noop("a change of several tasks"),
    "reschedule": gettext_noop("another time"),
    "update": gettext_noop("a change"),
    "delete": gettext_noop("no longer needed"),
    "query": gettext_noop("a question"),
    "ask_task": gettext_noop("a question"),
    "unclear_question": gettext_noop("a question"),
    "plan": gettext_noop("a plan"),
    "keep_note": gettext_noop("a note"),
    "absence": gettext_noop("days off"),
    "command": gettext_noop("a command"),
}
_DEGRADED = {
    "no_key": gettext_noop("no model is set up"),
    "over_budget": gettext_noop("the model budget was used up"),
    "timeout": gettext_noop("the model took too long"),
    "rate_limited": gettext_noop("the model was overloaded"),
    "unreachable": gettext_noop("the model did not answer"),
    "too_tangled": gettext_noop("the message was too tangled, so it was kept whole"),
}


def trace_lines(speaker: Speaker, trace: MessageTrace, names: DirectoryNames, today: dt.date) -> list[str]:
    """Lines of HTML: the steps with times in the speaker's zone and prices, then reasons, then doubts."""
    steps = [
        *_received_steps(speaker, trace),
        *(_call_step(speaker, call) for call in trace.calls),
        *_reader_steps(speaker, trace),
        *_saved_steps(speaker, trace),
        *_answer_steps(speaker, trace),
    ]
    lines = [" · ".join(steps)]
    operation = trace.operation
    if operation is not None:
        numbered = len(trace.tasks) > 1
        lines += [
            line
            for reason in operation.reasons or []
            if _is_known(names, reason)
            and (
                line := _reason_text(speaker, reason, today, numbered=numbered)
                or estimate_reason_text(speaker.translator, reason)
            )
        ]
        lines += doubt_lines(speaker, operation.doubts, numbered=numbered)
    return lines


def _received_steps(speaker: Speaker, trace: MessageTrace) -> list[str]:
    gettext, update = speaker.translator.gettext, trace.update
    if update is None:
        return []
    steps = [gettext("Received {time}", time=_clock(speaker, update.received_at))]
    if update.attempts > 1:
        steps.append(speaker.translator.ngettext("tried {n} time", "tried {n} times", update.attempts))
    if update.outcome == "dead":
        steps.append(gettext("processing failed, kept for the operator"))
    return steps


def _call_step(speaker: Speaker, call: ModelCall) -> str:
    gettext = speaker.translator.gettext
    model, seconds = escape_html(call.model), f"{(call.milliseconds or 0) / 1000:.1f}"
    if call.state == "reserved":
        return gettext("{model} is being asked", model=model)
    if call.state != "settled":
        return gettext("{model} was asked and did not answer", model=model)
    price = dollars(call.cost_micros)
    if call.purpose == HEARING:
        return gettext(
            "transcribed by {model} in {seconds} s, {price}", model=model, seconds=seconds, price=price
        )
    tokens = call.tokens_in + call.tokens_out
    return gettext(
        "read by {model} in {seconds} s, {tokens} tokens, {price}",
        model=model,
        seconds=seconds,
        tokens=tokens,
        price=price,
    )


def _reader_steps(speaker: Speaker, trace: MessageTrace) -> list[str]:
    """That rules read it, and why not the model; nothing when a paid call is listed already."""
    gettext, operation = speaker.translator.gettext, trace.operation
    if operation is None or operation.reader != "rules":
        return []
    if operation.degraded is None:
        return [gettext("read by rules, free of charge")]
    away = gettext(_DEGRADED.get(operation.degraded, "the model did not answer"))
    return [gettext("read by rules, because {reason}", reason=away)]


def _saved_steps(speaker: Speaker, trace: MessageTrace) -> list[str]:
    translator, operation = speaker.translator, trace.operation
    steps = []
    if operation is not None and trace.tasks:
        numbers = ", ".join(f"#{task.number}" for task in trace.tasks[:10])
        at = _clock(speaker, operation.created_at)
        steps.append(
            translator.ngettext(
                "{n} task ({numbers}) saved {time}",
                "{n} tasks ({numbers}) saved {time}",
                len(trace.tasks),
                numbers=numbers,
                time=at,
            )
        )
    if operation is not None and operation.kind == "world":
        at = _clock(speaker, operation.created_at)
        steps.append(translator.gettext("your businesses, projects or team changed {time}", time=at))
    if trace.note is not None:
        steps.append(translator.gettext("kept as a note"))
    if trace.late is not None and trace.late.state == "waiting":
        steps.append(translator.gettext("waits for the model to look again"))
    if operation is not None and operation.undone_at is not None:
        steps.append(translator.gettext("undone {time}", time=_clock(speaker, operation.undone_at)))
    return steps


def _answer_steps(speaker: Speaker, trace: MessageTrace) -> list[str]:
    gettext = speaker.translator.gettext
    sent = [row.sent_at for row in trace.answers if row.state == "sent" and row.sent_at is not None]
    steps = [gettext("answered {time}", time=_clock(speaker, min(sent)))] if sent else []
    troubled: list[OutboundMessage] = [row for row in trace.answers if row.state in ("failed", "unknown")]
    if any(row.state == "failed" for row in troubled):
        steps.append(gettext("Telegram refused the answer"))
    if any(row.state == "unknown" for row in troubled):
        steps.append(gettext("perhaps answered: Telegram has not confirmed it"))
    return steps


def _is_known(names: DirectoryNames, reason: dict[str, Any]) -> bool:
    """Whether a reason names nothing that the reader may not know of any more: they may work for others now."""
    rows: dict[str, dict[int, Any]] = {
        "business": names.businesses,
        "project": names.projects,
        "person": names.members,
    }
    known = rows.get(str(reason.get("field")))
    if known is None or names.unrestricted:
        return True
    return reason.get("value") in {row.name for row in known.values()}


def _reason_text(speaker: Speaker, reason: dict[str, Any], today: dt.date, *, numbered: bool) -> str | None:
    words, value = escape_html(str(reason.get("words") or "")), escape_html(str(reason.get("value") or ""))
    place = f"{reason.get('n')}  " if numbered else ""
    if reason.get("field") == "due":
        due_on = dt.date.fromisoformat(str(reason["value"]))
        day = due_day_text(speaker.translator, due_on, reason.get("timing"), today)
        return f"{place}{speaker.translator.quote(words)} → {day}"
    if reason.get("field") == "intent":
        return _read_as_text(speaker, words, reason)
    text = _REASON_TEXTS.get(str(reason.get("by")))
    return None if text is None else place + speaker.translator.gettext(text, value=value, words=words)


def _read_as_text(speaker: Speaker, words: str, reason: dict[str, Any]) -> str | None:
    kind = _KINDS.get(str(reason.get("by")))
    if kind is None:
        return None
    read = f"{speaker.translator.quote(words)} → {speaker.translator.gettext(kind)}"
    return read + (
        f" ({speaker.translator.gettext('asked first')})" if reason.get("value") == "asked" else ""
    )


def _clock(speaker: Speaker, instant: dt.datetime) -> str:
    return f"{instant.astimezone(speaker.zone):%H:%M:%S}"

"""The owner's text for each kind of problem: the facts, then what they mean and where to look."""

from collections.abc import Callable
from typing import Any

from worker.core.i18n import Translator
from worker.core.reply import escape_html

Facts = dict[str, Any]


def alert_text(translator: Translator, kind: str, facts: Facts) -> str:
    """The message for one kind of problem, HTML."""
    return SENTENCES[kind](translator, facts)


def alert_resolved_text(translator: Translator, text: str, time: str) -> str:
    """The same message once it is over."""
    end = translator.gettext("✓ Over at {time}", time=time)
    return f"{text}\n\n{end}"


def _queue_old(translator: Translator, facts: Facts) -> str:
    return translator.ngettext(
        "Messages are waiting: the oldest for {minutes} min, in {n} chat. Nothing is lost; I answer when I get to them.",
        "Messages are waiting: the oldest for {minutes} min, in {n} chats. Nothing is lost; I answer when I get to them.",
        facts["chats"],
        minutes=facts["minutes"],
    )


def _queue_full(translator: Translator, facts: Facts) -> str:
    return translator.gettext(
        "The queue's memory is {percent} % full. New messages wait at Telegram until there is room.",
        percent=facts["percent"],
    )


def _dead_letters(translator: Translator, facts: Facts) -> str:
    return translator.ngettext(
        "{n} job failed after all its attempts, the latest: {job}. It is kept on the dashboard and can be sent again.",
        "{n} jobs failed after all their attempts, the latest: {job}. They are kept on the dashboard and can be sent again.",
        facts["count"],
        job=escape_html(facts["job"]),
    )


def _backup(translator: Translator, facts: Facts) -> str:
    if facts["ever"]:
        text = translator.gettext("The last good backup is {hours} h old.", hours=facts["hours"])
    else:
        text = translator.gettext("There is no backup yet.")
    if facts["error"]:
        text += " " + translator.gettext(
            "The last attempt failed: {error}", error=escape_html(facts["error"])
        )
    return text


def _budget(translator: Translator, facts: Facts) -> str:
    return translator.gettext(
        "Today's budget of the whole bot, {cap}, is used up. Messages are read by rules until midnight UTC.",
        cap=f"${facts['cap_usd']:.2f}",
    )


def _disk(translator: Translator, facts: Facts) -> str:
    return translator.gettext(
        "The disk is nearly full: {free} GB left, {percent} %.",
        free=facts["free_gb"],
        percent=facts["percent"],
    )


def _certificate(translator: Translator, facts: Facts) -> str:
    host = escape_html(facts["host"])
    if facts["days"] is None:
        return translator.gettext(
            "The certificate of {host} is not accepted: {reason}. Telegram cannot bring me messages.",
            host=host,
            reason=escape_html(facts["reason"]),
        )
    return translator.ngettext(
        "The certificate of {host} ends in {n} day and has not been renewed.",
        "The certificate of {host} ends in {n} days and has not been renewed.",
        facts["days"],
        host=host,
    )


def _digests(translator: Translator, facts: Facts) -> str:
    text = translator.ngettext(
        "{n} digest of the last day could not be sent.",
        "{n} digests of the last day could not be sent.",
        facts["count"],
    )
    if facts["reason"]:
        text += " " + translator.gettext("The latest reason: {reason}", reason=escape_html(facts["reason"]))
    return text


def _unreached(translator: Translator, facts: Facts) -> str:
    return translator.ngettext(
        "{n} owner cannot be reached: the bot is blocked, or the chat is gone. Their digests wait until they are back.",
        "{n} owners cannot be reached: the bot is blocked, or the chat is gone. Their digests wait until they are back.",
        facts["count"],
    )


SENTENCES: dict[str, Callable[[Translator, Facts], str]] = {
    "queue_old": _queue_old,
    "queue_full": _queue_full,
    "dead_letters": _dead_letters,
    "backup": _backup,
    "budget": _budget,
    "disk": _disk,
    "certificate": _certificate,
    "digests": _digests,
    "unreached": _unreached,
}

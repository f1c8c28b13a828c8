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
    return text + _reason(translator, facts["reason"])


def _unreached(translator: Translator, facts: Facts) -> str:
    return translator.ngettext(
        "{n} owner cannot be reached: the bot is blocked, or the chat is gone. Their digests wait until they are back.",
        "{n} owners cannot be reached: the bot is blocked, or the chat is gone. Their digests wait until they are back.",
        facts["count"],
    )


def _database_away(translator: Translator, _: Facts) -> str:
    return translator.gettext("My database does not answer. Messages wait; nothing is lost.")


def _queue_away(translator: Translator, _: Facts) -> str:
    return translator.gettext("My queue does not answer. New messages wait at Telegram; nothing is lost.")


def _schema(translator: Translator, _: Facts) -> str:
    return translator.gettext("My database belongs to another version of me: the migration has not run.")


def _no_worker(translator: Translator, _: Facts) -> str:
    return translator.gettext("Nothing of mine is running that answers messages. They wait; nothing is lost.")


def _database_locked(translator: Translator, facts: Facts) -> str:
    return translator.gettext(
        "My database is blocked by a lock, for {seconds} s now. Answers wait until it is released.",
        seconds=facts["seconds"],
    )


def _scheduler(translator: Translator, facts: Facts) -> str:
    return translator.gettext(
        "My scheduler has stood still for {seconds} s: digests and reminders do not go out. Restarting the worker helps.",
        seconds=facts["seconds"],
    )


def _queue_settings(translator: Translator, facts: Facts) -> str:
    return translator.gettext(
        "The queue could lose messages because of its settings: {settings}.",
        settings=escape_html(facts["settings"]),
    )


def _webhook_secret(translator: Translator, facts: Facts) -> str:
    return translator.ngettext(
        "{n} delivery from Telegram was refused for a wrong secret. Run “planner webhook set”.",
        "{n} deliveries from Telegram were refused for a wrong secret. Run “planner webhook set”.",
        facts["count"],
    )


def _telegram_away(translator: Translator, facts: Facts) -> str:
    return translator.gettext("Telegram does not answer me: {error}", error=escape_html(facts["error"]))


def _undelivered_updates(translator: Translator, facts: Facts) -> str:
    text = translator.ngettext(
        "Telegram holds {n} message that has not reached me.",
        "Telegram holds {n} messages that have not reached me.",
        facts["pending"],
    )
    return text + _reason(translator, facts["error"])


def _outbox_old(translator: Translator, facts: Facts) -> str:
    text = translator.ngettext(
        "{n} answer has not been sent yet, the oldest for {minutes} min.",
        "{n} answers have not been sent yet, the oldest for {minutes} min.",
        facts["count"],
        minutes=facts["minutes"],
    )
    return text + _reason(translator, facts["error"])


def _deliveries_paused(translator: Translator, facts: Facts) -> str:
    return translator.ngettext(
        "An operator has paused what I send; {n} message is kept until it is resumed.",
        "An operator has paused what I send; {n} messages are kept until it is resumed.",
        facts["count"],
    )


def _digests_overdue(translator: Translator, facts: Facts) -> str:
    return translator.ngettext(
        "{n} digest is overdue, the oldest for {minutes} min.",
        "{n} digests are overdue, the oldest for {minutes} min.",
        facts["count"],
        minutes=facts["minutes"],
    )


def _failed_answers(translator: Translator, facts: Facts) -> str:
    text = translator.ngettext(
        "Telegram refused {n} message of the last day. It can be sent again from the dashboard’s outbox.",
        "Telegram refused {n} messages of the last day. They can be sent again from the dashboard’s outbox.",
        facts["count"],
    )
    return text + _reason(translator, facts["error"])


def _unknown_answers(translator: Translator, facts: Facts) -> str:
    return translator.ngettext(
        "{n} message of the last day may not have arrived. The dashboard’s outbox shows it and can send it again.",
        "{n} messages of the last day may not have arrived. The dashboard’s outbox shows them and can send them again.",
        facts["count"],
    )


def _model_away(translator: Translator, facts: Facts) -> str:
    text = translator.gettext("The model does not answer. Messages are read by rules until it does.")
    return text + _reason(translator, facts["error"])


def _reason(translator: Translator, reason: str | None) -> str:
    if not reason:
        return ""
    return " " + translator.gettext("The latest reason: {reason}", reason=escape_html(reason))


SENTENCES: dict[str, Callable[[Translator, Facts], str]] = {
    "database_away": _database_away,
    "queue_away": _queue_away,
    "schema": _schema,
    "no_worker": _no_worker,
    "database_locked": _database_locked,
    "scheduler": _scheduler,
    "queue_settings": _queue_settings,
    "webhook_secret": _webhook_secret,
    "telegram_away": _telegram_away,
    "undelivered_updates": _undelivered_updates,
    "outbox_old": _outbox_old,
    "deliveries_paused": _deliveries_paused,
    "digests_overdue": _digests_overdue,
    "failed_answers": _failed_answers,
    "unknown_answers": _unknown_answers,
    "model_away": _model_away,
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

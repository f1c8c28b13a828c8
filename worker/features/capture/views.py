"""Replies to plain messages other than cards: problems, a new project, small talk."""

import re

from worker.core.member_roles import has_right, only_sees_text, takes_no_tasks_text
from worker.core.recurrence_formats import rhythm_within_a_day
from worker.core.recurrence_rule import rule_parts
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.assignments.views import giver_decides_text
from worker.features.capture.apply_intents import ApplyResult
from worker.features.directory.entries import Entry
from worker.understanding.bounded_pattern import bounded

_THANKS = re.compile(
    r"\b(?:thanks?|thx|cheers|спасибо|спс|благодар(?:ю|ствую|им)|от\s+души)\b", re.IGNORECASE
)
_GREETING = bounded(
    r"\W*(?:hi|hello|hey|good\s+(?:morning|afternoon|evening)|привет(?:ик|ствую)?|здравствуй(?:те)?|добр(?:ое|ый|ого)\s+(?:утро|утра|день|дня|вечер|вечера)|здорово)\b",
    re.IGNORECASE,
)
_WORD = (
    r"(?:ok(?:ay|ey)?|k|yes|yep|yeah|sure|fine|good|great|cool|nice|perfect|alright|all\s+right|got\s+it|understood|noted"
    r"|ок(?:ей|ейно)?|окей|да|ага|угу|хорошо|ладно|понял[аи]?|понятно|ясно|принято|отлично|супер|класс|круто|годится|добро|идёт|идет)"
)
_ACKNOWLEDGED = re.compile(rf"{_WORD}(?:\W+{_WORD})*", re.IGNORECASE)


def problems_text(speaker: Speaker, outcome: ApplyResult) -> str | None:
    """What could not be done, a line each; None when everything was."""
    gettext = speaker.translator.gettext
    known = {
        "no_such_task": gettext("I can't find the task you mean. /today shows what is open."),
        "bad_value": gettext("One of the values could not be used."),
        "not_allowed": gettext(
            "Left as it is: the tasks of a business stay with the people who work for it."
        ),
        "owner_only": gettext("Only the owner can do this."),
        "only_sees": only_sees_text(speaker),
        "giver_decides": giver_decides_text(speaker.translator),
        "project_exists": gettext("This project already exists."),
        "too_many": gettext("That was more than 20 things at once; I took the first 20."),
    }
    lines = [known[problem] for problem in dict.fromkeys(outcome.problems)]
    lines += [takes_no_tasks_text(speaker, member.name) for member, _ in outcome.viewers]
    lines += [_refused_rule_text(speaker, rule, outcome) for rule in dict.fromkeys(outcome.refused_rules)]
    return "\n".join(lines) or None


def role_offers(speaker: Speaker, outcome: ApplyResult) -> list[Reply]:
    """To the owner: may those take tasks who were to get one and can only look?"""
    if not has_right(speaker, "own"):
        return []
    gettext, found = speaker.translator.gettext, []
    for member_id, business_id in dict.fromkeys((member.id, firm) for member, firm in outcome.viewers):
        name = next(each.name for each, _ in outcome.viewers if each.id == member_id)
        may = Button(gettext("Let them take tasks"), f"w:join:m:{member_id}:{business_id or 0}")
        question = gettext("Should {name} take tasks there from now on?", name=escape_html(name))
        found.append(Reply(question, ((may,),)))
    return found


def _refused_rule_text(speaker: Speaker, rule: str, outcome: ApplyResult) -> str:
    """That a task does not repeat within a day, and what was done instead."""
    translator = speaker.translator
    rhythm = rhythm_within_a_day(translator, rule_parts(rule))
    if any(change == "created" for change, _ in outcome.touched):
        return translator.gettext(
            "I cannot repeat it {rhythm}: a task comes once a day at most. I noted it once.", rhythm=rhythm
        )
    return translator.gettext("I cannot repeat it {rhythm}: a task comes once a day at most.", rhythm=rhythm)


def project_card(speaker: Speaker, project: Entry, undo_id: int | None) -> Reply:
    """The card of a new project; `undo_id` is its operation, None when another card offers that Undo already."""
    undo = Button(speaker.translator.gettext("Undo"), f"undo:{undo_id}")
    text = speaker.translator.gettext("New project: {name}", name=f"<b>{escape_html(project.name)}</b>")
    return Reply(text, ((undo,),) if undo_id is not None else ())


def is_acknowledgement(said: str) -> bool:
    """Whether a message merely acknowledges an answer ("ok", «понял»), so that it needs no reply."""
    words = said.strip(" \t\n.,!…)(")
    if not any(letter.isalnum() for letter in words):
        return bool(words) and "?" not in words
    return _ACKNOWLEDGED.fullmatch(re.sub(r"[^\w\s,.!-]+$", "", words).strip()) is not None


def nothing_to_do_reply(speaker: Speaker, said: str) -> Reply:
    """The reply to a message with nothing to do; thanks and greetings are returned."""
    gettext = speaker.translator.gettext
    if _THANKS.search(said):
        return Reply(gettext("You are welcome."))
    if not has_right(speaker, "change"):
        return Reply(gettext("You can look at the tasks here: ask what is open, or see /help."))
    if _GREETING.match(said):
        return Reply(gettext("Hello. Tell me what needs doing, or see /help."))
    return Reply(gettext("I see nothing to do in this. Tell me what needs doing, or see /help."))

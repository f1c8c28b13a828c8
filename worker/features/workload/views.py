"""A member's week as a line, and who is overloaded."""

from collections.abc import Mapping, Sequence

from worker.core.date_formats import minutes_text
from worker.core.directory_names import DirectoryNames
from worker.core.i18n import Translator
from worker.core.reply import escape_html
from worker.core.speaker import Speaker
from worker.features.workload.service import WeekLoad


def load_line(translator: Translator, load: WeekLoad) -> str:
    """ "This week: 5 tasks, 14 h · 22 h left to work", with what is assumed, and "⚠" with the excess of an overloaded one."""
    gettext = translator.gettext
    left = (
        gettext("{time} left to work", time=minutes_text(translator, load.free))
        if load.free
        else gettext("no working hours left")
    )
    if not load.tasks:
        return gettext("This week: nothing due") + f" · {left}"
    work = translator.ngettext(
        "This week: {n} task, {time}",
        "This week: {n} tasks, {time}",
        len(load.tasks),
        time=minutes_text(translator, load.minutes),
    )
    facts = [work]
    if load.assumed:
        facts.append(translator.ngettext("{n} not estimated", "{n} not estimated", load.assumed))
    facts.append(left)
    if load.excess:
        over = gettext("overloaded by {time}", time=minutes_text(translator, load.excess))
        facts.append(f"⚠ {over}")
    return " · ".join(facts)


def part_shown_line(speaker: Speaker, names: DirectoryNames) -> str | None:
    """Of which businesses the others' weeks are shown, for whoever manages or views some; None for everybody else. HTML."""
    if not speaker.overseen:
        return None
    return speaker.translator.gettext(
        "Of the others, only work and hours of {businesses} count here.",
        businesses=escape_html(names.list_businesses(speaker.overseen)),
    )


def overloaded_line(translator: Translator, loads: Sequence[WeekLoad], names: Mapping[int, str]) -> str:
    """Who has more work this week than time, the most overloaded first; or that nobody has."""
    over = sorted((load for load in loads if load.excess), key=lambda load: -load.excess)
    if not over:
        return translator.gettext("Nobody is overloaded this week.")
    who = ", ".join(
        f"{escape_html(names[each.member_id])} (+{minutes_text(translator, each.excess)})" for each in over
    )
    return translator.gettext("Overloaded this week: {who}", who=who)

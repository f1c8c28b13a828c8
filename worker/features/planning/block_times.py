"""How a plan's block says when it is, also where it lasts over midnight."""

from worker.core.date_formats import clock_text
from worker.core.i18n import Translator
from worker.features.working_hours.day import DAY_END, DayPlan, TimeBlock


def begins_text(translator: Translator, plan: DayPlan, block: TimeBlock) -> str:
    """ "14:00"; "until 02:00" of what began the day before."""
    if _began_before(plan, block):
        return translator.gettext("until {time}", time=clock_text(block.end))
    return clock_text(block.start)


def minutes_told(plan: DayPlan, block: TimeBlock) -> int:
    """The minutes of a block; of what begins that day and goes on after midnight its whole length."""
    whole = _ends_after_midnight(plan, block) and not _began_before(plan, block)
    return plan.tasks[block.task].minutes if whole else block.minutes


def end_next_day_text(translator: Translator, plan: DayPlan, block: TimeBlock) -> str | None:
    """ "until 02:00 the next day"; None of what ends within the day."""
    if not _ends_after_midnight(plan, block):
        return None
    lasts = plan.tasks[block.task].fixed_minutes(plan.day.on)
    assert lasts is not None
    return translator.gettext("until {time} the next day", time=clock_text(lasts.end))


def _began_before(plan: DayPlan, block: TimeBlock) -> bool:
    lasts = plan.tasks[block.task].fixed_minutes(plan.day.on)
    return lasts is not None and lasts.start < 0


def _ends_after_midnight(plan: DayPlan, block: TimeBlock) -> bool:
    lasts = plan.tasks[block.task].fixed_minutes(plan.day.on)
    return lasts is not None and lasts.end > DAY_END and block.end == DAY_END

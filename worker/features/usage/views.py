"""The text of model costs and of a reached cap."""

from worker.budget.call_outcomes import OverBudget
from worker.budget.spending import PeriodSpending, Spending
from worker.core.date_formats import day_and_month
from worker.core.reply import Reply
from worker.core.speaker import Speaker


def cap_reached_notice(speaker: Speaker, over: OverBudget) -> Reply:
    """The notice, sent once per period, that the budget is used up and rules read the messages."""
    translator, cap = speaker.translator, dollars(over.cap_micros)
    day = day_and_month(translator, over.resets_on)
    if over.period == "month":
        text = translator.gettext(
            "This month's budget of {cap} is used up. I work by rules until {day}. /usage", cap=cap, day=day
        )
    else:
        text = translator.gettext(
            "Today's budget of {cap} is used up. I work by rules until {day}. /usage", cap=cap, day=day
        )
    return Reply(text, purpose="notice")


def usage_text(speaker: Speaker, spending: Spending) -> str:
    """What models cost today and this month, by purpose, against the caps."""
    gettext = speaker.translator.gettext
    purposes = {
        "reading": gettext("reading messages"),
        "voice": gettext("listening to voice messages"),
        "embedding": gettext("embeddings"),
        "search": gettext("searching by meaning"),
        "planning": gettext("planning days"),
        "estimating": gettext("first estimates"),
        "week": gettext("looking at the week"),
    }
    lines = [
        gettext("Today: {spent} of {cap}", **_amounts(spending.day)),
        gettext("This month: {spent} of {cap}", **_amounts(spending.month)),
        "",
        *(
            f"{purposes.get(p.purpose, p.purpose)}: {dollars(p.micros)} · {p.calls} ×"
            for p in spending.purposes
        ),
    ]
    return "\n".join(lines).strip()


def dollars(micros: int) -> str:
    """ "$5.00"; a sum below one cent keeps the digits that matter, "$0.0003"."""
    amount = micros / 1_000_000
    return f"${amount:.2f}" if micros == 0 or amount >= 0.01 else f"${amount:.4f}"


def _amounts(period: PeriodSpending) -> dict[str, str]:
    return {"spent": dollars(period.spent + period.reserved), "cap": dollars(period.cap or 0)}

"""/nudge: after which silence an executor is asked again."""

import re

from models.tables.workspace import Workspace
from worker.core.command_request import CommandRequest
from worker.core.i18n import Translator
from worker.core.reply import Reply

_OFF = {"off", "never", "no", "stop", "выкл", "нет", "никогда", "не надо"}
_MORNING = {"morning", "on", "default", "утром", "утро", "вкл", "как обычно"}
_HOURS = re.compile(r"(?:after|через)?\s?(?P<n>\d{1,3})\s?(?:h|hours?|ч|час(?:а|ов)?)?", re.IGNORECASE)
# Rounded up to hours.
_MINUTES = re.compile(r"(?P<n>\d{1,5}) min")
_MOST_HOURS = 168
_USAGE = "/nudge 4 · /nudge morning · /nudge off"


async def nudge_command(request: CommandRequest) -> list[Reply]:
    """`/nudge` shows the rule, `/nudge 4` asks after four hours, `/nudge morning` the next morning, `/nudge off` never."""
    workspace = await request.session.get_one(Workspace, request.speaker.workspace_id, with_for_update=True)
    said = " ".join(request.argument.lower().split())
    hours, minutes = _HOURS.fullmatch(said), _MINUTES.fullmatch(said)
    if said in _OFF:
        workspace.nudge_hours = 0
    elif said in _MORNING:
        workspace.nudge_hours = None
    elif hours is not None and 0 < int(hours["n"]) <= _MOST_HOURS:
        workspace.nudge_hours = int(hours["n"])
    elif minutes is not None and 0 < (whole := -(-int(minutes["n"]) // 60)) <= _MOST_HOURS:
        workspace.nudge_hours = whole
    request.session.add(workspace)
    await request.session.flush()
    rule = _rule_text(request.speaker.translator, workspace.nudge_hours)
    return [Reply(f"{rule}\n{_USAGE}")]


def _rule_text(translator: Translator, hours: int | None) -> str:
    if hours == 0:
        return translator.gettext("Nobody is asked again who has not answered.")
    if hours is None:
        return translator.gettext(
            "Whoever has not answered is asked once more on the next working morning, or earlier for a near deadline."
        )
    return translator.ngettext(
        "Whoever has not answered for {n} hour is asked once more, within working hours.",
        "Whoever has not answered for {n} hours is asked once more, within working hours.",
        hours,
    )

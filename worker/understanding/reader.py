"""Reader: the one door to understanding: the model when it is there and needed, rules otherwise, and which it was."""

import asyncio
import re
from dataclasses import replace
from functools import partial

import structlog

from models.runtime.settings import Settings
from worker.understanding.bare_reminders import read_bare_reminder
from worker.understanding.bare_replies import read_bare_reply
from worker.understanding.context import TOO_TANGLED, Context, Message, Reading
from worker.understanding.handed_on import read_handed_on
from worker.understanding.intents import Intent, KeepNote
from worker.understanding.list_corrections import read_listed
from worker.understanding.llm.llm_reader import ModelReader, ModelUnavailableError
from worker.understanding.llm.rules_comparison import compared, is_small_talk
from worker.understanding.local import labelled_reader, local_reader
from worker.understanding.policy import decide
from worker.understanding.reading_threads import ReadingThreads
from worker.understanding.requests.closed_requests import read_closed_request, split_closed_clauses
from worker.understanding.short_replies import read_reply
from worker.understanding.step_budget import OutOfStepsError, counted, steps_for
from worker.understanding.swapped_times import read_swapped
from worker.understanding.task_references import ReadByRules, addressed_tasks, read_pointed
from worker.understanding.two_assignees import read_paired

log = structlog.get_logger()

_LONGEST_GAP = 8
_GAP = re.compile(r"([\W_])\1{8,}")


def read_by_rules(message: Message, context: Context) -> Reading:
    """What rules make of a message, after the policy: of the task it answers, of the tasks it points at, or of all it says.

    Takes `steps_for` its text at most. A message that needs more is not read at all: nothing is done with it on half a reading,
    and `degraded` is "too_tangled".
    """
    plain = replace(message, text=_without_gaps(message.text))
    with counted(steps_for(message.text)):
        try:
            return decide(plain, context, propose_by_rules(plain, context), propose_by_rules)
        except OutOfStepsError:
            return Reading((), "rules", doubts=("too tangled",), degraded=TOO_TANGLED)


def read_request(message: Message, context: Context) -> Reading | None:
    """What a closed request asks for, after the policy; None for every other message."""
    reading = read_closed_request(message, context)
    return None if reading is None else decide(message, context, reading, propose_by_rules)


def propose_by_rules(message: Message, context: Context) -> Reading:
    """What rules make of a message, before the policy. Raises OutOfStepsError."""
    # What points at tasks is said of them: labels, which see new tasks, have no say.
    read = local_reader.read if addressed_tasks(message, context) else labelled_reader.read
    one = partial(_read_one, read=read)
    return read_listed(message, context, read) or read_pointed(message, context, one) or one(message, context)


def _without_gaps(text: str) -> str:
    """The text with long runs of one blank or mark cut short: they say no more than a few of it."""
    return _GAP.sub(lambda run: run[1] * _LONGEST_GAP, text)


def _read_one(message: Message, context: Context, *, read: ReadByRules) -> Reading:
    special = (
        read_bare_reply(message, context, read)
        or read_bare_reminder(message, context)
        or read_reply(message, context, read)
        or read_swapped(message, context)
        or read_paired(message, context, read)
    )
    return special or read_handed_on(message, context, read) or read(message, context)


def with_requests(requests: tuple[Intent, ...], reading: Reading, rest: str) -> Reading:
    """The reading of the rest of a message, with the requests said beside it; a rest of which nothing came is noted."""
    nothing = not (reading.intents or reading.asked or reading.sure)
    noted = (KeepNote(text=rest[:4_096]),) if nothing and any(map(str.isalnum, rest)) else ()
    return replace(reading, intents=(*requests, *reading.intents, *noted), clauses=())


class Understanding:
    """Reads messages for one worker. Holds no connection while a model works."""

    def __init__(self, settings: Settings, model: ModelReader) -> None:
        self._settings = settings
        self._model = model
        self._by_rules = ReadingThreads(read_by_rules)

    async def read(
        self,
        message: Message,
        context: Context,
        *,
        workspace_id: int,
        trace_id: str,
        step: str = "read",
        rules_alone: bool = False,
    ) -> Reading:
        """What a message asks for. Never raises for a model that is away: rules answer, and `degraded` says why.

        With `UNDERSTANDING=auto` rules answer alone what is small talk beyond doubt, and with `rules_alone` everything. A closed request does not come here;
        those among a message's sentences are read as such, and the rest by itself.
        """
        requests, rest = split_closed_clauses(message, context)
        if requests and not rest.strip():
            return Reading(requests, "rules", sure=True)
        beside = replace(message, text=rest) if requests else message
        if rules_alone:
            reading = await self._by_rules.read(beside, context)
        else:
            reading = await self._read(
                beside, context, workspace_id=workspace_id, trace_id=trace_id, step=step
            )
        return with_requests(requests, reading, rest) if requests else reading

    async def _read(
        self, message: Message, context: Context, *, workspace_id: int, trace_id: str, step: str
    ) -> Reading:
        by_rules = await self._by_rules.read(message, context)
        if self._settings.understanding == "rules":
            return by_rules
        if self._settings.understanding == "auto" and is_small_talk(by_rules):
            return by_rules
        try:
            reading = await self._model.read(
                message, context, workspace_id=workspace_id, trace_id=trace_id, step=step
            )
            return await asyncio.to_thread(_decided, message, context, reading, by_rules)
        except ModelUnavailableError as error:
            if error.reason != "no_key":
                log.warning("model_away", reason=error.reason, detail=error.detail)
            # That rules gave up is told, unless the model is to read it when it is back.
            told = by_rules.degraded if error.reason in {"no_key", "over_budget"} else None
            return replace(by_rules, degraded=told or error.reason, over_budget=error.over_budget)

    async def read_by_model(
        self, message: Message, context: Context, *, workspace_id: int, trace_id: str, step: str
    ) -> Reading:
        """The model's reading, compared with the rules' and after the policy. Raises ModelUnavailableError."""
        reading = await self._model.read(
            message, context, workspace_id=workspace_id, trace_id=trace_id, step=step
        )
        by_rules = await self._by_rules.read(message, context)
        return await asyncio.to_thread(_decided, message, context, reading, by_rules)


def _decided(message: Message, context: Context, reading: Reading, by_rules: Reading) -> Reading:
    return decide(message, context, compared(reading, by_rules, message, context), read_by_rules)

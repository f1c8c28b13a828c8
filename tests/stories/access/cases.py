"""Cases: every button, command and kind of words that a task can be reached by, and what each does for whom.

A template's names are filled in for whoever tries it (`people.Things`): the `task` (open), the one that is `done`,
the `other` (open) and the `series` are Vera's, made by the owner in the owner's chat under `op`; `mine` is an
operation of the speaker's own chat that touched the task, `plan`, `where`, `reminder` and `note` are of the speaker's
own chat, where there is one.
"""

from dataclasses import dataclass, field
from typing import Any

# Who may: the member who has the task and the owner; the owner alone; the member alone.
WITH, OWNER, HOLDER = ("holder", "owner"), ("owner",), ("holder",)
EVERYBODY = ("owner", "holder", "colleague", "elsewhere", "other_owner")


@dataclass(frozen=True, slots=True)
class Case:
    """`does` is what is so afterwards, by thing and column; empty for what only shows the task.

    `own` marks what changes nothing but the speaker's own settings, plans, notes or tasks, and is everybody's.
    """

    template: str
    who: tuple[str, ...] = WITH
    does: dict[str, Any] = field(default_factory=dict)
    own: bool = False


def own(template: str) -> Case:
    """What a speaker does to what is their own."""
    return Case(template, EVERYBODY, own=True)


TAPS = (
    Case("done:{task}:{mine}", does={"task.status": "done"}),
    Case("done:{task}:{op}", OWNER, {"task.status": "done"}),
    Case("undo:{mine}", does={"task.priority": 3}),
    Case("undo:{mine}:{mine}", does={"task.priority": 3}),
    Case("undo:{op}", OWNER, {"series.status": "dropped"}),
    Case("card:{mine}"),
    Case("card:{op}", OWNER),
    Case("edit:{mine}"),
    Case("edit:{mine}:{task}"),
    Case("edit:{mine}:{task}:e"),
    Case("edit:{op}:{task}:d", OWNER),
    Case("set:{mine}:{task}:r:4", does={"task.priority": 4}),
    Case("set:{mine}:{task}:e:15", does={"task.estimate_minutes": 15}),
    Case("set:{mine}:{task}:d:-", does={"task.deadline_on": None}),
    Case("set:{mine}:{task}:b:-", does={"task.business_id": None}),
    Case("set:{mine}:{task}:p:-"),
    Case("set:{mine}:{task}:a:{member}", does={"task.assignee_id": "{member}"}),
    # Within the holder's business; across the wall to another one, or to somebody of it, the owner alone.
    *(Case(f"edit:{{mine}}:{{task}}:{letter}") for letter in "bpa"),
    Case("set:{mine}:{task}:p:{annex}", does={"task.project_id": "{annex}"}),
    Case("set:{mine}:{task}:b:{walled_business}", OWNER, {"task.business_id": "{walled_business}"}),
    Case("set:{mine}:{task}:p:{walled_project}", ()),
    Case("set:{mine}:{task}:a:{walled_member}", OWNER, {"task.assignee_id": "{walled_member}"}),
    Case("set:{op}:{task}:r:4", OWNER, {"task.priority": 4}),
    Case("plan:done:{task}", does={"task.status": "done"}),
    Case("plan:move:{plan}:{task}:2026-12-20", does={"task.do_on": "2026-12-20"}),
    Case("plan:move:{plan}:{task}:-", does={"task.do_on": "2026-11-24"}),
    Case("plan:cut:{plan}:{task}:15", does={"task.estimate_minutes": 15}),
    Case("plan:give:{plan}:{task}:{member}", OWNER, {"task.assignee_id": "{member}"}),
    Case("plan:give:{plan}:{task}:{walled_member}", ()),
    own("plan:late:{plan}:1200"),
    own("plan:all:{plan}"),
    own("plan:show:{plan}"),
    own("plan:why:{plan}"),
    own("plan:pic:{plan}:dark"),
    own("plan:undo:{plan}"),
    own("plan:day:2026-11-24"),
    own("plan:day:9999-12-31"),
    own("plan:day:0001-01-01"),
    Case("took:{done}:600", does={"done.actual_minutes": 600}),
    Case("took:{done}:ask"),
    Case("took:{done}:other"),
    Case("took:{done}:skip"),
    Case("twin:merge:{task}:{other}", does={"task.status": "dropped"}),
    Case("twin:merge:{other}:{task}", does={"other.status": "dropped"}),
    Case("twin:keep:{task}:{other}"),
    Case("dg:move:{task}:{where}", does={"task.deadline_on": "2026-11-24"}),
    Case("dg:go:{task}:{where}", does={"timer.task_id": "{task}"}),
    Case("dg:end:{task}:{where}", does={"task.status": "done"}),
    own("dg:halt:{task}:{where}"),
    own("dg:later:{where}"),
    own("dg:show:{where}"),
    Case("ev:move:{task}:{where}", does={"task.deadline_on": "2026-11-24"}),
    Case("ev:on:{task}:{where}:20261220", does={"task.deadline_on": "2026-12-20"}),
    Case("ev:done:{task}:{where}", does={"task.status": "done"}),
    Case("ev:yes:{task}:{where}", does={"task.status": "done"}),
    Case("ev:miss:{task}:{where}", does={"task.status": "missed"}),
    Case("ev:drop:{task}:{where}", does={"task.status": "dropped"}),
    Case("ev:took:{done}:{where}:30", does={"done.actual_minutes": 30}),
    Case("ev:undo:{mine}:{where}", does={"task.priority": 3}),
    Case("ev:undo:{op}:{where}", OWNER, {"series.status": "dropped"}),
    Case("ev:days:{task}:{where}"),
    Case("ev:time:{done}:{where}"),
    own("ev:all:0:{where}"),
    own("page:1:nothing"),
    own("ev:show:0:{where}"),
    own("dg:show:{schedule}:99991231"),
    own("dg:move:{task}:{schedule}:99991231"),
    own("ev:show:0:{schedule}:00010101"),
    own("ev:on:{task}:{schedule}:99991231:00010101"),
    Case("rm:done:{reminder}", does={"task.status": "done"}),
    Case("rm:snooze:{reminder}:15"),
    Case("tm:start:{task}", does={"timer.task_id": "{task}"}),
    Case("tm:stop:{task}"),
    Case("tm:skip:{series}", does={"series.status": "dropped"}),
    Case("sr:one:{series}"),
    Case("sr:all:{series}", does={"series_task.template.priority": 1}),
    Case("ask:yes:{note}", HOLDER, {"note.state": "done"}),
    Case("ask:new:{note}", HOLDER, {"note.state": "task"}),
    Case("ask:no:{note}", HOLDER, {"note.state": "dropped"}),
    Case("note:task:{note}", HOLDER, {"note.state": "task"}),
    Case("note:drop:{note}", HOLDER, {"note.state": "dropped"}),
    Case("note:keep:{note}", ()),
    *(own(f"w:list:{letter}") for letter in "bpm"),
    own("w:show:b:{walled_business}"),
    own("w:show:p:{walled_project}"),
    own("w:show:m:{walled_member}"),
    own("w:away:b"),
    own("w:show:m:{member}"),
    own("w:new:b"),
    own("w:gone:p:{project}"),
    own("w:back:p:{project}"),
    own("w:put:p:{project}:{business}"),
    own("w:firms:m:{member}"),
    own("w:name:m:{member}"),
    own("w:undo:{mine}"),
    Case("invite:this:{member}", OWNER),
    Case("invite:phone:{member}", OWNER),
    Case("invite:other:{member}", OWNER),
    Case("invite:cancel", OWNER),
    own("sc:m:line"),
    own("sc:m:off"),
    own("lang:en"),
    own("zone:Europe/Berlin"),
    *(own(f"cal:{what}") for what in ("on", "renew", "off")),
)

COMMANDS = (
    Case("/done {task_number}", does={"task.status": "done"}),
    Case("/done"),
    Case("/after {task_number} {other_number}", does={"link.after_id": "{other}"}),
    Case("/after {other_number}", does={"links": 0}),
    Case("/after {done_number}", ()),
    Case("/skip {series_number}", does={"series.status": "dropped"}),
    Case("/undo", does={"task.priority": 3}),
    Case("/find quartz"),
    Case("/find {task_title}"),
    Case("/today"),
    own("/tomorrow"),
    Case("/week"),
    own("/now"),
    own("/plan"),
    own("/plan tomorrow"),
    own("/why"),
    own("/accuracy"),
    own("/hours"),
    own("/hours {walled} monday 10:00-12:00"),
    own("/find {walled}"),
    own("/business {walled}"),
    own("/projects {walled} annex"),
    own("/team {walled_person}"),
    own("/start"),
    own("/help"),
    own("/language en"),
    own("/timezone Berlin"),
    own("/settings"),
    own("/digest"),
    own("/evening"),
    own("/weekly"),
    own("/quiet"),
    own("/travel"),
    own("/business"),
    own("/projects"),
    own("/team"),
    own("/notes"),
    own("/invite"),
    own("/usage"),
    own("/dashboard"),
    own("/calendar"),
)

# By kind of action, so that none is forgotten; "said" are the words that lead somewhere without an action.
WORDS: dict[str, tuple[Case, ...]] = {
    "complete": (
        Case("#{task_number} is done", does={"task.status": "done"}),
        Case("#{task_number} готово", does={"task.status": "done"}),
    ),
    "reschedule": (Case("move #{task_number} to 20 December", does={"task.deadline_on": "2026-12-20"}),),
    "update": (
        Case("#{task_number} takes 15 minutes", does={"task.estimate_minutes": 15}),
        Case("#{task_number} is for {walled}", OWNER, {"task.business_id": "{walled_business}"}),
        Case("give #{task_number} to {walled_person}", OWNER, {"task.assignee_id": "{walled_member}"}),
        Case("give #{task_number} to Colleague", does={"task.assignee_id": "{member}"}),
    ),
    "delete": (Case("delete #{task_number}", does={"task.status": "dropped"}),),
    "create": (
        own("Sweep the yard after #{task_number}"),
        Case("For {walled}: sweep the yard", OWNER, {"newest.business_id": "{walled_business}"}),
        Case("For {walled}: sweep the yard", HOLDER, {"newest.business_id": "{business}"}),
        Case("Ask {walled_person} to sweep the yard", OWNER, {"newest.assignee_id": "{walled_member}"}),
        Case("Ask {walled_person} to sweep the yard", HOLDER, {"newest.assignee_id": "{holder}"}),
        own("Order belts, only once #{other_number} is done"),
    ),
    "query": (
        Case("what is overdue or due this week?"),
        own("find {task_title}"),
        own("what did I finish today?"),
    ),
    "ask_task": (Case("when is #{task_number} due?"), own("who is doing the {task_title}?")),
    "unclear_question": (own("why is the sky blue?"),),
    "plan": (own("plan my day"),),
    "create_project": (own("new project Harbour"),),
    "skip": (Case("skip #{series_number} this time", does={"series.status": "dropped"}),),
    "wait": (Case("#{task_number} waits for #{other_number}", does={"link.after_id": "{other}"}),),
    "start_timer": (Case("start #{task_number}", does={"timer.task_id": "{task}"}),),
    "stop_timer": (own("stop the timer"),),
    "complete_all": (own("mark everything as done"),),
    "ask_which": (own("skip the zeppelin this time"),),
    "keep_note": (own("note: the safe code is 4421"),),
    "absence": (own("I'm off on Friday"), own("{walled_person} is ill today")),
    "command": (own("settings"), own("turn off the evening message")),
    "said": (
        Case("#{task_number} after #{other_number}", does={"link.after_id": "{other}"}),
        Case("#{task_number} после #{other_number}", does={"link.after_id": "{other}"}),
        Case("undo that", does={"task.priority": 3}),
        Case("верни как было", does={"task.priority": 3}),
        own("2 hours"),
        own("no wait, it took 2 hours"),
        own("cancel"),
    ),
}

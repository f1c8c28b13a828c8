"""Whoever presses, commands or says whatever: a task is shown to and changed by those who may reach it, nobody else.

To see it fail: in worker/core/task_access.py let `within_reach` return `here` for everybody.
"""

import ast
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator
from itertools import cycle
from pathlib import Path
from typing import get_args

import pytest

from tests.architecture.sources import parsed
from tests.planner import Stores
from tests.stories.access.access_attempts import STALE, Answer, Trying, tells_a_hidden_name, tells_the_secret
from tests.stories.access.cases import COMMANDS, EVERYBODY, TAPS, WORDS, Case
from tests.stories.access.people import STRANGERS
from tests.stories.access.rows import USERS
from worker.router.callback_router import CALLBACKS
from worker.router.command_registry import COMMANDS as KNOWN_COMMANDS
from worker.understanding.intents import Intent

WORKER = Path(__file__).parents[3] / "worker"
OUTSIDERS = ("colleague", "elsewhere", "other_owner")
# See all tasks of the business and change none.
VIEWERS = ("viewer",)
# Views the business and is a member of another one: has the right to change tasks, and there are none of these to change.
HALF_VIEWER = "half_viewer"
TABLE_ROLES = [role for role in USERS if role != HALF_VIEWER]
# Those who work for one business, and are told no name of the other.
ONE_BUSINESS_ONLY = ("holder", "manager", "viewer", "colleague")
Try = Callable[[str, str], Awaitable[list[Answer]]]
RolesOf = Callable[[int, Case], set[str]]
# No id of ours: unknown, negative, beyond 64 bits, longer still, no number, a digit that is none, nothing.
FORGED = ("987654321", "-1", str(2**63), "9" * 40, "abc", "²", "")
_TASKS = ("task", "done", "other", "series")
# Whose id stands for which in another workspace.
FOREIGN = {
    **dict.fromkeys(_TASKS, "foreign_own_task"),
    **{f"{name}_number": "foreign_own_number" for name in _TASKS},
    "op": "foreign_mine",
    **{name: f"foreign_{name}" for name in ("mine", "plan", "reminder", "where", "schedule", "member")},
    **{name: f"foreign_{name}" for name in ("business", "project")},
    "annex": "foreign_project",
    "hidden_business": "foreign_business",
    "hidden_project": "foreign_project",
    "hidden_member": "foreign_member",
    **dict.fromkeys(("note", "item", "waiting"), "foreign_own_task"),
    **dict.fromkeys(("offered", "proposal", "refusal"), "foreign_offered"),
    "notice": "foreign_notice",
    "sent": "foreign_sent",
    "offered_task": "foreign_own_task",
}


def some_roles(number: int, case: Case) -> set[str]:
    """One of those who may and two of those who may not, in turn: who it is changes from case to case."""
    may = [role for role in TABLE_ROLES if role in case.who]
    may_not = [role for role in TABLE_ROLES if role not in case.who]
    return {
        roles[(number + at) % len(roles)]
        for roles, ats in ((may, (0,)), (may_not, (0, 1)))
        if roles
        for at in ats
    }


def all_roles(_number: int, _case: Case) -> set[str]:
    return set(TABLE_ROLES)


# Each case by some of the seven people, and in the long form by all of them.
BY = pytest.mark.parametrize(
    "roles_of", [some_roles, pytest.param(all_roles, marks=pytest.mark.slow)], ids=["some", "all"]
)


def names_in(template: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"{(\w+)}", template)))


async def attempts(
    trying: Trying, send: Try, cases: Iterable[Case], roles_of: RolesOf, *, strict: bool
) -> list[str]:
    """What went otherwise than the table says: each case by the roles that `roles_of` gives it."""
    wrong: list[str] = []
    for number, case in enumerate(cases):
        # First those who may leave nothing at all: what the others do to their own stays until the next case.
        for role in sorted(roles_of(number, case), key=lambda role: (role not in STRANGERS, role)):
            if role in case.who:
                wrong += await allowed(trying, send, case, role)
            else:
                wrong += await refused(trying, send, case, role, strict=strict or role in STRANGERS)
        if case.own or not strict:
            await trying.people.renew()
    return wrong


async def allowed(trying: Trying, send: Try, case: Case, role: str) -> list[str]:
    if case.own and role in (*OUTSIDERS, *VIEWERS):
        return await refused(trying, send, case, role, strict=False)
    things = trying.people.things[role]
    said = case.template.format(**things)
    answers = await send(role, said)
    wrong = [] if answers and (case.own or STALE not in answers[-1]) else [f"answered {answers}"]
    wrong += leaks(role, said, answers)
    for path, value in case.does.items():
        is_, expected = await trying.value(path, things), value
        if isinstance(value, str):
            expected = value.format(**things)
        if str(is_) != str(expected):
            wrong.append(f"{path} is {is_}, not {expected}; answered {answers}")
    await trying.people.renew()
    return [f"{case.template} by {role}: {what}" for what in wrong]


async def refused(trying: Trying, send: Try, case: Case, role: str, *, strict: bool) -> list[str]:
    before = trying.whole if strict else trying.of_victims
    said = case.template.format(**trying.people.things[role])
    answers = await send(role, said)
    after = await (trying.everything() if strict else trying.victims())
    wrong = [f"changed {sorted(after ^ before)}"] if after != before else []
    wrong += [f"told {answers}"] if tells_the_secret(answers) and role not in VIEWERS else []
    wrong += leaks(role, said, answers)
    wrong += ["no answer"] if not answers and role not in STRANGERS else []
    if wrong:
        await trying.people.renew()
    return [f"{case.template} by {role}: {what}" for what in wrong]


def leaks(role: str, said: str, answers: list[Answer]) -> list[str]:
    if role in ONE_BUSINESS_ONLY and tells_a_hidden_name(answers, said):
        return [f"names another business: {answers} {[answer.labels for answer in answers]}"]
    return []


@BY
async def test_a_button_reaches_what_its_presser_may_reach(stores: Stores, roles_of: RolesOf) -> None:
    async with Trying.ready(stores) as trying:
        assert await attempts(trying, trying.tap, TAPS, roles_of, strict=True) == []


@BY
async def test_a_command_reaches_what_its_sender_may_reach(stores: Stores, roles_of: RolesOf) -> None:
    async with Trying.ready(stores) as trying:
        assert await attempts(trying, trying.say, COMMANDS, roles_of, strict=True) == []


@BY
async def test_plain_words_reach_what_their_speaker_may_reach(stores: Stores, roles_of: RolesOf) -> None:
    async with Trying.ready(stores) as trying:
        cases = [case for kind in WORDS.values() for case in kind]
        assert await attempts(trying, trying.say, cases, roles_of, strict=False) == []


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.slow)])
async def test_a_forged_id_leads_nowhere(stores: Stores, every: int) -> None:
    """Of all that could be forged every third, and in the long form all of it."""
    wrong: list[str] = []
    forged = cycle(FORGED)
    async with Trying.ready(stores) as trying:
        for case, send in [*((c, trying.tap) for c in TAPS), *((c, trying.say) for c in COMMANDS)]:
            for role, text in forgeries(case.template, trying.people.things, forged)[::every]:
                answers = await send(role, text)
                after = await trying.everything()
                if after != trying.whole or not answers:
                    wrong.append(f"{text} by {role}: {answers}, {sorted(after ^ trying.whole)}")
                    await trying.people.renew()
    assert wrong == []


def forgeries(
    template: str, things: dict[str, dict[str, object]], forged: Iterator[str]
) -> list[tuple[str, str]]:
    """Who tries what: one of the template's ids at a time is another workspace's, or made up, the others real."""
    tries = []
    for name in names_in(template):
        if name in ("task_title", "hidden", "hidden_person"):
            continue
        foreign = str(things["holder"][FOREIGN[name]])
        for role, value in (
            ("owner", foreign),
            ("holder", foreign),
            ("holder", next(forged)),
            ("holder", next(forged)),
        ):
            put = f"{value}:20261123" if name == "where" and ":" not in value else value
            tries.append((role, template.format(**{**things[role], name: put})))
    # Without its number a command is another one, and a plan of a day names no id.
    return [(role, text) for role, text in tries if not re.fullmatch(r"/(?:done|after \d+)\s*", text)]


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.slow)])
async def test_who_works_elsewhere_changes_nothing_where_they_only_view(stores: Stores, every: int) -> None:
    """The viewer of the table is stopped by the router, which lets this one pass."""
    words = [case for kind in WORDS.values() for case in kind]
    wrong: list[str] = []
    async with Trying.ready(stores) as trying:
        tries = [(c, trying.tap) for c in TAPS] + [(c, trying.say) for c in (*COMMANDS, *words)]
        for case, send in tries[::every]:
            answers = await send(HALF_VIEWER, case.template.format(**trying.people.things[HALF_VIEWER]))
            after = await trying.victims()
            if after != trying.of_victims or not answers:
                wrong.append(f"{case.template}: {answers}, {sorted(after ^ trying.of_victims)}")
                await trying.people.renew()
    assert wrong == []


async def test_replies_edits_and_reactions_reach_nothing_of_another_chat(stores: Stores) -> None:
    async with Trying.ready(stores) as trying:
        for role in (*OUTSIDERS, *STRANGERS):
            card = {"message_id": 1, "date": 1, "chat": {"id": USERS[role], "type": "private"}, "text": "x"}
            for words in ("done", "cancel", "tomorrow", "2 hours", "/why", "/undo", "it takes 15 minutes"):
                answers = await trying.say(role, words, reply_to_message=card)
                assert not tells_the_secret(answers)
            assert await trying.victims() == trying.of_victims, role


def test_every_verb_of_a_button_is_in_the_table() -> None:
    tried = {case.template.split(":")[0] for case in TAPS}
    assert set(CALLBACKS) - tried == set()


def test_every_button_that_is_made_is_in_the_table() -> None:
    """The first two parts of the data of each `Button`, as far as they stand in the code."""
    tried = {tuple(case.template.split(":")[:2]) for case in TAPS}
    made = {head for path in WORKER.rglob("*.py") for head in heads_of(parsed(path))}
    assert len(made) > 30
    verbs = {verb for verb, _ in tried}
    named = {head for head in made if "{" not in head[1]}
    assert {head for head in named if head not in tried} == set()
    assert {verb for verb, _ in made} - verbs == set()


def heads_of(tree: ast.Module) -> set[tuple[str, str]]:
    heads = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Button" and len(node.args) > 1:
            parts = re.sub(r"^f?['\"]|['\"]$", "", ast.unparse(node.args[1])).split(":")
            if len(parts) > 1 and parts[0].isalpha():
                heads.add((parts[0], parts[1] if parts[1].isalpha() else "{}"))
    return heads


def test_every_command_is_in_the_table() -> None:
    tried = {case.template.split()[0].removeprefix("/") for case in COMMANDS}
    assert {*KNOWN_COMMANDS, "dashboard"} - tried == set()


def test_every_kind_of_action_is_in_the_table() -> None:
    union = get_args(Intent)[0]
    kinds = {kind.model_fields["kind"].default for kind in get_args(union)}
    assert kinds - set(WORDS) == set()


def test_the_table_names_roles_that_there_are() -> None:
    named = {
        role for case in (*TAPS, *COMMANDS, *(c for k in WORDS.values() for c in k)) for role in case.who
    }
    assert named == set(EVERYBODY)

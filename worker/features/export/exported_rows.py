"""Which rows of each table stand in a person's archive: what they may see in the planner, and no secret.

Every table is named in one of the three sets below; a test fails for a new one that is not.
"""

from typing import Any

from sqlalchemy import ColumnElement, Table, and_, case, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.all_tables import METADATA
from worker.core.directory_names import load_directory_names
from worker.core.speaker import Speaker
from worker.core.task_access import within_reach

# What the workspace shares: all of it for the owner, for others what belongs to them, their tasks and businesses.
SHARED = frozenset(
    (
        "workspace", "member", "business", "membership", "project", "chat", "task", "task_link", "operation",
        "task_event", "assignment", "assignment_event", "directory_event", "series_task", "working_hours", "day_off",
        "glossary_word", "group_chat", "group_event", "task_file", "task_comment",
        "checklist_item", "checklist_tick",
    )
)  # fmt: skip
# What is its person's alone, also where that person is not the owner.
OWN = frozenset(
    (
        "note", "appointment", "plan", "plan_block", "plan_reason", "planning_habit", "timer", "reminder", "schedule",
        "quiet_hours", "travel",
    )
)  # fmt: skip
LEFT_OUT = {
    "computed from what is exported": ("task_embedding", "estimate_sample"),
    "secrets": ("invitation", "calendar_feed", "calendar_subscription", "api_token"),
    "what the bot has still to do, or has sent": (
        "outbound_message", "assignment_notice", "deferred_read", "schedule_run", "export", "export_part", "erasure", "restore",
    ),
    "records of the operator": (
        "inbound_update", "job_run", "dead_letter", "model_call", "budget", "alert", "backup_run", "unknown_sender_count",
        "program_request", "operator_action", "delivery_pause",
    ),
}  # fmt: skip
# Numbers of others' Telegram accounts are the owner's to know only.
_ACCOUNTS = {"member": "telegram_user_id"}
# They quote what was said, which is private to the chat where it was said.
_OF_THEIR_CHAT = {"operation": "reasons"}


async def exported_conditions(session: AsyncSession, speaker: Speaker) -> dict[str, ColumnElement[bool]]:
    """By table, which rows the speaker takes away; parents before the rows that reference them."""
    names = await load_directory_names(session, speaker)
    known: dict[str, Any] = {"member": names.members, "business": names.businesses, "project": names.projects}
    conditions: dict[str, ColumnElement[bool]] = {}
    for table in METADATA.sorted_tables:
        if table.name not in SHARED | OWN:
            continue
        narrowed = list(_narrowed(table, speaker, conditions))
        if table.name in known and not speaker.is_owner:
            narrowed.append(table.c.id.in_(list(known[table.name])))
        if table.name == "task":
            narrowed.append(within_reach(speaker))
        if narrowed or (speaker.is_owner and table.name in SHARED):
            conditions[table.name] = and_(_here(table, speaker), *narrowed)
    return conditions


def _here(table: Table, speaker: Speaker) -> ColumnElement[bool]:
    column = table.c.id if table.name == "workspace" else table.c.workspace_id
    return column == speaker.workspace_id


def _narrowed(
    table: Table, speaker: Speaker, conditions: dict[str, ColumnElement[bool]]
) -> list[ColumnElement[bool]]:
    """What limits a table to the speaker's own rows and to those of tasks, plans and assignments that are exported."""
    found: list[ColumnElement[bool]] = []
    personal = table.name in OWN or not speaker.is_owner
    if personal and "chat_id" in table.c:
        found.append(table.c.chat_id == speaker.chat_id)
    elif personal and "member_id" in table.c and table.name != "membership":
        found.append(table.c.member_id == speaker.member_id)
    elif personal and table.name == "membership":
        found.append(table.c.member_id.in_(_ids("member", conditions)))
    if not speaker.is_owner and "task_id" in table.c and table.name not in OWN:
        # Their events and assignments are the tasks' history, whoever made them.
        found = [table.c.task_id.in_(_ids("task", conditions))]
    for column, parent in (
        ("plan_id", "plan"),
        ("assignment_id", "assignment"),
        ("item_id", "checklist_item"),
    ):
        if column in table.c and parent in conditions:
            found.append(table.c[column].in_(_ids(parent, conditions)))
    if "subscription_id" in table.c:
        # Busy times of another calendar are that calendar's.
        found.append(table.c.subscription_id.is_(None))
    if not speaker.is_owner and table.name == "workspace":
        found.append(table.c.id == speaker.workspace_id)
    return found


def _ids(table_name: str, conditions: dict[str, ColumnElement[bool]]) -> Any:
    return select(METADATA.tables[table_name].c.id).where(conditions[table_name])


def row_as_json(table: Table, speaker: Speaker) -> Any:
    """The SQL expression of a row's JSON for the speaker's archive."""
    row: Any = func.to_jsonb(table.table_valued())
    for name in _hidden_columns(table, speaker):
        row = cast(row, JSONB).op("-")(name)
    quoted = _OF_THEIR_CHAT.get(table.name)
    if quoted is None:
        return row
    return case((table.c.chat_id == speaker.chat_id, row), else_=cast(row, JSONB).op("-")(quoted))


def _hidden_columns(table: Table, speaker: Speaker) -> list[str]:
    """Columns that are left out of the speaker's archive, and those that the database computes."""
    hidden = [column.name for column in table.columns if column.computed is not None]
    for constraint in table.foreign_key_constraints:
        # What it references is not in the archive.
        if constraint.referred_table.name not in SHARED | OWN:
            hidden += [column.name for column in constraint.columns if column.nullable]
    if not speaker.is_owner and table.name in _ACCOUNTS:
        hidden.append(_ACCOUNTS[table.name])
    return hidden

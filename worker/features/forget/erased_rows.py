"""Which rows of each table belong to a workspace or to a person, derived from the tables' foreign keys.

A table that references rows to be erased is covered without being named here. One that holds such data and references
nothing has to be named: `workspace_conditions` raises LookupError for it, and a test asks it for every table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Table, and_, cast, false, literal_column, or_, select
from sqlmodel import SQLModel

from models.queue.keys import lane_of_callbacks, lane_of_chat, lane_of_program
from models.tables.alert import Alert
from models.tables.all_tables import METADATA
from models.tables.backup_run import BackupRun
from models.tables.budget import Budget
from models.tables.calendar_subscription import CalendarSubscription
from models.tables.dead_letter import DeadLetter
from models.tables.deferred_read import DeferredRead
from models.tables.delivery_pause import DeliveryPause
from models.tables.erasure import Erasure
from models.tables.export import Export
from models.tables.inbound_update import InboundUpdate
from models.tables.job_run import JobRun
from models.tables.member import Member
from models.tables.operation import Operation
from models.tables.operator_action import OperatorAction
from models.tables.outbox import OutboundMessage
from models.tables.restore import Restore
from models.tables.schedule import Schedule
from models.tables.task import Task
from models.tables.unknown_sender_count import UnknownSenderCount
from models.tables.workspace import Workspace

Conditions = dict[str, ColumnElement[bool]]


def table_of(kind: type[SQLModel]) -> Table:
    """The table behind a class."""
    return METADATA.tables[str(kind.__tablename__)]


# Counts, states and the operators' own record of the whole bot; the request itself goes when everything else is gone.
NOBODYS = frozenset(
    table_of(kind).name for kind in (Alert, BackupRun, UnknownSenderCount, OperatorAction, Erasure)
)
# What jobs and updates leave behind: found by the arguments of the jobs, and by the lanes.
JOB_RECORDS = (table_of(JobRun), table_of(DeadLetter))
UPDATES = table_of(InboundUpdate)
# The rows that arguments of jobs name. "lane" and "update_id" belong to a chat; the others name nobody.
ARGUMENT_ROWS: Mapping[str, type[SQLModel]] = {
    "workspace_id": Workspace,
    "member_id": Member,
    "operation_id": Operation,
    "outbound_id": OutboundMessage,
    "schedule_id": Schedule,
    "export_id": Export,
    "restore_id": Restore,
    "late_id": DeferredRead,
    "subscription_id": CalendarSubscription,
}
ARGUMENTS_OF_LANES = frozenset(("lane", "update_id"))
ARGUMENTS_OF_NOBODY = frozenset(("trace", "local_on", "erasure_id"))
# References that rows of others have to a person's rows. These are emptied, and the rows stay.
EMPTIED = frozenset((("task", "assignee_id"), ("operation", "undoes_id"), ("note", "operation_id")))
# These are given to the owner: a series that a person began goes on.
GIVEN_TO_OWNER = frozenset((("series_task", "chat_id"),))


@dataclass(frozen=True, slots=True)
class Lanes:
    """The accounts of the people and chats whose data goes, and the tokens of their programs."""

    chats: tuple[int, ...]
    people: tuple[int, ...]
    tokens: tuple[int, ...] = ()

    def names(self) -> list[str]:
        """The lanes of their messages, of their buttons and of their programs."""
        taps = map(lane_of_callbacks, (*self.people, *self.chats))
        return [*map(lane_of_chat, self.chats), *taps, *map(lane_of_program, self.tokens)]


def workspace_conditions(workspace_id: int, lanes: Lanes) -> Conditions:
    """By table, which rows are the workspace's, in the order in which they can be deleted.

    Raises LookupError for a table of which nobody has said whose its rows are.
    """
    own: Conditions = {table_of(Budget).name: table_of(Budget).c.scope == workspace_id, **_pauses(lanes)}
    own[table_of(Workspace).name] = table_of(Workspace).c.id == workspace_id
    for table in METADATA.sorted_tables:
        if table.name in own or table.name in NOBODYS or table in JOB_RECORDS or table is UPDATES:
            continue
        if "workspace_id" in table.c:
            own[table.name] = table.c.workspace_id == workspace_id
            continue
        referenced = list(_referencing(table, own))
        if not referenced:
            raise LookupError(f"the table {table.name} is not covered")
        own[table.name] = or_(*referenced)
    return _in_order(own, lanes)


def person_conditions(workspace_id: int, member_id: int, lanes: Lanes) -> Conditions:
    """By table, which rows are one person's, in the order in which they can be deleted.

    Theirs is what references them or their chat, but for the references in `EMPTIED` and `GIVEN_TO_OWNER`; and their
    private tasks.
    """
    member, task, sent = table_of(Member), table_of(Task), table_of(OutboundMessage)
    own: Conditions = {member.name: and_(member.c.workspace_id == workspace_id, member.c.id == member_id)}
    own |= _pauses(lanes)
    private = and_(
        task.c.workspace_id == workspace_id, task.c.assignee_id == member_id, task.c.business_id.is_(None)
    )
    for table in METADATA.sorted_tables:
        if table is task:
            own[table.name] = private
        elif table.name not in own and (referenced := list(_referencing(table, own))):
            own[table.name] = or_(*referenced)
    own[sent.name] = or_(
        own[sent.name],
        sent.c.chat_telegram_id.in_(lanes.chats),
        sent.c.id.in_(_messages_about(own)),
    )
    return _in_order(own, lanes)


def _pauses(lanes: Lanes) -> Conditions:
    """An operator's pause names a chat by its id only."""
    pause = table_of(DeliveryPause)
    return {pause.name: pause.c.chat_telegram_id.in_(lanes.chats)}


def _messages_about(own: Conditions) -> Any:
    """Messages that told others what the person answered."""
    notice = METADATA.tables["assignment_notice"]
    return select(notice.c.outbound_message_id).where(
        own[notice.name], notice.c.outbound_message_id.is_not(None)
    )


def _referencing(table: Table, own: Conditions) -> Iterator[ColumnElement[bool]]:
    """The conditions under which a row references one of those, and goes with it."""
    for constraint in table.foreign_key_constraints:
        parent = constraint.referred_table
        column = next(
            c for c in constraint.columns if c.name != "workspace_id" or len(constraint.columns) == 1
        )
        place = (table.name, column.name)
        if parent.name not in own or parent is table or place in EMPTIED | GIVEN_TO_OWNER:
            continue
        if not (column.nullable and constraint.ondelete == "SET NULL"):
            yield column.in_(select(parent.c.id).where(own[parent.name]))


def _in_order(own: Conditions, lanes: Lanes) -> Conditions:
    """Records of jobs and updates first, since they are found by rows that go afterwards, also when a run was interrupted;
    then children before their parents."""
    names = lanes.names()
    of_lanes = UPDATES.c.lane.in_(names)
    traces = select(UPDATES.c.trace_id).where(of_lanes)
    ordered: Conditions = {}
    for table in JOB_RECORDS:
        named = [_names_one_of(table, argument, own) for argument in ARGUMENT_ROWS]
        ordered[table.name] = or_(
            table.c.arguments["lane"].astext.in_(names), table.c.trace_id.in_(traces), *named
        )
    ordered[UPDATES.name] = of_lanes
    for table in reversed(METADATA.sorted_tables):
        if table.name in own:
            ordered[table.name] = own[table.name]
    return ordered


def _names_one_of(table: Table, argument: str, own: Conditions) -> ColumnElement[bool]:
    parent = table_of(ARGUMENT_ROWS[argument])
    if parent.name not in own:
        return false()
    named = cast(table.c.arguments[argument].astext, BigInteger)
    return named.in_(select(parent.c.id).where(own[parent.name]))


def some_of(table: Table, condition: ColumnElement[bool], most: int) -> Any:
    """The places of at most so many of the rows, the newest first: an undo goes before what it undoes."""
    place: Any = literal_column("ctid")
    newest_first = [column.desc() for column in table.primary_key.columns]
    return select(place).select_from(table).where(condition).order_by(*newest_first).limit(most)

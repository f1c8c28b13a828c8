"""Imports every table, so that migrations see the complete schema."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

from models.tables.alert import Alert
from models.tables.api_token import ApiToken, ProgramRequest
from models.tables.appointment import Appointment
from models.tables.assignment import Assignment, AssignmentEvent, AssignmentNotice
from models.tables.backup_run import BackupRun
from models.tables.budget import Budget
from models.tables.business import Business
from models.tables.calendar_feed import CalendarFeed
from models.tables.calendar_subscription import CalendarSubscription
from models.tables.chat import Chat
from models.tables.checklist import ChecklistItem, ChecklistTick
from models.tables.dead_letter import DeadLetter
from models.tables.deferred_read import DeferredRead
from models.tables.delivery_pause import DeliveryPause
from models.tables.directory_event import DirectoryEvent
from models.tables.embedding import TaskEmbedding
from models.tables.erasure import Erasure
from models.tables.estimate_sample import EstimateSample
from models.tables.export import Export, ExportPart
from models.tables.glossary_word import GlossaryWord
from models.tables.group_chat import GroupChat, GroupEvent
from models.tables.inbound_update import InboundUpdate
from models.tables.invitation import Invitation
from models.tables.job_run import JobRun
from models.tables.member import Member, Membership
from models.tables.model_call import ModelCall
from models.tables.note import Note
from models.tables.operation import Operation, TaskEvent
from models.tables.operator_action import OperatorAction
from models.tables.outbox import OutboundMessage
from models.tables.plan import Plan, PlanBlock, PlanReason
from models.tables.project import Project
from models.tables.quiet_hours import QuietHours, Travel
from models.tables.reminder import Reminder
from models.tables.restore import Restore
from models.tables.schedule import Schedule, ScheduleRun
from models.tables.series_task import SeriesTask
from models.tables.task import Task
from models.tables.task_comment import TaskComment
from models.tables.task_file import TaskFile
from models.tables.task_link import TaskLink
from models.tables.timer import Timer
from models.tables.unknown_sender_count import UnknownSenderCount
from models.tables.working_hours import DayOff, PlanningHabit, WorkingHours
from models.tables.workspace import Workspace

TABLES: tuple[type[SQLModel], ...] = (
    Workspace,
    Member,
    Business,
    Membership,
    Project,
    Chat,
    GroupChat,
    Task,
    Operation,
    TaskEvent,
    TaskFile,
    TaskComment,
    ChecklistItem,
    ChecklistTick,
    GroupEvent,
    Assignment,
    AssignmentEvent,
    AssignmentNotice,
    DirectoryEvent,
    Note,
    GlossaryWord,
    TaskEmbedding,
    InboundUpdate,
    OutboundMessage,
    JobRun,
    DeadLetter,
    Schedule,
    ScheduleRun,
    QuietHours,
    Travel,
    Reminder,
    SeriesTask,
    Timer,
    DeferredRead,
    ModelCall,
    Budget,
    WorkingHours,
    DayOff,
    PlanningHabit,
    CalendarSubscription,
    Appointment,
    TaskLink,
    EstimateSample,
    Plan,
    PlanBlock,
    PlanReason,
    CalendarFeed,
    ApiToken,
    ProgramRequest,
    Invitation,
    UnknownSenderCount,
    BackupRun,
    Alert,
    OperatorAction,
    DeliveryPause,
    Erasure,
    Export,
    ExportPart,
    Restore,
)

METADATA: MetaData = SQLModel.metadata

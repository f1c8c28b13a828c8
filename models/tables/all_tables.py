"""Tables: the list of all of them, so that migrations see the whole."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

from models.alert import Alert
from models.appointment import Appointment
from models.backup_run import BackupRun
from models.budget import Budget
from models.business import Business
from models.chat import Chat
from models.dead_letter import DeadLetter
from models.embedding import TaskEmbedding
from models.experience import Experience
from models.glossary_word import GlossaryWord
from models.invitation import Invitation
from models.job_run import JobRun
from models.late_reading import LateReading
from models.member import Member, Membership
from models.model_call import ModelCall
from models.note import Note
from models.occurrence import Occurrence
from models.operation import Operation, TaskEvent
from models.outbox import OutboundMessage
from models.plan import Plan, PlanBlock, PlanReason
from models.project import Project
from models.reminder import Reminder
from models.rhythm import QuietHours, Travel
from models.schedule import Schedule, ScheduleRun
from models.stranger import StrangerCount
from models.task import Task
from models.task_link import TaskLink
from models.timer import Timer
from models.update import InboundUpdate
from models.working_hours import DayOff, PlanningHabit, WorkingHours
from models.workspace import Workspace
from models.world_event import WorldEvent

TABLES: tuple[type[SQLModel], ...] = (
    Workspace,
    Member,
    Business,
    Membership,
    Project,
    Chat,
    Task,
    Operation,
    TaskEvent,
    WorldEvent,
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
    Occurrence,
    Timer,
    LateReading,
    ModelCall,
    Budget,
    WorkingHours,
    DayOff,
    PlanningHabit,
    Appointment,
    TaskLink,
    Experience,
    Plan,
    PlanBlock,
    PlanReason,
    Invitation,
    StrangerCount,
    BackupRun,
    Alert,
)

METADATA: MetaData = SQLModel.metadata

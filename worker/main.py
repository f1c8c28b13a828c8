"""One worker process: its connections, its scheduler and its jobs."""

import asyncio
import gc

import structlog

from models.queue.jobs import (
    DeliverMessage,
    EmbedBacklog,
    EmbedTasks,
    EraseData,
    FetchCalendar,
    FollowAssignments,
    FollowSeries,
    HandleUpdate,
    MakeCalendar,
    MakeExport,
    ReadDeferred,
    RenderDigests,
    RestoreArchive,
    SendBulk,
    SendDigest,
    SendReminders,
)
from models.runtime import clock
from models.runtime.error_reports import set_up_error_reports
from models.runtime.logs import set_up_logs
from models.runtime.secret_values import SecretValues
from models.runtime.settings import Settings, SettingsError, settings
from worker.alerts.watch_health import watch_health
from worker.connect_services import close_services, connect_services
from worker.core.error_kinds import is_outage
from worker.features.directory.invitations import create_owner_invitation
from worker.jobs.dead_letter_update import advance_lane, dead_letter_raw_update, dead_letter_update
from worker.jobs.deliver_message import deliver_message
from worker.jobs.embed_backlog import embed_backlog
from worker.jobs.embed_tasks import embed_tasks
from worker.jobs.erase_data import erase_data
from worker.jobs.fetch_calendar import fetch_calendar
from worker.jobs.follow_assignments import follow_assignments
from worker.jobs.follow_series import follow_series
from worker.jobs.handle_update import handle_update
from worker.jobs.make_calendar import make_calendar
from worker.jobs.make_export import dead_letter_export, make_export
from worker.jobs.read_deferred import read_deferred
from worker.jobs.render_digests import dead_letter_batch, render_digests
from worker.jobs.restore_archive import dead_letter_restore, restore_archive
from worker.jobs.send_bulk import send_bulk
from worker.jobs.send_digest import dead_letter_digest, send_digest
from worker.jobs.send_reminders import send_reminders
from worker.queue.arq_worker import ArqWorker
from worker.queue.attempts import Attempts
from worker.queue.retry_policy import JobDefinition
from worker.reconciler import enqueue_embedding_backlog
from worker.router.command_menu import publish_menus
from worker.scheduler import LastTick, run_guarded, start_scheduler
from worker.services import Services
from worker.telegram.client import NotPosted

log = structlog.get_logger()


# Every job: what runs it, its time limit, the delays between its attempts, and its end as a dead letter.
JOBS: tuple[JobDefinition, ...] = (
    JobDefinition(
        job=HandleUpdate,
        run=handle_update,
        timeout_seconds=120,
        retry_delays=(1, 3, 8),
        on_dead_letter=dead_letter_update,
        after_dead_letter=advance_lane,
        on_dead_letter_raw=dead_letter_raw_update,
    ),
    JobDefinition(
        job=DeliverMessage,
        run=deliver_message,
        timeout_seconds=300,
        retry_delays=(1, 5, 30),
    ),
    JobDefinition(
        job=EmbedTasks,
        run=embed_tasks,
        timeout_seconds=120,
        retry_delays=(5, 60, 600, 3600),
    ),
    JobDefinition(
        job=EmbedBacklog,
        run=embed_backlog,
        timeout_seconds=120,
        retry_delays=(5, 60, 600),
    ),
    JobDefinition(
        job=RenderDigests,
        run=render_digests,
        timeout_seconds=120,
        retry_delays=(2, 10, 60),
        on_dead_letter=dead_letter_batch,
    ),
    JobDefinition(
        job=SendDigest,
        run=send_digest,
        timeout_seconds=60,
        retry_delays=(2, 10, 60, 300),
        on_dead_letter=dead_letter_digest,
    ),
    JobDefinition(
        job=SendBulk,
        run=send_bulk,
        timeout_seconds=300,
        retry_delays=(1, 5, 30),
    ),
    JobDefinition(
        job=SendReminders,
        run=send_reminders,
        timeout_seconds=60,
        retry_delays=(1, 5, 30),
    ),
    JobDefinition(
        job=FollowSeries,
        run=follow_series,
        timeout_seconds=60,
        retry_delays=(2, 10, 60),
    ),
    JobDefinition(
        job=FollowAssignments,
        run=follow_assignments,
        timeout_seconds=60,
        retry_delays=(2, 10, 60),
    ),
    JobDefinition(
        job=ReadDeferred,
        run=read_deferred,
        timeout_seconds=120,
        retry_delays=(10, 60, 300),
    ),
    JobDefinition(
        job=MakeCalendar,
        run=make_calendar,
        timeout_seconds=60,
        retry_delays=(5, 60, 600),
    ),
    JobDefinition(
        job=FetchCalendar,
        run=fetch_calendar,
        timeout_seconds=120,
        retry_delays=(60, 600),
    ),
    JobDefinition(
        job=EraseData,
        run=erase_data,
        timeout_seconds=1800,
        retry_delays=(2, 10, 60, 600),
    ),
    JobDefinition(
        job=MakeExport,
        run=make_export,
        timeout_seconds=900,
        retry_delays=(5, 60),
        on_dead_letter=dead_letter_export,
    ),
    JobDefinition(
        job=RestoreArchive,
        run=restore_archive,
        timeout_seconds=900,
        retry_delays=(5, 60),
        on_dead_letter=dead_letter_restore,
    ),
)


def run() -> None:
    """Work until SIGTERM or SIGINT. Raises SettingsError when a setting is wrong or missing."""
    chosen = settings()
    set_up_logs(
        level=chosen.log_level,
        json_lines=chosen.environment == "production",
        service="worker",
        secrets=SecretValues.from_settings(chosen),
    )
    set_up_error_reports(chosen, process="worker")
    if chosen.telegram_bot_token is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN is missing: get one from @BotFather")
    worker = build(chosen)
    # What was imported lives as long as the process; the collector need not walk it again and again.
    gc.freeze()
    gc.enable()
    worker.run()


def build(chosen: Settings, *, handle_signals: bool = True) -> "PlannerWorker":
    """A worker with its connections, not yet running. Without `handle_signals` SIGTERM is left to others."""
    services = connect_services(chosen)
    attempts, last_tick = Attempts(services, JOBS), LastTick()
    return PlannerWorker(
        services,
        last_tick,
        chosen.redis_url,
        [kind.name for kind in JOBS],
        attempts.run,
        worker_id=services.worker_id,
        max_jobs=chosen.worker_max_jobs,
        grace_seconds=chosen.worker_grace_seconds,
        facts={"embedding": services.embedding.model, "ticked": last_tick, "counts": services.counts},
        handle_signals=handle_signals,
    )


class PlannerWorker(ArqWorker):
    """The queue worker with this product's clock beside it."""

    def __init__(self, services: Services, last_tick: LastTick, *arguments, **options) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*arguments, **options)
        self.services, self.last_tick = services, last_tick

    async def main(self) -> None:
        """Tick and work."""
        self.scheduler = scheduler = start_scheduler(self.services, self.last_tick)
        # Outside the scheduler, which is among what it looks at.
        watching = asyncio.create_task(watch_health(self.services))
        greeting = asyncio.create_task(_greet(self.services))
        # The settings may name another embedding model than before; the clock's first look is in five minutes.
        beginning = asyncio.create_task(run_guarded(enqueue_embedding_backlog, self.services))
        try:
            await super().main()
        finally:
            watching.cancel()
            greeting.cancel()
            beginning.cancel()
            scheduler.shutdown(wait=False)

    async def close(self) -> None:
        """End the jobs, then the connections they used."""
        await super().close()
        await close_services(self.services)


async def _greet(services: Services) -> None:
    """The owner's one-time link into the log while nobody owns the bot; the list of commands to Telegram."""
    try:
        if services.settings.owner_telegram_id is None:
            token = await create_owner_invitation(services.database, clock.now())
            if token is not None:
                name = await _bot_name(services)
                log.warning(
                    "owner_link", open_this=f"https://t.me/{name}?start={token}", good_for="24 hours, once"
                )
        await publish_menus(services.telegram, services.database)
    except Exception as error:
        if not is_outage(error):
            raise
        log.warning("greeting_skipped", error=type(error).__name__)


async def _bot_name(services: Services) -> str:
    try:
        return await services.telegram.username()
    except NotPosted:
        # The token is shown only here: better with a name to be filled in than lost.
        return "your_bot"


if __name__ == "__main__":
    run()

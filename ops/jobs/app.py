"""The commands `planner jobs list|show|retry|cancel|run|lanes|dead-letters|password` and `planner trace`."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import typer

from ops.jobs import terminal_output

app = typer.Typer(help="Inspect and control jobs: list, show, retry, cancel.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="One JSON document, for scripts.")]
JobIds = Annotated[list[str], typer.Argument(help="Job ids, such as update:1234.")]


@app.command("list")
def list_jobs(
    state: Annotated[
        str,
        typer.Option(
            help="running, retry, done, undelivered, failed, dead, cancelled, lost, or queued, scheduled, retrying."
        ),
    ] = "",
    name: Annotated[str, typer.Option(help="A job's name, such as handle_update.")] = "",
    queue: Annotated[str, typer.Option(help="messages, callbacks or direct.")] = "",
    chat: Annotated[
        str, typer.Option(help="A chat's Telegram id, or part of a group's or a person's name.")
    ] = "",
    text: Annotated[str, typer.Option(help="Part of an id or an error.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=500)] = 50,
    as_json: Json = False,
) -> None:
    """List jobs, newest first; queued, scheduled and retrying ones in the order in which they start."""
    from models.console.job_queries import JOB_STATES, JobFilter
    from models.console.job_queues import JOB_QUEUES, queue_named
    from models.console.pending_jobs import PENDING_STATES
    from ops.jobs.queries import list_jobs_by_filter

    known = (*PENDING_STATES, *JOB_STATES)
    if state and state not in known:
        _fail(f"There is no state {state}: {', '.join(known)}.")
    queue = queue_named(queue)
    if queue and queue not in JOB_QUEUES:
        _fail(f"There is no queue {queue}: {', '.join(JOB_QUEUES)}.")
    wanted = JobFilter(state=state, name=name, text=text, limit=limit, queue=queue)
    found = _run(lambda context: list_jobs_by_filter(context, wanted, chat))
    _print(found, terminal_output.format_job_table, as_json=as_json)


@app.command("show")
def show_job(job_id: str, as_json: Json = False) -> None:
    """Show one job: its state, each attempt with its error, its dead letter."""
    from models.console.job_detail import load_job_detail

    found = _run(lambda context: load_job_detail(context, job_id))
    if found is None:
        _fail(f"There is no job {job_id}, or its history has been deleted.")
    _print(found, terminal_output.format_job, as_json=as_json)


@app.command("retry")
def retry_jobs(
    job_ids: Annotated[list[str] | None, typer.Argument(help="Ids of jobs that have a dead letter.")] = None,
    all_of: Annotated[
        str, typer.Option("--all-of", help="All dead letters of a job, such as handle_update.")
    ] = "",
) -> None:
    """Retry dead letters; an update returns to its position in its lane."""
    from ops.jobs.actions import retry_all_of, retry_each

    if all_of:
        queued, told = _run(lambda context: retry_all_of(context, all_of))
        typer.echo(told)
        if not queued:
            raise typer.Exit(1)
        return
    if not job_ids:
        _fail("Name jobs, or --all-of a job such as handle_update.")
    _report(_run(lambda context: retry_each(context, job_ids or [])))


@app.command("cancel")
def cancel_jobs(job_ids: JobIds) -> None:
    """Cancel waiting or running jobs; they are kept as dead letters."""
    from ops.jobs.actions import cancel_each

    _report(_run(lambda context: cancel_each(context, job_ids)))


@app.command("run")
def run_jobs(job_ids: JobIds) -> None:
    """Start jobs at once that wait for their time or their next attempt."""
    from ops.jobs.actions import run_each

    _report(_run(lambda context: run_each(context, job_ids)))


@app.command("lanes")
def list_lanes(as_json: Json = False) -> None:
    """List the chats with waiting updates, and what blocks them."""
    from ops.jobs.queries import list_lane_statuses

    _print(_run(list_lane_statuses), terminal_output.format_lane_table, as_json=as_json)


@app.command("letters", hidden=True)
@app.command("dead-letters")
def list_dead_letters(as_json: Json = False) -> None:
    """List the open dead letters by kind: why, how many, first and last."""
    from ops.jobs.queries import list_dead_letter_kinds

    _print(_run(list_dead_letter_kinds), terminal_output.format_dead_letter_table, as_json=as_json)


@app.command("pause")
def pause_sending(
    chat: Annotated[int, typer.Argument(help="A chat's Telegram id; none for all chats.")] = 0,
    reason: Annotated[str, typer.Option(help="Why; it stands on the dashboard.")] = "",
) -> None:
    """Send nothing to a chat, or to all, until `resume`; the outbox keeps everything."""
    from ops.jobs.actions import pause_chat

    _report([("", _run(lambda context: pause_chat(context, chat, reason)))])


@app.command("resume")
def resume_sending(
    chat: Annotated[int, typer.Argument(help="A chat's Telegram id; none for all chats.")] = 0,
) -> None:
    """Send again what a pause has kept, in order."""
    from ops.jobs.actions import resume_chat

    _report([("", _run(lambda context: resume_chat(context, chat)))])


@app.command("paused")
def list_paused(as_json: Json = False) -> None:
    """List the chats to which nothing is sent."""
    from ops.jobs.queries import list_paused_deliveries

    _print(_run(list_paused_deliveries), terminal_output.format_pause_table, as_json=as_json)


@app.command("audit")
def list_audit(
    text: Annotated[str, typer.Option(help="Part of who, what or why.")] = "", as_json: Json = False
) -> None:
    """List what operators did, on the dashboard, by scripts and in a terminal."""
    from ops.jobs.queries import list_operator_actions

    found = _run(lambda context: list_operator_actions(context, text))
    _print(found, terminal_output.format_action_table, as_json=as_json)


@app.command("password")
def hash_dashboard_password() -> None:
    """Ask for a password and print its hash for DASHBOARD_PASSWORD."""
    from api.dashboard.auth.passwords import hash_password

    typer.echo(hash_password(typer.prompt("Password", hide_input=True, confirmation_prompt=True)))


def show_trace(update_id: str, as_json: Json = False) -> None:
    """Follow one message from the webhook to the answer's Telegram id. People's texts are not shown."""
    from ops.jobs.queries import find_trace

    trace_id = f"u{update_id}" if update_id.isdigit() else update_id
    found = _run(lambda context: find_trace(context, trace_id))
    if found is None:
        _fail(f"Nothing has the trace id {trace_id}, or it has been deleted with the history.")
    _print(found, terminal_output.format_trace, as_json=as_json)


def _run(ask: Callable[[Any], Awaitable[Any]]) -> Any:
    """Call `ask` with connections opened for it. Ends the command when a store does not respond."""
    from ops.cli.running_bot import use_running_stores
    from ops.jobs.open_stores import StoreUnavailableError, open_operator_context

    use_running_stores()

    async def run() -> Any:
        async with open_operator_context() as context:
            return await ask(context)

    try:
        return asyncio.run(run())
    except StoreUnavailableError as error:
        _fail(str(error))


def _report(results: list[tuple[str, Any]]) -> None:
    """Print the result of each command; exit code 1 when one was refused or had nothing to do."""
    for _, result in results:
        typer.echo(result.message)
    if any(result.outcome in ("refused", "nothing") for _, result in results):
        raise typer.Exit(1)


def _print(found: Any, to_text: Callable[[Any], str], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(found, default=terminal_output.json_default, ensure_ascii=False))
    else:
        typer.echo(to_text(found))


def _fail(why: str) -> Any:
    typer.echo(why, err=True)
    raise typer.Exit(1)

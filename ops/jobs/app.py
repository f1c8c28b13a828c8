"""App: the commands `planner jobs list|show|retry|cancel|run|lanes|letters|password` and `planner trace`."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import typer

from ops.jobs import printing

app = typer.Typer(help="See and steer jobs: list, show, retry, cancel.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="One JSON document, for scripts.")]
JobIds = Annotated[list[str], typer.Argument(help="Job ids, such as update:1234.")]


@app.command("list")
def list_jobs(
    state: Annotated[
        str,
        typer.Option(help="running, retry, done, dead, cancelled, lost, or queued, scheduled, retrying."),
    ] = "",
    name: Annotated[str, typer.Option(help="A job's name, such as handle_update.")] = "",
    queue: Annotated[str, typer.Option(help="messages, taps or direct.")] = "",
    chat: Annotated[int | None, typer.Option(help="A chat's Telegram id.")] = None,
    text: Annotated[str, typer.Option(help="Part of an id or an error.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=500)] = 50,
    as_json: Json = False,
) -> None:
    """List jobs, newest first; with a waiting state, those in the queue, next first."""
    from models.console.job_queries import JobFilter
    from models.console.queue_kinds import QUEUES
    from ops.jobs.looking import listed

    if queue and queue not in QUEUES:
        _fail(f"There is no queue {queue}: {', '.join(QUEUES)}.")
    wanted = JobFilter(state=state, name=name, chat=chat, text=text, limit=limit, queue=queue)
    found = _run(lambda steering: listed(steering, wanted))
    _out(found, printing.job_table, as_json=as_json)


@app.command("show")
def show_job(job_id: str, as_json: Json = False) -> None:
    """Show one job: where it is, each attempt with its error, its dead letter."""
    from ops.jobs.looking import shown

    found = _run(lambda steering: shown(steering, job_id))
    if found is None:
        _fail(f"There is no job {job_id}, or its history is older than is kept.")
    _out(found, printing.job_page, as_json=as_json)


@app.command("retry")
def retry(
    job_ids: Annotated[list[str] | None, typer.Argument(help="Dead jobs to send again.")] = None,
    all_of: Annotated[
        str, typer.Option("--all-of", help="All dead letters of a job, such as handle_update.")
    ] = "",
) -> None:
    """Send dead letters again; an update takes its place in its chat's order."""
    from ops.jobs.doing import retry_all_of, retry_each

    if all_of:
        typer.echo(_run(lambda steering: retry_all_of(steering, all_of)))
        return
    _judge(_run(lambda steering: retry_each(steering, job_ids or [])))


@app.command("cancel")
def cancel(job_ids: JobIds) -> None:
    """Cancel waiting or running jobs; they are kept among the dead letters."""
    from ops.jobs.doing import cancel_each

    _judge(_run(lambda steering: cancel_each(steering, job_ids)))


@app.command("run")
def run_now(job_ids: JobIds) -> None:
    """Start jobs at once that wait for their hour or their next attempt."""
    from ops.jobs.doing import run_each

    _judge(_run(lambda steering: run_each(steering, job_ids)))


@app.command("lanes")
def lanes(as_json: Json = False) -> None:
    """List the chats in which something waits, and what holds them up."""
    from ops.jobs.looking import all_lanes

    _out(_run(all_lanes), printing.lane_table, as_json=as_json)


@app.command("letters")
def letters(as_json: Json = False) -> None:
    """List the open dead letters by kind: why, how often, first and last."""
    from ops.jobs.looking import letter_kinds

    _out(_run(letter_kinds), printing.letter_table, as_json=as_json)


@app.command("password")
def password() -> None:
    """Ask for a password and print its hash for DASHBOARD_PASSWORD."""
    from api.dashboard.auth.passwords import hash_password

    typer.echo(hash_password(typer.prompt("Password", hide_input=True, confirmation_prompt=True)))


def trace(update_id: str, as_json: Json = False) -> None:
    """Follow one message from the webhook to the answer's Telegram id. People's words are not shown."""
    from ops.jobs.looking import traced

    word = f"u{update_id}" if update_id.isdigit() else update_id
    found = _run(lambda steering: traced(steering, word))
    if found is None:
        _fail(f"Nothing carries the trace {word}, or it is older than is kept.")
    _out(found, printing.trace_page, as_json=as_json)


def _run(ask: Callable[[Any], Awaitable[Any]]) -> Any:
    """Ask with connections that are opened for it and closed after. Ends the command when a store is away."""
    from ops.jobs.connections import StoreAwayError, connected

    async def run() -> Any:
        async with connected() as steering:
            return await ask(steering)

    try:
        return asyncio.run(run())
    except StoreAwayError as error:
        _fail(str(error))


def _judge(results: list[tuple[str, Any]]) -> None:
    """Say what became of each; exit code 1 when one was refused."""
    for _, result in results:
        typer.echo(result.say)
    if any(result.outcome == "refused" for _, result in results):
        raise typer.Exit(1)


def _out(found: Any, write: Callable[[Any], str], *, as_json: bool) -> None:
    typer.echo(json.dumps(found, default=printing.plain, ensure_ascii=False) if as_json else write(found))


def _fail(why: str) -> Any:
    typer.echo(why, err=True)
    raise typer.Exit(1)

"""Main: the list of all `planner` commands. Nothing heavy is imported before a command is chosen."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ops.cli.refusal import clear_refusals
from ops.jobs.app import app as jobs
from ops.jobs.app import trace

HERE = Path(".planner")

app = typer.Typer(
    name="planner",
    help="Business Planner: a planner a business owner can talk to.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
webhook = typer.Typer(help="Tell Telegram where to send updates, or ask what it knows.", no_args_is_help=True)
app.add_typer(webhook, name="webhook")
app.add_typer(jobs, name="jobs")
app.command("trace")(trace)

Folder = Annotated[Path, typer.Option(help="Where data, logs and secrets are kept.")]


@app.command()
@clear_refusals
def up(folder: Folder = HERE) -> None:
    """Run the real bot: api and worker, with embedded stores unless DATABASE_URL and REDIS_URL are set.

    Reads `.env` in the current folder. With WEBHOOK_URL Telegram calls us, without it we ask Telegram.
    """
    from ops.cli.up import run

    raise typer.Exit(run(folder))


@app.command()
@clear_refusals
def demo(
    folder: Folder = HERE,
    script: Annotated[
        bool, typer.Option("--script", help="Play a fixed conversation, print it, check each answer.")
    ] = False,
) -> None:
    """Run everything with a local stand-in for Telegram and print the address of its chat page."""
    if script:
        from ops.demo.play import run as play

        raise typer.Exit(play())
    from ops.cli.demo import run

    raise typer.Exit(run(folder))


@app.command()
@clear_refusals
def migrate() -> None:
    """Bring the database at DATABASE_URL to the newest schema. Safe to call twice at once."""
    from migrations.upgrade import migrate as upgrade
    from models.runtime.settings import settings

    upgrade(settings().database_url)
    typer.echo("The schema is up to date.")


@app.command()
@clear_refusals
def backup(folder: Folder = HERE) -> None:
    """Dump the database, prove the dump by restoring it into a scratch database, and keep it.

    BACKUP_AGE_RECIPIENT encrypts it, BACKUP_S3_BUCKET sends it away (ops/docs/backup.md).
    """
    from ops.cli.backups import backup as take

    typer.echo(take(folder))


@app.command()
@clear_refusals
def restore(
    name: Annotated[str | None, typer.Argument(help="A backup's file name; without it the newest.")] = None,
    folder: Folder = HERE,
) -> None:
    """Put a backup in the live database's place; what was live is kept under another name."""
    from ops.cli.backups import restore as bring_back

    typer.echo(bring_back(folder, name))


@webhook.command("set")
@clear_refusals
def webhook_set() -> None:
    """Register WEBHOOK_URL at Telegram, with TELEGRAM_SECRET_TOKEN."""
    from ops.cli.webhook import register

    typer.echo(register())


@webhook.command("info")
@clear_refusals
def webhook_info() -> None:
    """Show where Telegram sends updates, how many wait, and its last error."""
    from ops.cli.webhook import describe

    typer.echo(describe())


@webhook.command("delete")
@clear_refusals
def webhook_delete() -> None:
    """Take the webhook away; updates wait at Telegram until somebody asks for them."""
    from ops.cli.webhook import remove

    typer.echo(remove())


@app.command()
@clear_refusals
def api() -> None:
    """Run the api (webhook, health, metrics, dashboard) in the foreground."""
    from api.main import run

    run()


@app.command()
@clear_refusals
def worker() -> None:
    """Run one worker (jobs and clock) in the foreground."""
    from worker.main import run

    run()


@app.command()
@clear_refusals
def sandbox() -> None:
    """Run the local stand-in for Telegram, with its chat page, in the foreground."""
    from ops.sandbox.server import run
    from ops.sandbox.settings import SandboxSettings

    run(SandboxSettings())


@app.command()
@clear_refusals
def doctor(folder: Folder = HERE) -> None:
    """Check settings, servers, schema, disk, clock, Telegram and OpenAI, and say how to fix what is wrong."""
    from ops.cli.doctor import run

    raise typer.Exit(run(folder))


@app.command()
@clear_refusals
def settings(
    env: Annotated[bool, typer.Option("--env", help="As a file `.env` could begin with.")] = False,
    table: Annotated[bool, typer.Option("--table", help="As a Markdown table.")] = False,
    write: Annotated[
        bool,
        typer.Option("--write", help="Bring .env.example and ops/docs/configuration.md up to date."),
    ] = False,
) -> None:
    """Print every environment variable the product reads."""
    from ops.cli.settings_pages import as_env, as_table, as_text, write_all

    if write:
        write_all(Path())
    elif env:
        sys.stdout.write(as_env())
    elif table:
        sys.stdout.write(as_table())
    else:
        sys.stdout.write(as_text())

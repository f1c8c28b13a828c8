"""All `planner` commands. Nothing heavy is imported before a command is chosen."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ops.cli.refusal import CommandError, clear_refusals
from ops.jobs.app import app as jobs
from ops.jobs.app import show_trace

PLANNER_FOLDER = Path(".planner")

app = typer.Typer(
    name="planner",
    help="Business Planner: a planner a business owner can talk to.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
webhook = typer.Typer(help="Show or change where Telegram sends updates.", no_args_is_help=True)
app.add_typer(webhook, name="webhook")
app.add_typer(jobs, name="jobs")
app.command("trace")(show_trace)

Folder = Annotated[Path, typer.Option(help="Where data, logs and secrets are kept.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        from models.runtime.version import product_version

        typer.echo(f"planner {product_version()}")
        raise typer.Exit


@app.callback()
def planner_command(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Business Planner: a planner a business owner can talk to."""


@app.command("up")
@clear_refusals
def up_command(folder: Folder = PLANNER_FOLDER) -> None:
    """Run the real bot: api and worker, with embedded stores unless DATABASE_URL and REDIS_URL are set.

    Reads `.env` in the current folder. With WEBHOOK_URL Telegram sends updates here, without it they are fetched.
    """
    from ops.cli.up import run_planner

    raise typer.Exit(run_planner(folder))


@app.command("demo")
@clear_refusals
def demo_command(
    folder: Folder = PLANNER_FOLDER,
    script: Annotated[
        bool, typer.Option("--script", help="Play a fixed conversation, print it and check each answer.")
    ] = False,
) -> None:
    """Run everything with a local stand-in for Telegram and print the address of its chat page."""
    if script:
        from ops.demo.play import run_script as play

        raise typer.Exit(play())
    from ops.cli.demo import run_demo

    raise typer.Exit(run_demo(folder))


@app.command("migrate")
@clear_refusals
def migrate_command(
    folder: Folder = PLANNER_FOLDER,
    allow_newer: Annotated[
        bool, typer.Option(help="Leave a schema of the next release as it is: this release runs on it")
    ] = False,
) -> None:
    """Migrate the database at DATABASE_URL, or that of the bot in this folder, to the newest schema. Safe to run concurrently."""
    from migrations.upgrade import NewerSchemaError
    from migrations.upgrade import migrate as upgrade
    from models.runtime.settings import settings
    from ops.cli.running_bot import use_running_stores

    use_running_stores(folder)
    try:
        upgrade(settings().database_url)
    except NewerSchemaError as error:
        if not allow_newer:
            raise CommandError(str(error)) from None
        typer.echo(f"{error} It is left as it is.")
    else:
        typer.echo("The schema is up to date.")


@app.command("backup")
@clear_refusals
def backup_command(folder: Folder = PLANNER_FOLDER) -> None:
    """Dump the database, verify the dump by restoring it into a scratch database, and keep it.

    BACKUP_AGE_RECIPIENT encrypts it, BACKUP_S3_BUCKET uploads it (ops/docs/backup.md).
    """
    from ops.cli.backups import take_backup as take

    typer.echo(take(folder))


@app.command("restore")
@clear_refusals
def restore_command(
    name: Annotated[str | None, typer.Argument(help="A backup's file name; without it the newest.")] = None,
    folder: Folder = PLANNER_FOLDER,
) -> None:
    """Replace the live database by a backup; the previous one is kept under another name."""
    from ops.cli.backups import restore_backup as bring_back

    typer.echo(bring_back(folder, name))


@app.command("import")
@clear_refusals
def import_command(
    files: Annotated[list[Path], typer.Argument(help="All parts of one archive of /export.")],
    folder: Folder = PLANNER_FOLDER,
) -> None:
    """Read the owner's archive of /export back into a new planner, or after /forget: all of it or nothing."""
    from ops.cli.archives import import_archive as read_back

    typer.echo(read_back(folder, files))


@webhook.command("set")
@clear_refusals
def webhook_set() -> None:
    """Register WEBHOOK_URL with Telegram, with TELEGRAM_SECRET_TOKEN."""
    from ops.cli.webhook import register_webhook

    typer.echo(register_webhook())


@webhook.command("info")
@clear_refusals
def webhook_info() -> None:
    """Show where Telegram sends updates, how many are pending, and its last error."""
    from ops.cli.webhook import describe_webhook

    typer.echo(describe_webhook())


@webhook.command("delete")
@clear_refusals
def webhook_delete() -> None:
    """Delete the webhook; Telegram keeps updates until they are fetched."""
    from ops.cli.webhook import remove_webhook

    typer.echo(remove_webhook())


@app.command("api")
@clear_refusals
def api_command() -> None:
    """Run the api (webhook, health, metrics, dashboard) in the foreground."""
    from api.main import run_api

    run_api()


@app.command("worker")
@clear_refusals
def worker_command() -> None:
    """Run one worker (jobs and scheduler) in the foreground."""
    import gc

    # Nothing that is imported becomes garbage: looking for it takes a seventh of the start. `run` turns it on.
    gc.disable()
    from worker.main import run

    run()


@app.command("sandbox")
@clear_refusals
def sandbox_command() -> None:
    """Run the local stand-in for Telegram, with its chat page, in the foreground."""
    from ops.sandbox.server import run_sandbox
    from ops.sandbox.settings import SandboxSettings

    run_sandbox(SandboxSettings())


@app.command("doctor")
@clear_refusals
def doctor_command(folder: Folder = PLANNER_FOLDER) -> None:
    """Check settings, servers, schema, disk, clock, Telegram and OpenAI, and tell you how to fix what is wrong."""
    from ops.cli.doctor.run_checks import run_doctor

    raise typer.Exit(run_doctor(folder))


@app.command("settings")
@clear_refusals
def settings_command(
    env: Annotated[bool, typer.Option("--env", help="In the format of `.env`.")] = False,
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

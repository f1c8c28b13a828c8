"""`.env.example` and `ops/docs/configuration.md`, generated from the settings class."""

import textwrap
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from models.runtime.settings import Settings
from ops.cli.refusal import CommandError

# What most people set: these are not commented out in `.env.example`.
OPEN = {"telegram_bot_token", "openai_api_key"}
WIDTH = 100
HEAD = """\
# Settings of Business Planner, for `make run` (copy to `.env`) or any process's environment.
# Written by `planner settings --write`. Commented lines show the defaults.
# Each may also come from a file: NAME_FILE=/run/secrets/name.
"""
PAGE = """\
# Configuration

<!-- Written by `planner settings --write` from models/runtime/settings.py. -->

Every setting is an environment variable, or comes from the file that `<NAME>_FILE` names. `make run` also reads `.env`; a copy
of `.env.example` starts with the defaults. A wrong value is refused at start with one line that names the variable. `planner
settings` prints this list, and `planner doctor` checks what the settings point at.

"""


def as_env() -> str:
    """The content of `.env.example`."""
    return HEAD + "".join(_env_entry(name, field) for name, field in Settings.model_fields.items())


def as_table() -> str:
    """A Markdown table: variable, default, meaning."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = _default(field)
        rows.append(f"| `{name.upper()}` | {f'`{default}`' if default else ''} | {_meaning(field)} |")
    return "\n".join(rows) + "\n"


def as_text() -> str:
    """For reading in a terminal: name and default, then the meaning, indented."""
    return "".join(
        f"{name.upper()}  [{_default(field) or 'unset'}]\n"
        + textwrap.fill(_meaning(field), WIDTH, initial_indent="    ", subsequent_indent="    ")
        + "\n"
        for name, field in Settings.model_fields.items()
    )


def as_page() -> str:
    """The content of `ops/docs/configuration.md`."""
    return PAGE + as_table()


def write_all(folder: Path) -> None:
    """Bring `.env.example` and `ops/docs/configuration.md` in `folder` up to date. Raises CommandError elsewhere."""
    page = folder / "ops" / "docs" / "configuration.md"
    if not page.parent.is_dir():
        raise CommandError("There is no folder ops/docs here: run this at the top of the repository.")
    (folder / ".env.example").write_text(as_env(), encoding="utf-8")
    page.write_text(as_page(), encoding="utf-8")


def _env_entry(name: str, field: FieldInfo) -> str:
    meaning = textwrap.fill(_meaning(field), WIDTH, initial_indent="# ", subsequent_indent="# ")
    comment = "" if name in OPEN else "#"
    return f"\n{meaning}\n{comment}{name.upper()}={_default(field)}\n"


def _meaning(field: FieldInfo) -> str:
    choices = _choices(field.annotation)
    return f"{field.description or ''}{f' ({choices})' if choices else ''}"


def _choices(annotation: Any) -> str:
    return (
        ", ".join(str(value) for value in get_args(annotation)) if get_origin(annotation) is Literal else ""
    )


def _default(field: FieldInfo) -> str:
    if field.default is None or field.default_factory is not None:
        return ""
    return str(field.default).lower() if isinstance(field.default, bool) else str(field.default)

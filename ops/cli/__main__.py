"""Lets `python -m ops.cli` be the `planner` command, without installation."""

from ops.cli.main import app

app(prog_name="planner")

"""Lets `python -m ops.cli` be the `planner` command, without anything installed."""

from ops.cli.main import app

app(prog_name="planner")

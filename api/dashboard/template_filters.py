"""Template words: what the templates may say: filters, drawings and addresses of assets; all is escaped."""

import datetime as dt
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from api.dashboard import formatting, svg_charts

PAGES = (
    ("overview", "/dashboard", "Overview"),
    ("jobs", "/dashboard/jobs", "Jobs"),
    ("letters", "/dashboard/letters", "Dead letters"),
    ("lanes", "/dashboard/lanes", "Lanes"),
    ("traces", "/dashboard/traces", "Traces"),
    ("schedules", "/dashboard/schedules", "Schedules"),
    ("outbox", "/dashboard/outbox", "Outbox"),
    ("usage", "/dashboard/usage", "Usage"),
    ("estimates", "/dashboard/estimates", "Estimates"),
)


def environment() -> Environment:
    """The templates with this dashboard's words and drawings."""
    made = Environment(
        loader=PackageLoader("api.dashboard"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        pages=PAGES,
        asset=asset_address,
        sparkline=svg_charts.sparkline,
        bar=svg_charts.bar,
        span=svg_charts.span,
    )
    made.filters.update(
        at=_at,
        ago=_ago,
        number=formatting.number,
        seconds=formatting.seconds,
        ms=formatting.milliseconds,
        money=formatting.money,
        size=formatting.size,
        state=formatting.state_mark,
        percent=formatting.percent,
        fact=formatting.fact,
        result_lines=formatting.result_lines,
        log_time=formatting.log_time,
    )
    return made


@lru_cache
def asset_address(name: str) -> str:
    """An asset's address, which changes with its content."""
    content = files("api.dashboard").joinpath("assets", name).read_bytes()
    return f"/dashboard/assets/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


@pass_context
def _at(context: Context, instant: dt.datetime | None, form: str = "short") -> Any:
    return formatting.instant(instant, context["zone"], context["now"], form)


@pass_context
def _ago(context: Context, instant: dt.datetime | None) -> Any:
    return formatting.ago(instant, context["now"])

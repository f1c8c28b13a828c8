"""The filters, charts and globals of the templates; everything they return is escaped."""

import datetime as dt
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from api.dashboard import formatting, svg_charts

NAVIGATION = (
    ("overview", "/dashboard", "Overview"),
    ("jobs", "/dashboard/jobs", "Jobs"),
    ("dead_letters", "/dashboard/dead-letters", "Dead letters"),
    ("lanes", "/dashboard/lanes", "Chats waiting"),
    ("traces", "/dashboard/traces", "Traces"),
    ("schedules", "/dashboard/schedules", "Schedules"),
    ("outbox", "/dashboard/outbox", "Outbox"),
    ("charts", "/dashboard/charts", "Charts"),
    ("usage", "/dashboard/usage", "Usage"),
    ("estimates", "/dashboard/estimates", "Estimates"),
    ("audit", "/dashboard/audit", "Audit"),
)


def template_environment() -> Environment:
    """The environment with this dashboard's filters and charts."""
    made = Environment(
        loader=PackageLoader("api.dashboard"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        pages=NAVIGATION,
        asset=asset_address,
        sparkline=svg_charts.draw_sparkline,
        bar=svg_charts.draw_bar,
        chart=svg_charts.draw_chart,
        charts_time=_chart_time,
        span=svg_charts.draw_span,
    )
    made.filters.update(
        at=_at,
        ago=_ago,
        number=formatting.format_number,
        seconds=formatting.format_seconds,
        ms=formatting.format_milliseconds,
        money=formatting.format_money,
        split_error=formatting.split_error,
        size=formatting.format_bytes,
        state=formatting.state_mark,
        state_word=formatting.state_word,
        percent=formatting.format_percent,
        fact=formatting.format_value,
        result_lines=formatting.result_lines,
        log_time=formatting.parse_log_time,
    )
    return made


@lru_cache
def asset_address(name: str) -> str:
    """An asset's address, which changes with its content."""
    content = files("api.dashboard").joinpath("assets", name).read_bytes()
    return f"/dashboard/assets/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


@pass_context
def _chart_time(context: Context, instant: dt.datetime, hours: int) -> str:
    """A label of a chart's time axis: the clock time, over more than a day also the day."""
    local = instant.astimezone(context["zone"])
    if hours <= 24:
        return f"{local:%H:%M}"
    return f"{local.day} {local:%b %H:%M}" if hours <= 72 else f"{local.day} {local:%b}"


@pass_context
def _at(context: Context, instant: dt.datetime | None, form: str = "short") -> Any:
    return formatting.format_instant(instant, context["zone"], context["now"], form)


@pass_context
def _ago(context: Context, instant: dt.datetime | None) -> Any:
    return formatting.format_age(instant, context["now"])

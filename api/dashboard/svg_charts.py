"""Small charts as SVG, without script or inline style."""

from collections.abc import Sequence

from markupsafe import Markup


def draw_sparkline(values: Sequence[float], label: str, *, width: int = 180, height: int = 28) -> Markup:
    """A row of bars, oldest first, scaled to the highest. `label` describes it for screen readers."""
    return Markup(
        '<svg class="spark" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-label="{2}">{3}</svg>'
    ).format(width, height, label, _bars(values, width, height))


def draw_chart(values: Sequence[float], label: str, top_label: str) -> Markup:
    """Bars as wide as their column, with a scale: 0 at the bottom, the highest value (`top_label`) at the top."""
    return Markup(
        '<div class="plot"><p class="sub" aria-hidden="true"><span>{0}</span><span>0</span></p>'
        '<svg class="chart" viewBox="0 0 600 120" preserveAspectRatio="none" role="img" aria-label="{1}">{2}</svg></div>'
    ).format(top_label, label, _bars(values, 600, 120))


def _bars(values: Sequence[float], width: int, height: int) -> Markup:
    top = max(values, default=0) or 1
    step = width / max(1, len(values))
    return Markup("").join(
        Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
            index * step,
            height - _bar_height(value, top, height),
            max(0.6, step - 0.8),
            _bar_height(value, top, height),
        )
        for index, value in enumerate(values)
    )


def draw_bar(share: float, label: str, *, tone: str = "") -> Markup:
    """The used share of a limit, from 0 to 1 and above."""
    return Markup(
        '<svg class="bar {3}" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="{2}">'
        '<rect class="whole" width="100" height="6"/><rect class="part" width="{0:.1f}" height="6"/></svg>'
    ).format(min(1.0, max(0.0, share)) * 100, None, label, tone)


def draw_span(start: float, end: float, tone: str) -> Markup:
    """An interval on a timeline; `start` and `end` are shares of its length. An instant is drawn as a thin mark."""
    left = min(0.995, max(0.0, start)) * 1000
    width = max(5.0, (min(1.0, end) - start) * 1000)
    return Markup(
        '<svg class="span {2}" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="whole" width="1000" height="10"/><rect class="part" x="{0:.1f}" width="{1:.1f}" height="10"/></svg>'
    ).format(min(left, 1000 - width), width, tone)


def _bar_height(value: float, top: float, height: int) -> float:
    return 1.0 if value <= 0 else max(2.0, value / top * height)

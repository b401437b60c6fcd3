"""A chart as ECharts draws it on screen (R6): plain JSON; static/charts.js writes the numbers in their kind."""

from apps.reports.schema import Chart, Number

from .palette import colour


def options(chart: Chart) -> dict:
    """What static/charts.js needs: ECharts' options, the kind of the values and where each label leads (R6)."""
    drawn = chart.drawn()
    shape = {"pie": ring, "funnel": funnel}.get(drawn.kind, axes)
    option = {
        "color": [colour(place) for place in range(10)],
        "aria": {"enabled": True, "label": {"description": drawn.title}},
        "animationDuration": 300,
        "tooltip": {"renderMode": "richText", "confine": True},
    }
    return {
        "option": option | shape(drawn),
        "kind": drawn.value_kind,
        "urls": list(drawn.urls),
        "bars": len(drawn.labels),
    }


def number(value: Number | None) -> float | None:
    """A value as JSON has it."""
    return None if value is None else float(value)


def axes(chart: Chart) -> dict:
    """Bars and lines: the labels on one axis, the values on the other."""
    level = chart.kind == "hbar"
    labels = {"type": "category", "data": list(chart.labels), "axisTick": {"show": False}}
    if level:
        labels |= {"inverse": True, "axisLabel": {"width": 150, "overflow": "truncate"}}
    values = {"type": "value", "splitNumber": 4, "minInterval": 1 if chart.value_kind == "int" else 0}
    many = len(chart.series) > 1
    return {
        "grid": {"left": 8, "right": 84 if level else 16, "top": 40 if many else 24, "bottom": 8, "containLabel": True},
        "legend": {"show": many, "top": 0},
        "xAxis": values if level else labels,
        "yAxis": labels if level else values,
        "series": [series(chart, one) for one in chart.series],
    } | ({} if level else {"tooltip": {"renderMode": "richText", "confine": True, "trigger": "axis"}})


def series(chart: Chart, one) -> dict:
    """One series of bars, stacked bars or a line."""
    found = {"name": one.label, "data": [number(value) for value in one.values]}
    if chart.kind == "line":
        return found | {"type": "line", "symbolSize": 7}
    found |= {"type": "bar", "barMaxWidth": 44, "cursor": "pointer" if chart.urls else "default"}
    if chart.kind == "stacked":
        return found | {"stack": "all"}
    place = "right" if chart.kind == "hbar" else "top"
    return found | {"label": {"show": len(chart.series) == 1 and len(chart.labels) <= 24, "position": place}}


def slices(chart: Chart) -> list[dict]:
    """The labels with the values of the only series."""
    values = chart.series[0].values if chart.series else ()
    return [{"name": label, "value": number(value)} for label, value in zip(chart.labels, values, strict=True)]


def ring(chart: Chart) -> dict:
    """Shares of a whole."""
    found = {"type": "pie", "radius": ["34%", "56%"], "data": slices(chart), "label": {"formatter": "{b}\n{d}%"}}
    found |= {"percentPrecision": 1, "labelLine": {"length": 12, "length2": 4}}
    return {"series": [found], "legend": {"show": False}}


def funnel(chart: Chart) -> dict:
    """Stages, each narrower than the one before, with their values."""
    found = {"type": "funnel", "sort": "none", "data": slices(chart), "left": "6%", "width": "56%"}
    return {"series": [found], "legend": {"show": False}}

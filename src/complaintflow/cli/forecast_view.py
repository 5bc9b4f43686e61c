"""A forecast for a person: each way on, and the days of its steps side by side."""

from zoneinfo import ZoneInfo

from complaintflow.cli.screen import Cell, Part, Screen
from complaintflow.cli.wording import listed, when
from complaintflow.forecast_text import remarks, why_none
from complaintflow.forecasting import Forecast, Foreseen, Way
from complaintflow.procedure import Procedure

TITLES = ("at the earliest", "as expected", "at the latest")


def show_forecast(page: Screen, forecast: Forecast, procedure: Procedure) -> None:
    """Write every way, the shortest first."""
    page.heading("Forecast")
    if not forecast.ways:
        page.line("No way leads on from here.", indent=2)
    for number, way in enumerate(forecast.ways):
        if number:
            page.line()
        page.line(*_heading(way, procedure), indent=2)
        if way.foreseen:
            titles: list[Cell] = ["", *((title, "dim") for title in TITLES), ""]
            page.table([titles, *(_row(each, procedure.zone) for each in way.foreseen)], indent=4)
        for remark in remarks(way):
            page.line((remark, "yellow" if way.shut is not None else "dim"), indent=4)


def _heading(way: Way, procedure: Procedure) -> list[Part]:
    if not way.leads:
        return [("What is left where the case rests", "bold")]
    titles = (procedure.places[place].title for place in way.places)
    return [(f"{way.leads[0]}: ", "bold"), ", then ".join(titles)]


def _row(each: Foreseen, zone: ZoneInfo) -> list[Cell]:
    own = each.rests_on == (each.step,) and not each.still_until
    latest: Cell = ("no last day" if own else f"no last day, {why_none(each)}", "dim")
    if each.latest is not None:
        late = ", when its time is up" if each.late else ""
        latest = (f"{when(each.latest, zone)}{late}", "red" if each.late else "")
    earliest, expected = when(each.earliest, zone), when(each.expected, zone)
    return [each.step, earliest, expected, latest, (listed(each.clauses), "dim")]

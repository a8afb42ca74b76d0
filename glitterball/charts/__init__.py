"""Pictures of a season and of a week, as SVG and PNG without a browser (extra `charts`).

A picture is drawn from the rows of a view and from nothing else. Of a week that hides its counts none is drawn that would show
them, whoever asks: a picture goes further than a table.
"""

from glitterball.charts.chart import Chart
from glitterball.charts.of_season import SEASON_CHARTS, season_chart
from glitterball.charts.of_week import WEEK_CHARTS, week_chart
from glitterball.charts.refusals import ChartUnknown, CountsHidden, NoFormOfPicture, NothingToDraw

__all__ = [
    "SEASON_CHARTS",
    "WEEK_CHARTS",
    "Chart",
    "ChartUnknown",
    "CountsHidden",
    "NoFormOfPicture",
    "NothingToDraw",
    "season_chart",
    "week_chart",
]

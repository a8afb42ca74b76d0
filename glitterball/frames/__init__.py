"""Rows of a view, and the same as tables: polars, pandas, Arrow; Parquet, Excel, CSV.

Every table has one schema, whatever is in it (`schema_of`): tables of any two weeks, seasons or shows can be stacked.
"""

from glitterball.frames.kinds import LARGEST, Kind, kinds_of
from glitterball.frames.packages import FramesMissing
from glitterball.frames.rows import Rows
from glitterball.frames.schema import Field, schema_of
from glitterball.frames.table import NumberBeyondFrames, Table, stacked
from glitterball.frames.writing import NoFormOfTable, WorkbookCannotHold

__all__ = [
    "LARGEST",
    "Field",
    "FramesMissing",
    "Kind",
    "NoFormOfTable",
    "NumberBeyondFrames",
    "Rows",
    "Table",
    "WorkbookCannotHold",
    "kinds_of",
    "schema_of",
    "stacked",
]

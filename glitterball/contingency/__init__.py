"""The contingency export: a folder from which a week's outcome is worked out on paper, without any program of ours.

Start reading at `writing.write_contingency`; `tables` are the week's CSV files, `votes` the one that is added up, `by_hand` the
page of instructions in the show's words. Whether a folder is as it was signed: `checking.check_folder`.
"""

from glitterball.contingency.checking import check_folder
from glitterball.contingency.report import FolderReport
from glitterball.contingency.writing import Exported, write_contingency

__all__ = ["Exported", "FolderReport", "check_folder", "write_contingency"]

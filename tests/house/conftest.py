"""The season in which every fact happens once lies with the tests of the views."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "projections"))

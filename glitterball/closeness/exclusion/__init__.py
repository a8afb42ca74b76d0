"""Exclusion analysis: is a week's outcome the same without this batch, this channel, this gateway, this minute?

The statement a vote house had to make by word in 2013 (RULES 8), computed. Start reading at `exclusion.exclude`.
"""

from glitterball.closeness.exclusion.exclusion import exclude
from glitterball.closeness.exclusion.results import Each, Ending, Excluded, Exclusion, Made, Seen

__all__ = ["Each", "Ending", "Excluded", "Exclusion", "Made", "Seen", "exclude"]

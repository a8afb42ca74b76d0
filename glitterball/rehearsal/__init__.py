"""A rehearsal: a season played again with synthetic votes, through the same commands as a live one.

Start reading at `rehearse`. Everything it records is marked `rehearsal`.
"""

from glitterball.rehearsal.playing import Rehearsed, rehearse

__all__ = ["Rehearsed", "rehearse"]

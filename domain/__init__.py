"""THE RULES of Glitterball: pure values and functions, with no clock, chance, disk, network or float.

Start reading at `domain.tabulation.tabulate` (how a week's outcome follows from marks and votes), then
`domain.season.decide` (what may happen in a season, and who may say so) and `domain.rulebook` (a show's rules as data).

Users import `glitterball`, which re-exports the public names.
"""

BELONGS_TO = "glitterball"
"""Lets `glitterball` notice when another installed package named `domain` shadows this one."""

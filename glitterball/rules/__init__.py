"""Rulebooks for their authors: `showing` says one in sentences, `comparing` what changed, `checking` what is wrong with it."""

from glitterball.rules.checking import Plan, check
from glitterball.rules.comparing import Change, diff
from glitterball.rules.showing import Said, show, written

__all__ = ["Change", "Plan", "Said", "check", "diff", "show", "written"]

"""Procedures of the results desk: what takes more than one command. Whoever runs a show calls these and writes none again.

A command is given to the season by a `Do`, so that a procedure is the same over a store, a rehearsal and a log in memory.
Start reading at `two_people.sign`.
"""

from glitterball.procedures.consequences import Consequence, consequence, consequence_before
from glitterball.procedures.lines import Lines, deliver_and_close
from glitterball.procedures.two_people import Do, approving_roles, propose, roles_of, sign, takes_two
from glitterball.procedures.weeks import SettingUp, as_planned, open_week, setting_up_of

__all__ = [
    "Consequence",
    "Do",
    "Lines",
    "SettingUp",
    "approving_roles",
    "as_planned",
    "consequence",
    "consequence_before",
    "deliver_and_close",
    "open_week",
    "propose",
    "roles_of",
    "setting_up_of",
    "sign",
    "takes_two",
]

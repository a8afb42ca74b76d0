"""A season of two couples and one night, small enough to break in every way."""

SEASON = """glitterball = "season.v1"
season = "tiny"
show = "Tiny"
number = 1
mode = "historic"
scores = "scores.csv"

[sources]
paper = "the paper of the day"

[[rulebooks]]
rulebook = "us-33"
from_week = 1

[[couples]]
couple = "anna-ezra"
celebrity = "Anna D'Elvey"
professional = "Ezra Sosa"

[[couples]]
couple = "tori-pasha"
celebrity = "Tori Spelling"
professional = "Pasha Pashkov"

[[weeks]]
week = 1
form = "single"
episodes = [{ number = 1, date = "2024-09-17" }]
scores_from = [1]
votes_from = [1]

[[weeks.panels]]
episode = 1
judges = [{ judge = "ann", name = "Ann" }, { judge = "bob", name = "Bob" }]

[[weeks.announcements]]
said = "eliminated"
couple = "tori-pasha"
"""
SCORES = """episode,round,couple,ann,bob,total,basis
1,1,anna-ezra,8,7,15,paper
1,1,tori-pasha,6,6,,
"""
VOTING = """
[weeks.voting]
gateways = [{ gateway = "north", channels = ["sms"] }]
"""
VOTES = "week,gateway,channel,couple,votes\n1,north,sms,anna-ezra,10\n1,north,sms,Tori Spelling,12\n"

"""Words that come to the pages as they stand in answers, views and commands, and are said there in the language of the page.

A word that is not here, nor in a catalogue otherwise, is shown in English as it came: nothing is lost by a word nobody noted.
"""

from glitterball.web.noted import noted

ROLES = (
    noted("producer"), noted("score desk"), noted("supervisor"), noted("auditor"), noted("executive"), noted("adjudicator"),
    noted("historian"), noted("gateway"),
)  # fmt: skip
WAYS_IN = (noted("link"), noted("passkey"), noted("recovery code"), noted("key"))
SEVERITIES = (noted("error"), noted("warning"), noted("note"))
MODES = (noted("live"), noted("rehearsal"), noted("historic"))
HEADINGS = (
    noted("season"), noted("show"), noted("mode"), noted("couples"), noted("weeks"), noted("events"), noted("where"),
    noted("week"), noted("couple"), noted("place"), noted("total"), noted("this week"), noted("judges"), noted("gateway"),
    noted("channel"), noted("batches"), noted("last batch"), noted("missing"), noted("after the seal"), noted("manifest"),
    noted("received"), noted("accepted"), noted("rejected"), noted("late"), noted("dance"), noted("what happened"),
    noted("result"), noted("votes"), noted("points"), noted("combined"), noted("public"), noted("judges' points"),
    noted("votes' points"), noted("both"), noted("HYPOTHETICAL"),
)  # fmt: skip
WORDS_OF_ANSWERS = (
    noted("awaited"), noted("agrees"), noted("differs"), noted("VOID"), noted("no mark yet"),
    noted("safe"), noted("immune"), noted("in danger"), noted("saved"), noted("leaves"), noted("placed"), noted("not known"),
    noted("announced"), noted("computed"), noted("in the store"), noted("OUT"), noted("danger"), noted("withdrew"),
    noted("1st"), noted("2nd"), noted("3rd"), noted("4th"), noted("5th"), noted("6th"),
    noted("%(marks)s OUT"), noted("%(marks)s danger"), noted("%(marks)s saved"),
    noted("%(marks)s withdrew"),
)  # fmt: skip
LINES = (noted("lines not opened"), noted("lines open, no closing time on record"))
VERDICTS = (
    noted("follows"), noted("does not follow"), noted("consistent"), noted("inconsistent"),
    noted("depends on an unpublished rule"), noted("undecided"), noted("nothing announced"), noted("not worked out"),
    noted("What was announced follows from the events under the rulebook in force."),
    noted("What was announced does NOT follow from the events under the rulebook in force."),
    noted("The votes are secret. Some public vote gives what was announced, under every reading of the rules."),
    noted("The votes are secret. NO public vote gives what was announced, under any reading of the rules."),
    noted("The votes are secret. Whether any public vote gives what was announced depends on an unpublished rule."),
    noted("The outcome is undecided."),
    noted("Nothing was announced yet."),
    noted("The votes are secret, and what the announcement implies was not worked out."),
)  # fmt: skip
PICTURES = (
    noted("How the points add up"), noted("What the vote must have been"), noted("How close it was"),
    noted("Couples in the judges' order; every vote with the announced result lies within. Rulebook as it stands."),
    noted("The fewest votes so changed that change the answer or leave it open; one fewer never does."),
)  # fmt: skip
DECISIONS = (
    noted("what"), noted("asked for"), noted("proposed by"), noted("proposed at"), noted("reason"), noted("ended"),
    noted("signed"), noted("expires"), noted("would be recorded"), noted("would be refused now"), noted("changed"),
    noted("outcome before"), noted("outcome after"),
)  # fmt: skip
WHAT_IF = (noted("left"), noted("stayed"))
NOTES = (
    noted("Judges' totals of each week; OUT, danger, saved and places as announced where they were, else as computed."),
    noted("Vote counts were not published: the judges' side alone, results as announced."),
    noted("No lines were opened."),
    noted("No lines were opened: the votes of a historic season were not published."),
)
REFUSED = (noted("Nothing was recorded."),)

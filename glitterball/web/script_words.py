"""What scripts say: a page hands it to them in its own language, since nothing but the page knows which that is."""

from collections.abc import Mapping

from glitterball.web.noted import noted

OF_SCRIPTS: Mapping[str, str] = {
    "stale": noted("STALE SINCE {time}: this page has lost its server"),
    "stale_board": noted("STALE SINCE {time}"),
    "new": noted("New: {title}"),
    "alarm": noted("{time}: READY turned to NOT READY."),
    "seen": noted("I have seen it"),
    "lines_left": noted("lines open, {time} left"),
    "lines_past": noted("lines past their end by {time}, NOT SEALED"),
    "not_recorded": noted("Not recorded"),
    "not_answered": noted("Not answered: press Enter again. It is recorded once."),
    "recorded_at": noted("recorded at {position}"),
    "nobody_called": noted("no couple is called {name}"),
    "no_authenticator": noted("Your authenticator did not answer: {error}"),
    "week": noted("Week {week}"),
    "week_called": noted("Week {week}: {title}"),
    "in danger": noted("in danger"),
    "saved": noted("saved"),
    "OUT": noted("OUT"),
    "place": noted("place {place}"),
}
"""Each by the name under which scripts know it. What of a feed is shown is there under what the feed says."""

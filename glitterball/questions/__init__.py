"""What may be asked of a season and of a week from Python: each thin over the function that the command line calls."""

from glitterball.questions.season import SeasonQuestions
from glitterball.questions.subscription import Subscription
from glitterball.questions.week import WeekQuestions

__all__ = ["SeasonQuestions", "Subscription", "WeekQuestions"]

"""The ground the stages stand on: a scoring period, what is known of it so far, and the forms in which stages answer.

`scoring_period` is all that counts towards a week's outcome, `scaled` points over one denominator, `known` the sides so far
and a tied group divided, `step` one step of the working, `ranges` the log positions it rests on, `errors` why a period
cannot be tabulated. Nothing here knows a rulebook, a stage or a season.
"""

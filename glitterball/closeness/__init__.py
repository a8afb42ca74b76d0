"""How close it was: questions to the tabulation that the outcome alone does not answer.

`implied` says which votes fit what was announced, `margins` how few would have changed it, `what_if` what another rulebook
would have said, `pre_air` which promises a week can still break, `exclusion` what leaving deliveries out would have done.
"""

"""The season as a subject: `decide` holds the rules of what may be said, `evolve` only remembers.

`particulars`, `commands` and `events` are its words, `refusals` its noes, `state` what it remembers, `authority` who may
say what, `period` gathers what counts towards a week, `readiness` says whether a week can be certified.
"""

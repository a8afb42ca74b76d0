"""The season as a subject: `decide` says what may be said, `evolve` only remembers.

The season is told in chapters: `setting_up`, `scoring`, `voting`, `deciding`, `announcing`, `keys`, `proposing`. In each,
`facts` has what is asked for and what then is on record, side by side, `rules` when it may be said, `refusals` why not.
`commands` and `events` are the words of all chapters, `state` what is remembered, `authority` who may say what. `gathering`
collects what counts towards a week, `outcome` tabulates it, `readiness` says whether it can be certified.
"""

"""The audit: what an outsider can say of a week from its events alone.

It believes only what it is given (a season's fold) and knows neither the event log nor the engine. Start reading at
`week.audit_week`; `implied` says what an announced result tells about votes nobody published, `comparing` goes through a
season, `saying` puts an audit into sentences.
"""

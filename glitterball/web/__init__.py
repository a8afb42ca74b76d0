"""Seasons in a browser: `glitterball serve`, read-only, for this machine alone.

A page is made in three steps. `addresses` says what is asked for, and as of which position; a module of `pages` asks the same
questions as the command line (`glitterball.answered`) and lays the answers out in tables; `responding` writes them as HTML or as
JSON, with an ETag. `sight` stands before all of it: what a live season, or one that hides its counts, keeps to itself is
taken away there, before any page sees it.
`guarding` is what every answer says to a browser, and `live` tells screens that something is new.

Starlette, uvicorn and Jinja come with the extra `web`; nothing outside this machine is ever asked.
"""

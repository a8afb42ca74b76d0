"""The desk of a night: one screen that stays, on which a week is watched and said key by key.

`board` is what is shown of a week, as rows of a fold; `controls` what a key does; `drawing` the lines of the screen, of both
and of nothing else; `following` the store as it is read again and again; `terminal` the screen itself, which alone knows
textual. Nothing is recorded here: what is to be said goes, as a command line, to whoever speaks (`speaking.Speaks`).
Start reading at `board.board_of`.
"""

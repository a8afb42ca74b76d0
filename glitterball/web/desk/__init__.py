"""The desk in the browser: everything that writes. Start reading at `doors`.

`board` is the desk of a week, `marks` its grid, `approvals` what waits for two people, `act` the form of any command, `leading`
where a reason is mended and what comes next, `trying` what saying something would lead to. What is recorded goes through one door
(`glitterball.web.saying`), as what programs send does.
"""

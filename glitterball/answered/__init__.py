"""The answers that are given in more than one place: each is made here once, whoever shows it.

The command line lays them out on a terminal, the browser's pages as tables, both as the same JSON. Each module is a noun of the
command line; a function of it takes a season as it was asked for, and answers an `Answer`.
"""

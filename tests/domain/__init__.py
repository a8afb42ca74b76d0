"""The rules, one chapter of the season at a time."""

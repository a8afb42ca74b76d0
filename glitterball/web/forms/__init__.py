"""Forms: every command of a season as fields of a form, and what was typed into them as the command again.

`spelling` writes a value as it stands in a form and reads it back, one spelling a sort of value; `catalogue` says which sort a
field is, and what it is called; `acts` names every command, and where it is said; `filling` makes the fields of one command for a
season as it stands, with what can be chosen. Nothing here records.
"""

"""Views as functions of what was remembered."""

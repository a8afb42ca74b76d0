"""Files: held."""

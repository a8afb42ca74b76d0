"""Glitterball: a results engine for televised dance competitions."""

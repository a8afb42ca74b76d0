"""Procedures of the results desk, against a store."""

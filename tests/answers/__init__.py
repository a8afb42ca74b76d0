"""Answers as machines read them."""

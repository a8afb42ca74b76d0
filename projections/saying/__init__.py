"""Saying facts in plain sentences, one module for each part of a week. Every match ends in `assert_never`."""

"""Statements about the show. Each folder is named after the room whose promises it holds."""

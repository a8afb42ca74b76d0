"""Views kept in a file."""

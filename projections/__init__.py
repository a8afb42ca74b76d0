"""THE VIEWS."""

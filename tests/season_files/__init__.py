"""Season files, read and written."""

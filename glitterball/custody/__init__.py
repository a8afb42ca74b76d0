"""Who can read a season's hidden parts: its key in three shares of which two give it back, and its end."""

"""The stages a rulebook is composed of, one small file a kind: what a side counts (`measures`), how it becomes points
(`points`), what breaks a tie (`links`), who decides between those in danger (`second_stages`)."""

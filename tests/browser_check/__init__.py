"""The check of a bundle in the auditor's own browser."""

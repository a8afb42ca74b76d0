"""The log on a PostgreSQL server: one locked head row, positions without a gap, one round trip a commit (decision 0034).

Only this package knows the driver. Start reading at `schema`, which is what stands on the server.
"""

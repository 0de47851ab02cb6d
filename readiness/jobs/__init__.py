"""Background work: a ledger in the database, a queue beside it."""

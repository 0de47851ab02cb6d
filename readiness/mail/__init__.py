"""Messages in three languages and their sending."""

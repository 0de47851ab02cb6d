"""What people do: one verb per module; no Flask, no commit."""

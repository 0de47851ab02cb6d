"""The readiness command."""

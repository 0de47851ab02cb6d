"""JSON routes for scripts and checks from outside."""

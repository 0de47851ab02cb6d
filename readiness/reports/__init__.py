"""Report model to PDF."""

"""Readiness: a textile cluster's assessment service, from questionnaire to ranking."""

__version__ = "0.1.0"

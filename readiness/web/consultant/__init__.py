"""Pages of consultants: their work list, verdicts on answers, the signature, giving back."""

from readiness.web.consultant.pages import blueprint

__all__ = ["blueprint"]

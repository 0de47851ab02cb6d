"""What stops a command, as one plain message; a trace is only for defects of ours."""

from __future__ import annotations

import errno
import sys

from readiness.errors import InputError, ReadinessError

UNFINISHED = ".part"  # what a file is called until all of it is written
WAY_ON = "Is READINESS_DATABASE right? `readiness db upgrade` makes the tables that are missing."
INPUTS = {
    "password_short": "at least %(least)s characters",
    "password_long": "at most %(most)s characters",
    "password_easy": "too easy to guess; use other words than the name or rows of keys",
    "password_common": "one of the passwords that are tried first; use three or four words of your own",
    "email_invalid": "expected a mail address such as name@example.com",
    "email_taken": "somebody signs in with this address already",
    "city_unknown": "%(city)s is no city of the questionnaire; expected its code or its name",
    "city_not_for_role": "only an officer can be limited to a city",
    "required": "must not be empty",
    "round_empty": "nobody has submitted in the round %(round)s yet",
    "text_unreadable": "holds characters that cannot be kept",
    "nothing_applies": "no question applies to the firm, so there is nothing to explain; state its processes first",
    "text_too_long": "at most %(length)s characters",
    "plan_seconds": "the solver's time is a number of seconds above 0",
    "ranking_of_too_few": "a ranking needs at least %(least)s official firms of the same basis; there is %(firms)s",
    "ranking_code_twice": "a credit code stands twice; each firm is ranked once",
    "ranking_draws": "expected a whole number from %(least)s to %(most)s",
    "ranking_seed": "expected a whole number from 0 to 9223372036854775807",
    "group_unknown": "there is no %(name)s; expected one of: %(known)s",
    "group_too_long": "expected %(form)s or its beginning",
    "group_too_few": "%(group)s has %(verified)s verified and %(declared)s declared firms; a list takes %(places)s"
    " verified or %(quartiles)s declared ones. The next larger group that has a list: %(larger)s",
    "ranking_without_rules": "the questionnaire states no errors of answers (rules: ranking), so no range can be drawn",
}


def message_of(error: Exception) -> str | None:
    """What to tell whoever called the command; None for an error that we did not expect."""
    if isinstance(error, InputError) and error.code in INPUTS:
        return f"{error.field}: {INPUTS[error.code] % error.values}"
    if isinstance(error, ReadinessError):
        return str(error)
    if isinstance(error, OSError) and error.errno != errno.EPIPE:  # a pipe that nobody reads is no mistake
        reason = error.strerror or str(error)
        return f"{str(error.filename).removesuffix(UNFINISHED)}: {reason}" if error.filename else reason
    return _of_database(error)


def _of_database(error: Exception) -> str | None:
    """A database that is away, or that lacks our tables; it was loaded if the error comes from it."""
    if "readiness.store.database" not in sys.modules:
        return None
    from readiness.store.database import fault_of

    fault = fault_of(error)
    return f"the database cannot be used: {fault}\n{WAY_ON}" if fault else None

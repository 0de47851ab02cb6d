"""Forms of the office."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf.file import FileField
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    DateField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import NumberRange

from readiness.services.list_assignments import AssignmentLine
from readiness.services.return_assessment import REASON_LENGTH
from readiness.store.rows import User
from readiness.web.forms import Form, Longest, Needed, line
from readiness.web.i18n import lazy_gettext as _


class RoundForm(Form):
    """A new round."""

    name = line(_("Name of the round"), 100, description=_("As firms will read it, for example 2026."))
    reference_year = IntegerField(
        _("Year the figures are from"),
        [Needed(), NumberRange(min=1990, max=2200)],
        render_kw={"inputmode": "numeric"},
    )
    questionnaire = SelectField(_("Questionnaire"), choices=[], validate_choice=False)
    opens_on = DateField(_("First day"), [Needed()])
    closes_on = DateField(_("Last day"), [Needed()])
    practice = BooleanField(
        _("This round is for practice: it is open on all days, and nothing in it is ranked or published.")
    )


class InvitationForm(Form):
    """Whom the code is for."""

    email = line(
        _("Mail address"), 254, needed=False,
        description=_("Leave it empty to hand the code over yourself, for example by WeChat or on paper."),
        autocomplete="off",
    )  # fmt: skip


class ImportForm(Form):
    """A list of firms."""

    file = FileField(
        _("List of firms"), [Needed()],
        description=_("XLSX or CSV with a heading row; credit code and name are needed, city and district welcome."),
        render_kw={"accept": ".xlsx,.csv"},
    )  # fmt: skip
    dry_run = BooleanField(_("Only show what would happen"))


class ReturnForm(Form):
    """Why an assessment goes back."""

    reason = TextAreaField(
        _("Reason"), [Needed(), Longest(REASON_LENGTH)], description=_("The firm reads this, on the page and by mail."),
        render_kw={"rows": 4},
    )  # fmt: skip


class AssignOneForm(Form):
    """Who verifies one more firm."""

    consultant = SelectField(_("Consultant"), [Needed()])

    @classmethod
    def of(cls, consultants: Sequence[User]) -> AssignOneForm:
        """The form with these to choose from."""
        form = cls()
        people = [SelectChoice(user.key, user.name) for user in consultants]
        form.consultant.choices = [SelectChoice("", _("Choose a consultant")), *people]
        return form


class AssignForm(Form):
    """Which assessments of the page go to whom."""

    consultant = SelectField(_("Consultant"), [Needed()])
    assessments = SelectMultipleField(_("Firms"), [Needed()])

    def offer(self, consultants: Sequence[User], lines: Sequence[AssignmentLine]) -> None:
        """Only what stands on the page can be chosen."""
        people = [SelectChoice(user.key, user.name) for user in consultants]
        self.consultant.choices = [SelectChoice("", _("Choose a consultant")), *people]
        self.assessments.choices = [
            SelectChoice(entry.assessment.key, entry.assessment.firm.name) for entry in lines
        ]

"""Codes of refused input → sentences; services name the code, the edge says it in the reader's language."""

from __future__ import annotations

from readiness.document.plan_refusals import REFUSALS
from readiness.errors import InputError, StoredAnswersError
from readiness.questionnaire import answer_checks
from readiness.questionnaire.expected import EXPECTED, UnfitError
from readiness.web.i18n import mark, translate

MOST_CODES = 8
MESSAGES = {
    "required": mark("Fill this in."),
    "text_unreadable": mark("This holds characters that cannot be kept. Type it again."),
    "text_too_long": mark("At most %(length)s characters."),
    "number_unreadable": mark("This is no number that can be kept."),
    "number_out_of_range": mark("A whole number from %(least)s to %(most)s."),
    "email_invalid": mark("This is no mail address. Write it like name@example.com."),
    "email_taken": mark("Somebody signs in with this address already."),
    "credit_code_invalid": mark(
        "This is no unified social credit code: 18 characters, the last one is a check character. Compare it with "
        "the business licence."
    ),
    "credit_code_taken": mark(
        "This firm is registered already. Ask its owner in your firm, or the cluster office, for an invitation."
    ),
    "token_invalid": mark("This link is old or has been used. Ask for a new one."),
    "invitation_invalid": mark("This invitation is old or has been used. Ask for a new one."),
    "invitation_unknown": mark(
        "There is no invitation with this code. Compare it with the message letter by letter, or ask whoever gave it "
        "to you for a new one."
    ),
    "code_length": mark("This has %(count)s letters and digits; an invitation code has %(needed)s."),
    "code_letters": mark("These do not occur in invitation codes: %(letters)s. Compare the code again."),
    "invitation_other_role": mark(
        "Invitations are for people of firms; this account belongs to the cluster."
    ),
    "password_short": mark("At least %(least)s characters. Three or four words are easy to remember."),
    "password_long": mark("At most %(most)s characters."),
    "password_easy": mark("This is too easy to guess. Use other words than your name or rows of keys."),
    "password_common": mark(
        "This is one of the passwords that are tried first. Use three or four words of your own."
    ),
    "passkey_wrong": mark("This passkey was not accepted. Try again, or go on with your password or a code."),
    "passkey_late": mark("The page had waited too long, or was open twice. Try again from here."),
    "passkey_known": mark("This device is among your passkeys already."),
    "passkey_count": mark("At most %(most)s passkeys. Remove one first."),
    "passkey_name_taken": mark("You have a passkey with this name. Choose another name."),
    "passkey_impossible": mark(
        "Passkeys work only where the service has a name and HTTPS. Use the app on the phone."
    ),
    "last_factor": mark("Your role needs a second step. Set up another one first, then remove this one."),
    "password_wrong": mark("This is not your present password."),
    "passwords_differ": mark("The two passwords differ."),
    "code_wrong": mark(
        "This code is not right. Codes change every 30 seconds; check the clock of the phone."
    ),
    "login_wrong": mark("Address or password is not right."),
    "last_administrator": mark("There must be one active administrator. Appoint another one first."),
    "role_has_firms": mark("This person belongs to a firm and cannot get a role in the cluster."),
    "member_unknown": mark("This person is no member of the firm."),
    "last_owner_leaves": mark(
        "You are the only owner of %(firm)s. Make somebody else owner first, or delete the firm's data."
    ),
    "firm_name_differs": mark("This is not the firm's name. Type it as it stands above."),
    "verification_running": mark(
        "In the round %(round)s a verification is under way. It must be signed or given back first."
    ),
    "last_owner": mark("The firm needs an owner. Make somebody else owner first."),
    "day_past": mark("This day has passed. Choose today or a later day."),
    "nothing_left": mark("%(person)s has no open question. Nothing was sent."),
    "reminded_already": mark("%(person)s was reminded less than a day ago. Nothing was sent."),
    "client_id_invalid": mark("The name of this sending is missing or too long."),
    "idempotency_key_reused": mark("The same sending came before with other content."),
    "nothing_applies": mark("No question applies to the firm yet. State its processes first."),
    "nothing_to_compare": mark(
        "There is nothing to compare with yet. A second round, or a signed verification, gives a second result."
    ),
    "question_unknown": mark(
        "There is no question %(question)s in this questionnaire. Choose one of its questions."
    ),
    "question_not_supposed": mark(
        "Question %(question)s cannot be tried out: it does not apply to the firm's processes, or its figure comes "
        "from the profile. Choose one of those offered."
    ),
    "answer_invalid": mark("This is no answer to the question: %(expected)s."),
    "answers_no_sheet": mark(
        "There is no sheet of answers in this file. Download the answers again and fill in that file, with its heading "
        "row."
    ),
    "answers_of_another": mark(
        "The answers in this file belong to another firm or round. Download the answers of this one and fill in that "
        "file."
    ),
    "answers_two_sheets": mark("Several sheets hold answers of this assessment: %(sheets)s. Leave one."),
    "answers_too_many": mark("A sheet of answers has at most %(most)s rows."),
    "row_of_another": mark("This row belongs to another firm or round."),
    "row_twice": mark("This code stands in two rows. Leave one."),
    "row_merged": mark("The cells of this row are joined with others. Split them and type the answer again."),
    "row_formula": mark("There is a formula in this row. Type the value itself."),
    "row_hidden": mark("This row is hidden in the file. Show it if it is to be taken."),
    "row_revision": mark("The revision of this row was changed or is missing. Download the answers again."),
    "answer_twice": mark("The answer stands in two rows of this question. Leave one."),
    "answer_changed_since": mark("This answer was changed after the file was downloaded."),
    "dimension_not_yours": mark("Dimension %(dimension)s is not among those you answer."),
    "answers_none_ticked": mark("Tick at least one answer."),
    "answers_moved": mark(
        "Somebody changed one of these answers meanwhile. Nothing was taken; this is how everything stands now."
    ),
    "answer_computed": mark("This is computed from the profile and cannot be typed."),
    "reason_missing": mark("Say why the question does not apply."),
    "round_not_open": mark("The round %(round)s is not open."),
    "round_to_come": mark("The round %(round)s opens on %(day)s."),
    "round_over": mark("The last day of the round %(round)s was %(day)s. Nothing can be changed any more."),
    "list_gone": mark("The list that was looked at is no longer kept. Choose the file again."),
    "row_repeated": mark("Row %(row)s holds the same credit code already."),
    "city_not_yours": mark("%(city)s is not the city you look after."),
    "city_not_for_role": mark("Only an officer can be limited to a city. Choose no city."),
    "city_unknown": mark("The city %(city)s is not known."),
    "district_unknown": mark("The district %(district)s is not known in this city."),
    "firm_elsewhere": mark("This firm is looked after by the office of another city."),
    "file_type": mark("Send one of these: %(allowed)s."),
    "file_old_excel": mark("This is the old Excel format. Save it as .xlsx and send it again."),
    "file_broken": mark("This file cannot be read. Open it, save it again and send that."),
    "file_encoding": mark("The text is neither UTF-8 nor GB 18030. Save it as CSV UTF-8."),
    "named_file_too_large": mark(
        "The file %(name)s was not taken: it is larger than %(megabytes)s MB, or all files of one sending are larger "
        "than %(together)s MB."
    ),
    "file_too_large": mark("The file is larger than %(megabytes)s MB."),
    "columns_missing": mark("The first row must name these columns: %(columns)s."),
    "round_name_taken": mark("There is a round with this name already."),
    "days_out_of_order": mark("The last day is before the first."),
    "questionnaire_unknown": mark("This version of the questionnaire is not known: %(questionnaire)s."),
    "not_a_consultant": mark("This person is no active consultant."),
    "assessment_over": mark("This assessment is over and cannot be assigned any more."),
    "field_unknown": mark("The profile has no such field."),
    "process_unknown": mark("There is no process %(process)s."),
    "statement_unknown": mark("There is no such statement."),
    "language_unknown": mark("There is no report in this language: %(language)s."),
    "statement_required": mark("This must be true before anything can be submitted."),
    "choice_invalid": mark("Choose one of the offered values."),
    "choice_unknown": mark("This choice does not exist. Choose again."),
    "choice_alone": mark("This choice stands alone. Take it or the others away."),
    "choice_group": mark("Only one of these can be chosen: %(options)s."),
    "figure_unreadable": mark("This is no number. Write it like 1250.5; thousands commas are read too."),
    "declaration_missing": mark(
        "Declare the answers first: since the last declaration something was changed."
    ),
    "consent_scores": mark("Without this consent nothing can be submitted."),
    "file_empty": mark("Choose a file that is not empty."),
    "image_too_large": mark("At most %(megapixels)s million pixels a picture."),
    "files_none": mark("Choose at least one file."),
    "day_unreadable": mark("This is no day. Write it like 2026-06-30."),
    "valid_before_issue": mark("This is before the date of the document."),
    "file_count": mark("At most %(most)s files for an answer. Remove one first."),
    "percent_invalid": mark("Write a percent from 0 to 100."),
    "tick_or_value": mark("Give an answer or tick this, not both."),
    "verdict_missing": mark("Choose a verdict or take the other entries of this question back."),
    "verdict_reason_missing": mark("Say why: a verdict other than confirmed needs its reason."),
    "verdict_value_missing": mark("Enter the value you found."),
    "verdict_value_not_expected": mark(
        "Only a lowered or raised verdict has a value of its own. Take it away."
    ),
    "verdict_grade_unknown": mark("Choose how it was checked."),
    "verdict_not_lower": mark("This value does not score lower than the firm's answer."),
    "verdict_not_higher": mark("This value does not score higher than the firm's answer."),
    "nothing_to_verify": mark("The firm has given no answer here that could be verified."),
    "independence_missing": mark("Without this statement the verification cannot be signed."),
    "day_to_come": mark("This day is still to come."),
    "day_before_submission": mark("The firm submitted on %(day)s. Choose that day or a later one."),
    "round_practice": mark("A practice round is not ranked."),
    "ranking_of_too_few": mark(
        "A ranking needs at least %(least)s official results of the same basis; there is %(firms)s."
    ),
    "ranking_draws": mark("A whole number from %(least)s to %(most)s."),
    "ranking_seed": mark("A whole number from 0 to 2,147,483,647."),
    "ranking_without_rules": mark(
        "The questionnaire does not say how far answers may be wrong, so nothing can be drawn."
    ),
    "round_empty": mark("Nobody has submitted in the round %(round)s yet."),
    "peers_empty": mark("There are no results to compare with."),
    "peers_gap": mark("A result among those to compare is missing."),
    "peers_lengths": mark("Every result to compare needs its group."),
    "peers_least": mark("Groups that are shown need at least two firms."),
    "share_outside": mark("A share lies between 0 and 1."),
    "agreement_empty": mark("No answer was judged twice, so there is nothing to compare."),
    "plan_gone": mark("There is no such plan any more. Choose again what to plan for."),
    "drop_reason": mark("Say why the action is dropped."),
    "action_over": mark("This action is done or dropped already. Look at its page."),
    "evidence_or_tick": mark(
        "Attach a file, choose one that is there, or tick that there is no evidence yet."
    ),
    "scenario_name_taken": mark(
        "There is a scenario named “%(name)s” already. Choose another name, or open that one and change it."
    ),
    "scenario_empty": mark("Nothing differs from today's answers. Change an answer first, then save."),
    "scenarios_full": mark(
        "At most %(most)s scenarios are kept. Delete one that is no longer needed, then save again."
    ),
    "scenario_too_large": mark("This scenario holds too much text. Shorten the reasons, then save again."),
    "share_day_past": mark("This day is over. Choose today or a later one."),
    "share_day_far": mark("A link works for a year at most: until %(day)s."),
    "number_slip": mark("A letter of this number is wrong or missing. Compare it with the report."),
    "digest_short": mark("Type at least the first %(least)s digits of the digest: 0 to 9 and a to f."),
    **REFUSALS,
    "heir_self": mark("You own this firm already. Choose somebody else."),
    "heir_inactive": mark("%(person)s cannot sign in any more. Choose somebody else."),
    "sample_incomplete": mark("The sample still lacks verdicts: %(missing)s."),
}


def message_for(error: InputError) -> str:
    """The sentence for a refused input; remarks on answers have theirs beside the checks that make them."""
    message = MESSAGES.get(error.code) or answer_checks.MESSAGES.get(error.code)
    if message is None:
        return translate("This cannot be used (%(code)s).", code=error.code)
    values = {name: expected(value) for name, value in error.values.items()}
    return translate(message, **values) if values else translate(message)


def stored_answers(error: StoredAnswersError) -> str:
    """Which answers of which round cannot be read, and what next."""
    shown = translate(", ").join(error.codes[:MOST_CODES])
    if (more := len(error.codes) - MOST_CODES) > 0:
        shown = translate("%(codes)s and %(count)s more", codes=shown, count=more)
    return translate(
        "Round %(round)s: the questionnaire in use cannot read what was given for %(codes)s. Everything is kept as it "
        "was given. Tell the cluster office, which can put the earlier questionnaire back.",
        round=error.round_name,
        codes=shown,
    )


def expected(value: object) -> object:
    """What was expected of a value in the reader's words; anything else as it is."""
    return translate(EXPECTED[value.code], **value.values) if isinstance(value, UnfitError) else value

"""One codec for files, tables, the store and the API: what comes in here can go out again unchanged."""

from readiness.questionnaire.answer_checks import MESSAGES, Notice, check_answers
from readiness.questionnaire.columns import columns
from readiness.questionnaire.documents import digest, from_document, identity_of, to_document
from readiness.questionnaire.files import read_file
from readiness.questionnaire.table import FirmRow, Table, read_table, table_row

__all__ = [
    "MESSAGES",
    "FirmRow",
    "Notice",
    "Table",
    "check_answers",
    "columns",
    "digest",
    "from_document",
    "identity_of",
    "read_file",
    "read_table",
    "table_row",
    "to_document",
]

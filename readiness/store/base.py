"""The base of all rows: naming of constraints and the columns nearly every table has."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, mapped_column

from readiness.store.types import KEY_LENGTH, Id, Moment, Text, Whole, check_attributes, new_key

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Root of the row classes; the names of constraints are the same on every database."""

    metadata = sa.MetaData(naming_convention=NAMES)


check_attributes(Base)

RowId = Annotated[int, mapped_column(Id, primary_key=True)]
Key = Annotated[str, mapped_column(Text(KEY_LENGTH), unique=True, default=new_key)]
Digest = Annotated[str, mapped_column(Text(64))]
At = Annotated[dt.datetime, mapped_column(Moment)]
Revision = Annotated[int, mapped_column(Whole(), default=0)]


def one_of(column: str, *values: str) -> sa.CheckConstraint:
    """A CHECK that the column holds one of the words."""
    words = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({words})", name=f"{column}_word")

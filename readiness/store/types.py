"""Column types that refuse on SQLite what PostgreSQL would refuse, before a statement is sent."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import secrets
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute

from readiness.errors import InputError

INTEGER_LIMIT = 2**31 - 1
KEY_LENGTH = 22
UNREADABLE = re.compile("[\x00\ud800-\udfff]")


class RefusedValueError(InputError, DontWrapMixin):
    """An InputError that SQLAlchemy passes on as it is."""


def new_key() -> str:
    """A public id: 128 random bits in 22 letters, safe in addresses."""
    return secrets.token_urlsafe(16)


def check_text(value: str, field: str, length: int | None = None) -> str:
    """The text itself, or an InputError for NUL, lone surrogates or more than `length` characters."""
    if UNREADABLE.search(value):
        raise RefusedValueError(field, "text_unreadable")
    if length is not None and len(value) > length:
        raise RefusedValueError(field, "text_too_long", length=length)
    return value


def check_json(value: object, field: str) -> object:
    """The value itself, or an InputError where it holds such text or a number that JSON has no word for."""
    if isinstance(value, str):
        check_text(value, field)
    elif isinstance(value, float) and not math.isfinite(value):
        raise RefusedValueError(field, "number_unreadable")
    elif isinstance(value, dict):
        for name, item in value.items():
            check_json(name, field)
            check_json(item, field)
    elif isinstance(value, list | tuple):
        for item in value:
            check_json(item, field)
    return value


def write_json(value: object) -> str:
    """Compact JSON text that keeps Chinese readable; NaN is an error."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Text(sa.TypeDecorator[str]):
    """Text of at most `length` characters; a CHECK holds the length on SQLite too (see `constrain`)."""

    impl = sa.String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        """Refuse what no database can keep; the length is checked when an attribute is set."""
        return None if value is None else check_text(str(value), "text")


class Whole(sa.TypeDecorator[int]):
    """A whole number from `least` to `most`, both within 32 bits."""

    impl = sa.Integer
    cache_ok = True

    def __init__(self, least: int = 0, most: int = INTEGER_LIMIT) -> None:
        super().__init__()
        self.least = least
        self.most = most

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> int | None:
        """Refuse numbers outside 32 bits, which SQLite would keep and PostgreSQL would not."""
        if value is not None and not -INTEGER_LIMIT - 1 <= value <= INTEGER_LIMIT:
            raise RefusedValueError("number", "number_out_of_range", least=self.least, most=self.most)
        return None if value is None else int(value)


class Moment(sa.TypeDecorator[dt.datetime]):
    """A point in time, aware and in UTC on both sides; naive times are a programming error."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> dt.datetime | None:
        """UTC; without zone for SQLite, which would drop the zone unseen."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError(f"{value!r} has no time zone")
        moment: dt.datetime = value.astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> dt.datetime | None:
        """Aware UTC."""
        if value is None:
            return None
        aware: dt.datetime = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        return aware.astimezone(dt.UTC)


class Json(sa.TypeDecorator[Any]):
    """Plain JSON text (key order kept); None is SQL NULL. Assign a new value to change it: no part is tracked."""

    impl = sa.JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:
        """Refuse text and numbers that one of the databases could not keep."""
        return check_json(value, "value")


Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def constrain(metadata: sa.MetaData) -> None:
    """Give every bounded text and number its CHECK, so that both databases refuse alike."""
    for table in metadata.tables.values():
        for column in table.columns:
            kind = column.type
            if isinstance(kind, Text):
                rule = sa.func.length(column) <= kind.length
                table.append_constraint(sa.CheckConstraint(rule, name=f"{column.name}_length"))
            elif isinstance(kind, Whole):
                rule = column.between(kind.least, kind.most)
                table.append_constraint(sa.CheckConstraint(rule, name=f"{column.name}_range"))


def check_attributes(base: type[DeclarativeBase]) -> None:
    """Check bounded attributes when they are set, so that the InputError names the field."""

    @sa.event.listens_for(base, "attribute_instrument", propagate=True)
    def _instrument(cls: type, name: str, attribute: InstrumentedAttribute[Any]) -> None:
        columns = getattr(attribute.property, "columns", [None])
        kind = getattr(columns[0], "type", None)
        if isinstance(kind, Text | Whole):
            sa.event.listen(attribute, "set", _checker(name, kind))


def _checker(name: str, kind: Text | Whole) -> Any:
    def check_set(target: object, value: Any, old: object, initiator: object) -> None:
        if value is None:
            return
        if isinstance(kind, Text):
            check_text(value, name, kind.length)
        elif not kind.least <= value <= kind.most:
            raise RefusedValueError(name, "number_out_of_range", least=kind.least, most=kind.most)

    return check_set

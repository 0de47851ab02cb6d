"""Rows and queries; the only package that knows SQLAlchemy.

Each query on firm data takes the person who asks, or a row that such a query gave: what the person may not see is not
found. Queries flush where they must and never commit.
"""

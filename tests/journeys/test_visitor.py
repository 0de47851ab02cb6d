"""Somebody without an account looks around."""

from __future__ import annotations

from tests.journeys.walker import Walker


def test_visitor_finds_every_way_in(walker: Walker) -> None:
    walker.go("/")
    walker.follow("main a[href='/login']")
    walker.go("/register")
    walker.go("/invitation")
    walker.go("/reset")
    walker.go("/dev/mail")

"""One's own devices on the account page, and signing them out."""

from __future__ import annotations

from typing import NamedTuple, cast

from flask import Blueprint, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Person
from readiness.services.sessions import Device, end_devices, list_devices
from readiness.web.access import SIGNED_IN, access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.i18n import translate as _
from readiness.web.sessions import TableSession

blueprint = Blueprint("devices", __name__, url_prefix="/account/devices")

# What a browser says of itself → its name; the first that fits counts, since most name others as well.
BROWSERS = {
    "MicroMessenger/": "WeChat",
    "DingTalk/": "DingTalk",
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "QQBrowser/": "QQ Browser",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "HarmonyOS": "HarmonyOS",
    "OpenHarmony": "HarmonyOS",
    "Windows": "Windows",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


class DeviceLine(NamedTuple):
    """A device with the words for it."""

    device: Device
    words: str


def device_lines(person: Person) -> list[DeviceLine]:
    """The devices of the signed-in person, this one first."""
    found = list_devices(get_services(), get_session(), by=person, current=_current(), at=now())
    return [DeviceLine(device, hint(device.agent)) for device in found]


def hint(agent: str) -> str:
    """Browser and system in two words, as far as the browser's own description tells."""
    found = [
        next((name for sign, name in signs.items() if sign in agent), "") for signs in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(filter(None, found)) or _("Unknown device")


@blueprint.post("/end")
@access(SIGNED_IN)
def end() -> Response:
    """Sign one other device out, or without a name all others."""
    ended = end_devices(
        get_services(),
        get_session(),
        by=current_person(),
        current=_current(),
        at=now(),
        handle=request.form.get("device", ""),
    )
    if ended:
        flash(_("Signed out on %(count)s other devices.", count=ended), "done")
    else:
        flash(_("There was nothing to sign out any more."), "info")
    return redirect(url_for("identity.account"))


def _current() -> str:
    return cast(TableSession, session).id_hash

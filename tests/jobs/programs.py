"""A worker as a process of its own, doing jobs that only tests have."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from readiness.jobs.tasks import Work
from readiness.jobs.worker import Timing, run
from tests.factories import make_services


def note(work: Work) -> dict[str, object]:
    """Write a line when begun and one when done, taking as long as the payload says on the first attempt."""
    place = Path(work.payload["file"])
    with place.open("a") as file:
        file.write("begun\n")
    slow = place.with_suffix(".slow")
    if slow.exists():
        slow.unlink()
        time.sleep(600)
    time.sleep(work.payload.get("seconds", 0))
    with place.open("a") as file:
        file.write("done\n")
    return {"words": "done"}


if __name__ == "__main__":
    options = json.loads(sys.argv[1])
    services = make_services(Path(options["folder"]), options["url"])
    timing = Timing(lease=1.5, beat=0.4, look=0.3)
    run(services.settings, services, tasks={"note": note}, timing=timing)

"""published.lock: versions whose scoring digest is frozen. Words, advice and benchmarks may still be put right."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from readiness.errors import Problem, QuestionnaireError
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.yaml_reader import read_yaml

HEAD = """# Published versions and the SHA-256 of everything in them that can change a score. A published version never
# changes: open a new one instead. Written by `readiness questionnaire publish`.
"""


def lock_of(root: Path) -> Path:
    """Where the lock of all versions below `root` stands."""
    return root / "published.lock"


def published(root: Path) -> Mapping[str, str]:
    """'code/version' → frozen digest; empty without a lock. Raises QuestionnaireError when it cannot be read."""
    if not lock_of(root).is_file():
        return {}
    document, problems = read_yaml(lock_of(root))
    if problems:
        raise QuestionnaireError(problems)
    return {str(name): str(digest) for name, digest in (document.data or {}).items()}


def frozen_problem(root: Path, found: Questionnaire) -> Problem | None:
    """The problem of a published version whose scores would now come out differently, if it is one."""
    name = f"{found.code}/{found.version}"
    digest = published(root).get(name)
    if digest in (None, found.digest):
        return None
    message = (
        f"is published with scoring digest {str(digest)[:12]}, but its files now give {found.digest[:12]}; take the "
        "change back and make it in a new version"
    )
    return Problem(root / name / "questionnaire.yaml", 1, found.code, message)


def publish(root: Path, found: Questionnaire) -> bool:
    """Freeze a version; False when it was frozen with the same digest before. Raises QuestionnaireError on another."""
    problem = frozen_problem(root, found)
    if problem is not None:
        raise QuestionnaireError([problem])
    frozen = dict(published(root))
    name = f"{found.code}/{found.version}"
    if name in frozen:
        return False
    frozen[name] = found.digest
    lines = [f"{name}: {digest}\n" for name, digest in sorted(frozen.items())]
    lock_of(root).write_text(HEAD + "".join(lines), encoding="utf-8")
    return True

"""The task list by pillar, narrowed to a person's dimensions or to what people of one role usually know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readiness.questionnaire.model import Pillar
from readiness.services.get_task_list import DimensionTask, TaskList
from readiness.web.filters import plain_text, qt

MINE, ALL = "mine", "all"


@dataclass(frozen=True)
class TaskChoice:
    """What is shown: `person` is MINE, ALL or an editor's key, `role` a role of the questionnaire or ''; `roles` are
    all that can be chosen, by name. `limited`: this person may answer some dimensions only."""

    person: str
    role: str
    roles: Mapping[str, str]
    limited: bool

    def shows(self, task: DimensionTask) -> bool:
        """True for a dimension that is to be listed."""
        if self.role and self.role not in task.roles:
            return False
        if self.person == MINE:
            return task.editable
        return self.person == ALL or self.person in task.people


def chosen_tasks(tasks: TaskList, asked: Mapping[str, str]) -> TaskChoice:
    """What the address asks for; editors with dimensions of their own see these first."""
    limited = any(task.editable for task in tasks.dimensions) and not all(
        t.editable for t in tasks.dimensions
    )
    codes = {role for task in tasks.dimensions for role in task.roles}
    roles = {code: plain_text(qt(f"roles.{code}", tasks.questionnaire)) for code in sorted(codes)}
    person = asked.get("person", "")
    if person not in {MINE, ALL, *tasks.people}:
        person = MINE if limited else ALL
    role = asked.get("role", "")
    return TaskChoice(person, role if role in roles else "", roles, limited)


@dataclass(frozen=True)
class PillarTasks:
    """A pillar's dimensions on the task list; `number` is its place, which colours it."""

    number: int
    pillar: Pillar
    tasks: tuple[DimensionTask, ...]


def pillar_tasks(tasks: TaskList, chosen: TaskChoice) -> list[PillarTasks]:
    """The chosen part of the task list, pillars without any left out."""
    found = [
        PillarTasks(
            number,
            pillar,
            tuple(task for task in tasks.dimensions if task.pillar == pillar.code and chosen.shows(task)),
        )
        for number, pillar in enumerate(tasks.questionnaire.pillars, start=1)
    ]
    return [group for group in found if group.tasks]

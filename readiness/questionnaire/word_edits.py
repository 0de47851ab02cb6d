"""Words changed in text files by their place: only the changed scalars are rewritten, every other byte stays."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from readiness.questionnaire.yaml_reader import Place

INDENT = 2


@dataclass(frozen=True)
class Edit:
    """New words for one place of a text file; the place may be missing there so far."""

    place: Place
    words: str


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The file's text with all edits made. Raises ValueError naming a place that cannot take words."""
    changes: list[tuple[int, int, str]] = []
    missing: list[Edit] = []
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    for edit in edits:
        node = _at(root, edit.place)
        if node is None:
            missing.append(edit)
        elif isinstance(node, yaml.ScalarNode):
            changes.append((node.start_mark.index, node.end_mark.index, quoted(edit.words)))
        else:
            raise ValueError(f"'{name(edit.place)}' is a block of words, not one sentence")
    for start, end, words in sorted(changes, reverse=True):
        text = text[:start] + words + _tail(text[start:end]) + text[end:]
    for edit in missing:
        text = _with(text, edit)
    return text


def quoted(words: str) -> str:
    """Words as a YAML scalar that reads the same under every rule."""
    return json.dumps(words, ensure_ascii=False)


def name(place: Place) -> str:
    """A place as authors read it."""
    return ".".join(str(step) for step in place)


def _tail(old: str) -> str:
    """A block scalar ends behind its line break; what replaces it must end there too."""
    return "\n" if old.endswith("\n") else ""


def _at(node: yaml.Node | None, place: Place) -> yaml.Node | None:
    for step in place:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if str(key.value) == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            return None
    return node


def _with(text: str, edit: Edit) -> str:
    """The text with a missing place added at the end of the nearest block that has it in its path."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    depth = len(edit.place) - 1
    while depth and not isinstance(_at(root, edit.place[:depth]), yaml.MappingNode | yaml.SequenceNode):
        if _at(root, edit.place[:depth]) is not None:
            raise ValueError(f"'{name(edit.place)}' would stand inside other words")
        depth -= 1
    block = _at(root, edit.place[:depth])
    if block is None or (depth == 0 and not isinstance(block, yaml.MappingNode)):
        return text.rstrip("\n") + ("\n" if text.strip() else "") + _block(edit.place, edit.words, 0)
    if not isinstance(block, yaml.MappingNode | yaml.SequenceNode) or block.flow_style:
        raise ValueError(f"'{name(edit.place)}' belongs into a block written in one line; write it out first")
    if isinstance(block, yaml.SequenceNode) and edit.place[depth] != len(block.value):
        raise ValueError(f"'{name(edit.place)}' would leave a gap in the list")
    first = block.value[0][0] if isinstance(block, yaml.MappingNode) else block.value[0]
    column = first.start_mark.column - (INDENT if isinstance(block, yaml.SequenceNode) else 0)
    return _inserted(text, block, _block(edit.place[depth:], edit.words, column))


def _inserted(text: str, block: yaml.CollectionNode, lines: str) -> str:
    """The lines behind the block's last line that is not blank or a comment of what follows."""
    end = block.end_mark.index
    kept = text[:end].split("\n")
    cut = len(kept) - 1
    while cut and (not kept[cut].strip() or kept[cut].lstrip().startswith("#")):
        cut -= 1
    head = "\n".join(kept[: cut + 1])
    rest = text[len(head) :].removeprefix("\n")
    return f"{head}\n{lines}{rest}"


def _block(place: Place, words: str, column: int) -> str:
    """The missing keys from here down, the words at their end."""
    step, rest = place[0], place[1:]
    pad = " " * column
    head = f"{pad}-" if isinstance(step, int) else f"{pad}{_key(step)}:"
    if not rest:
        return f"{head} {quoted(words)}\n"
    return f"{head}\n" + _block(rest, words, column + INDENT)


def _key(step: str) -> str:
    return step if step.replace("_", "").isalnum() and not step.isdigit() else quoted(step)


def changed_words(folder: Path, words: Mapping[str, Mapping[str, str]]) -> dict[Path, str]:
    """File → its new text, where `words[language][path]` differ from the files below `folder`.

    A path that a language lacks goes where its neighbours stand. Raises ValueError naming a place that cannot take
    words, or that no language has.
    """
    read = {language: _files(folder, language) for language in words}
    places: dict[str, Place] = {}
    for file in sorted((folder / "texts").rglob("*.yaml")):
        places |= dict(_places(yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader), ()))
    found: dict[Path, str] = {}
    for language, given in words.items():
        roots = {file: yaml.compose(text, Loader=yaml.CSafeLoader) for file, text in read[language].items()}
        edits: dict[Path, list[Edit]] = {}
        for path, new in given.items():
            if path not in places:
                raise ValueError(f"'{path}' is no place of this questionnaire")
            home = max(roots, key=lambda file: _depth(roots[file], places[path]))
            node = _at(roots[home], places[path])
            if not isinstance(node, yaml.ScalarNode) or node.value != new:
                edits.setdefault(home, []).append(Edit(places[path], new))
        found |= {file: edited(read[language][file], own) for file, own in edits.items()}
    return found


def _files(folder: Path, language: str) -> dict[Path, str]:
    files = [folder / "texts" / f"{language}.yaml", *sorted((folder / "texts" / language).glob("*.yaml"))]
    return {file: file.read_text(encoding="utf-8") for file in files if file.is_file()}


def _places(node: yaml.Node | None, place: Place) -> Iterator[tuple[str, Place]]:
    """Every scalar's path, as the spreadsheet writes it, and its place: keys may hold dots themselves."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _places(value, (*place, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            yield from _places(value, (*place, i))
    elif node is not None:
        yield name(place), place


def _depth(root: yaml.Node | None, place: Place) -> int:
    return max((depth for depth in range(len(place) + 1) if _at(root, place[:depth]) is not None), default=0)

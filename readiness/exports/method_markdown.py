"""The method as Markdown, for the documents of the project and for everybody's editor."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.document.blocks import Block, Facts, Formula, Items, MethodModel, Paragraph, Section, Table

HEAD = "<!-- Written by `readiness questionnaire method`; change the questionnaire, not this file. -->"
SOFT_BREAK = "\u200b"


def method_markdown(model: MethodModel) -> str:
    """The whole method in one file; the same model gives the same text."""
    lines = [HEAD, "", f"# {model.title}", ""]
    for sentence in model.notice:
        lines += [f"> {sentence}", ">"]
    lines[-1] = ""
    for section in model.sections:
        lines += _section(section, 2)
    for chapter in model.chapters:
        lines += [f"## {chapter.code} {chapter.name}", ""]
        for section in chapter.sections:
            lines += _section(section, 3)
    return "\n".join(lines).replace(SOFT_BREAK, "").rstrip() + "\n"


def _section(section: Section, depth: int) -> Iterator[str]:
    yield f"{'#' * depth} {section.title}"
    yield ""
    for block in section.blocks:
        yield from _block(block)
        yield ""
    for below in section.sections:
        yield from _section(below, depth + 1)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield f"> {block.text}" if block.tone else block.text
        case Formula():
            yield f"    {block.text}"
        case Items():
            yield from (f"- {item}" for item in block.items)
        case Facts():
            yield from (f"- {name}: {words}" for name, words in block.pairs)
        case Table():
            yield _row(block.heads)
            yield _row(["---:" if place in block.numbers else "---" for place in range(len(block.heads))])
            yield from (_row(row) for row in block.rows)


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

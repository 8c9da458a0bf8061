"""Changing values inside a fixture file and nothing else: order, comments and line breaks of the rest stay as written.

A file is taken apart by the line numbers that the YAML parser gives for each key and value, and put together again with
new lines for what changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

import yaml

from falseos.content.spec import ChildSpec, Spec
from falseos.content.states import State
from falseos.content.yaml_text import item_lines, pair_lines, with_dash

Node = Any
Change = tuple[State, State]


def edited_file(text: str, spec: Spec, changes: dict[int, Change]) -> str:
    """Return the text of a file with some of its records changed.

    `changes` gives, by the record's number in the file counted from 0, its state before and after.
    """
    lines = text.split("\n")
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if isinstance(root, yaml.MappingNode):
        start, end = root.start_mark.line, last_line(root) + 1
        return "\n".join([*lines[:start], *_record(lines, root, spec, changes[0]), *lines[end:]])
    out: list[str] = []
    done = 0
    for number, node in enumerate(root.value):
        if number in changes:
            start = node.start_mark.line
            out += lines[done:start]
            out += with_dash(_record(lines, node, spec, changes[number]), node.start_mark.column - 2)
            done = last_line(node) + 1
    return "\n".join([*out, *lines[done:]])


def last_line(node: Node) -> int:
    """Return the number of the last line that belongs to a node. Comments and blanks behind it do not."""
    if isinstance(node, yaml.ScalarNode):
        if node.style in ("|", ">"):
            return _block_scalar_end(node)
        return int(node.end_mark.line)
    if node.flow_style or not node.value:
        return int(node.end_mark.line)
    last = node.value[-1]
    return last_line(last[1] if isinstance(last, tuple) else last)


def _block_scalar_end(node: Node) -> int:
    """The parser's mark lies behind the blank lines that follow; those belong to the file, not to the text."""
    buffer = node.start_mark.buffer.split("\n")
    line = int(node.end_mark.line) if node.end_mark.column else int(node.end_mark.line) - 1
    line = min(line, len(buffer) - 1)
    while line > node.start_mark.line and not buffer[line].strip(" \0"):
        line -= 1
    return line


def _record(lines: list[str], node: Node, spec: Spec | ChildSpec, change: Change) -> list[str]:
    """Return a mapping's lines, without the dash of a list around it."""
    before, after = change
    column = node.start_mark.column
    chunks = dict(_chunks(lines, node, spec, before, after, column))
    for name in [*spec.columns, *spec.children]:
        if name in after and name not in chunks and before.get(name) != after[name]:
            chunks = _inserted(chunks, spec, name, pair_lines(spec, name, after[name], column))
    return [line for chunk in chunks.values() for line in chunk]


def _chunks(
    lines: list[str], node: Node, spec: Spec | ChildSpec, before: State, after: State, column: int
) -> Iterator[tuple[str, list[str]]]:
    done = node.start_mark.line
    for key, value in node.value:
        name, start, end = key.value, key.start_mark.line, last_line(value) + 1
        between = lines[done:start]
        done = end
        own = [" " * column + lines[start][column:], *lines[start + 1 : end]]
        if before.get(name) == after.get(name):
            yield name, between + own
        elif name not in after:
            yield name, between
        elif name in spec.children and isinstance(value, yaml.SequenceNode) and name in before and value.value:
            yield name, [*between, own[0], *_children(lines, value, spec.children[name], before[name], after[name])]
        else:
            yield name, between + pair_lines(spec, name, after[name], column)


def _inserted(chunks: dict[str, list[str]], spec: Spec | ChildSpec, name: str, new: list[str]) -> dict[str, list[str]]:
    """Put a new key behind the nearest one that comes before it in the order of columns."""
    order = [*spec.columns, *spec.children]
    earlier = [other for other in order[: order.index(name)] if other in chunks]
    if not earlier:
        return chunks | {name: new}
    result: dict[str, list[str]] = {}
    for other, chunk in chunks.items():
        result[other] = chunk
        if other == earlier[-1]:
            result[name] = new
    return result


def _children(lines: list[str], node: Node, spec: ChildSpec, before: list[State], after: list[State]) -> list[str]:
    """Return the items of a list: those that stayed as they were written, those that changed edited or written anew."""
    if node.flow_style:
        indent = node.start_mark.column + 2
        return [line for item in after for line in item_lines(spec, item, indent)]
    dash = node.start_mark.column
    out: list[str] = []
    matcher = SequenceMatcher(None, [repr(s) for s in before], [repr(s) for s in after], autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        olds = range(old_start, old_end)
        for offset, item in enumerate(after[new_start:new_end]):
            if kind == "equal":
                out += _item_as_written(lines, node, olds[offset])
            elif offset < len(olds) and isinstance(node.value[olds[offset]], yaml.MappingNode):
                number = olds[offset]
                out += _gap(lines, node, number)
                out += with_dash(_record(lines, node.value[number], spec, (before[number], item)), dash)
            else:
                out += item_lines(spec, item, dash)
    return out


def _item_as_written(lines: list[str], node: Node, number: int) -> list[str]:
    item = node.value[number]
    return [*_gap(lines, node, number), *lines[item.start_mark.line : last_line(item) + 1]]


def _gap(lines: list[str], node: Node, number: int) -> list[str]:
    """Return the comments and blank lines above an item."""
    start = node.value[number].start_mark.line
    done = last_line(node.value[number - 1]) + 1 if number else node.start_mark.line
    return lines[done:start]

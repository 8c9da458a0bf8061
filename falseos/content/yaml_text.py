"""Values as YAML text, in the style the fixtures are written in. Everything here is a function of the value alone."""

from __future__ import annotations

import re

from falseos.content.spec import ChildSpec, Spec
from falseos.content.states import State

WIDTH = 120
PLAIN = re.compile(r"[a-z][a-z0-9_]*([-/][a-z0-9_]+)*")
# Words and digits that other readers of YAML would not take for text.
NOT_PLAIN = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def record_lines(spec: Spec | ChildSpec, state: State, indent: int) -> list[str]:
    """Return a whole record or child as lines, in the order of its columns, children last."""
    names = [*(n for n in spec.columns if n in state), *(n for n in spec.children if n in state)]
    return [line for name in names for line in pair_lines(spec, name, state[name], indent)]


def pair_lines(spec: Spec | ChildSpec, name: str, value: str | list[str] | list[State], indent: int) -> list[str]:
    """Return one key with its value as lines, indented by so many blanks."""
    space = " " * indent
    if isinstance(value, str):
        return [space + line if line else "" for line in _text_lines(name, value, WIDTH - indent)]
    lines = [f"{space}{name}:"]
    for item in value:
        if isinstance(item, str):
            lines.append(f"{space}  - {scalar(item)}")
        else:
            lines.extend(item_lines(spec.children[name], item, indent + 2))
    return lines


def item_lines(spec: ChildSpec, state: State, indent: int) -> list[str]:
    """Return one item of a list of children: a plain word where its short field says everything."""
    defaults = {n: str(c.get_default()) for n, c in spec.columns.items() if c.has_default() and not c.many_to_many}
    telling = {name: value for name, value in state.items() if defaults.get(name) != value}
    if spec.short and list(telling) == [spec.short] and "\n" not in telling[spec.short]:
        return [f"{' ' * indent}- {scalar(telling[spec.short])}"]
    lines = record_lines(spec, telling, indent + 2)
    return with_dash(lines, indent)


def with_dash(lines: list[str], indent: int) -> list[str]:
    """Return an item's lines with its dash before the first key; comments above it stay where they are."""
    for number, line in enumerate(lines):
        if line.strip() and not line.lstrip().startswith("#"):
            marked = f"{' ' * indent}- {line[indent + 2 :]}"
            return [*lines[:number], marked, *lines[number + 1 :]]
    return lines


def scalar(text: str) -> str:
    """Return a text as one YAML scalar on one line: plain for a slug, otherwise in double quotes."""
    if PLAIN.fullmatch(text) and text not in NOT_PLAIN:
        return text
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in ESCAPES:
        return ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _text_lines(name: str, text: str, width: int) -> list[str]:
    if not all(character.isprintable() or character == "\n" for character in text):
        return [f"{name}: {scalar(text)}"]
    if "\n" in text:
        return [f"{name}: |", *(f"  {line}" if line else "" for line in text.split("\n"))]
    line = f"{name}: {scalar(text)}"
    if len(line) <= width or " " not in text:
        return [line]
    return [f"{name}: >-", *(f"  {folded}" for folded in _fold(text, width - 2))]


def _fold(text: str, width: int) -> list[str]:
    """Break a line at single blanks, which is where a folded scalar gives them back."""
    lines, current = [], ""
    for word in re.split(r"(?<=[^ ]) (?=[^ ])", text):
        if current and len(current) + 1 + len(word) > width:
            lines.append(current)
            current = word
        else:
            current = f"{current} {word}" if current else word
    return [*lines, current]

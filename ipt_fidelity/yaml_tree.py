"""A YAML 1.2 text as plain values with the line of each, and the check against a strict model.

``on``, ``off``, ``yes`` and ``no`` stay words. Aliases, repeated keys, keys that are not scalars,
more than 50 levels and more than a megabyte are refused, so that a hostile file cannot grow.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar, cast

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from ipt_fidelity.errors import Fault, Level, choose_from

MOST_CHARACTERS = 1_000_000
DEEPEST = 50

Path = tuple[str | int, ...]
Noun = TypeVar("Noun", bound=BaseModel)
Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlTree:
    """What a YAML text says, and where.

    Parameters
    ----------
    value : plain value
        Mappings have text keys.
    lines : mapping of path to int
        Line, from 1, of each key or item by its path.
    """

    value: Plain
    lines: Mapping[Path, int] = field(repr=False)

    def line_of(self, path: Sequence[str | int]) -> int:
        """Return the line of a path, or of its nearest ancestor that has one.

        Parameters
        ----------
        path : sequence of str or int
            Keys and places in lists, from the top.

        Returns
        -------
        int
            1 or more.
        """
        steps = tuple(path)
        while steps and steps not in self.lines:
            steps = steps[:-1]
        return self.lines.get(steps, 1)


def load(text: str, *, where: str) -> tuple[YamlTree | None, list[Fault]]:
    """Load a YAML text.

    Parameters
    ----------
    text : str
        The file's text.
    where : str
        Name of the file, for faults.

    Returns
    -------
    tuple of YamlTree or None, and list of Fault
        No tree where the text is not YAML; repeated keys are faults beside the tree.
    """
    node, faults = _composed(text, where)
    if node is None:
        return None, faults
    lines: dict[Path, int] = {}
    value = _plain(node, (), lines, faults, where)
    return YamlTree(value=value, lines=lines), faults


def _composed(text: str, where: str) -> tuple[_Node | None, list[Fault]]:
    try:
        refused = _too_large(text, where)
        node = None if refused else _yaml().compose(text)
        if node is not None and _is_odd(node, set(), 0):
            refused, node = _refused(text, where), None
    except RecursionError:
        return None, _refused(text, where)
    except MarkedYAMLError as error:
        told = cast("_Told", error)
        mark = told.problem_mark or told.context_mark
        line = mark.line + 1 if mark is not None else 1
        problem = (told.problem or told.context or "a line is odd").split("\n")[0]
        mend = "Mend the line; look at indentation, quotes and ': '."
        return None, [_fault("not_yaml", f"not YAML ({problem})", where, line, mend)]
    except YAMLError:
        mend = "Save the file as UTF-8 text without control characters."
        return None, [_fault("not_yaml", "not YAML (a forbidden character)", where, 1, mend)]
    if node is None and not refused:
        mend = "Begin with 'format:'; a sample stands in rubrics/."
        return None, [_fault("empty", "the file says nothing", where, 1, mend)]
    return node, refused


def _too_large(text: str, where: str) -> list[Fault]:
    if len(text) <= MOST_CHARACTERS:
        return []
    mend = f"Keep the file under {MOST_CHARACTERS} characters."
    return [_fault("too_large", f"{len(text)} characters are too many", where, 1, mend)]


def checked(model: type[Noun], tree: YamlTree, *, where: str) -> tuple[Noun | None, list[Fault]]:
    """Hold a tree against a strict model.

    Parameters
    ----------
    model : type of pydantic model
        What the file should be; unknown keys are faults, nothing is coerced.
    tree : YamlTree
        Of ``load``.
    where : str
        Name of the file.

    Returns
    -------
    tuple of model or None, and list of Fault
        The noun, or every fault with its line and path. Values of the file are not repeated.
    """
    try:
        text = json.dumps(tree.value, ensure_ascii=False)
        return model.model_validate_json(text), []
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        told = {_place(tree, fault["loc"]): fault for fault in reversed(found)}
        return None, [
            Fault(
                level=Level.ERROR,
                code=str(fault["type"]),
                problem=_problem(str(fault["type"]), str(fault["msg"]), path),
                where=f"{where}, line {tree.line_of(path)}, {_dotted(path)}",
                mend=_mend(model, str(fault["type"]), fault.get("ctx", {}), path),
            )
            for path, fault in sorted(told.items(), key=lambda pair: tree.line_of(pair[0]))
        ]


def _place(tree: YamlTree, loc: tuple[int | str, ...]) -> Path:
    """Leave out the steps that pydantic adds for the branches of a union."""
    steps: list[int | str] = []
    value = tree.value
    for step in loc:
        if isinstance(value, dict):
            steps.append(step)
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int):
            steps.append(step)
            value = value[step] if step < len(value) else None
    return tuple(steps)


def _dotted(path: Path) -> str:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.lstrip(".") or "top"


def _problem(kind: str, message: str, path: Path) -> str:
    last = path[-1] if path else "file"
    if kind == "extra_forbidden":
        return f"there is no key '{last}' here."
    if kind == "missing":
        return f"key '{last}' is missing."
    return f"'{last}': {message[:1].lower()}{message[1:]}."


def _mend(model: type[BaseModel], kind: str, context: Mapping[str, object], path: Path) -> str:
    if kind == "extra_forbidden":
        return choose_from(str(path[-1]), _keys_at(model, path[:-1]))
    if kind == "missing":
        return f"Add '{path[-1]}:' with its value."
    if "expected" in context:
        return f"Write {context['expected']}."
    if kind == "string_type":
        return "Write words; put them in quotes where they look like a number or like true."
    return "Write a value of the kind asked for."


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """Return the keys that the model takes at a path; none where it takes any."""
    schema = _mapping(model.model_json_schema())
    definitions = _mapping(schema.get("$defs"))
    here = schema
    for step in path:
        properties = _mapping(here.get("properties"))
        inside = here.get("items") if isinstance(step, int) else properties.get(step)
        here = _resolved(_mapping(inside or here.get("additionalProperties")), definitions)
    return sorted(_mapping(here.get("properties")))


def _resolved(schema: dict[str, object], definitions: dict[str, object]) -> dict[str, object]:
    if "$ref" in schema:
        return _mapping(definitions.get(str(schema["$ref"]).rpartition("/")[2]))
    for branch in _listed(schema.get("anyOf")):
        found = _resolved(_mapping(branch), definitions)
        if found.keys() & {"properties", "items", "additionalProperties"}:
            return found
    return schema


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        return {}
    return {str(key): part for key, part in cast("dict[object, object]", value).items()}


def _listed(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


class _Mark(Protocol):
    line: int


class _Event(Protocol):
    start_mark: _Mark


class _Node(Protocol):
    """What is used of ruamel's nodes, which carry no types."""

    start_mark: _Mark
    tag: str
    value: object


class _Told(Protocol):
    """What is used of ruamel's errors."""

    problem: str | None
    context: str | None
    problem_mark: _Mark | None
    context_mark: _Mark | None


class _Yaml(Protocol):
    def compose(self, stream: str) -> _Node | None: ...

    def parse(self, stream: str) -> Iterable[_Event]: ...


def _yaml() -> _Yaml:
    return cast("_Yaml", YAML(typ="safe", pure=True))


def _is_odd(node: _Node, seen: set[int], depth: int) -> bool:
    """Say whether a node stands twice (an alias) or lies too deep."""
    if isinstance(node, ScalarNode):
        known = id(node) in seen
        seen.add(id(node))
        return known
    if id(node) in seen or depth >= DEEPEST:
        return True
    seen.add(id(node))
    if isinstance(node, SequenceNode):
        parts = cast("list[_Node]", node.value)
    else:
        parts = [part for pair in cast("list[tuple[_Node, _Node]]", node.value) for part in pair]
    return any(_is_odd(part, seen, depth + 1) for part in parts)


def _refused(text: str, where: str) -> list[Fault]:
    depth = 0
    for event in _yaml().parse(text):
        line = event.start_mark.line + 1
        kind = type(event).__name__
        if kind == "AliasEvent":
            mend = "Write the value out."
            return [_fault("alias", "aliases ('*name') are not taken", where, line, mend)]
        depth += kind in {"MappingStartEvent", "SequenceStartEvent"}
        depth -= kind in {"MappingEndEvent", "SequenceEndEvent"}
        if depth > DEEPEST:
            mend = "Flatten the lists."
            return [_fault("too_deep", f"nested deeper than {DEEPEST} levels", where, line, mend)]
    return []


def _plain(
    node: _Node, path: Path, lines: dict[Path, int], faults: list[Fault], where: str
) -> Plain:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, SequenceNode):
        parts = cast("list[_Node]", node.value)
        return [_plain(part, (*path, n), lines, faults, where) for n, part in enumerate(parts)]
    if not isinstance(node, MappingNode):
        return _scalar(node)
    mapping: dict[str, Plain] = {}
    for key_node, part in cast("list[tuple[_Node, _Node]]", node.value):
        line = key_node.start_mark.line + 1
        key = str(key_node.value)
        if not isinstance(key_node, ScalarNode):
            mend = "Write a plain word before the colon."
            faults.append(_fault("odd_key", "a key is not a word", where, line, mend))
        elif key in mapping:
            mend = "Take one of them away."
            faults.append(_fault("repeated_key", f"key '{key}' stands twice", where, line, mend))
        else:
            lines[(*path, key)] = line
            mapping[key] = _plain(part, (*path, key), lines, faults, where)
    return mapping


def _scalar(node: _Node) -> Plain:
    text = str(node.value)
    tag = str(node.tag).rpartition(":")[2]
    try:
        if tag == "int":
            return _integer(text)
        if tag == "float" and math.isfinite(number := float(text.replace("_", ""))):
            return number
    except ValueError:
        return text
    if tag == "bool":
        return text.lower() == "true"
    return None if tag == "null" else text


def _integer(text: str) -> int:
    plain = text.replace("_", "").lower()
    for prefix, base in (("0x", 16), ("0o", 8), ("0b", 2)):
        if plain.lstrip("+-").startswith(prefix):
            return int(plain, base)
    return int(plain, 10)


def _fault(code: str, problem: str, where: str, line: int, mend: str) -> Fault:
    return Fault(
        level=Level.ERROR,
        code=code,
        problem=f"{problem}.",
        where=f"{where}, line {line}",
        mend=mend,
    )

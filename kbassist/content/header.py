"""The YAML header: every scalar is text first, every fault has its line, and one key can be changed alone.

PyYAML's composer gives nodes with places; texts are never resolved to numbers, dates or truth values.
A hash begins a comment only where a space follows it, so that `kartu #2` is text (YAML itself would cut it).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

MAX_HEADER = 64_000
_MAX_DEPTH = 8
_LONGEST_FLOW = 100
# Stands for a hash that is text while YAML reads the header: same length, so places stay true.
_TEXT_HASH = "\ue000"
_GLUED_HASH = re.compile(r"(?<=[^\n])(?<=\s)#(?=[^\s#])")
# YAML counts comments and empty lines after a block as its own.
_TRAILING_COMMENTS = re.compile(r"(?<=\n)(?:[ \t]*(?:#[^\n]*)?(?:\n|\Z))+\Z")
_FULL_LINE_COMMENT = re.compile(r"^\s*#")


class HeaderError(Exception):
    """A header that cannot be read: `code` of the problem, 1-based `row` in the header, `values` for its words."""

    def __init__(self, code: str, row: int, **values: str) -> None:
        """Keep what the problem will tell."""
        super().__init__(code)
        self.code = code
        self.row = row
        self.values = values


@dataclass(frozen=True, slots=True)
class Field:
    """One value of the header: text, a list of fields, or a mapping of fields; `row` is 1-based in the header."""

    value: "str | tuple[Field, ...] | dict[str, Field]"
    row: int


def split(text: str) -> tuple[str | None, str, int]:
    """Return header text, body, and the file line on which the body begins; no header gives None."""
    if not re.match(r"---[ \t]*\n", text):
        return None, text, 1
    closing = re.compile(r"^---[ \t]*$", re.MULTILINE).search(text, text.index("\n") + 1)
    if closing is None:
        return None, text, 1
    header = text[text.index("\n") + 1 : closing.start()]
    body = text[closing.end() + 1 :]
    return header, body, header.count("\n") + 3


def _refuse(key: str, row: int) -> None:
    raise HeaderError("header-duplicate-key", row, key=key)


# To YAML these end a row, to no editor; a row must be the one that an editor shows.
_NO_ROW_ENDS = str.maketrans("\x85\u2028\u2029", "   ")


def read(header: str, limit: int = MAX_HEADER, on_duplicate: Callable[[str, int], None] = _refuse) -> dict[str, Field]:
    """Read a header (without its rules) into fields by key, in their order.

    A key that stands twice is told to `on_duplicate` with its row; the first one holds. Raises HeaderError for what
    YAML can't take, aliases, headers of more than `limit` characters or too deep, and, unless told otherwise,
    duplicate keys.
    """
    if len(header) > limit:
        raise HeaderError("header-too-large", 1, limit=str(limit))
    try:
        root = yaml.compose(_protect(header.translate(_NO_ROW_ENDS)), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        row = mark.line + 1 if mark else 1
        lines = header.splitlines()
        found = lines[row - 1].strip() if row <= len(lines) else ""
        raise HeaderError("header-unreadable", row, found=found) from error
    except yaml.reader.ReaderError as error:
        row = header.count("\n", 0, error.position) + 1
        raise HeaderError("header-unreadable", row, found=f"U+{_code_point(error.character):04X}") from error
    except RecursionError as error:
        raise HeaderError("header-too-deep", 1) from error
    if root is None:
        return {}
    fields = _field(root, 0, set(), on_duplicate).value
    if not isinstance(fields, dict):
        raise HeaderError("header-not-keys", 1)
    return fields


def set_key(text: str, key: str, value: str | list[str]) -> str:
    """Return the file's text with one header key set; comments, order and all other signs stay as they are.

    The text may begin with a byte order mark and end its rows as Windows does. Raises HeaderError when the present
    header cannot be read.
    """
    return _changed(text, lambda header: _with_key(header, key, _dumped(header, key, value)))


def remove_key(text: str, key: str) -> str:
    """Return the file's text without a header key, as `set_key` does; a comment on its last row goes with it."""
    return _changed(text, lambda header: _without_key(header, key))


def append_item(text: str, key: str, item: Mapping[str, str | bool | Sequence[str]]) -> str:
    """Return the file's text with one more mapping at the end of the list that a header key has, as `set_key` does.

    The key comes into the header where it is not there. Raises HeaderError too when the key holds something else than
    a list.
    """
    return _changed(text, lambda header: _with_item(header, key, [f"{name}: {_flow(item[name])}" for name in item]))


def _changed(text: str, change: Callable[[str], str]) -> str:
    """Return a file's text with its header changed, or with a new one; its mark and the ends of its rows stay."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    newline = "\r\n" if "\r\n" in text else "\n"
    plain = text.removeprefix(mark).replace("\r\n", "\n")
    header, _body, _ = split(plain)
    if header is None:
        changed = f"---\n{change('')}---\n\n{plain}"
    else:
        read(header)
        opening = plain.index("\n") + 1
        changed = plain[:opening] + change(header) + plain[opening + len(header) :]
    return mark + changed.replace("\n", newline)


def places(header: str, key: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return where a key and its value stand in a header that can be read; None where it has no such key."""
    read(header)
    found = _find(header, key)
    if found is None:
        return None
    name, node = found
    start, end = node.start_mark.index, node.end_mark.index
    value = _TRAILING_COMMENTS.sub("", header[start:end]).rstrip()
    return (name.start_mark.index, name.end_mark.index), (start, start + len(value))


def _find(header: str, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    root = yaml.compose(_protect(header), Loader=_Loader)
    return next((pair for pair in (root.value if root is not None else ()) if pair[0].value == key), None)


def _with_key(header: str, key: str, dumped: str) -> str:
    found = _find(header, key)
    if found is None:
        return header + dumped
    start, end = found[0].start_mark.index, found[1].end_mark.index
    old = _TRAILING_COMMENTS.sub("", header[start:end])
    new = dumped if old.endswith("\n") else dumped.rstrip("\n")
    return header[:start] + new + header[start + len(old) :]


def _without_key(header: str, key: str) -> str:
    found = _find(header, key)
    if found is None:
        return header
    start, end = found[0].start_mark.index, found[1].end_mark.index
    end = start + len(_TRAILING_COMMENTS.sub("", header[start:end]))
    if not header[start:end].endswith("\n"):
        end = header.find("\n", end) + 1 or len(header)
    return header[:start] + header[end:]


def _dumped(header: str, key: str, value: str | list[str]) -> str:
    """Return a key with its value as it will stand in the header: without quotes where none are needed.

    A list keeps the style that it has there, a new one stands on one row where it is short.
    """
    if isinstance(value, str):
        plain = f"{key}: {value}\n"
        return plain if _reads_as(plain, key, value) else _dumped_by_yaml(key, value)
    found = _find(header, key)
    is_block = found is not None and isinstance(found[1], yaml.SequenceNode) and not found[1].flow_style
    row = f"{key}: [{', '.join(map(_flow, value))}]\n"
    return _dumped_by_yaml(key, value) if is_block or (found is None and len(row) > _LONGEST_FLOW) else row


def _reads_as(row: str, key: str, value: str) -> bool:
    try:
        found = read(row).get(key)
    except HeaderError:
        return False
    return found is not None and found.value == value and row.count("\n") == 1


def _dumped_by_yaml(key: str, value: str | list[str]) -> str:
    dumped: str = yaml.dump({key: value}, Dumper=_Dumper, allow_unicode=True, default_flow_style=False, width=10_000)
    return dumped


def _with_item(header: str, key: str, rows: Sequence[str]) -> str:
    found = _find(header, key)
    node = found[1] if found else None
    if node is None or not node.value:
        return _with_key(header, key, f"{key}:\n{_block(rows, '  ')}")
    start, end = node.start_mark.index, node.end_mark.index
    if not isinstance(node, yaml.SequenceNode):
        found_there = header[start:end].partition("\n")[0]
        raise HeaderError("header-bad-value", node.start_mark.line + 1, key=key, found=found_there, wanted="- …")
    if node.flow_style:
        last = node.value[-1].end_mark.index
        return f"{header[:last]}, {{{', '.join(rows)}}}{header[last:]}"
    indent = header[header.rfind("\n", 0, start) + 1 : start]
    last = start + len(_TRAILING_COMMENTS.sub("", header[start:end])) - 1
    end = header.find("\n", last) + 1
    return header[:end] + _block(rows, indent) + header[end:]


def _block(rows: Iterable[str], indent: str) -> str:
    return "".join(f"{indent}{'  ' if at else '- '}{row}\n" for at, row in enumerate(rows))


def _flow(value: object) -> str:
    """Return a value on one row, as it may stand inside brackets too."""
    dumped = yaml.dump([value], Dumper=_Dumper, allow_unicode=True, default_flow_style=True, width=10_000)
    if "\n" in dumped.strip():
        dumped = yaml.dump([value], Dumper=_Dumper, default_flow_style=True, default_style='"', width=10_000)
    return dumped.strip()[1:-1]


def _protect(header: str) -> str:
    return "".join(
        line if _FULL_LINE_COMMENT.match(line) else _GLUED_HASH.sub(_TEXT_HASH, line)
        for line in header.splitlines(keepends=True)
    )


def _field(node: yaml.Node, depth: int, seen: set[int], on_duplicate: Callable[[str, int], None]) -> Field:
    row = node.start_mark.line + 1
    if id(node) in seen:
        raise HeaderError("header-alias", row)
    seen.add(id(node))
    if depth > _MAX_DEPTH:
        raise HeaderError("header-too-deep", row)
    if isinstance(node, yaml.SequenceNode):
        return Field(tuple(_field(item, depth + 1, seen, on_duplicate) for item in node.value), row)
    if isinstance(node, yaml.MappingNode):
        fields: dict[str, Field] = {}
        for key_node, value_node in node.value:
            key = _text(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
            key_row = key_node.start_mark.line + 1
            if not key:
                raise HeaderError("header-unreadable", key_row, found="")
            if key in fields:
                on_duplicate(key, key_row)
                continue
            value = _field(value_node, depth + 1, seen, on_duplicate)
            fields[key] = Field(value.value, key_row if isinstance(value.value, str) else value.row)
        return Field(fields, row)
    return Field(_text(node.value), row)


def _code_point(character: int | str | bytes) -> int:
    return character if isinstance(character, int) else ord(character[:1])


def _text(value: str) -> str:
    return value.replace(_TEXT_HASH, "#").strip()

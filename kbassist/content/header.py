"""The YAML header: every scalar is text first, every fault has its line, and one key can be changed alone.

PyYAML's composer gives nodes with places; texts are never resolved to numbers, dates or truth values.
A hash begins a comment only where a space follows it, so that `kartu #2` is text (YAML itself would cut it).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import yaml

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Value = str | list[str] | Mapping[str, "Value"]
_Pair = tuple[yaml.Node, yaml.Node]
_Span = tuple[int, int]
_Edit = tuple[int, int, str]
_Turn = tuple[str, int, int, int, int]


# The keys of the format in the order of its table.
KEYS = (
    "id title lang kind category tags triggers examples status owner review_by valid_from valid_until bulletin audience"
    " channels related facts expect"
).split()

MAX_HEADER = 64_000
# What stands in rows below its key; other lists stand behind theirs.
_IN_ROWS = {"examples", "facts"}
_MAX_DEPTH = 8
# Stands for a hash that is text while YAML reads the header: same length, so places stay true.
_TEXT_HASH = "\ue000"
_GLUED_HASH = re.compile(r"(?<=[^\n])(?<=\s)#(?=[^\s#])")
# YAML counts comments and empty lines after a block as its own.
_TRAILING_COMMENTS = re.compile(r"(?<=\n)(?:[ \t]*(?:#[^\n]*)?(?:\n|\Z))+\Z")
_BELOW_BLOCK = re.compile(r"(?<=\n)(?:(?:#[^\n]*|[ \t]*)(?:\n|\Z))+\Z")
_LOOKS_LIKE_KEY = re.compile(r"[a-z_]+:(\s|$)")
_IN_BRACES = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*\{")
_FULL_LINE_COMMENT = re.compile(r"^\s*#")
# To YAML these end a row, to no editor; a row must be the one that an editor shows.
_NO_ROW_ENDS = str.maketrans("\x85\u2028\u2029", "   ")


class _Plainly(yaml.SafeDumper):
    """Writes dates without quotes, as people do, and on one row what YAML alone would break into several.

    The dumper in C would write emoji as numbers.
    """

    yaml_implicit_resolvers: ClassVar[Any] = {  # type: ignore[misc]
        sign: [(tag, form) for tag, form in known if not tag.endswith(":timestamp")]
        for sign, known in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def represent_str(self, data: str) -> yaml.ScalarNode:
        """Escape what ends a row to YAML, but to no editor."""
        node = super().represent_str(data)
        if data != data.translate(_NO_ROW_ENDS):
            node.style = '"'
        return node


_Plainly.add_representer(str, _Plainly.represent_str)
_STYLE: dict[str, Any] = {"Dumper": _Plainly, "allow_unicode": True, "width": 2 * MAX_HEADER, "sort_keys": False}


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
        lines = header.rstrip().split("\n")
        # What is opened and never closed is wrong where it begins, not where it was missed.
        missed = error.problem_mark is None or error.problem_mark.line >= len(lines) or "flow" in (error.context or "")
        mark = (error.context_mark if missed else None) or error.problem_mark
        row = min(mark.line + 1, len(lines)) if mark else 1
        found = lines[row - 1].strip()
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


def is_unclosed(text: str) -> bool:
    """Whether a text begins as a header does, but lacks the rule that would close it."""
    opened = re.match(r"---[ \t]*\n", text) is not None and split(text)[0] is None
    return opened and _LOOKS_LIKE_KEY.match(text.split("\n", 2)[1]) is not None


def set_key(text: str, key: str, value: Value) -> str:
    """Return the file's text with one header key set; comments, order and all other signs stay as they are.

    A list or a mapping keeps its style, and what stays the same in it is not written anew. The text may begin with a
    byte order mark and end its rows as Windows does. Raises HeaderError when the present header cannot be read.
    """
    return _changed(text, lambda head: _edited(head, _put(head, key, value)))


def remove_key(text: str, key: str) -> str:
    """Return the file's text without a header key and its rows; raises HeaderError as `set_key` does."""
    return _changed(text, lambda head: _edited(head, _taken(head, key)))


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
        new = change("")
        changed = f"---\n{new}---\n\n{plain}" if new else plain
    else:
        if _IN_BRACES.match(header):
            raise HeaderError("header-not-keys", 1)
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


def entry(header: str, row: int) -> tuple[int, int] | None:
    """Return where the key that begins a row of a header stands, with all that belongs to it; None where none does."""
    try:
        root = yaml.compose(_protect(header.translate(_NO_ROW_ENDS)), Loader=_Loader)
    except (yaml.YAMLError, RecursionError):
        return None
    spans = (_span(header, *pair) for pair in _all_pairs(root, _MAX_DEPTH))
    begins = (span for span in spans if header.count("\n", 0, span[0]) + 1 == row)
    return next((_rows(header, span) for span in begins if not header[_rows(header, span)[0] : span[0]].strip()), None)


def _all_pairs(node: yaml.Node | None, depth: int) -> Iterator[_Pair]:
    """Yield the keys with their values at every depth."""
    if depth and isinstance(node, yaml.CollectionNode):
        for each in node.value:
            if isinstance(node, yaml.MappingNode):
                yield each
            yield from _all_pairs(each[1] if isinstance(node, yaml.MappingNode) else each, depth - 1)


def _find(header: str, key: str) -> _Pair | None:
    return next((pair for pair in _pairs(header) if _text(pair[0].value) == key), None)


def _edited(head: str, edits: Iterable[_Edit]) -> str:
    for start, end, words in sorted(edits, reverse=True):
        head = head[:start] + words + head[end:]
    return head


def _pairs(head: str) -> list[_Pair]:
    """Return the keys of a header with their values, as YAML's nodes."""
    read(head)
    root = yaml.compose(_protect(head.translate(_NO_ROW_ENDS)), Loader=_Loader)
    return list(root.value) if root is not None else []


def _put(head: str, key: str, value: Value) -> list[_Edit]:
    pairs = _pairs(head)
    for name, old in pairs:
        if _text(name.value) == key:
            return _revalued(head, name, old, value)
    column = pairs[0][0].start_mark.column if pairs else 0
    return [_added(head, key, pairs, " " * column + _dumped(key, value, column) + "\n")]


def _added(head: str, key: str, pairs: Sequence[_Pair], rows: str) -> _Edit:
    """Return the edit that puts the rows of a new key behind the one that comes before it in the format's table."""
    place = len(head)
    if key in KEYS and pairs:
        known = {_text(name.value): (name, old) for name, old in pairs}
        before = [name for name in KEYS[: KEYS.index(key)] if name in known]
        place = _rows(head, _span(head, *known[before[-1]]))[1] if before else 0
    return place, place, rows


def _taken(head: str, key: str) -> list[_Edit]:
    spans = (_span(head, name, old) for name, old in _pairs(head) if _text(name.value) == key)
    return [(*_rows(head, span), "") for span in spans]


def _revalued(head: str, name: yaml.Node, old: yaml.Node, value: Value, *, flow: bool = False) -> list[_Edit]:
    """Return the edits that give a key another value."""
    if isinstance(value, str) and _is_plain(old):
        start, end = _span(head, old)
        words = _scalar(value, flow=flow)
        return [] if _text(old.value) == value else [(start, end, words if end > start else f" {words}")]
    if isinstance(value, Mapping) and isinstance(old, yaml.MappingNode) and old.value and value:
        return _remapped(head, old, value)
    if isinstance(old, yaml.SequenceNode) and old.value and value and isinstance(value, list):
        spans = [_span(head, item) for item in old.value]
        if all(map(_is_plain, old.value)) and (old.flow_style or _has_own_rows(head, spans)):
            items = [_scalar(item, flow=bool(old.flow_style)) for item in value]
            return _reshaped(head, old, spans, _turns([_text(item.value) for item in old.value], value), items)
    whole = _dumped(_text(name.value), value, name.start_mark.column, flow=flow)
    return [(*_span(head, name, old), whole)]


def _remapped(head: str, old: yaml.MappingNode, value: Mapping[str, Value]) -> list[_Edit]:
    names = [_text(name.value) for name, _old in old.value]
    spans = [_span(head, *pair) for pair in old.value]
    column = old.value[0][0].start_mark.column
    words = [_dumped(name, each, column, flow=bool(old.flow_style)) for name, each in value.items()]
    turns = _turns(names, list(value))
    edits = _reshaped(head, old, spans, turns, words)
    for tag, first, last, _new_first, _new_last in turns:
        if tag == "equal":
            for name, each in old.value[first:last]:
                edits += _revalued(head, name, each, value[_text(name.value)], flow=bool(old.flow_style))
    return edits


def _turns(before: list[str], now: list[str]) -> Sequence[_Turn]:
    """Return what becomes of the items of a list, as difflib tells it."""
    import difflib  # noqa: PLC0415 - only who writes needs it

    return difflib.SequenceMatcher(None, before, now, autojunk=False).get_opcodes()


def _reshaped(
    head: str,
    old: yaml.CollectionNode,
    spans: Sequence[_Span],
    turns: Sequence[_Turn],
    words: Sequence[str],
) -> list[_Edit]:
    """Return the edits that make other items of those at `spans`, in the style in which they stand."""
    edits: list[_Edit] = []
    shape = _in_flow if old.flow_style else _in_rows
    for tag, first, last, new_first, new_last in turns:
        if tag != "equal":
            both = min(last - first, new_last - new_first)
            edits += ((*spans[first + at], words[new_first + at]) for at in range(both))
            edits += shape(head, spans, slice(first + both, last), words[new_first + both : new_last])
    return edits


def _in_flow(_head: str, spans: Sequence[_Span], gone: slice, new: Sequence[str]) -> list[_Edit]:
    first, last = gone.start, gone.stop
    if new:
        place = spans[first - 1][1] if first else spans[0][0]
        joined = ", ".join(new)
        return [(place, place, f", {joined}" if first else f"{joined}, ")]
    if first == last:
        return []
    if last < len(spans):
        return [(spans[first][0], spans[last][0], "")]
    return [(spans[first - 1][1], spans[last - 1][1], "")]


def _in_rows(head: str, spans: Sequence[_Span], gone: slice, new: Sequence[str]) -> list[_Edit]:
    edits = [(*_rows(head, span), "") for span in spans[gone]]
    if new:
        place = _rows(head, spans[gone.start - 1])[1] if gone.start else _rows(head, spans[0])[0]
        sign = head[_rows(head, spans[0])[0] : spans[0][0]]
        edits.append((place, place, "".join(f"{sign}{words}\n" for words in new)))
    return edits


def _has_own_rows(head: str, spans: Sequence[_Span]) -> bool:
    """Whether each item stands on rows of its own, behind its sign."""
    return all(head[_rows(head, span)[0] : span[0]].strip() == "-" and span[1] > span[0] for span in spans)


def _span(head: str, first: yaml.Node, last: yaml.Node | None = None) -> _Span:
    """Return where a value stands, or a key with its value, without the comments that YAML counts as its own."""
    node = last or first
    start, end = first.start_mark.index, node.end_mark.index
    # In a block of text a hash that is further in is text.
    is_block = isinstance(node, yaml.ScalarNode) and not _is_plain(node)
    trailing = _BELOW_BLOCK if is_block else _TRAILING_COMMENTS
    return start, start + len(trailing.sub("", head[start:end]).removesuffix("\n"))


def _rows(head: str, span: _Span) -> _Span:
    """Return where the rows of a span begin and end."""
    end = head.find("\n", span[1])
    return head.rfind("\n", 0, span[0]) + 1, end + 1 if end >= 0 else len(head)


def _is_plain(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style not in {"|", ">"}


def _scalar(value: Value, *, flow: bool) -> str:
    """Return a value as it stands in a list."""
    dumped: str = yaml.dump([value], default_flow_style=flow, **_STYLE)
    return dumped[1:-2] if flow else dumped[2:-1]


def _dumped(key: str, value: Value, column: int, *, flow: bool = False) -> str:
    """Return a key with its value; what stands below the key is indented for a key in a column."""
    name = _scalar(key, flow=flow)
    if flow or isinstance(value, str) or key not in _IN_ROWS:
        return f"{name}: {_scalar(value, flow=flow or not isinstance(value, str))}"
    if isinstance(value, Mapping):
        rows = [_dumped(each, inner, 0) for each, inner in value.items()]
    else:
        rows = [f"- {_scalar(item, flow=False)}" for item in value]
    return "\n".join([f"{name}:", *(" " * (column + 2) + row for row in rows)])


def _with_item(header: str, key: str, rows: Sequence[str]) -> str:
    found = _find(header, key)
    if found is None:
        return _edited(header, [_added(header, key, _pairs(header), f"{key}:\n{_block(rows, '  ')}")])
    node = found[1]
    if not node.value:
        return _edited(header, [(*_rows(header, _span(header, *found)), f"{key}:\n{_block(rows, '  ')}")])
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
    dumped = yaml.dump([value], Dumper=yaml.SafeDumper, allow_unicode=True, default_flow_style=True, width=10_000)
    if len(dumped.strip().splitlines()) > 1:
        dumped = yaml.dump([value], Dumper=yaml.SafeDumper, default_flow_style=True, default_style='"', width=10_000)
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
            fields[key] = Field(_field(value_node, depth + 1, seen, on_duplicate).value, key_row)
        return Field(fields, row)
    return Field(_text(node.value), row)


def _code_point(character: int | str | bytes) -> int:
    return character if isinstance(character, int) else ord(character[:1])


def _text(value: str) -> str:
    return value.replace(_TEXT_HASH, "#").strip()

"""The shape of the whole: who may import whom, and that the core lives without Qt."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import kbassist

PACKAGE = Path(kbassist.__file__).parent
SHARED = {"resources"}
MAY_IMPORT = {
    "text": set(),
    "content": {"text"},
    "search": {"text", "content"},
    "assist": {"text", "content", "search"},
    "desk": {"text"},
    "resources": set(),
    "messages": set(),
    "paths": set(),
    "settings": {"messages", "assist"},
    "deskwords": {"messages", "desk"},
    "summary": {"text", "content", "assist", "desk", "words", "deskwords", "messages"},
    "topics": {"content", "librarian"},
    "problems": {"messages"},
    "words": {"messages", "problems", "assist", "content", "text"},
    "handover": {"text", "content", "assist", "desk", "words", "deskwords", "messages", "moments"},
    "moments": {"messages"},
    "shift": {"text", "desk", "deskwords", "messages", "moments"},
    "bulletins": {"text", "content", "desk", "outreach", "messages"},
    "outreach": {"text", "content", "desk", "messages"},
    "experience": {"assist", "desk"},
    "rehearsal": {"text", "content", "search", "assist", "desk"},
    "habits": {"text", "desk"},
    "pace": set(),
    "librarian": {"text", "content", "search", "words"},
    "assistant": {
        "text",
        "content",
        "search",
        "assist",
        "desk",
        "editing",
        "experience",
        "habits",
        "librarian",
        "pace",
        "rehearsal",
        "words",
    },
    "console": {"text", "content", "search", "assist", "desk", "assistant", "librarian", "words", "messages"},
    "deskcommands": {"desk", "deskwords", "messages", "paths", "shift"},
    "articlecommands": {"content", "assistant", "deskcommands", "words", "messages", "paths", "gui"},
    "editing": {"content", "assistant"},
    "commands": {
        "console",
        "desk",
        "articlecommands",
        "deskcommands",
        "assistant",
        "habits",
        "paths",
        "messages",
        "gui",
        "search",
        "rehearsal",
    },
    "cli": {"commands", "assistant", "paths", "settings", "messages", "gui"},
    "gui": {
        "text",
        "content",
        "assist",
        "desk",
        "assistant",
        "editing",
        "habits",
        "librarian",
        "words",
        "deskwords",
        "handover",
        "moments",
        "shift",
        "outreach",
        "bulletins",
        "summary",
        "topics",
        "rehearsal",
        "messages",
        "settings",
        "paths",
    },
    "__main__": {"cli"},
    "__init__": set(),
}


def modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(("kbassist", *(part for part in parts if part != "__init__"))), path


def imports(path, *, late=True):
    """Yield what a module imports of ours; without `late` only at its top level."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = ast.walk(tree) if late else iter(tree.body)
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "kbassist":
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in NAMES else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "kbassist")


NAMES = dict(modules())


def room(name):
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_imports_upwards(name):
    used = {room(other) for other in imports(NAMES[name])} - {room(name), "__init__"} - SHARED
    assert used <= MAY_IMPORT[room(name)]


def test_there_is_no_cycle():
    graph = {name: set(imports(path, late=False)) - {name} for name, path in NAMES.items()}
    list(TopologicalSorter(graph).static_order())


def test_only_the_window_imports_qt():
    asking = {
        name
        for name, path in NAMES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and any(
            "PySide6" in part for part in [getattr(node, "module", "") or "", *(alias.name for alias in node.names)]
        )
    }
    assert asking
    assert {room(name) for name in asking} == {"gui"}


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


def test_the_core_runs_without_qt(write):
    folder = write({"id/a.md": "---\ntriggers: [kartu hilang]\n---\n> [!ask]\n> Kapan?"})
    loaded = run(
        "import sys, pathlib, kbassist.cli\n"
        f"kbassist.cli.main(['suggest', '--json', '--library', {str(folder)!r}, 'kartu hilang'])\n"
        "print(*sys.modules)"
    )
    assert "kbassist.assist.engine" in loaded
    assert not [name for name in loaded if name.startswith(("PySide6", "kbassist.gui"))]


def test_the_command_line_imports_nothing_heavy_before_it_is_needed():
    loaded = set(run("import sys, kbassist.cli; print(*sys.modules)"))
    assert not loaded & {"numpy", "whoosh", "markdown", "yaml", "msgspec", "rich", "PySide6", "sqlite3", "argparse"}


def test_modules_and_functions_stay_small():
    for name, path in NAMES.items():
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 500, name
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 60, f"{name}.{node.name}"

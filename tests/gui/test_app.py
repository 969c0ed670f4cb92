import subprocess
import sys

import pytest

SHOW = """
import sys
from pathlib import Path
from kbassist import messages, settings
messages.use("id")
from kbassist.assistant import Assistant
from kbassist.gui import app

loaded = {}
class Window(app.AssistantWindow):
    def showEvent(self, event):
        loaded["shown"] = set(sys.modules)
        super().showEvent(event)
    def complete(self, recorder, rules=None):
        loaded["had focus"] = self.notepad.hasFocus()
        super().complete(recorder, rules)
        app.QTimer.singleShot(0, self.close)
app.AssistantWindow = Window
folder = Path(sys.argv[1])
assistant = Assistant((folder / "library",), folder / "cache")
status = app.run(assistant, folder / "calls.sqlite3", settings.load(Path("none")) | {"theme": "light"})
heavy = {"numpy", "whoosh", "markdown", "ruamel.yaml", "sqlite3", "nh3"} & loaded["shown"]
print(status, sorted(heavy))
"""


@pytest.fixture
def shown(tmp_path):
    """Return what a window said that was opened and closed in a process of its own."""
    (tmp_path / "library").mkdir()
    command = [sys.executable, "-c", SHOW, str(tmp_path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_nothing_heavy_is_imported_before_the_window_is_there(shown):
    assert shown.stdout.split("\n")[0] == "0 []"


def test_it_opens_and_closes_without_a_word(shown):
    assert shown.returncode == 0
    assert shown.stderr == ""

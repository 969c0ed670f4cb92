import subprocess
import sys

import pytest

from kbassist.gui import display

NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there always is one")
@pytest.mark.parametrize("name", NAMES)
def test_a_display_is_found_by_what_says_so(monkeypatch, name):
    for other in NAMES:
        monkeypatch.delenv(other, raising=False)
    assert display.missing()
    monkeypatch.setenv(name, "x")
    assert not display.missing()


def test_asking_imports_no_qt():
    code = "import sys, kbassist.gui.display as d; d.missing(); print(any('PySide6' in name for name in sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "False"

"""What all tests share: no display, no files of the person who runs them."""

import os
import textwrap
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from kbassist import messages

# How long one example takes says nothing where other tests run beside it.
settings.register_profile("kbassist", deadline=None)
settings.load_profile("kbassist")


@pytest.fixture(autouse=True)
def own_places(tmp_path_factory, monkeypatch):
    """Keep every test out of the real cache, data and settings folders, and its words in English."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA", "HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.setenv(name, "en_GB.UTF-8" if name == "LANG" else "")
    messages.use("en")


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a library: file names and their texts, or bytes."""
    root = tmp_path / "library"

    def write_files(files: dict[str, str | bytes], folder: Path = root) -> Path:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else textwrap.dedent(content).encode()
            path.write_bytes(data)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    return write_files

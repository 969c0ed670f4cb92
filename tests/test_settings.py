import logging
from pathlib import Path

import pytest

from kbassist import settings

README = Path(__file__).parents[1] / "README.md"
DEFAULTS = {setting.name: setting.default for setting in settings.TABLE}


def test_without_a_file_the_defaults_hold(tmp_path):
    assert settings.load(tmp_path / "settings.toml") == DEFAULTS


def test_what_can_be_used_is_and_the_rest_is_told(tmp_path, caplog):
    path = tmp_path / "settings.toml"
    path.write_text('theme = "dark"\nthreshold = 7\nbank = "Bank Contoh"\nunknown = 1\nreduced_motion = "yes"\n')
    with caplog.at_level(logging.WARNING):
        found = settings.load(path)
    assert found == DEFAULTS | {"theme": "dark", "bank": "Bank Contoh"}
    assert [name in caplog.text for name in ("threshold", "unknown", "reduced_motion")] == [True] * 3


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe", b"= 3"])
def test_a_spoilt_file_leaves_the_defaults(tmp_path, caplog, content):
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    assert settings.load(path) == DEFAULTS
    assert "cannot be read" in caplog.text


@pytest.mark.parametrize("setting", settings.TABLE, ids=lambda setting: setting.name)
def test_the_readme_tells_every_setting(setting):
    row = next(row for row in README.read_text(encoding="utf-8").splitlines() if row.startswith(f"| `{setting.name}` "))
    assert setting.words in row

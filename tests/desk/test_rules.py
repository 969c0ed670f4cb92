"""The rules of the desk: whole by themselves, and changed key by key by a bank's own file."""

import re
import tomllib
from datetime import date, time
from pathlib import Path

import pytest

from kbassist import paths, resources
from kbassist.desk import rules

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
DEFAULTS = rules.load(None)


@pytest.fixture
def bank(tmp_path):
    """Return a function that loads what a bank wrote."""

    def load(text):
        path = tmp_path / "desk.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return rules.load(path)

    return load


def test_a_bank_says_only_what_differs(bank, caplog):
    found = bank("""
        lock_minutes = 0
        [complaints]
        written = 7
        [outbound]
        hours = [19:00:00, 21:30:00]
        weekdays = ["sun"]
        [calendar]
        workdays = [2026-11-28]
        [goodwill.limits.agent]
        USD = 5
        [goodwill.limits.head-office]
        IDR = 5000000
        [wrap_up.required_with]
        solved = ["outcome", "product"]
    """)
    assert not caplog.text
    assert found.lock_minutes == 0
    assert (found.complaints.spoken, found.complaints.written) == (5, 7)
    assert found.outbound.hours == (time(19), time(21, 30))
    assert found.outbound.weekdays == {rules.Weekday.SUNDAY}
    assert found.calendar.workdays == {date(2026, 11, 28)}
    assert found.goodwill.limits["agent"] == {"IDR": 50_000, "USD": 5}
    assert found.wrap_up.required_for("solved") == {"outcome", "product"}
    assert found.wrap_up.required_for("no-answer") == {"outcome"}
    assert found.wrap_up.required_for("handed-over") == {"outcome", "reason"}
    assert found.retention == DEFAULTS.retention


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('lock_minutes = "5"', ('lock_minutes = "5"', "The default stays: 15")),
        ("complaints.spoken = 0", ("complaints.spoken = 0", ">= 1", "The default stays: 5")),
        ("complaints.spokn = 6", ("complaints.spokn = 6", "Known here: spoken, written, extension, documents")),
        ("speling.x = true", ("speling.x = true", "Known here: lock_minutes", "goodwill")),
        ("complaints = 5", ("complaints = 5", "Known here: spoken")),
        ("outbound.hours = [18:00:00, 08:00:00]", ("end before", "The default stays: [08:00:00, 18:00:00]")),
        ('outbound.weekdays = ["monday"]', ('["monday"]', '["mon", "tue"')),
        ("outbound.weekdays = []", ("outbound.weekdays = []", '["mon", "tue"')),
        ("calendar.weekdays = []", ("calendar.weekdays = []", '["mon", "tue"')),
        ('calendar.until = "next year"', ('"next year"', "2027-12-31")),
        ("wrap_up.outcomes = []", ("wrap_up.outcomes = []", '["solved"')),
        ('wrap_up.outcomes = ["Branch visit"]', ('["Branch visit"]', '["solved"')),
        ('wrap_up.required = ["everything"]', ('"everything"', '["outcome", "reason"]')),
        ("wrap_up.csat.yes = true", ("wrap_up.csat.yes", "The default stays: true")),
        ("goodwill.limits.agent.IDR = -1", ("goodwill.limits.agent.IDR = -1", "The default stays: 50000")),
        ("goodwill.limits.agent.rupiah = 1", ("goodwill.limits.agent.rupiah", "Known here: IDR")),
        ("retention.calls = 999999", ("retention.calls", "The default stays: 365")),
        ('numbers.orders = "no 1"', ("numbers.orders", 'The default stays: "PSN"')),
        ('words.solved.fr = "Fini"', ("words.solved.fr", "(id|en)")),
        ("[complaints]", ()),
    ],
)
def test_what_is_wrong_is_told_with_what_is_right_and_changes_nothing(bank, caplog, text, told):
    assert bank(text) == DEFAULTS
    assert len(caplog.records) == bool(told)
    assert not [words for words in ("desk.toml", *told) if told and words not in caplog.text]


def test_a_wrong_value_spares_its_neighbours(bank):
    found = bank('[complaints]\nspoken = "soon"\nwritten = 7\n')
    assert (found.complaints.spoken, found.complaints.written) == (5, 7)


@pytest.mark.parametrize("content", [b"lock_minutes = ", b"\xff\xfe", b"= 3"])
def test_a_spoilt_file_leaves_the_defaults(bank, caplog, content):
    assert bank(content) == DEFAULTS
    assert "cannot be read" in caplog.text


def test_a_share_that_is_away_is_told(tmp_path, caplog):
    assert rules.load(tmp_path / "away.toml") == DEFAULTS
    assert "cannot be read" in caplog.text


def test_a_file_of_notepad_is_read(bank):
    assert bank(b"\xef\xbb\xbflock_minutes = 3\r\n").lock_minutes == 3


def test_the_file_lies_beside_the_settings_or_where_they_say(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert paths.desk_rules() is None
    beside = paths.settings_file().with_name("desk.toml")
    beside.parent.mkdir(parents=True)
    beside.write_text("lock_minutes = 1\n", encoding="utf-8")
    assert paths.desk_rules() == beside
    assert paths.desk_rules("/share/desk.toml") == Path("/share/desk.toml")


@pytest.mark.parametrize(
    ("amount", "currency", "role", "approver"),
    [
        (50_000, "IDR", "agent", ""),
        (50_001, "IDR", "agent", "supervisor"),
        (250_001, "IDR", "agent", "branch-head"),
        (250_001, "IDR", "supervisor", "branch-head"),
        (1_000_001, "IDR", "branch-head", None),
        (1_000_000, "IDR", "branch-head", ""),
        (1, "USD", "agent", None),
        (1, "IDR", "trainee", "agent"),
    ],
)
def test_who_approves_a_gesture(amount, currency, role, approver):
    assert DEFAULTS.goodwill.approver(amount, currency, role) == approver


def keys(values, above=""):
    for key, value in values.items():
        if isinstance(value, dict) and value and not above:
            yield from keys(value, f"{key}.")
        else:
            yield above + key


def test_the_readme_tells_every_rule_and_its_example_holds(bank, caplog):
    shipped = tomllib.loads(resources.read_text("desk/rules.toml"))
    rows = set(re.findall(r"^\| `([\w.]+)` \|", README.partition("### Rules of the desk")[2], re.MULTILINE))
    assert rows == set(keys(shipped))
    bank(README.partition("```toml\n[complaints]")[2].partition("```")[0].join(("[complaints]\n", "")))
    assert not caplog.text

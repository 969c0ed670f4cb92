from datetime import datetime, timedelta, timezone
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.desk import due, rules
from kbassist.desk.workdays import Workdays

WIB = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 20, 13, 30, tzinfo=WIB)  # a Friday


@cache
def workdays():
    return Workdays(rules.load(None).calendar)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("bsk 10.00", "2026-11-21 10:00"),
        ("Besok jam 10", "2026-11-21 10:00"),
        ("besok", "2026-11-21 17:00"),
        ("besok pagi", "2026-11-21 09:00"),
        ("lusa jam 2 siang", "2026-11-22 14:00"),
        ("hari ini 15:45", "2026-11-20 15:45"),
        ("jam 4 sore hari ini", "2026-11-20 16:00"),
        ("jam 10 hari senin", "2026-11-23 10:00"),
        ("15.00", "2026-11-20 15:00"),
        ("10.00", "2026-11-23 10:00"),  # gone for today
        ("3 hari kerja", "2026-11-25 17:00"),
        ("3 hari kerja jam 9 pagi", "2026-11-25 09:00"),
        ("2 hari", "2026-11-22 17:00"),
        ("1 minggu", "2026-11-27 17:00"),
        ("minggu depan", "2026-11-27 17:00"),
        ("2 jam", "2026-11-20 15:30"),
        ("dalam 30 menit", "2026-11-20 14:00"),
        ("senin", "2026-11-23 17:00"),
        ("jumat 09.30", "2026-11-27 09:30"),
        ("1 des 10.00", "2026-12-01 10:00"),
        ("1 desember 2026", "2026-12-01 17:00"),
        ("30/11 jam 8", "2026-11-30 08:00"),
        ("5/1/2027", "2027-01-05 17:00"),
        ("2026-12-01 10:00", "2026-12-01 10:00"),
        ("5 jan", "2027-01-05 17:00"),
        ("tomorrow at 3 pm", "2026-11-21 15:00"),
        ("in 2 working days", "2026-11-24 17:00"),
        ("monday morning", "2026-11-23 09:00"),
    ],
)
def test_words_tell_a_moment(words, expected):
    assert due.read(words, NOW, workdays()) == datetime.fromisoformat(expected).replace(tzinfo=WIB)


@pytest.mark.parametrize("words", ["", "nanti", "segera", "25.00", "besok 25.00", "31/2", "kemarin", "1/11/2026", "5"])
def test_words_that_tell_none_are_not_guessed(words):
    assert due.read(words, NOW, workdays()) is None


@given(st.text() | st.from_regex(r"(bsk|jam|hari|senin|/|\.|:| |\d|des){0,9}", fullmatch=True))
def test_any_words_tell_a_moment_to_come_or_none(words):
    found = due.read(words, NOW, workdays())
    assert found is None or (found > NOW and found.tzinfo is WIB)


@pytest.mark.parametrize(
    ("note", "words", "when"),
    [
        ("kartu hilang. sdh diblokir, tlp balik bsk 10.00. cust oke", "sdh diblokir, tlp balik bsk 10.00", 21),
        ("» ✓ Cek resi\n» Bapak akan dihubungi Unit Kartu dalam 3 hari kerja.", "Bapak akan dihubungi Unit Kartu", 25),
        ("will call back tomorrow; he is calm", "will call back tomorrow", 21),
        ("nanti akan ditelepon", "nanti akan ditelepon", None),
    ],
)
def test_a_promise_is_found_in_a_note(note, words, when):
    found = due.find_promise(note, NOW, workdays())
    assert found
    assert found.words.startswith(words)
    assert (found.due and found.due.day) == when


def test_a_note_without_a_promise_has_none():
    assert due.find_promise("kartu hilang kemarin, minta blokir", NOW, workdays()) is None

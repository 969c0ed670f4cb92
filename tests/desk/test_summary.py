"""The summary of a call, compared with what was agreed on: one file for each call and language."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import messages, summary
from kbassist.assist.kinds import MoodLevel
from kbassist.content.kinds import Channel
from kbassist.desk import rules
from kbassist.desk.feedback import FeedbackKind
from kbassist.desk.wrapups import WrapUp
from kbassist.summary import Record

REFERENCE = Path(__file__).parent / "reference"
WIB = timezone(timedelta(hours=7))
BEGAN = datetime(2026, 11, 27, 9, 5, tzinfo=WIB)
RULES = rules.load(None)
CALM, UNEASY, UPSET, FURIOUS = MoodLevel
CALLS = {
    "three-words": (
        Record(Channel.PHONE, BEGAN, BEGAN + timedelta(seconds=40), note="kartu hilang marah"),
        WrapUp("a", BEGAN),
    ),
    "whole": (
        Record(
            channel=Channel.CHAT,
            started=BEGAN,
            ended=BEGAN + timedelta(minutes=12, seconds=30),
            customer="Ibu Sari",
            note="kartu 4111 1111 1111 1111 tertelan ATM.\nminta blokir, pin sy 482193\n\nsdh diblokir",
            moods=(UPSET, FURIOUS, FURIOUS, UPSET, CALM, UNEASY, CALM),
            said=("Akui paniknya", "Amankan kartunya", "Jelaskan penggantian"),
            done=("Blokir kartu", "Ajukan kartu baru"),
            offer="Kabar lewat notifikasi",
            handed_over="Unit Kartu",
            promise="tlp balik bsk 10.00",
            due=BEGAN + timedelta(days=1, minutes=55),
            kind=FeedbackKind.SUGGESTION,
            words="mesin ATM kasih tanda kalau kartu tertelan",
        ),
        WrapUp("a", BEGAN, "handed-over", "Kartu tertelan", "Kartu Debit", "k#n", "declined", "no-need", csat=4, nps=0),
    ),
    "long": (
        Record(
            Channel.PHONE,
            BEGAN,
            BEGAN + timedelta(minutes=1),
            "Bapak Budi",
            "saldo terpotong dua kali " * 30,
            said=tuple(f"Kalimat {number}" for number in range(1, 10)),
            offer="Tabungan Berjangka",
            kind=FeedbackKind.PRAISE,
            words="cepat",
        ),
        WrapUp("a", BEGAN, "solved", "Debit ganda", offer_result="later"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("name", CALLS)
def test_a_summary_says_what_was_agreed_on(name, language):
    messages.use(language)
    written = summary.compose(*CALLS[name], RULES)
    assert written + "\n" == (REFERENCE / f"{name}.{language}.txt").read_text(encoding="utf-8")


def test_a_secret_stays_out_though_the_word_that_tells_it_is_cut_off():
    note = f"nasabah sebut 482193{', lama menunggu' * 25} itu tadi pin nya 482193"
    assert "482193" not in summary.compose(Record(Channel.PHONE, BEGAN, BEGAN, note=note), WrapUp("a", BEGAN), RULES)


@given(st.text(max_size=200), st.text(max_size=60), st.sampled_from(messages.LANGUAGES))
def test_there_is_a_summary_of_any_call_and_each_time_the_same(note, words, language):
    messages.use(language)
    record = Record(Channel.PHONE, BEGAN, BEGAN, words, note, promise=words, kind=FeedbackKind.COMPLAINT, words=words)
    first, again = (summary.compose(record, WrapUp("a", BEGAN, reason=words), RULES) for _time in range(2))
    assert first == again
    assert first.strip()

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.desk import rules
from kbassist.desk.workdays import Workdays
from kbassist.text import promises
from kbassist.text.promises import Promise

JAKARTA = timezone(timedelta(hours=7))
FRIDAY = datetime(2026, 11, 27, 9, 40, 12, tzinfo=JAKARTA)
CALENDAR = Workdays(rules.load(None).calendar)


def at(day, hour, minute=0, month=11, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("bsk jam 10", at(28, 10)),
        ("besok pagi", at(28, 9)),
        ("besok 10", at(28, 10)),
        ("tomorrow 2", at(28, 14)),
        ("3 des 14", at(3, 14, month=12)),
        ("besok 2 dokumen", at(28, 17)),
        ("lusa sore jam 4", at(29, 16)),
        ("hari ini", at(27, 17)),
        ("nanti siang", at(27, 13)),
        ("jam 2", at(27, 14)),
        ("jam 11 siang", at(27, 11)),
        ("jam 9 mlm", at(27, 21)),
        ("pkl 09.30", at(30, 9, 30)),  # over for today: the next working day
        ("setengah 3", at(27, 14, 30)),
        ("14.30 wib", at(27, 14, 30)),
        ("10:15", at(27, 10, 15)),
        ("senin", at(30, 17)),
        ("Senin, 30 Nov 10.00", at(30, 10)),
        ("jumat", at(4, 17, month=12)),
        ("senin depan jam 8", at(30, 8)),
        ("minggu depan", at(30, 17)),
        ("mggu dpn jam 9", at(30, 9)),
        ("hari minggu", at(29, 17)),
        ("akhir bulan", at(30, 17)),
        ("bln depan", at(1, 17, month=12)),
        ("3 hr kerja lagi", at(2, 17, month=12)),
        ("5hk", at(4, 17, month=12)),
        ("3 hari lagi", at(30, 17)),
        ("tiga hari lagi jam 10", at(30, 10)),
        ("2x24 jam", at(29, 9, 40) + timedelta(seconds=12)),
        ("30 mnt lg", at(27, 10, 10)),
        ("2 jam lagi", at(27, 11, 40)),
        ("setengah jam lagi", at(27, 10, 10)),
        ("seminggu lagi", at(4, 17, month=12)),
        ("2 minggu lagi", at(11, 17, month=12)),
        ("tgl 3", at(3, 17, month=12)),
        ("tanggal 27 sore", at(27, 16)),
        ("3 des jam 8", at(3, 8, month=12)),
        ("3/12", at(3, 17, month=12)),
        ("3/12/2026 10.00", at(3, 10, month=12)),
        ("2026-12-03", at(3, 17, month=12)),
        ("5 jan", at(5, 17, month=1, year=2027)),
        ("tomorrow 2pm", at(28, 14)),
        ("tomorrow at 12 pm", at(28, 12)),
        ("at 9 am tomorrow", at(28, 9)),
        ("this afternoon", at(27, 14)),
        ("tonight", at(27, 19)),
        ("in half an hour", at(27, 10, 10)),
        ("in an hour", at(27, 10, 40)),
        ("within 3 working days", at(2, 17, month=12)),
        ("in two days", at(29, 17)),
        ("by Monday", at(30, 17)),
        ("next Friday", at(4, 17, month=12)),
        ("the day after tomorrow at 10", at(29, 10)),
        ("next week", at(30, 17)),
        ("end of the month", at(30, 17)),
        ("Dec 3 at 10:30", at(3, 10, 30, month=12)),
        ("3 December 2026", at(3, 17, month=12)),
    ],
)
def test_a_time_is_read_from_words_and_figures(words, due):
    assert promises.read_due(words, FRIDAY, CALENDAR) == due


@pytest.mark.parametrize(
    "words", ["", "kartu", "kemarin", "26/11/2026", "jam 25", "31/2/2027", "3 des 2031", "12.99", "999 weeks", "10"]
)
def test_what_is_no_time_ahead_is_not_read(words):
    assert promises.read_due(words, FRIDAY, CALENDAR) is None


def test_next_after_a_weekday_is_the_one_of_the_next_week():
    monday = at(30, 9)
    assert promises.read_due("jumat ini", monday, CALENDAR) == at(4, 17, month=12)
    assert promises.read_due("jumat depan", monday, CALENDAR) == at(11, 17, month=12)
    assert promises.read_due("next Friday", monday, CALENDAR) == at(11, 17, month=12)


def test_working_days_leave_out_holidays():
    assert promises.read_due("1 hari kerja lagi", at(24, 9, month=12), CALENDAR) == at(28, 17, month=12)


def test_today_after_closing_time_is_before_midnight():
    assert promises.read_due("hari ini", at(27, 18), CALENDAR) == at(27, 23, 59)


@pytest.mark.parametrize(
    ("note", "words", "due"),
    [
        ("kartu blm dtg. akan dihubungi bsk jam 10", "akan dihubungi bsk jam 10", at(28, 10)),
        ("cust setuju, tlp balik senin", "tlp balik senin", at(30, 17)),
        ("kabari 3 hr kerja lagi", "kabari 3 hr kerja lagi", at(2, 17, month=12)),
        ("dana blm masuk\nsy telp lg jam 2 siang\nminta maaf", "sy telp lg jam 2 siang", at(27, 14)),
        ("nanti kami kabari, besok pagi ya", "nanti kami kabari", at(28, 9)),
        ("minta dihubungi", "minta dihubungi", None),
        ("tadi minta dihubungi bsk jam 9 di no lama", "tadi minta dihubungi bsk jam 9 di no lama", at(28, 9)),
        ("tidak bisa bicara skrg hubungi senin", "tidak bisa bicara skrg hubungi senin", at(30, 17)),
        ("jangan lupa kabari lusa", "jangan lupa kabari lusa", at(29, 17)),
        ("will update by Monday if not solved", "will update by Monday if not solved", at(30, 17)),
        ("Card not here yet. Will call back tomorrow 2pm.", "Will call back tomorrow 2pm", at(28, 14)),
        ("will get back to her by Monday", "will get back to her by Monday", at(30, 17)),
        ("promised to call him back at 3", "promised to call him back at 3", at(27, 15)),
        ("dihubungi bsk; ralat: dihubungi lusa jam 9", "ralat: dihubungi lusa jam 9", at(29, 9)),
    ],
)
def test_a_promise_is_found_in_a_note(note, words, due):
    assert promises.find(note, FRIDAY, CALENDAR) == Promise(words, due)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "cust marah2, kartu blm dtg 2 mgg, sdh telp 3x",
        "sudah 3 hari belum dihubungi",
        "kemarin dijanjikan akan dikabari 2 hari kerja",
        "nobody called back in 3 days",
        "was promised a call back within 2 days",
        "transfer besok jam 10",
        "cust ambil kartu senin",
        "payment due tomorrow",
        "tidak mau dihubungi lagi",
        "sudah dihubungi cabang",
        "cabang menghubungi kemarin, dihubungi 2 hari lalu",
        "she was called at 10",
    ],
)
def test_what_was_not_kept_or_is_no_promise_is_not_taken_for_one(note):
    assert promises.find(note, FRIDAY, CALENDAR) is None


_WORDS = st.sampled_from(
    "dihubungi,besok,jam,10,31,0,00,setengah,tgl,31/12,99/99,hari,kerja,senin,depan,999,minggu,2026-02-30,9999-12-31,"
    "des,pm,2x24,next,at,an hour,akhir bulan,bln depan".split(",")
)
_TIMES = st.datetimes(datetime.fromisoformat("2001-01-01"), datetime.fromisoformat("2999-01-01"))


@given(st.one_of(st.text(), st.lists(_WORDS).map(" ".join)), _TIMES)
def test_whatever_is_noted_a_time_that_is_read_lies_ahead(note, now):
    now = now.replace(tzinfo=JAKARTA)
    found = promises.find(note, now, CALENDAR)
    for due in (promises.read_due(note, now, CALENDAR), found and found.due):
        assert due is None or due > now
    assert found is None or found.words in note

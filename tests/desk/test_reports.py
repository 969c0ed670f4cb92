from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from kbassist.desk import calls, reports
from kbassist.desk.calls import SavedCall
from kbassist.desk.reports import Flaw, Report, ReportStatus
from kbassist.desk.tables import ReportRow
from kbassist.text.privacy import MASK

NOW = datetime(2026, 11, 27, 3, 30, tzinfo=UTC)


def report(article, minutes=0, **given):
    return Report(article, "id", Flaw.WRONG, NOW + timedelta(minutes=minutes), **given)


@pytest.fixture
def filled(store):
    """Return tables with four reports on two articles."""
    for article, minutes in (("kartu", 0), ("kpr", 5), ("kartu", 10), ("kpr", 1)):
        store.run(partial(reports.add, report(article, minutes, id=f"{article}-{minutes}")))
    return store


def names(store, status=ReportStatus.OPEN):
    return [one.id for one in store.run(partial(reports.find, status))]


def test_a_report_comes_back_as_it_was(store):
    said = report("kartu", place="biaya", wording="Biayanya Rp6.500.", words="sudah naik", agent="Rina", call="a")
    store.run(partial(reports.add, said))
    assert store.run(partial(reports.find, ReportStatus.OPEN)) == [said]


def test_reports_of_an_article_stand_together_and_the_newest_comes_first(filled):
    assert names(filled) == ["kartu-10", "kartu-0", "kpr-5", "kpr-1"]
    assert filled.run(reports.open_counts) == {("kartu", "id"): 2, ("kpr", "id"): 2}


def test_one_that_is_done_says_what_came_of_it_and_can_be_taken_up_again(filled):
    filled.run(partial(reports.move, "kartu-10", ReportStatus.DONE, "tarif diganti", NOW, "Sari"))
    assert names(filled) == ["kpr-5", "kpr-1", "kartu-0"]
    (done,) = filled.run(partial(reports.find, ReportStatus.DONE))
    assert (done.id, done.answer, done.editor) == ("kartu-10", "tarif diganti", "Sari")
    assert filled.run(reports.open_counts)["kartu", "id"] == 1
    filled.run(partial(reports.move, "kartu-10", ReportStatus.OPEN, "", NOW, "Sari"))
    assert names(filled, ReportStatus.DONE) == []


def test_what_is_told_and_what_was_read_for_the_customer_is_kept_masked(store):
    number = "4111 1111 1111 1111"
    filled_in = f"Kartu {number} dikirim, biayanya Rp6.500."
    store.run(partial(reports.add, report("kartu", words=f"kartu {number} ditolak", wording=filled_in)))
    (kept,) = store.run(partial(reports.find, ReportStatus.OPEN))
    assert "4111" not in kept.words
    assert kept.wording == filled_in.replace(number, MASK * len(number))
    store.run(partial(reports.move, kept.id, ReportStatus.DONE, f"bukan {number}", NOW, "Sari"))
    assert "4111" not in store.run(lambda: ReportRow.get().answer)


def test_a_secret_that_the_call_tells_late_leaves_its_reports(store):
    store.run(partial(calls.save, SavedCall(id="a", started=NOW, note="482193 itu")))
    store.run(partial(reports.add, report("kartu", words="482193 tidak berlaku", wording="Kode 482193.", call="a")))
    store.run(partial(calls.save, SavedCall(id="a", started=NOW, note="482193 itu pinnya")))
    kept = store.run(ReportRow.get)
    assert "482193" not in kept.words + kept.wording


def test_other_programs_are_not_told_whose_call_it_was(store):
    store.run(partial(reports.add, report("kartu", words="salah", agent="Rina", call="a", customer="c")))
    (row,) = store.run(partial(reports.rows, ReportStatus.OPEN))
    assert (row["article"], row["flaw"], row["words"], row["agent"]) == ("kartu", "wrong", "salah", "Rina")
    assert row["made"] == "2026-11-27T03:30:00Z"
    assert not row.keys() & {"call", "customer"}

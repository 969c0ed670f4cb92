import logging
from datetime import UTC, datetime
from functools import partial

from deskrows import call

from kbassist.desk.store import Store
from kbassist.desk.tables import CallRow


def test_what_was_kept_long_enough_goes_once_a_day_and_the_log_has_only_counts(window, qtbot, journal, caplog):
    store = Store(journal)
    old = datetime(2020, 1, 1, tzinfo=UTC)
    store.run(partial(call, id="old", name="Rahasia", note="rahasia", started=old, ended=old, wrapped=old))
    clerk = window.records._front.clerk
    caplog.set_level(logging.INFO)
    window.records.purger.look()
    qtbot.waitUntil(lambda: "purged" in caplog.text)
    assert "calls 1" in caplog.text
    assert "ahasia" not in caplog.text
    with qtbot.waitSignal(clerk._answered):
        clerk.ask(lambda: None)
    assert b"ahasia" not in b"".join(file.read_bytes() for file in journal.parent.glob("calls*"))
    store.run(partial(call, id="old", started=old))
    window.records.purger.look()
    with qtbot.waitSignal(clerk._answered):
        clerk.ask(lambda: None)
    assert store.run(lambda: CallRow.select().count()) == 1
    store.close()

"""Articles are opened, written, checked, saved and brought through their life in the studio."""

import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QSettings, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel
from writing import CARD, LOST, left_as_draft, on_disk, opened, save, settled, type_at_end

from kbassist import resources
from kbassist.assistant import Assistant, DeskFiles
from kbassist.content import header
from kbassist.content.kinds import Status
from kbassist.content.life import Step
from kbassist.content.reader import MAX_BYTES
from kbassist.gui.studio.panel import Tab
from kbassist.gui.studio.tree import Sieve


def test_articles_are_listed_searched_and_opened_by_keys(qtbot, studio, shelf):
    field = studio.tree.search
    field.setFocus()
    qtbot.keyClicks(field, "hilang")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: studio.document.path == str(shelf / "id/kartu/kartu-hilang.md"))
    assert studio.editor.text() == LOST
    assert studio.editor.hasFocus()


def test_filters_leave_what_they_name(qtbot, studio, shelf):
    studio.tree.filter(Sieve.DRAFT)
    assert studio.tree._model.rowCount() == 0
    studio.tree.filter(Sieve.ALL)
    assert studio.tree._model.rowCount() == 1


def test_what_is_typed_is_saved_kept_as_a_version_and_served(qtbot, studio, shelf, editors_assistant):
    path = shelf / "id/kartu/kartu.md"
    editor = opened(qtbot, studio, path)
    type_at_end(qtbot, editor, "\n\nTambahan untuk biaya kurir.")
    save(qtbot, studio)
    assert "Tambahan untuk biaya kurir." in on_disk(path)
    assert "# what agents type" in on_disk(path)
    past = studio.editing.past(path)
    assert [version.who for version in past] == ["Sari", ""]
    editors_assistant.wait()
    assert editors_assistant.librarian.search("kurir").hits


def test_a_draft_outlives_the_window(qtbot, open_studio, shelf):
    path = shelf / "id/kartu/kartu.md"
    left_as_draft(qtbot, open_studio(), path, " belum selesai")
    other = open_studio()
    assert " belum selesai" in opened(qtbot, other, path).text()
    assert other.notice.words
    assert on_disk(path) == CARD
    qtbot.mouseClick(other.notice.action, Qt.MouseButton.LeftButton)
    assert other.editor.text() == CARD
    qtbot.waitUntil(lambda: other.editing.open(path).draft is None)


def test_what_someone_else_changed_is_not_overwritten_but_brought_together(qtbot, studio, shelf):
    path = shelf / "id/kartu/kartu.md"
    editor = opened(qtbot, studio, path)
    type_at_end(qtbot, editor, "\n\nDari saya.")
    path.write_text(CARD.replace("5-7 hari kerja", "3-4 hari kerja"), encoding="utf-8")
    qtbot.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: studio.merge.isVisible() and not studio.head.isVisible(), timeout=10_000)
    assert "Dari saya" not in on_disk(path)
    with qtbot.waitSignal(studio.document.saved, timeout=10_000):
        qtbot.keyClick(studio.merge, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "3-4 hari kerja" in on_disk(path)
    assert "Dari saya." in on_disk(path)
    assert (studio.merge.isVisible(), studio.head.isVisible(), editor.hasFocus()) == (False, True, True)


def test_a_file_that_changes_on_disk_is_shown_where_nothing_was_typed(qtbot, studio, shelf):
    path = shelf / "id/kartu/kartu.md"
    editor = opened(qtbot, studio, path)
    path.write_text(CARD.replace("5-7", "1-2"), encoding="utf-8")
    studio.refresh()
    qtbot.waitUntil(lambda: "1-2 hari kerja" in editor.text())


def test_a_problem_is_listed_and_mended_by_its_cure(qtbot, studio, shelf):
    editor = opened(qtbot, studio, shelf / "id/kartu/kartu.md")
    editor.replace_text(CARD.replace("kind: problem", "knd: problem"))
    settled(qtbot, studio)
    studio.show_tab(Tab.FAULTS)
    codes = [fault.problem.code for fault in studio.faults._faults]
    assert "header-misspelt-key" in codes
    studio.faults.rows.setCurrentRow(codes.index("header-misspelt-key"))
    qtbot.keyClick(studio.faults.rows, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    settled(qtbot, studio)
    assert editor.text() == CARD
    editor.undo()
    assert "knd: problem" in editor.text()


def test_a_new_article_is_made_from_a_template(qtbot, studio, shelf):
    studio.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_N, both)
    assert studio.new_strip.isVisible()
    langs = studio.new_strip.lang
    assert [langs.itemText(at) for at in range(langs.count())] == ["Bahasa Indonesia", "English"]
    langs.setCurrentText("Bahasa Indonesia")
    studio.new_strip.category.setCurrentText("kartu")
    studio.new_strip.title.setFocus()
    qtbot.keyClicks(studio.new_strip.title, "Kartu rusak")
    qtbot.keyClick(studio.new_strip.title, Qt.Key.Key_Return)
    path = shelf / "id/kartu/kartu-rusak.md"
    qtbot.waitUntil(lambda: studio.document.path == str(path), timeout=10_000)
    settled(qtbot, studio)
    assert studio._written.article.status is Status.DRAFT
    assert (studio._written.article.title, studio._written.article.lang) == ("Kartu rusak", "id")
    assert not studio.new_strip.isVisible()


def test_an_article_goes_from_draft_to_published_and_is_retired(qtbot, studio, shelf):
    path = shelf / "id/kartu/kartu.md"
    path.write_text(header.set_key(CARD, "status", "draft"), encoding="utf-8")
    opened(qtbot, studio, path)
    for step, status in ((Step.SUBMIT, "review"), (Step.PUBLISH, "published"), (Step.RETIRE, "retired")):
        settled(qtbot, studio)
        with qtbot.waitSignal(studio.document.saved, timeout=10_000):
            studio.take_step(step)
        assert f"status: {status}" in on_disk(path)
    assert [version.status for version in studio.editing.past(path)][:3] == ["retired", "published", "review"]


def test_an_article_with_an_error_is_not_published(qtbot, studio, shelf):
    path = shelf / "id/kartu/kartu.md"
    path.write_text(CARD.replace("published", "review").replace("empathise", "nonsense"), encoding="utf-8")
    opened(qtbot, studio, path)
    studio.take_step(Step.PUBLISH)
    assert studio.notice.words
    assert "status: review" in on_disk(path)


def test_a_step_chosen_while_the_text_is_read_is_taken_after_it(qtbot, studio, shelf):
    editor = opened(qtbot, studio, shelf / "id/kartu/kartu.md")
    type_at_end(qtbot, editor, "Tambahan.")
    with qtbot.waitSignal(studio.document.saved, timeout=10_000):
        studio.take_step(Step.REVISE)
    assert "status: draft" in on_disk(studio.document.path)
    assert on_disk(studio.document.path).endswith("Tambahan.\n")


def test_an_earlier_version_is_restored(qtbot, studio, shelf):
    path = shelf / "id/kartu/kartu.md"
    editor = opened(qtbot, studio, path)
    type_at_end(qtbot, editor, "\n\nSalah tulis.")
    save(qtbot, studio)
    studio.show_tab(Tab.HISTORY)
    qtbot.waitUntil(lambda: len(studio.history.rows.rows) == 2, timeout=10_000)
    first = studio.editing.past(path)[-1]
    studio.history.restore_requested.emit(studio.editing.versions(path).text(path, first.id))
    assert editor.text() == CARD
    save(qtbot, studio)
    assert on_disk(path) == CARD


def test_who_saves_is_asked_once(qtbot, open_studio, shelf):
    studio = open_studio()
    QSettings().remove("studio/author")
    editor = opened(qtbot, studio, shelf / "id/kartu/kartu.md")
    type_at_end(qtbot, editor, " a")
    qtbot.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert studio.save_strip.isVisible()
    qtbot.keyClicks(studio.save_strip.who, "Dewi")
    with qtbot.waitSignal(studio.document.saved, timeout=10_000):
        qtbot.keyClick(studio.save_strip.what, Qt.Key.Key_Return)
    type_at_end(qtbot, editor, " b")
    save(qtbot, studio)
    assert [version.who for version in studio.editing.past(shelf / "id/kartu/kartu.md")][:2] == ["Dewi", "Dewi"]


def test_with_four_eyes_another_publishes(qtbot, studio, shelf):
    (shelf / "_library.yml").write_text("four_eyes: true\n", encoding="utf-8")
    path = shelf / "id/kartu/kartu.md"
    path.write_text(header.set_key(CARD, "status", "review"), encoding="utf-8")
    editor = opened(qtbot, studio, path)
    type_at_end(qtbot, editor, " Kata Sari.")
    save(qtbot, studio)
    settled(qtbot, studio)
    studio.take_step(Step.PUBLISH)
    qtbot.waitUntil(lambda: bool(studio.notice.words), timeout=10_000)
    assert "status: review" in on_disk(path)
    QSettings().setValue("studio/author", "Dewi")
    with qtbot.waitSignal(studio.document.saved, timeout=10_000):
        studio.take_step(Step.PUBLISH)
    assert "status: published" in on_disk(path)
    type_at_end(qtbot, editor, " Diam-diam.")
    qtbot.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(studio.notice.words), timeout=10_000)
    with qtbot.waitSignal(studio.document.saved, timeout=10_000):
        qtbot.mouseClick(studio.notice.action, Qt.MouseButton.LeftButton)
    assert "status: review" in on_disk(path)


@pytest.mark.parametrize("width", [420, 1000, 1500])
def test_the_studio_fits_every_width(qtbot, open_studio, shelf, width):
    studio = open_studio(width)
    opened(qtbot, studio, shelf / "id/kartu/kartu.md")
    assert studio.isVisible()
    assert studio.width() <= width
    for _step in range(7):
        qtbot.keyClick(studio.editor, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert studio.panel.tab in set(Tab)


def test_saving_before_another_article_is_shown_leaves_the_other_alone(qtbot, studio, shelf):
    card, lost = shelf / "id/kartu/kartu.md", shelf / "id/kartu/kartu-hilang.md"
    editor = opened(qtbot, studio, card)
    type_at_end(qtbot, editor, "Punya kartu.")
    studio.open(str(lost))
    studio.save()
    qtbot.waitUntil(lambda: studio.document.path == str(lost), timeout=10_000)
    settled(qtbot, studio)
    assert editor.text() == LOST == on_disk(lost)
    assert studio.editing.open(card).draft.text == CARD + "Punya kartu."


def test_what_is_typed_while_another_article_is_read_is_kept(qtbot, studio, shelf):
    card, lost = shelf / "id/kartu/kartu.md", shelf / "id/kartu/kartu-hilang.md"
    editor = opened(qtbot, studio, card)
    studio.open(str(lost))
    type_at_end(qtbot, editor, "Cepat.")
    opened(qtbot, studio, lost)
    qtbot.waitUntil(lambda: studio.editing.open(card).draft is not None, timeout=10_000)
    assert studio.editing.open(card).draft.text == CARD + "Cepat."


def test_what_is_typed_while_it_is_saved_stays(qtbot, studio, shelf):
    path = shelf / "id/kartu/kartu.md"
    editor = opened(qtbot, studio, path)
    type_at_end(qtbot, editor, "Satu.")
    with qtbot.waitSignal(studio.document.saved, timeout=10_000):
        studio.save()
        type_at_end(qtbot, editor, " Dua.")
    assert on_disk(path) == CARD + "Satu.\n"
    assert editor.text() == CARD + "Satu. Dua."
    save(qtbot, studio)
    assert on_disk(path) == CARD + "Satu. Dua.\n"


def test_saving_leaves_the_cursor_and_what_can_be_undone(qtbot, studio, shelf):
    editor = opened(qtbot, studio, shelf / "id/kartu/kartu.md")
    type_at_end(qtbot, editor, "Satu.")
    save(qtbot, studio)
    assert editor.text() == CARD + "Satu.\n"
    assert editor.textCursor().block().text() == "Satu."
    assert not studio.document.is_changed
    editor.undo()
    editor.undo()
    assert "Satu." not in editor.text()


def test_a_step_with_a_header_that_cannot_be_read_is_refused_in_words(qtbot, studio, shelf):
    editor = opened(qtbot, studio, shelf / "id/kartu/kartu.md")
    editor.replace_text(CARD.replace("tags: [kartu]", "tags: [kartu"))
    settled(qtbot, studio)
    studio.take_step(Step.RETIRE)
    assert studio.notice.words
    assert on_disk(studio.document.path) == CARD


def test_a_text_that_is_too_long_to_save_is_refused_in_words(qtbot, studio, shelf):
    path = shelf / "id/kartu/kartu.md"
    opened(qtbot, studio, path)
    studio.document.save("x" * (MAX_BYTES + 1), "Sari", "")
    qtbot.waitUntil(lambda: bool(studio.notice.words), timeout=10_000)
    assert "it holds more than an article may" in studio.notice.words
    assert on_disk(path) == CARD


def test_an_article_that_is_opened_again_keeps_what_was_typed(qtbot, studio, shelf):
    path = shelf / "id/kartu/kartu.md"
    editor = opened(qtbot, studio, path)
    type_at_end(qtbot, editor, "Satu.")
    studio.open(str(path))
    type_at_end(qtbot, editor, " Dua.")
    save(qtbot, studio)
    assert on_disk(path) == CARD + "Satu. Dua.\n"


def test_a_question_of_one_article_is_not_answered_for_another(qtbot, open_studio, shelf):
    studio = open_studio()
    QSettings().remove("studio/author")
    editor = opened(qtbot, studio, shelf / "id/kartu/kartu.md")
    type_at_end(qtbot, editor, " a")
    studio.save()
    assert studio.save_strip.isVisible()
    opened(qtbot, studio, shelf / "id/kartu/kartu-hilang.md")
    assert not studio.save_strip.isVisible()


def test_a_discarded_draft_gives_way_to_what_the_file_says_by_now(qtbot, open_studio, shelf):
    path = shelf / "id/kartu/kartu.md"
    left_as_draft(qtbot, open_studio(), path, "Draf.")
    path.write_text(CARD.replace("5-7", "1-2"), encoding="utf-8")
    other = open_studio()
    assert "Draf." in opened(qtbot, other, path).text()
    qtbot.mouseClick(other.notice.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: other.editor.text() == CARD.replace("5-7", "1-2"), timeout=10_000)


def test_a_file_that_has_gone_is_made_anew_when_wanted(qtbot, studio, shelf):
    path = shelf / "id/kartu/kartu.md"
    editor = opened(qtbot, studio, path)
    type_at_end(qtbot, editor, "Satu.")
    path.unlink()
    studio.save()
    qtbot.waitUntil(lambda: bool(studio.notice.words), timeout=10_000)
    assert not path.exists()
    with qtbot.waitSignal(studio.document.saved, timeout=10_000):
        qtbot.mouseClick(studio.notice.action, Qt.MouseButton.LeftButton)
    assert on_disk(path) == editor.text() == CARD + "Satu."


def test_a_version_that_cannot_be_kept_is_told_and_the_text_is_saved(qtbot, studio, shelf):
    path = shelf / "id/kartu/kartu.md"
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "Awal"), ("checkout", "-q", "--detach")):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *command], cwd=shelf, check=True)
    editor = opened(qtbot, studio, path)
    type_at_end(qtbot, editor, "Satu.")
    studio.save()
    with qtbot.waitSignal(studio.document.failed, timeout=10_000):
        studio.save_strip.submit()
    assert studio.notice.words
    assert "clone-" not in studio.notice.words
    assert on_disk(path) == CARD + "Satu.\n"
    assert not studio.document.is_changed


@pytest.fixture
def over_starter(qtbot, open_window, shelf, tmp_path):
    """Return the studio over the starter library and the shelf, with an article of the first one open."""
    starter = resources.starter_library()
    QSettings().setValue("studio/author", "Sari")
    with Assistant((starter, shelf), tmp_path / "cache", desk=DeskFiles(drafts=tmp_path / "drafts")) as assistant:
        assistant.update()
        assistant.wait()
        window = open_window(1500, assistant=assistant)
        qtbot.keyClick(window.notepad, Qt.Key.Key_F12)
        opened(qtbot, window.side.studio, min((starter / "id").rglob("*.md")))
        yield window.side.studio
        window.close()


def test_an_article_of_the_app_is_saved_as_a_copy_once(qtbot, over_starter, shelf):
    original = Path(over_starter.document.path)
    before = original.read_bytes()
    picture = QMimeData()
    picture.setImageData(QImage(8, 8, QImage.Format.Format_RGB32))
    over_starter.editor.insertFromMimeData(picture)
    type_at_end(qtbot, over_starter.editor, "Lain.")
    over_starter.save()
    with qtbot.waitSignal(over_starter.document.saved, timeout=10_000):
        qtbot.keyClick(over_starter.save_strip.what, Qt.Key.Key_Return)
    copy = shelf / original.relative_to(resources.starter_library())
    assert over_starter.document.path == str(copy)
    assert list((copy.parent / "images").iterdir())
    type_at_end(qtbot, over_starter.editor, "Lagi.")
    save(qtbot, over_starter)
    assert "Lagi." in on_disk(copy)
    assert original.read_bytes() == before
    assert not (original.parent / "images").exists()


def test_a_step_of_an_article_of_the_app_is_taken_by_a_copy_once_that_is_told(qtbot, over_starter, shelf):
    original = Path(over_starter.document.path)
    copy = shelf / original.relative_to(resources.starter_library())
    over_starter.take_step(Step.REVISE)
    qtbot.waitUntil(over_starter.save_strip.isVisible, timeout=10_000)
    assert str(copy) in over_starter.save_strip.message.text()
    assert not copy.exists()
    with qtbot.waitSignal(over_starter.document.saved, timeout=10_000):
        qtbot.keyClick(over_starter.save_strip.what, Qt.Key.Key_Return)
    assert "status: draft" in on_disk(copy)
    assert [(version.who, version.message) for version in over_starter.editing.past(copy)] == [
        ("Sari", "Back to draft")
    ]


def test_a_step_that_is_asked_about_outlives_a_save_of_nothing(qtbot, over_starter, shelf):
    original = Path(over_starter.document.path)
    over_starter.take_step(Step.REVISE)
    qtbot.waitUntil(over_starter.save_strip.isVisible, timeout=10_000)
    qtbot.keyClick(over_starter.save_strip.what, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(over_starter.document.saved, timeout=10_000):
        qtbot.keyClick(over_starter.save_strip.what, Qt.Key.Key_Return)
    assert "status: draft" in on_disk(shelf / original.relative_to(resources.starter_library()))


def test_what_is_typed_while_a_step_is_asked_about_is_not_kept_as_that_step(qtbot, over_starter, shelf):
    original = Path(over_starter.document.path)
    over_starter.take_step(Step.REVISE)
    qtbot.waitUntil(over_starter.save_strip.isVisible, timeout=10_000)
    type_at_end(qtbot, over_starter.editor, "Lagi.")
    with qtbot.waitSignal(over_starter.document.saved, timeout=10_000):
        qtbot.keyClick(over_starter.save_strip.what, Qt.Key.Key_Return)
    copy = shelf / original.relative_to(resources.starter_library())
    assert "status: draft" not in on_disk(copy)
    assert [version.message for version in over_starter.editing.past(copy)] == [""]


def test_nothing_is_typed_before_an_article_is_open(qtbot, studio, shelf):
    studio.editor.setFocus()
    qtbot.keyClicks(studio.editor, "lost")
    assert studio.editor.text() == ""
    assert "Ctrl+Shift+N" in studio.editor.placeholderText()
    editor = opened(qtbot, studio, shelf / "id/kartu/kartu.md")
    type_at_end(qtbot, editor, "kept")
    assert editor.text().endswith("kept")


def test_in_a_narrow_window_the_text_is_a_page_and_keeps_the_keys(qtbot, open_studio, shelf):
    studio = open_studio(420)
    editor = opened(qtbot, studio, shelf / "id/kartu/kartu.md")
    assert (studio.panel.tab, editor.hasFocus()) == (Tab.TEXT, True)
    assert editor.height() > studio.panel.height() // 2
    studio.window().resize(1500, 900)
    qtbot.waitUntil(lambda: not studio.panel.isAncestorOf(editor))
    assert editor.hasFocus()
    studio.window().resize(420, 900)
    qtbot.waitUntil(lambda: studio.panel.isAncestorOf(editor))
    assert editor.hasFocus()
    qtbot.keyClick(editor, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert studio.panel.tabs.hasFocus()
    qtbot.keyClick(studio.panel.tabs, Qt.Key.Key_Tab)
    assert studio.preview.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert editor.hasFocus()


def test_text_and_pages_share_a_middling_width(qtbot, open_studio):
    studio = open_studio(1400)
    assert abs(studio.editor.width() - studio.panel.width()) < studio.width() // 5


def test_f1_tells_the_keys_of_the_studio(qtbot, studio):
    window = studio.window()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F1)
    assert "Ctrl+S" in {label.text() for label in window._help._keys.findChildren(QLabel)}
    qtbot.keyClick(window._help, Qt.Key.Key_F1)
    assert window._help.isHidden()


def test_esc_puts_away_the_question_and_not_the_studio(qtbot, studio):
    studio.begin_new()
    qtbot.keyClick(studio.new_strip.kind, Qt.Key.Key_Escape)
    assert studio.new_strip.isHidden()
    assert studio.isVisible()
    assert studio.editor.hasFocus()

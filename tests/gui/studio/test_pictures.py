import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage


@pytest.fixture
def saved(editor, tmp_path):
    """Return an editor of an article that is saved in a folder."""
    editor.folder, editor.article, editor.lang = tmp_path, "kartu", "id"
    return editor


def image(width=4, height=3):
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor("#0b6b66"))
    return made


def dropped(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_a_pasted_picture_is_kept_beside_the_article_and_linked(saved, tmp_path, press):
    QGuiApplication.clipboard().setImage(image())
    press("Ctrl+V", "Return", "Ctrl+V")
    assert saved.text() == "![Gambar](images/kartu-1.png)\n![Gambar](images/kartu-2.png)"
    assert QImage(str(tmp_path / "images/kartu-1.png")).size() == image().size()


def test_a_wide_picture_is_made_narrower(saved, tmp_path):
    data = QMimeData()
    data.setImageData(image(3200, 200))
    saved.insertFromMimeData(data)
    assert QImage(str(tmp_path / "images/kartu-1.png")).width() == 1600


def test_dropped_files_are_kept_as_they_are(saved, tmp_path):
    first, second = tmp_path / "Foto A.PNG", tmp_path / "b.jpg"
    for path, form in ((first, "PNG"), (second, "JPG")):
        assert image().save(str(path), form)
    saved.insertFromMimeData(dropped(first, second))
    assert saved.text() == "![Gambar](images/kartu-1.png)\n\n![Gambar](images/kartu-1.jpg)"
    assert (tmp_path / "images/kartu-1.jpg").read_bytes() == second.read_bytes()


def test_text_that_has_a_picture_of_itself_is_text(saved, tmp_path):
    data = QMimeData()
    data.setText("15.000")
    data.setImageData(image())
    saved.insertFromMimeData(data)
    assert saved.text() == "15.000"
    assert not (tmp_path / "images").exists()


def test_outside_a_saved_article_a_picture_is_refused_with_a_word(editor):
    data = QMimeData()
    data.setImageData(image())
    editor.insertFromMimeData(data)
    assert editor.text() == ""
    assert editor.foot.words == "Save the article first: its pictures are kept beside it."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no picture", "a.png is no picture that can be shown."),
        (b"\x89PNG\r\n\x1a\n" + bytes(9 * 1024**2), "a.png is larger than 8 MB."),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused(saved, tmp_path, content, words):
    (tmp_path / "a.png").write_bytes(content)
    saved.insertFromMimeData(dropped(tmp_path / "a.png"))
    assert (saved.text(), saved.foot.words) == ("", words)


def test_a_folder_that_cannot_be_written_is_told(saved, tmp_path):
    (tmp_path / "images").write_text("a file")
    data = QMimeData()
    data.setImageData(image())
    saved.insertFromMimeData(data)
    assert saved.foot.words.startswith("The picture could not be kept: ")

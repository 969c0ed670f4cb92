import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QTextDocument

from kbassist.gui.reading.place import Place
from kbassist.gui.reading.reader import Reader

IMAGE = QTextDocument.ResourceType.ImageResource.value
SHEET = QTextDocument.ResourceType.StyleSheetResource.value


@pytest.fixture
def reader(host, assistant, theme):
    made = Reader(assistant, theme, host)
    made.resize(700, 300)
    made.show()
    return made


@pytest.fixture
def opened(monkeypatch):
    """Return the list of sites that were opened in the browser."""
    sites = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: sites.append(url.toString()))
    return sites


def test_an_article_is_shown_with_its_lines_as_cards(reader):
    reader.read(Place("kartu", "id"))
    words = reader.page.toPlainText()
    assert "Kartu dikirim" in words
    assert "Bapak/Ibu yang terhormat" in words
    assert "nomor resi" in words.replace("\u00a0", " ")
    assert "{" not in words
    assert "bgcolor" in reader.page.toHtml() or "background-color" in reader.page.toHtml()


def test_it_opens_at_the_line(reader):
    reader.read(Place("kartu", "id", "ke-unit"))
    assert reader.page.verticalScrollBar().value() > 0


def test_an_article_that_is_gone_is_said_calmly(reader):
    reader.read(Place("tidak-ada", "id"))
    assert "not in the library" in reader._about.text()


@pytest.mark.parametrize(
    ("kind", "name", "loads"),
    [
        (IMAGE, "peta.png", True),
        (IMAGE, "../id/peta.png", True),
        (IMAGE, "../../rahasia.png", False),
        (IMAGE, "/etc/passwd", False),
        (IMAGE, "kartu.md", False),
        (IMAGE, "file:///etc/hostname.png", False),
        (IMAGE, "//server/share/x.png", False),
        (IMAGE, "http://example.org/x.png", False),
        (IMAGE, "https://example.org/x.png", False),
        (IMAGE, "data:image/png;base64,AAAA", False),
        (IMAGE, "qrc:/qt-project.org/styles/commonstyle/images/up-32.png", False),
        (SHEET, "peta.png", False),
    ],
)
def test_nothing_but_images_of_the_library_is_loaded(reader, kind, name, loads):
    reader.read(Place("kartu", "id"))
    found = reader.page.loadResource(kind, QUrl(name))
    assert bool(found) is loads


def test_a_link_inside_opens_inside_and_back_returns(reader, opened):
    reader.read(Place("kartu", "id"))
    reader.page.link_followed.emit(QUrl("kbassist:tutup-rekening#syarat"))
    assert "Membawa KTP" in reader.page.toPlainText()
    reader.go_back()
    assert "Kartu dikirim" in reader.page.toPlainText()
    assert not opened


def test_a_web_site_is_asked_for_once(reader, opened):
    reader.read(Place("kartu", "id"))
    reader.page.link_followed.emit(QUrl("https://kontak157.ojk.go.id/a"))
    assert reader._question.isVisible()
    assert "kontak157.ojk.go.id" in reader._question_words.text()
    assert not opened
    reader._yes.click()
    assert opened == ["https://kontak157.ojk.go.id/a"]
    reader.page.link_followed.emit(QUrl("https://kontak157.ojk.go.id/b"))
    assert opened[1:] == ["https://kontak157.ojk.go.id/b"]
    assert not reader._question.isVisible()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "ftp://example.org/x", "smb://x/y"])
def test_other_schemes_lead_nowhere(reader, opened, url):
    reader.read(Place("kartu", "id"))
    reader.page.link_followed.emit(QUrl(url))
    assert not opened
    assert not reader._question.isVisible()


def test_refused_sites_stay_closed(reader, opened):
    reader.read(Place("kartu", "id"))
    reader.page.link_followed.emit(QUrl("https://example.org"))
    reader._no.click()
    assert not opened
    assert not reader._question.isVisible()


def test_a_change_of_colours_shows_the_article_again(reader, theme):
    reader.read(Place("kartu", "id"))
    theme.choose("dark")
    assert theme.colours.window in reader.page.toHtml()

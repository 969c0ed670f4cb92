"""A window over a small library about fees, and what one does in its search."""

import pytest
from PySide6.QtCore import Qt

from kbassist.assistant import Assistant, DeskFiles


def article(title, text, kind="guide", category="umum", line=""):
    said = f"\n> [!answer] {title} {{#jawab}}\n>\n> {line}\n" if line else ""
    return f"---\ntitle: {title}\nkind: {kind}\ncategory: {category}\n---\n\n{text}\n{said}"


LIBRARY = {
    "id/biaya-tabungan.md": article(
        "Biaya tabungan",
        "Biaya tabungan dipotong tiap bulan.",
        "product",
        "tabungan",
        "Biaya tabungannya {jumlah} sebulan, {sapaan:Bapak/Ibu}.",
    ),
    "id/biaya-kartu.md": article("Biaya kartu", "Biaya kartu dipotong tiap tahun.", "product", "kartu"),
    "id/biaya-transfer.md": article(
        "Biaya transfer", "Biaya transfer ke bank lain.", "policy", "transfer", "Biaya transfer Rp2.500."
    ),
    "id/biaya-ganda.md": article("Biaya ditarik dua kali", "Biaya yang terpotong dua kali.", "problem", "tabungan"),
    "id/biaya-salah.md": article("Biaya salah potong", "Biaya yang salah dikembalikan.", "problem", "kartu"),
    "id/jam-buka.md": article("Jam buka cabang", "Cabang buka pukul delapan."),
    "en/card-fee.md": article("Card fee", "The fee of a card is taken each year. Biaya.", "product", "cards"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """Return a folder of articles about fees."""
    root = tmp_path_factory.mktemp("fees")
    for name, text in LIBRARY.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def kept(tmp_path):
    """Return the file of what is read."""
    return tmp_path / "habits.sqlite3"


@pytest.fixture
def fees(library, tmp_path_factory, kept):
    """Return an assistant that has read them, and keeps what is read."""
    with Assistant((library,), library.parent / "cache", desk=DeskFiles(habits=kept)) as made:
        if not made.load():
            made.update()
            assert made.wait()
        yield made


@pytest.fixture
def desk(open_window, fees):
    """Return a narrow window over them."""
    return open_window(assistant=fees)


@pytest.fixture
def press(desk, qtbot):
    """Return a function that presses a key where the keys are."""

    def press_key(key, modifiers=Qt.KeyboardModifier.NoModifier):
        qtbot.keyClick(desk.focusWidget(), key, modifiers)

    return press_key


@pytest.fixture
def find(desk, press, qtbot):
    """Return a function that goes to the search and types."""

    def type_query(words):
        press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(desk.search, words)
        return desk.side.finding

    return type_query

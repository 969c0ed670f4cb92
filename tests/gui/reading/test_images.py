"""Which files of a library a page shows as images."""

import pytest
from PySide6.QtGui import QImage

from kbassist.gui.reading import images

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def test_an_image_is_told_by_its_first_bytes_without_reading_the_rest(qapp, tmp_path):
    path = tmp_path / "besar.png"
    QImage(300, 300, QImage.Format.Format_RGB32).save(str(path))
    assert images.is_sound(path)
    path.write_bytes(path.read_bytes()[:64])  # its head alone
    assert images.is_sound(path)


@pytest.mark.parametrize("suffix", ["png", "jpg", "bmp", "webp"])
def test_what_is_sound_loads(qapp, tmp_path, suffix):
    path = tmp_path / f"gambar.{suffix}"
    assert QImage(40, 30, QImage.Format.Format_RGB32).save(str(path))
    assert images.is_sound(path)
    assert (images.load(path).width(), images.load(path).height()) == (40, 30)


@pytest.mark.parametrize("content", ["", "teks", SVG])
def test_what_is_no_image_is_not_sound(qapp, tmp_path, content):
    path = tmp_path / "samaran.png"
    path.write_text(content)
    assert not images.is_sound(path)
    assert images.load(path).isNull()


def test_too_many_pixels_are_not_sound(qapp, tmp_path):
    path = tmp_path / "luas.png"
    QImage(5000, 4000, QImage.Format.Format_Mono).save(str(path))
    assert not images.is_sound(path)
    assert images.load(path).isNull()
    assert not images.is_sound(None)

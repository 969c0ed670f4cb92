import pytest
from PySide6.QtGui import QImage

from kbassist.gui import demo


@pytest.mark.parametrize("scene", demo.SCENES)
def test_each_scene_gives_a_picture(qapp, assistant, tmp_path, scene):
    path = tmp_path / "picture.png"
    assert demo.play(assistant, scene=scene, screenshot=path, theme="light") == 0
    assert QImage(str(path)).width() == demo.SCENES[scene].width


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_has_the_theme_and_width_asked_for(qapp, assistant, tmp_path, theme):
    path = tmp_path / "picture.png"
    assert demo.play(assistant, scene="empty", screenshot=path, theme=theme, width=500) == 0
    picture = QImage(str(path))
    assert picture.width() == 500
    assert (picture.pixelColor(3, 3).lightness() > 128) is (theme == "light")


def test_a_picture_that_can_not_be_saved_is_an_error(qapp, assistant, tmp_path, capsys):
    assert demo.play(assistant, scene="empty", screenshot=tmp_path / "no" / "picture.png") == 1
    assert "picture.png" in capsys.readouterr().err

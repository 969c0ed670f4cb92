"""Pictures that are pasted or dropped into an article: kept beside it, and linked."""

from itertools import count
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt
from PySide6.QtGui import QImage

from kbassist.content.slugs import slug
from kbassist.gui.reading import images
from kbassist.messages import _

FOLDER = "images"
_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"})
_WIDEST = 1_600  # px


class RefusedError(Exception):
    """A picture that is not taken; its message says why to the editor."""


def has_pictures(data: QMimeData) -> bool:
    """Whether something pasted or dropped is pictures rather than text."""
    return bool(_files(data)) or (data.hasImage() and not data.hasText())


def keep(data: QMimeData, folder: Path | None, name: str) -> list[str]:
    """Keep pictures beside an article of `folder` under its name, and return the links to them.

    Raises RefusedError for what is not kept.
    """
    if folder is None:
        raise RefusedError(_("Save the article first: its pictures are kept beside it."))
    pictures = [_of_file(path) for path in _files(data)] or [(_of_image(data.imageData()), ".png")]
    try:
        return [_written(content, folder / FOLDER, slug(name) or "article", ending) for content, ending in pictures]
    except OSError as error:
        reason = error.strerror or str(error)
        raise RefusedError(_("The picture could not be kept: {reason}").format(reason=reason)) from error


def _files(data: QMimeData) -> list[Path]:
    """Return the files of pictures among what is dropped; none where anything else is among them."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return paths if paths and all(path.suffix.lower() in _ENDINGS for path in paths) else []


def _of_file(path: Path) -> tuple[bytes, str]:
    try:
        if path.stat().st_size > images.LARGEST_FILE:
            raise _too_large(path.name)
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise RefusedError(_("The picture could not be read: {reason}").format(reason=reason)) from error
    if not images.is_sound(path):
        raise RefusedError(_("{name} is no picture that can be shown.").format(name=path.name))
    return content, path.suffix.lower()


def _of_image(image: object) -> bytes:
    """Return an image as PNG, not wider than a page."""
    if not isinstance(image, QImage) or image.isNull():
        raise RefusedError(_("This is no picture that can be shown."))
    if image.width() > _WIDEST:
        image = image.scaledToWidth(_WIDEST, Qt.TransformationMode.SmoothTransformation)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want the name as bytes
    if content.size() > images.LARGEST_FILE:
        raise _too_large(_("The picture"))
    return bytes(content.data())


def _too_large(name: str) -> RefusedError:
    most = images.LARGEST_FILE // 1024**2
    return RefusedError(_("{name} is larger than {most} MB.").format(name=name, most=most))


def _written(content: bytes, folder: Path, name: str, ending: str) -> str:
    """Write a file under the first free name, and return the link to it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        path = folder / f"{name}-{number}{ending}"
        try:
            with path.open("xb") as file:
                file.write(content)
        except FileExistsError:
            continue
        break
    return f"{FOLDER}/{path.name}"

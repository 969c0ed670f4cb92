"""How an article is saved and brought from one state of its life to the next: who, why, and what stands in the way."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from kbassist.content import life
from kbassist.content.header import HeaderError
from kbassist.content.life import FOUR_EYES, Step
from kbassist.messages import _
from kbassist.words import hindrance as hindrance_words
from kbassist.words import word

if TYPE_CHECKING:
    from collections.abc import Callable

    from kbassist.assistant import Assistant
    from kbassist.content.writing import Opened
    from kbassist.editing import Written
    from kbassist.gui.aside import Aside
    from kbassist.gui.studio.document import Document
    from kbassist.gui.studio.editor import MarkdownEditor
    from kbassist.gui.studio.notice import Notice
    from kbassist.gui.studio.strips import SaveStrip

_AUTHOR = "studio/author"


class Saver(QObject):
    """Saves what is in the editor; asks in a strip for what it has to know, and tells in a notice what bars it.

    `told(words)` is for the status row, `faults_wanted` the wish to see what is wrong.
    """

    told = Signal(str)
    faults_wanted = Signal()

    def __init__(
        self,
        assistant: Assistant,
        document: Document,
        editor: MarkdownEditor,
        strip: SaveStrip,
        notice: Notice,
        aside: Aside,
    ) -> None:
        """Save the `document`, with the help of the parts of the studio."""
        super().__init__(document)
        self._assistant, self._editing = assistant, assistant.editing
        self._document, self._editor, self._strip, self._notice, self._aside = document, editor, strip, notice, aside
        self._step: tuple[Step, str] | None = None
        strip.said.connect(self._go_on)

    @property
    def author(self) -> str:
        """Return the name under which versions are kept, empty while nobody said."""
        return self._assistant.agent or str(QSettings().value(_AUTHOR, ""))

    def save(self) -> None:
        """Save what is typed; who and why is asked where it is not known."""
        if not self._document.is_changed:
            self.told.emit(_("Nothing to save."))
            return
        self._step = None
        if self.author and not self._is_copied and not self._editing.is_clone(self._target):
            self.put(self._editor.text(), "")
        else:
            self._ask()

    def put(self, text: str, message: str, over: Opened | None = None) -> None:
        """Save a text unless the rules of the library bar it; `over` is the state of the file that it replaces."""
        self._unless_barred(text, over, partial(self._save, message=message, over=over))

    def put_anew(self) -> None:
        """Write the file again that has gone, unless the rules of the library bar it."""
        self._unless_barred(self._editor.text(), None, self._make_anew)

    def take(self, step: Step, written: Written) -> None:
        """Bring the article to the next state of its life, unless something stands in the way."""
        if step is Step.PUBLISH and written.errors:
            words = _("Not published: mend what leaves something out first.")
            self._notice.tell(words, _("Problems"), self.faults_wanted.emit)
        elif self.author and not self._is_copied:
            self._put_after(step, written.text, word(step))
        else:
            self._step = step, written.text
            self._ask(word(step))

    def _unless_barred(self, text: str, over: Opened | None, save: Callable[[str], object]) -> None:
        file, shown = over or self._document.file, self._editor.text()
        if file is None:
            return

        def go_on(hindrance: str) -> None:
            if self._document.path != file.path or (self._editor.text() != shown and text != shown):
                # Another article is open by now, or more was typed into what was to be saved otherwise.
                self.told.emit(_("Not saved yet, kept as a draft"))
            elif hindrance:
                act = partial(self._save_for_review, save) if hindrance == FOUR_EYES else None
                self._notice.tell(hindrance_words(hindrance), word(Step.SUBMIT), act)
            else:
                if text != shown:
                    self._editor.replace_text(text)
                save(text)

        self._aside.newest("save", partial(self._editing.bars, file, text, self.author), go_on)

    def _save(self, text: str, message: str, over: Opened | None) -> None:
        self._document.save(text, self.author, message, over=over)

    def _make_anew(self, text: str) -> None:
        self._document.make_anew(text, self.author)

    def _save_for_review(self, save: Callable[[str], object]) -> None:
        text = self._with_status(self._editor.text(), Step.SUBMIT)
        if text:
            self._editor.replace_text(text)
            save(text)

    def _with_status(self, text: str, step: Step) -> str:
        """Return a text as it is after a step; empty, and told, where its header cannot be read."""
        try:
            return life.with_status(text, step.status)
        except HeaderError:
            words = _("The header cannot be read: mend it first.")
            self._notice.tell(words, _("Problems"), self.faults_wanted.emit)
            return ""

    def _put_after(self, step: Step, text: str, message: str) -> None:
        if text := self._with_status(text, step):
            self.put(text, message)

    @property
    def _target(self) -> Path:
        """Return where the article is saved."""
        return self._editing.target(Path(self._document.path))

    @property
    def _is_copied(self) -> bool:
        """Whether the article came with the app, and is saved as a copy."""
        return self._target != Path(self._document.path).resolve()

    def _ask(self, message: str = "") -> None:
        self._strip.ask(self.author, self._target, message, is_copy=self._is_copied)
        self._strip.show()

    def _go_on(self, who: str, message: str) -> None:
        if not self._assistant.agent:
            QSettings().setValue(_AUTHOR, who)
        self._strip.hide()
        self._editor.setFocus()
        (step, text), self._step = self._step or (None, ""), None
        if step and text == self._editor.text():
            self._put_after(step, text, message)
        else:
            # What was typed meanwhile is saved without the step, and does not call itself by its name.
            self.put(self._editor.text(), "" if step and message == word(step) else message)

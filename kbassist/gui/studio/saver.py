"""How an article is saved and brought from one state of its life to the next: who, why, and what stands in the way."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from kbassist.content import life
from kbassist.content.life import FOUR_EYES, Step
from kbassist.messages import _
from kbassist.words import hindrance as hindrance_words
from kbassist.words import word

if TYPE_CHECKING:
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
        self._step: tuple[Step, Written] | None = None
        strip.said.connect(self._go_on)

    @property
    def author(self) -> str:
        """Return the name under which versions are kept, empty while nobody said."""
        return self._assistant.agent or str(QSettings().value(_AUTHOR, ""))

    def save(self) -> None:
        """Save what is typed; who and why is asked where it is not known."""
        self._step = None
        if not self._document.is_changed:
            self.told.emit(_("Nothing to save."))
            return
        here = Path(self._document.path)
        target = self._editing.target(here)
        is_copy = target != here.resolve()
        if self.author and not is_copy and not self._editing.is_clone(target):
            self.put(self._editor.text(), "")
        else:
            self._ask(target, is_copy=is_copy)

    def put(self, text: str, message: str, over: Opened | None = None) -> None:
        """Save a text unless the rules of the library bar it; `over` is the state of the file that it replaces."""
        file = over or self._document.file
        if file:
            job = partial(self._editing.bars, file, text, self.author)
            self._aside.newest("save", job, partial(self._put, text, message, over))

    def take(self, step: Step, written: Written) -> None:
        """Bring the article to the next state of its life, unless something stands in the way."""
        if step is Step.PUBLISH and written.errors:
            words = _("Not published: mend what leaves something out first.")
            self._notice.tell(words, _("Problems"), self.faults_wanted.emit)
        elif self.author:
            self.put(life.with_status(written.text, step.status), word(step))
        else:
            self._step = step, written
            self._ask(self._editing.target(Path(self._document.path)), is_copy=False)

    def _put(self, text: str, message: str, over: Opened | None, hindrance: str) -> None:
        if hindrance:
            act = partial(self._save_for_review, message, over)
            self._notice.tell(hindrance_words(hindrance), word(Step.SUBMIT), act if hindrance == FOUR_EYES else None)
        else:
            self._editor.replace_text(text)
            self._document.save(text, self.author, message, over=over)

    def _save_for_review(self, message: str, over: Opened | None) -> None:
        text = life.with_status(self._editor.text(), Step.SUBMIT.status)
        self._editor.replace_text(text)
        self._document.save(text, self.author, message, over=over)

    def _ask(self, target: Path, *, is_copy: bool) -> None:
        self._strip.ask(self.author, target, "", is_copy=is_copy)
        self._strip.show()

    def _go_on(self, who: str, message: str) -> None:
        if not self._assistant.agent:
            QSettings().setValue(_AUTHOR, who)
        self._strip.hide()
        self._editor.setFocus()
        step, self._step = self._step, None
        if step and step[1].text == self._editor.text():
            self.take(*step)
        else:
            self.put(self._editor.text(), message)

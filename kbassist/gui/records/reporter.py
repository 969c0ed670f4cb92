"""Telling the editors that a line or an article is wrong or out of date, in the middle of a call."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from kbassist.desk.tables import new_id
from kbassist.gui.theme import GRID
from kbassist.messages import _

if TYPE_CHECKING:
    from kbassist.gui.cards.view import CardView
    from kbassist.gui.records.front import Front
    from kbassist.gui.records.report import ReportCard, Subject
    from kbassist.gui.side import SidePane


class Reporter(QObject):
    """Reports the card that has the keys, else the first one, or the article in front."""

    def __init__(self, front: Front, side: SidePane, cards: CardView, parent: QObject | None = None) -> None:
        """Ask over the list of `cards`, about them or what is read in `side`."""
        super().__init__(parent)
        self._front, self._side, self._cards = front, side, cards
        self._card: ReportCard | None = None
        self._subject: Subject | None = None
        self._id, self._call = "", front.flow.call
        self._before: QWidget | None = None
        cards.report_asked.connect(self.report)
        side.report_asked.connect(self.report)

    def report(self) -> None:
        """Ask what is the matter with what is in front."""
        subject = self._in_front()
        if subject is None:
            self._front.tell(_("There is no line and no article to report."))
            return
        if self._card is None:
            from kbassist.gui.records.report import ReportCard  # noqa: PLC0415

            self._card = ReportCard(self._cards.window())
            self._card.sent.connect(self._send)
            self._card.left.connect(self._leave)
            self._list.installEventFilter(self)
        if self._card.isHidden():
            self._before = QApplication.focusWidget()
        self._subject, self._id, self._call = subject, new_id(), self._front.flow.call
        self._card.ask(subject)
        self._place()

    @property
    def _list(self) -> QWidget:
        around = self._cards.parentWidget()
        assert around
        return around

    def _in_front(self) -> Subject | None:
        from kbassist.gui.records.report import of_article, of_card  # noqa: PLC0415 - reports are rare

        article, suggestion = self._side.article_in_front, self._cards.in_question()
        if article and (self._side.has_readers_focus or not self._cards.isVisible() or not suggestion):
            return of_article(article, self._side.reader)
        return of_card(suggestion, self._front.assistant.librarian) if suggestion else None

    def _send(self) -> None:
        from kbassist.desk import reports  # noqa: PLC0415

        assert self._subject
        assert self._card
        subject, call = self._subject, self._call
        report = reports.Report(
            article=subject.article,
            lang=subject.lang,
            flaw=self._card.flaw.value(),
            made=datetime.now(UTC),
            place=subject.place,
            wording=subject.wording,
            words=self._card.words.value(),
            agent=self._front.agent,
            call=call.id,
            customer=call.customer,
            id=self._id,
        )
        self._front.clerk.ask(partial(reports.add, report), self._sent)

    def _sent(self, _nothing: None) -> None:
        self._front.tell(_("Thank you, the editors will see it"))
        self._leave()

    def _leave(self) -> None:
        assert self._card
        has_keys = self._card.isAncestorOf(QApplication.focusWidget() or self._card)
        self._card.hide()
        if has_keys and self._before:
            self._before.setFocus()

    def _place(self) -> None:
        """Stand at the foot of the list."""
        assert self._card
        window, room = self._cards.window(), self._list.rect().adjusted(GRID, GRID, -GRID, -GRID)
        height = self._card.heightForWidth(room.width())
        foot = self._list.mapTo(window, room.bottomLeft())
        self._card.setGeometry(foot.x(), foot.y() + 1 - height, room.width(), height)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Follow the list as it grows or moves."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move} and self._card and self._card.isVisible():
            self._place()
        return False

"""Qt's own words (menus of edits, buttons, scroll bars) from our catalogue: Qt ships no Indonesian."""

from PySide6.QtCore import QTranslator

from kbassist.messages import in_context, mark_in

_WORDS = {
    words[1].replace("&", ""): words
    for words in (
        mark_in("Qt", "&Undo"),
        mark_in("Qt", "&Redo"),
        mark_in("Qt", "Cu&t"),
        mark_in("Qt", "&Copy"),
        mark_in("Qt", "Copy &Link Location"),
        mark_in("Qt", "&Paste"),
        mark_in("Qt", "Delete"),
        mark_in("Qt", "Select All"),
        mark_in("Qt", "OK"),
        mark_in("Qt", "Cancel"),
        mark_in("Qt", "&Yes"),
        mark_in("Qt", "&No"),
        mark_in("Qt", "Yes to &All"),
        mark_in("Qt", "N&o to All"),
        mark_in("Qt", "Close"),
        mark_in("Qt", "Open"),
        mark_in("Qt", "Save"),
        mark_in("Qt", "Save All"),
        mark_in("Qt", "Discard"),
        mark_in("Qt", "Don't Save"),
        mark_in("Qt", "Apply"),
        mark_in("Qt", "Reset"),
        mark_in("Qt", "Restore Defaults"),
        mark_in("Qt", "Abort"),
        mark_in("Qt", "Retry"),
        mark_in("Qt", "Ignore"),
        mark_in("Qt", "Help"),
        mark_in("Qt", "Show Details..."),
        mark_in("Qt", "Hide Details..."),
        mark_in("Qt", "Scroll here"),
        mark_in("Qt", "Top"),
        mark_in("Qt", "Bottom"),
        mark_in("Qt", "Left edge"),
        mark_in("Qt", "Right edge"),
        mark_in("Qt", "Page up"),
        mark_in("Qt", "Page down"),
        mark_in("Qt", "Page left"),
        mark_in("Qt", "Page right"),
        mark_in("Qt", "Scroll up"),
        mark_in("Qt", "Scroll down"),
        mark_in("Qt", "Scroll left"),
        mark_in("Qt", "Scroll right"),
        mark_in("Qt", "Clear"),
        mark_in("Qt", "Minimize"),
        mark_in("Qt", "Maximize"),
        mark_in("Qt", "Look in:"),
        mark_in("Qt", "File &name:"),
        mark_in("Qt", "Files of type:"),
        mark_in("Qt", "Name"),
        mark_in("Qt", "Size"),
        mark_in("Qt", "Type"),
        mark_in("Qt", "Date Modified"),
        mark_in("Qt", "Computer"),
        mark_in("Qt", "Folder"),
    )
}


class QtWords(QTranslator):
    """Answers for every text of Qt's own that people can come to see."""

    def translate(
        self,
        _context: str,
        source_text: str,
        _disambiguation: str | None = None,
        _n: int = -1,
    ) -> str | None:
        """Return our words for Qt's, or None so that Qt keeps its own."""
        words = _WORDS.get(source_text.replace("&", ""))
        if words is None:
            return None
        return in_context(*words)

    def isEmpty(self) -> bool:  # noqa: N802
        """Say that there is something to ask for."""
        return False

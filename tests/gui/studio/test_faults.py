"""What is wrong is listed in words that tell how grave it is and where it stands."""

from kbassist import messages
from kbassist.content.kinds import Severity
from kbassist.content.model import Problem
from kbassist.editing import Fault
from kbassist.gui.studio.faults import FaultsPage


def test_each_problem_says_how_grave_it_is_and_in_which_row(host, theme):
    messages.use("id")
    text = "---\ntitel: Kartu\n---\n\nLihat [[tidak-ada]].\n"
    page = FaultsPage(theme, host)
    page.show_faults(
        text,
        (
            Fault(Problem("link-broken", Severity.WARNING, "", 5, {"target": "tidak-ada"}), 28, 37, ()),
            Fault(Problem("header-misspelt-key", Severity.HINT, "", 2, {"key": "titel", "nearest": "title"}), 4, 9, ()),
        ),
    )
    told = [(row.side, row.below.partition(" · ")[0]) for row in page.rows.rows]
    assert told == [("baris 2", "Petunjuk"), ("baris 5", "Peringatan")]

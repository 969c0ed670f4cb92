from datetime import date, timedelta

import pytest
from dulwich.repo import Repo

from kbassist.content import life, reader
from kbassist.content.kinds import Status
from kbassist.content.library import Source
from kbassist.content.life import FOUR_EYES, Step, Task
from kbassist.content.rules import Rules
from kbassist.content.versions import status_of, versions_for
from kbassist.content.writing import create, open_file, save

TODAY = date(2026, 12, 1)
STRICT, LOOSE = Rules(four_eyes=True), Rules()
DRAFT = "---\ntitle: Blokir kartu # judul\nstatus: draft\nowner: tim\n---\nSatu.\n"


@pytest.fixture(params=["kept", "clone"])
def desk(request, tmp_path):
    """An article as it is saved by people, in a plain folder or in a clone."""
    if request.param == "clone":
        Repo.init(str(tmp_path)).close()
    return Desk(tmp_path)


class Desk:
    def __init__(self, folder):
        self.path = folder / "id" / "blokir.md"
        create(self.path, DRAFT)
        self.versions = versions_for(self.path, folder)

    @property
    def text(self):
        return open_file(self.path).text

    def save(self, text, who):
        self.versions.secure(self.path)
        save(open_file(self.path), text)
        self.versions.record(self.path, who, "")

    def take(self, step, who):
        self.save(life.with_status(self.text, step.status), who)

    def hindrance(self, step, who, rules=STRICT):
        return life.hindrance(step, self.text, self.path, self.versions, who, rules)


def test_an_article_goes_through_its_life_and_back():
    status, seen = Status.DRAFT, []
    for step in (Step.SUBMIT, Step.PUBLISH, Step.RETIRE, Step.REVISE):
        assert step in life.steps(status)
        status = step.status
        seen.append(status)
    assert seen == [Status.REVIEW, Status.PUBLISHED, Status.RETIRED, Status.DRAFT]
    assert Step.PUBLISH not in life.steps(Status.DRAFT)
    assert all(Step.REVISE in life.steps(status) for status in Status if status is not Status.DRAFT)


def test_a_step_changes_the_status_alone():
    assert life.with_status(DRAFT, Status.REVIEW) == DRAFT.replace("status: draft", "status: review")
    assert status_of(life.with_status("Tanpa kepala.\n", Status.RETIRED)) == "retired"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (DRAFT, "draft"),
        ("Satu.\n", "published"),
        ("---\ntitle: x\n---\n", "published"),
        ("---\nstatus: Review\n---\n", "review"),
        ("---\nstatus:\n---\n", "published"),
        ("---\nstatus: selesai\n---\n", ""),
        ("---\nstatus: [draft]\n---\n", ""),
        ("---\nstatus: *x\n---\n", ""),
    ],
)
def test_the_status_of_a_text(text, status):
    assert status_of(text) == status


def test_who_wrote_the_words_does_not_publish_them(desk):
    desk.save(DRAFT.replace("Satu", "Dua"), "Sari Dewi")
    desk.take(Step.SUBMIT, "Sari Dewi")
    assert desk.hindrance(Step.PUBLISH, "sari  DEWI") == FOUR_EYES
    assert desk.hindrance(Step.PUBLISH, "Budi") == ""
    assert desk.hindrance(Step.PUBLISH, "Sari Dewi", LOOSE) == ""
    assert desk.hindrance(Step.REVISE, "Sari Dewi") == ""


def test_steps_of_others_do_not_change_whose_words_they_are(desk):
    desk.save(DRAFT.replace("Satu", "Dua"), "Sari")
    desk.take(Step.SUBMIT, "Budi")
    desk.take(Step.REVISE, "Budi")
    desk.take(Step.SUBMIT, "Tono")
    assert desk.hindrance(Step.PUBLISH, "Sari") == FOUR_EYES
    assert desk.hindrance(Step.PUBLISH, "Budi") == desk.hindrance(Step.PUBLISH, "Tono") == ""


def test_who_mends_a_word_on_the_way_has_written_them(desk):
    desk.save(DRAFT.replace("Satu", "Dua"), "Sari")
    desk.save(life.with_status(DRAFT.replace("Satu", "Tiga"), Status.REVIEW), "Budi")
    assert desk.hindrance(Step.PUBLISH, "Budi") == FOUR_EYES
    assert desk.hindrance(Step.PUBLISH, "Sari") == ""


def test_words_of_the_header_count_too(desk):
    desk.save(DRAFT.replace("Satu", "Dua"), "Sari")
    desk.save(desk.text.replace("owner: tim", "owner: lain"), "Budi")
    assert desk.hindrance(Step.PUBLISH, "Budi") == FOUR_EYES


def test_words_that_are_not_saved_yet_are_those_of_who_publishes(desk):
    desk.save(DRAFT.replace("Satu", "Dua"), "Sari")
    unsaved = desk.text + "Tambahan.\n"
    assert life.hindrance(Step.PUBLISH, unsaved, desk.path, desk.versions, "Budi", STRICT) == FOUR_EYES


def test_words_that_nobody_is_known_to_have_written_hinder_nobody(desk):
    assert desk.hindrance(Step.PUBLISH, "Sari") == ""


def test_saving_what_is_published_needs_other_eyes_when_its_words_change():
    out = life.with_status(DRAFT, Status.PUBLISHED)
    changed = out.replace("Satu", "Dua")
    assert life.unseen(out, changed, STRICT)
    assert not life.unseen(out, changed, LOOSE)
    assert not life.unseen(out, life.with_status(changed, Status.DRAFT), STRICT)
    assert not life.unseen(DRAFT, out, STRICT)


def article(header, name="a"):
    text = f"---\nid: {name}\ntitle: {name.upper()}\n{header}---\nIsi.\n"
    return reader.read_text(text, Source(f"/x/{name}.md", 0, "id", 0, 0, f"{name}.md"), print)


def day(offset):
    return (TODAY + timedelta(days=offset)).isoformat()


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (f"review_by: {day(-1)}\n", [(Task.OVERDUE, -1)]),
        (f"review_by: {day(0)}\n", [(Task.REVIEW, 0)]),
        (f"review_by: {day(30)}\n", [(Task.REVIEW, 30)]),
        (f"review_by: {day(31)}\n", []),
        (f"review_by: {day(-1)}\nstatus: draft\n", []),
        (f"valid_from: {day(1)}\n", [(Task.STARTS, 1)]),
        (f"valid_from: {day(1)}\nstatus: review\n", [(Task.STARTS, 1)]),
        (f"valid_from: {day(0)}\n", []),
        (f"valid_until: {day(0)}\n", [(Task.ENDS, 0)]),
        (f"valid_until: {day(-1)}\n", [(Task.OVER, -1)]),
        (f"valid_until: {day(-1)}\nstatus: draft\n", []),
        (f"valid_from: {day(2)}\nvalid_until: {day(9)}\nstatus: retired\n", []),
        (
            f"valid_from: {day(2)}\nvalid_until: {day(9)}\nreview_by: {day(5)}\n",
            [(Task.STARTS, 2), (Task.REVIEW, 5), (Task.ENDS, 9)],
        ),
        ("owner: tim\n", []),
    ],
)
def test_what_is_due(header, wanted):
    told = life.due([article(header)], TODAY, 30)
    assert [(due.task, (due.day - TODAY).days) for due in told] == wanted


def test_the_soonest_is_told_first():
    articles = [
        article(f"review_by: {day(3)}\n", "c"),
        article(f"review_by: {day(3)}\n", "b"),
        article(f"valid_until: {day(-20)}\n", "d"),
        article(f"review_by: {day(-2)}\n", "a"),
    ]
    assert [due.article.id for due in life.due(articles, TODAY, 30)] == ["d", "a", "b", "c"]

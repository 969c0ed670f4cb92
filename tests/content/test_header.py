import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content import header


def values(text):
    return {key: field.value for key, field in header.read(text).items()}


def items(field):
    return [item.value for item in field.value]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("12:30", "12:30"),
        ("0123", "0123"),
        ("50.000", "50.000"),
        ("kartu #2", "kartu #2"),
        ("problem  # jenis artikel", "problem"),
        ("2027-03-31", "2027-03-31"),
        ("~", "~"),
        ("'*888#'", "*888#"),
        ('"cust bilang: x"', "cust bilang: x"),
        ("1e3", "1e3"),
        ("null", "null"),
    ],
)
def test_scalars_are_what_the_editor_wrote(written, meant):
    assert values(f"key: {written}\n") == {"key": meant}


def test_a_hash_glued_to_a_word_is_text_in_lists_too():
    fields = header.read("tags: [a, b #3]\nnotes:\n  - cust #1\n")
    assert items(fields["tags"]) == ["a", "b #3"]
    assert items(fields["notes"]) == ["cust #1"]


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("a: *888#", "header-unreadable", 1),
        ("title: x\na: cust bilang: x", "header-unreadable", 2),
        ("a: 1\nb: 2\na: 3", "header-duplicate-key", 3),
        ("a: [1, 2", "header-unreadable", 1),
        ("- a", "header-not-keys", 1),
        ("a: &x [1]\nb: *x", "header-alias", 1),
        ("a: " + "[" * 3000, "header-unreadable", 1),
        ("a: " + "[" * 20 + "]" * 20, "header-too-deep", 1),
        ("a: \x07", "header-unreadable", 1),
        ("a: " + "x" * header.MAX_HEADER, "header-too-large", 1),
    ],
)
def test_what_yaml_cannot_take_has_a_place(text, code, row):
    with pytest.raises(header.HeaderError) as caught:
        header.read(text)
    assert caught.value.code == code
    assert caught.value.row in {row, row + 1}


def test_tags_of_other_languages_build_nothing():
    assert values("a: !!python/object/apply:os.system ['true']")["a"][0].value == "true"


FILE = """---
title: Kartu #2   # the title
# a comment of its own
kind: problem
tags:
  - satu
  - dua

# before the last
owner: tim
---
Isi --- tetap.
"""


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        ("title", "Baru: dengan titik dua", "title: Kartu #2", "title: 'Baru: dengan titik dua'"),
        ("kind", "product", "kind: problem", "kind: product"),
        ("tags", ["x", "y"], "tags:\n  - satu\n  - dua", "tags:\n- x\n- y"),
        ("owner", "no", "owner: tim", "owner: 'no'"),
        ("review_by", "2027-01-31", "owner: tim\n", "owner: tim\nreview_by: '2027-01-31'\n"),
    ],
)
def test_one_key_changes_and_all_else_stays(key, value, old, new):
    assert header.set_key(FILE, key, value) == FILE.replace(old, new)


def test_a_file_without_header_gets_one():
    changed = header.set_key("Isi\n", "title", "Judul")
    head, body, row = header.split(changed)
    assert (head, body.strip(), row) == ("title: Judul\n", "Isi", 4)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co"]), max_size=60))
def test_any_text_written_is_the_text_read(value):
    head, body, _row = header.split(header.set_key(FILE, "title", value))
    assert head is not None
    assert header.read(head)["title"].value == value.strip()
    assert body == "Isi --- tetap.\n"


@given(st.text(max_size=200))
def test_reading_anything_ends_in_fields_or_a_located_problem(text):
    rows = text.count("\n") + 2
    try:
        places = [field.row for field in header.read(text).values()]
    except header.HeaderError as error:
        places = [error.row]
    assert all(1 <= row <= rows for row in places)


def test_a_rule_that_is_never_closed_is_no_header():
    assert header.split("---\ntitle: x\n") == (None, "---\ntitle: x\n", 1)


@pytest.mark.parametrize("dress", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_marks_and_row_ends_of_other_systems_stay(dress):
    assert header.set_key(dress(FILE), "kind", "product") == dress(FILE.replace("kind: problem", "kind: product"))


TEST = {"note": "cust marah, kartu: blm #2", "first": "empati", "not": ["a", "b#c"]}
ROWS = ["note: 'cust marah, kartu: blm #2'", "first: empati", "not: [a, b#c]"]


def block(indent):
    return "".join(f"{indent}{'  ' if at else '- '}{row}\n" for at, row in enumerate(ROWS))


@pytest.mark.parametrize(
    ("head", "changed"),
    [
        ("title: x  # y\n", "title: x  # y\nexpect:\n" + block("  ")),
        ("expect: []\nowner: t\n", "expect:\n" + block("  ") + "owner: t\n"),
        ("expect:\nowner: t\n", "expect:\n" + block("  ") + "owner: t\n"),
        ("expect:\n- note: a\n  any: b # c\n", "expect:\n- note: a\n  any: b # c\n" + block("")),
        (
            "expect: # d\n    - note: a\n\n    # e\n    -   note: b\n\n# f\nowner: t\n",
            "expect: # d\n    - note: a\n\n    # e\n    -   note: b\n" + block("    ") + "\n# f\nowner: t\n",
        ),
        ("expect: [{note: a}]  # g\n", f"expect: [{{note: a}}, {{{', '.join(ROWS)}}}]  # g\n"),
    ],
)
def test_a_test_is_added_and_all_else_stays(head, changed):
    text = f"---\n{head}---\nIsi.\n"
    assert header.append_item(text, "expect", TEST) == f"---\n{changed}---\nIsi.\n"
    crlf = "\ufeff" + text.replace("\n", "\r\n")
    assert header.append_item(crlf, "expect", TEST) == "\ufeff" + f"---\n{changed}---\nIsi.\n".replace("\n", "\r\n")


def test_what_is_no_list_is_left_alone():
    with pytest.raises(header.HeaderError) as caught:
        header.append_item("---\ntitle: x\nexpect: kartu\n---\n", "expect", TEST)
    assert (caught.value.code, caught.value.row, caught.value.values["found"]) == ("header-bad-value", 2, "kartu")


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Co"]), max_size=60), max_size=3),
    st.sampled_from(["", "expect:\n  - note: a\n", "expect: [{note: a}]\n"]),
)
def test_any_note_added_is_the_note_read(notes, head):
    text = f"---\n{head}---\nIsi.\n"
    for note in notes:
        text = header.append_item(text, "expect", {"note": note, "any": [note]})
    head = header.split(text)[0]
    assert head is not None
    read = values(head).get("expect", ())
    added = [item.value for item in read][-len(notes) :] if notes else []
    assert [item["note"].value for item in added] == [note.strip() for note in notes]
    assert [items(item["any"]) for item in added] == [[note.strip()] for note in notes]

"""What is wrong with articles, and what would be right, by the codes of problems."""

from kbassist.messages import mark

PROBLEMS: dict[str, tuple[str, str]] = {
    "library-missing": (
        mark("This folder of articles is not there."),
        mark("Check the path, or connect the network drive."),
    ),
    "last-good-serves": (
        mark("The file is empty, half saved or broken; agents still see its last good version."),
        mark("Save it complete; it is taken up at once."),
    ),
    "library-file-unreadable": (
        mark("The library's own file cannot be read."),
        mark("Save it as UTF-8 text."),
    ),
    "synonyms-unreadable": (
        mark("This row cannot be read: {found}"),
        mark("Write short: or same: with one entry to a row below it; put a value with a colon in quotes."),
    ),
    "synonyms-too-large": (
        mark("The file has more than {limit} characters and is left out."),
        mark("Remove what nobody types any more."),
    ),
    "synonyms-unknown-key": (
        mark("{key} is not known here; what stands below it is left out."),
        mark("Use one of: {wanted}"),
    ),
    "synonyms-not-short": (
        mark("Below {key} a short form and its meaning were expected."),
        mark("Write one to a row, for example ckr: cetak kartu reguler."),
    ),
    "synonyms-several-meanings": (
        mark("The short form {form} has several meanings and is left out."),
        mark("Keep the meaning that your agents have in mind."),
    ),
    "synonyms-twice": (mark("{found} stands twice; the first one holds."), mark("Keep one of the two.")),
    "synonyms-empty": (
        mark("The short form {form} has no meaning."),
        mark("Write it after the colon, or remove the row."),
    ),
    "synonyms-no-word": (
        mark('"{found}" is no word and is left out.'),
        mark("Write it in letters; numbers and signs alone say nothing."),
    ),
    "synonyms-too-long": (
        mark('"{found}" has more than {limit} words and is left out.'),
        mark("Keep the words that agents really type."),
    ),
    "synonyms-not-group": (
        mark("This row is no list of phrases."),
        mark("Write them on one row with commas, for example - kartu debit, kartu ATM."),
    ),
    "synonyms-one-phrase": (
        mark("Here stands only one phrase: {found}"),
        mark("Write all phrases that mean the same on one row, with commas between them."),
    ),
    "synonyms-group-too-large": (
        mark("This row has more than {limit} phrases and is left out."),
        mark("Keep only what truly means the same, or split the row."),
    ),
    "synonyms-phrase-twice": (
        mark('"{found}" stands in line {other} too.'),
        mark("Put both rows together if they mean the same."),
    ),
    "synonyms-known-short": (
        mark("{form} is read as {known} everywhere; here it becomes {meaning}."),
        mark("Remove the row if that is not what you want."),
    ),
    "synonyms-everyday-word": (
        mark("{found} is an everyday word; notes that use it as such will be misread."),
        mark("Choose what nobody types with another meaning."),
    ),
    "file-unreadable": (
        mark("The file cannot be read: {reason}."),
        mark("Check that it is still there and that you may read it."),
    ),
    "file-outside-library": (
        mark("This link leads out of the library and is not followed."),
        mark("Copy the file into the library instead."),
    ),
    "file-name-not-unicode": (mark("The name of this file cannot be read."), mark("Give the file a plain name.")),
    "folder-linked": (
        mark("This folder is a link and is not followed."),
        mark("Name the folder it leads to as a library of its own."),
    ),
    "file-too-large": (
        mark("The file is larger than {limit} and was left out."),
        mark("Split it into several articles."),
    ),
    "file-not-text": (mark("This is not a text file."), mark("Save it as plain text (UTF-8).")),
    "file-not-utf8": (
        mark("The file is not saved as UTF-8; odd signs were read as best as could be."),
        mark("Save it again as UTF-8."),
    ),
    "import-exists": (
        mark("There is a file of this name already; it was left as it is."),
        mark("Rename one of the two, or take in another folder."),
    ),
    "import-linked": (mark("This file is a link and is not followed."), mark("Copy the file itself into the folder.")),
    "import-no-article": (
        mark("This is neither Markdown nor an image and was left out."),
        mark("Save what you need of it as Markdown."),
    ),
    "import-underscore": (
        mark("Files and folders that begin with _ are no articles; it was left out."),
        mark("Give it a name without _ if it is one."),
    ),
    "import-toml": (
        mark("The header between +++ cannot be read: {reason}"),
        mark("Correct it, or write it between --- with one key: value to a row."),
    ),
    "replies-no-columns": (
        mark("The first row does not name the columns title and text: {found}"),
        mark("Name them in the first row, for example title,text,tags."),
    ),
    "replies-unreadable": (
        mark("From this row on the table cannot be read: {reason}"),
        mark("Look for a quotation mark that is not closed; within a text it is written twice."),
    ),
    "replies-no-title": (mark("This row has no title and was left out."), mark("Write one in the column title.")),
    "replies-no-text": (
        mark("This row has no text and was left out."),
        mark("Write what is said in the column text."),
    ),
    "replies-too-many-cells": (
        mark("This row has more cells than the first row names and was left out."),
        mark("Put a text that holds a separator in quotation marks."),
    ),
    "replies-read-otherwise": (
        mark("The text of this row would be read otherwise than it is written, and was left out."),
        mark("Begin it with a sentence, not with a list of keys, and close what is opened in it."),
    ),
    "header-unclosed": (
        mark("The header begins with --- but is never closed, so it is read as text."),
        mark("Put --- on a line of its own after the last key."),
    ),
    "header-unreadable": (
        mark("The header cannot be read here: {found}"),
        mark('Put the value in quotes, for example key: "value: with a colon".'),
    ),
    "header-too-large": (mark("The header is longer than {limit} characters."), mark("Move text into the body.")),
    "header-too-deep": (mark("The header is nested too deeply."), mark("Keep lists and keys flat.")),
    "header-not-keys": (mark("The header has no keys."), mark("Write one key: value to a line.")),
    "header-alias": (
        mark("The header uses & and * references, which are not followed."),
        mark("Write the value out, or put it in quotes."),
    ),
    "header-duplicate-key": (mark("The key {key} stands twice."), mark("Keep one of the two.")),
    "header-unknown-key": (
        mark("The key {key} is not known and is kept as it is."),
        mark("Remove it if it was meant for another program."),
    ),
    "header-misspelt-key": (mark("The key {key} is not known."), mark("Did you mean {nearest}?")),
    "header-not-text": (
        mark("The value of {key} is not plain text."),
        mark("Put the whole value in quotes."),
    ),
    "header-not-list": (
        mark("The value of {key} is not a list."),
        mark("Write it as [one, two] or one - item to a line."),
    ),
    "header-bad-id": (
        mark("{found} cannot be an id."),
        mark("Use lower-case letters, digits and hyphens: {nearest}"),
    ),
    "header-bad-value": (mark("{key} does not take {found}."), mark("Use one of: {wanted}")),
    "header-bad-date": (
        mark("{found} is not a date for {key}."),
        mark("Write year-month-day, for example 2027-03-31."),
    ),
    "facts-unreadable": (
        mark("facts has no names."),
        mark("Write one name: value to a row below it, for example admin_fee: Rp12,000 a month."),
    ),
    "fact-bad-name": (
        mark("{name} cannot be the name of a fact."),
        mark("Use lower-case letters and underscores, for example admin_fee."),
    ),
    "fact-unknown-key": (mark("{key} is not a key of a fact."), mark("Use one of: {wanted}")),
    "fact-no-value": (mark("The fact {name} has no value."), mark("Write it after the name, or below it as value:.")),
    "fact-too-long": (mark("The fact {name} has more than {limit} characters."), mark("Move text into the body.")),
    "fact-reversed": (mark("The fact {name} ends before it begins."), mark("Exchange its two dates.")),
    "fact-unknown": (
        mark("This article has no fact {name}."),
        mark("Correct the name, or add it below facts: in the header."),
    ),
    "fact-over": (
        mark("The fact {name} held until {date}; lines that name it are not suggested."),
        mark("Write the value that holds now, with its date."),
    ),
    "expect-unreadable": (
        mark("A test in expect has no note."),
        mark("Write - note: … and below it first, any or not."),
    ),
    "expect-unknown-key": (mark("expect does not know {found}."), mark("Use one of: {wanted}")),
    "expect-unknown-line": (
        mark("A test in expect names {name}, which is not there."),
        mark("Use the id of a line of this article, or article#line."),
    ),
    "expect-failed": (
        mark('A test in expect fails for the note "{note}": wanted {wanted}, got {got}.'),
        mark("Change the triggers, conditions or examples, or the test."),
    ),
    "validity-reversed": (mark("valid_from lies after valid_until."), mark("Exchange the two dates.")),
    "review-overdue": (mark("The review was due on {date}."), mark("Read the article again and set a new review_by.")),
    "body-too-deep": (
        mark("Lists or quotes are nested deeper than {limit} levels; the text is shown as it was written."),
        mark("Use headings instead of deeper lists."),
    ),
    "body-too-long": (
        mark("What stands below row {limit} of the text is shown, but no line or heading is looked for there."),
        mark("Cut the article into several."),
    ),
    "row-too-long": (
        mark("This row has more than {limit} characters; links in it are not followed."),
        mark("Break it into paragraphs."),
    ),
    "callout-unknown": (mark("[!{found}] is not a kind of line."), mark("Did you mean [!{nearest}]?")),
    "line-bad-id": (
        mark("{{#{id}}} cannot be the id of a line."),
        mark("Use letters, digits, hyphens and underscores."),
    ),
    "line-duplicate-id": (
        mark("The line id {id} stands twice in this article."),
        mark("Give this line an id of its own, or another channel or tone."),
    ),
    "line-empty": (mark("This line has no words to say."), mark("Write the wording below the keys.")),
    "line-too-long": (mark("This line has more than {limit} characters."), mark("Split it into several lines.")),
    "line-lazy-row": (
        mark("This row belongs to the line above but has no > before it."),
        mark("Put > before it, or an empty row above it."),
    ),
    "line-no-stage": (
        mark("A calming line without a stage comes after all others."),
        mark("Add stage: with one of {stages}."),
    ),
    "line-no-department": (mark("It is not said to whom this is passed on."), mark("Add to: with the department.")),
    "line-unknown-key": (
        mark("{found} is not a key of a line and is read as wording."),
        mark("Did you mean {nearest}?"),
    ),
    "line-duplicate-key": (mark("The key {key} stands twice in this line."), mark("Keep one of the two.")),
    "line-bad-value": (mark("{key} does not take {found}."), mark("Use one of: {wanted}")),
    "line-key-of-other-kind": (
        mark("{key} is a key of [!{kind}] and is read as wording here."),
        mark("Remove it, or make this a line of that kind."),
    ),
    "form-empty": (mark("This form asks for nothing."), mark("Write one - Label: type to a row below its keys.")),
    "form-no-purpose": (
        mark("It is not said what the answers are kept for."),
        mark("Add purpose: with what the customer is told."),
    ),
    "form-stray-row": (
        mark("This row stands among the fields and is no field."),
        mark("Write it as - Label: type, or put it above the fields."),
    ),
    "form-no-label": (mark("This field has no label."), mark("Write it before the colon, as in - Address: text.")),
    "form-no-type": (mark("The field {label} has no type."), mark("Write one behind a colon: {wanted}")),
    "form-unknown-type": (
        mark("The field {label} has a type that is not known: {found}"),
        mark("Use one of: {wanted}"),
    ),
    "form-field-twice": (
        mark("The field {label} stands twice in this form."),
        mark("Remove one, or give one another label or a name of its own, as in {{#name}}."),
    ),
    "form-bad-id": (
        mark("{{#{id}}} cannot be the name of a field."),
        mark("Use lower-case letters, digits and hyphens: {nearest}"),
    ),
    "form-no-choices": (
        mark("The field {label} leaves no choice."),
        mark("Write at least two answers with | between them, as in choice, Morning | Afternoon."),
    ),
    "form-bad-check": (mark("The field {label} does not take {found}."), mark("It takes: {wanted}")),
    "form-reversed-bounds": (
        mark("No answer can fit the field {label}: its least is more than its most."),
        mark("Exchange the two bounds."),
    ),
    "form-never-asked": (
        mark("{label} may not be asked: staff never ask for PIN, codes, passwords, card numbers or the mother's name."),
        mark("Remove this field. Of a card, the last four digits are enough."),
    ),
    "bulletin-without-end": (
        mark("This bulletin has no end and stays pinned."),
        mark("Add valid_until: with its last day."),
    ),
    "bulletin-not-policy": (
        mark("Only an article of kind policy is pinned as a bulletin."),
        mark("Write kind: policy, or remove bulletin:."),
    ),
    "bulletin-without-line": (
        mark("This bulletin has nothing to say to customers."),
        mark("Add a line, for example [!answer] with what to tell them."),
    ),
    "placeholder-odd": (mark("{{{found}}} will be read out as it is."), mark("Write {{{nearest}}}.")),
    "placeholder-empty-default": (
        mark("The placeholder {name} has an empty default."),
        mark("Write a word after the colon, or leave the colon out."),
    ),
    "id-from-path": (
        mark("Another file has the same name, so this article is called {id}."),
        mark("Give one of them an id of its own in the header."),
    ),
    "id-duplicate": (
        mark("The id {id} is already taken by {first}; this file is left out."),
        mark("Give this article another id."),
    ),
    "link-broken": (
        mark("The link leads to {target}, which is not there."),
        mark("Correct the name or remove the link."),
    ),
    "related-missing": (mark("related names {id}, which is not there."), mark("Correct the id or remove it.")),
    "trigger-shared": (
        mark('The trigger "{trigger}" is also used by {other}.'),
        mark("Make one of the two more precise."),
    ),
    "branch-without-steps": (
        mark('The step "{item}" leads to {target}, where no steps stand.'),
        mark("Put a steps line below that heading, or lead to an article."),
    ),
    "steps-out-of-reach": (
        mark('No step leads to "{title}".'),
        mark("Lead to it from another step, or give it a when: of its own."),
    ),
    "offer-without-condition": (
        mark("The offer {id} has no when: and would come at any time."),
        mark("Add when: with the words of a customer who needs it."),
    ),
    "offer-without-value": (mark("The offer {id} has no value."), mark("Add value: with a number from 1 to 100.")),
    "trigger-similar": (
        mark('The trigger "{trigger}" says the same as "{similar}" of {other}.'),
        mark("Make one of the two more precise."),
    ),
    "title-similar": (
        mark('The title says the same as "{similar}" of {other}.'),
        mark("Say in one of them what it has that the other has not."),
    ),
    "translation-missing": (
        mark("This article has no partner in the language {lang}, as most others have."),
        mark("Write one with the same id."),
    ),
    "validity-over": (
        mark("The article held until {date}; none of its lines is suggested."),
        mark("Set a new valid_until, or retire it."),
    ),
    "date-over": (
        mark('"{found}" is over.'),
        mark("Write what holds now, or name a fact with its dates."),
    ),
    "article-too-long": (
        mark("The article has {count} words; more than {limit} are not read with a customer waiting."),
        mark("Cut it into several articles that link to each other."),
    ),
    "line-too-long-to-say": (
        mark("The line {id} has {count} words; more than {limit} are not said in one breath."),
        mark("Say the most important first, and make a second line of the rest."),
    ),
    "line-same-wording": (
        mark("The line {id} says the same as {other}."),
        mark("Keep one of the two, with the conditions of both."),
    ),
    "line-vetoes-itself": (
        mark('"{found}" in unless: rules the line out where "{condition}" would bring it.'),
        mark("Take it out, or make it more precise."),
    ),
    "when-says-nothing": (
        mark('"{found}" in when: says nothing of the matter.'),
        mark("Write what a customer says who needs this line."),
    ),
    "needs-never-known": (
        mark("The line waits for {{{name}}}, which nothing in a call fills."),
        mark("Take it out of needs:; a line with a gap is never copied unnoticed."),
    ),
    "word-forbidden": (
        mark('"{found}" must not be said to customers.'),
        mark("Say what the bank can keep."),
    ),
    "forbidden-unreadable": (
        mark("This row cannot be read: {found}"),
        mark("Write a phrase, a colon, and what to say instead; put a phrase with a colon in quotes."),
    ),
    "forbidden-not-text": (
        mark('"{found}" has more than one text to say instead.'),
        mark("Write one text behind the colon."),
    ),
}

# What a cure does, by its code, as the label of a button.
CURES: dict[str, str] = {
    "use": mark("Write {wanted}"),
    "quote": mark("Put it in quotes"),
    "quote-row": mark("Put > before it"),
    "close-header": mark("Close the header with ---"),
    "remove-row": mark("Remove {found}"),
    "remove-item": mark("Remove {found}"),
    "add-row": mark("Add {row}"),
    "set-key": mark("Set {row}"),
    "exchange": mark("Exchange the two"),
    "unlink": mark("Leave only the words"),
    "link-whole": mark("Link to all of {wanted}"),
}

"""The commands for articles: new ones, those of other programs taken in, pages and PDF files given out."""

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kbassist import deskcommands, messages, paths, resources
from kbassist.messages import _, plural

if TYPE_CHECKING:
    from kbassist.assistant import Assistant
    from kbassist.content.importing import Outcome
    from kbassist.content.kinds import ArticleKind
    from kbassist.content.model import Article

_FAILED = 1
_BAD_REQUEST = 2


class Library(NamedTuple):
    """How a command finds the folders that the options name, and an assistant that has read them."""

    folders: Callable[[argparse.Namespace], tuple[Path, ...]]
    assistant: "Callable[[argparse.Namespace], Assistant | None]"


def add_to(commands: Any, common: argparse.ArgumentParser, library: Library) -> None:  # noqa: ANN401 - argparse's own type is private
    """Add the commands for articles; `common` has the options of every command."""
    _add_new(commands, common, library)
    _add_import(commands, common, library)
    _add_export(commands, common, library)


def _add_new(commands: Any, common: argparse.ArgumentParser, library: Library) -> None:  # noqa: ANN401
    new = commands.add_parser(
        "new",
        parents=[common],
        help=_("begin a new article from a template"),
        description=_("Begins a new article from the template of its kind, as a draft, and prints its file."),
        epilog=_("Kinds: {kinds}").format(kinds=_kinds()),
    )
    new.add_argument("kind", type=_kind, metavar=_("KIND"), help=_("the kind of article, for example problem"))
    new.add_argument("title", metavar=_("TITLE"), help=_("its title"))
    new.add_argument("--category", default="", metavar=_("NAME"), help=_("the category that it belongs to"))
    _add_place(new)
    new.set_defaults(run=partial(_new, library))


def _add_import(commands: Any, common: argparse.ArgumentParser, library: Library) -> None:  # noqa: ANN401
    taken_in = commands.add_parser(
        "import",
        parents=[common],
        help=_("take in a folder of Markdown, or canned replies as CSV"),
        description=_("Takes in articles of other programs as drafts, and tells what was left out and why."),
        epilog=_("A CSV file needs the columns title and text, and may have tags. Nothing is ever written over."),
    )
    taken_in.add_argument("path", type=Path, metavar=_("PATH"), help=_("a folder, a Markdown file or a CSV file"))
    _add_place(taken_in)
    taken_in.set_defaults(run=partial(_import, library))


def _add_place(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lang", metavar="id|en", help=_("language of the articles; else that of the app"))
    command.add_argument(
        "--folder", type=Path, metavar=_("DIR"), help=_("folder of articles to write to; else the last of the library")
    )


def _add_export(commands: Any, common: argparse.ArgumentParser, library: Library) -> None:  # noqa: ANN401
    export = commands.add_parser(
        "export",
        parents=[common],
        help=_("export articles as pages or PDF, or what the desk keeps as CSV or JSON"),
        description=_(
            "With --html or --pdf, exports the articles that are named, else all that are published. Without, "
            "exports what the desk keeps: the same rows give the same bytes each time."
        ),
        epilog=_(
            "CSV of several tables goes into a folder, one file each. In CSV a ' stands before what a spreadsheet "
            "would take for a formula."
        ),
    )
    export.add_argument(
        "names", nargs="*", metavar=_("ARTICLE|FILE"), help=_("ids of articles; else the file to write, - to print")
    )
    form = export.add_mutually_exclusive_group()
    form.add_argument("--html", type=Path, metavar=_("DIR"), help=_("write articles as pages for a browser"))
    form.add_argument("--pdf", type=Path, metavar=_("DIR"), help=_("write articles as PDF files"))
    export.add_argument("--lang", metavar="id|en", help=_("only articles in this language"))
    deskcommands.add_export(export)
    export.set_defaults(run=partial(_export, library))


def _kinds() -> str:
    from kbassist.content import vocabulary  # noqa: PLC0415 - see `commands`

    return ", ".join(vocabulary.ARTICLE_KINDS)


def _kind(text: str) -> "ArticleKind":
    from kbassist.content import vocabulary  # noqa: PLC0415

    try:
        return vocabulary.ARTICLE_KINDS[text.lower()]
    except KeyError:
        message = _("{found} is no kind of article. Use one of: {kinds}")
        raise argparse.ArgumentTypeError(message.format(found=text, kinds=_kinds())) from None


def _complain(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201


def _place(library: Library, options: argparse.Namespace) -> Path:
    """Return the folder to write to: never that of the starter library, which an update replaces."""
    folder: Path = options.folder or library.folders(options)[-1]
    return paths.own_articles() if folder == resources.starter_library() else folder.expanduser()


def _language(options: argparse.Namespace) -> str | None:
    """Return the language of what is written; tell why there is none."""
    from kbassist.content import vocabulary  # noqa: PLC0415

    tag = vocabulary.language_tag(options.lang or messages.language())
    if not tag:
        _complain(_("{found} is no language. Write id, en or en-GB.").format(found=options.lang))
    return tag or None


def _new(library: Library, options: argparse.Namespace) -> int:
    from kbassist.content import templates, writing  # noqa: PLC0415

    lang = _language(options)
    if lang is None:
        return _BAD_REQUEST
    path = templates.place(_place(library, options), lang, options.category, options.title)
    try:
        writing.create(path, templates.make(options.kind, lang, options.title, options.category))
    except OSError as error:
        _complain(_("It cannot be written: {reason}").format(reason=error))
        return _FAILED
    print(path)  # noqa: T201
    return 0


def _import(library: Library, options: argparse.Namespace) -> int:
    from kbassist.content import importing, replies  # noqa: PLC0415

    lang, given = _language(options), options.path.expanduser()
    if lang is None:
        return _BAD_REQUEST
    if not given.exists():
        _complain(_("There is no file or folder {path}.").format(path=given))
        return _BAD_REQUEST
    take = replies.run if given.suffix.lower() in replies.SUFFIXES else importing.run
    folder = _place(library, options)
    try:
        return _report(take(given, folder, lang), folder)
    except OSError as error:
        _complain(_("It cannot be written: {reason}").format(reason=error))
        return _FAILED


def _report(outcomes: "Sequence[Outcome]", folder: Path) -> int:
    """Tell what was left out and why, and how much was taken in."""
    from kbassist import words  # noqa: PLC0415
    from kbassist.content.kinds import Severity  # noqa: PLC0415

    left_out = [outcome.problem for outcome in outcomes if outcome.problem]
    for problem in left_out:
        place = f"{problem.path}:{problem.line}" if problem.line else problem.path
        print(f"{place}: {' '.join(words.describe(problem))}")  # noqa: T201
    taken_in = len(outcomes) - len(left_out)
    told = plural("{count} file was taken in: {folder}", "{count} files were taken in: {folder}", taken_in)
    print(told.format(count=taken_in, folder=folder))  # noqa: T201
    if taken_in:
        print(_("What is left to mend is shown by: kbassist check {folder}").format(folder=folder))  # noqa: T201
    is_bad = any(problem.severity is Severity.ERROR for problem in left_out)
    return _FAILED if is_bad or not outcomes else 0


def _export(library: Library, options: argparse.Namespace) -> int:
    if not options.html and not options.pdf:
        return deskcommands.export_tables(options)
    assistant = library.assistant(options)
    if assistant is None:
        return _FAILED
    with assistant:
        articles = _named(assistant, options)
        if articles is None:
            return _FAILED
        try:
            written = _write(assistant, articles, options)
        except OSError as error:
            _complain(_("It cannot be written: {reason}").format(reason=error))
            return _FAILED
    print(written)  # noqa: T201
    return 0


def _named(assistant: "Assistant", options: argparse.Namespace) -> "list[Article] | None":
    """Return the articles that are asked for, with their bodies; tell which are not there."""
    from kbassist.content import reader  # noqa: PLC0415
    from kbassist.content.kinds import Status  # noqa: PLC0415
    from kbassist.content.library import renamed  # noqa: PLC0415

    known = [each for each in assistant.articles() if options.lang in {None, each.lang}]
    missing = set(options.names) - {each.id for each in known}
    for name in sorted(missing):
        _complain(_("There is no article {name}. Its id is the name of its file without .md.").format(name=name))
    wanted = [each for each in known if each.id in options.names or not options.names]
    if not options.names:
        wanted = [each for each in wanted if each.status is Status.PUBLISHED]
    read = ((each.id, reader.read_again(each)) for each in wanted)
    return None if missing else [renamed(article, name) for name, article in read if article]


def _write(assistant: "Assistant", articles: "Sequence[Article]", options: argparse.Namespace) -> Path:
    """Write pages or PDF files, and return what to open: the first page, or the folder."""
    if options.pdf:
        from kbassist.gui import display  # noqa: PLC0415

        display.use_none()
        from kbassist.gui.reading import prints  # noqa: PLC0415 - Qt asks at its import where it draws

        prints.save(assistant, articles, options.pdf)
        return Path(options.pdf)
    from kbassist import words  # noqa: PLC0415
    from kbassist.content import exporting  # noqa: PLC0415

    wording = exporting.Wording(words.callout_word, _about, words.language, _("All articles"))
    exporting.write(articles, assistant.folders, options.html, wording)
    return Path(options.html) / exporting.INDEX


def _about(article: "Article") -> str:
    from kbassist.content.kinds import Status  # noqa: PLC0415
    from kbassist.words import word  # noqa: PLC0415

    status = {Status.PUBLISHED: "", Status.RETIRED: _("retired")}.get(article.status, _("not released"))
    review = _("review {day}").format(day=article.review_by) if article.review_by else ""
    return " · ".join(filter(None, (word(article.kind), article.category, article.lang.upper(), review, status)))

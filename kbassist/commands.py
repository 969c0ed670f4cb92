"""The commands: the assistant in the terminal. Nothing heavy is imported before the command that needs it."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kbassist import __version__, articlecommands, deskcommands, messages, paths
from kbassist.messages import _, mark

if TYPE_CHECKING:
    from kbassist.assistant import Assistant

# argparse looks these up itself.
_WORDS_OF_ARGPARSE = (
    mark("usage: "),
    mark("options"),
    mark("positional arguments"),
    mark("show this help message and exit"),
    mark("%(prog)s: error: %(message)s\n"),
    mark("unrecognized arguments: %s"),
    mark("expected one argument"),
    mark("the following arguments are required: %s"),
    mark("argument %(argument_name)s: %(message)s"),
    mark("invalid choice: %(value)r (choose from %(choices)s)"),
    mark("not allowed with argument %s"),
    mark("invalid %(type)s value: %(value)r"),
)

_BAD_INPUT = 1
_CANNOT_START = 2


def run(given: Sequence[str], values: dict[str, Any], open_window: Callable[[Sequence[Path]], int]) -> int:
    """Run the command that the arguments name and return its exit status; `values` are the settings.

    Without a command `open_window` is called with the folders of the library.
    """
    options = _parser().parse_args(given)
    options.settings = values
    if options.run is None:
        return open_window(_folders(options))
    status: int = options.run(options)
    return status


def _common(library: str) -> argparse.ArgumentParser:
    """Return the options that stand before and after a command; `library` is where the folders are put."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--library",
        dest=library,
        action="append",
        type=Path,
        metavar=_("DIR"),
        default=argparse.SUPPRESS,
        help=_("folder of articles instead of the standard ones; given several times, later ones win"),
    )
    common.add_argument(
        "--language",
        choices=messages.LANGUAGES,
        default=argparse.SUPPRESS,
        help=_("language of the app's own words"),
    )
    return common


def _parser() -> argparse.ArgumentParser:
    common = _common("library")
    parser = argparse.ArgumentParser(
        prog="kbassist",
        parents=[_common("first_library")],
        description=_("The lines worth saying, beside the phone. Without a command the window opens."),
        epilog=_('Try: kbassist suggest "cust marah2, kartu blm dtg 2 mgg"'),
        allow_abbrev=False,
    )
    shown = f"kbassist {__version__}"
    parser.add_argument("--version", action="version", version=shown, help=_("show program's version number and exit"))
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"))
    _add_suggest(commands, common)
    _add_explain(commands, common)
    _add_search(commands, common)
    check = commands.add_parser("check", parents=[common], help=_("find every problem in the articles"))
    check.add_argument("folder", nargs="?", type=Path, metavar=_("DIR"), help=_("folder to check; else the library"))
    check.add_argument("--json", action="store_true", help=_("print the problems as JSON"))
    check.add_argument(
        "--replay",
        action="store_true",
        help=_("show too what changes for the articles' tests and recorded calls once every draft is published"),
    )
    check.add_argument(
        "--against",
        type=Path,
        metavar=_("DIR"),
        help=_("show instead what has changed since this copy of the library; implies --replay"),
    )
    check.set_defaults(run=_check)
    index = commands.add_parser("index", parents=[common], help=_("bring the index up to date"))
    index.add_argument("--rebuild", action="store_true", help=_("throw the index away first"))
    index.set_defaults(run=_index)
    _add_learning(commands, common)
    _add_misses(commands, common)
    deskcommands.add_to(commands, common)
    articlecommands.add_to(commands, common, articlecommands.Library(_folders, _ready_assistant))
    commands.add_parser("paths", parents=[common], help=_("show where files live")).set_defaults(run=_paths)
    _add_demo(commands, common)
    return parser


def _add_suggest(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse's own type is private
    suggest = commands.add_parser(
        "suggest",
        parents=[common],
        help=_("show the lines worth saying for a note"),
        description=_("Shows the lines worth saying for a note, best first."),
        epilog=_('--jsonl reads one JSON object a line, at least {"note": …}; other keys come back unchanged.'),
    )
    suggest.add_argument("note", nargs="?", help=_("the note, as typed during a call"))
    _add_call(suggest)
    form = suggest.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=_("print one JSON object"))
    form.add_argument("--jsonl", action="store_true", help=_("answer JSON lines from standard input, one by one"))
    suggest.set_defaults(run=_suggest)


def _add_explain(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    explain = commands.add_parser(
        "explain",
        parents=[common],
        help=_("show why lines are suggested for a note, or why not"),
        description=_("Shows all that decides about a line for a note; without --line, of every line suggested."),
    )
    explain.add_argument("note", help=_("the note, as typed during a call"))
    explain.add_argument("--line", action="append", metavar="article#line", help=_("the line to explain"))
    _add_call(explain)
    explain.add_argument("--json", action="store_true", help=_("print one JSON object"))
    explain.set_defaults(run=_explain)


def _add_call(command: argparse.ArgumentParser) -> None:
    """Add the options that tell of a call what its note does not."""
    command.add_argument("--lang", metavar="id|en", help=_("language of the lines; else that of the note"))
    command.add_argument("--phase", help=_("where the call stands; else read from the note"))
    command.add_argument("--channel", help=_("phone, counter, chat, email or text"))
    command.add_argument("--salutation", default="", help=_("form of address, for example Ibu"))
    command.add_argument("--name", default="", help=_("the customer's name"))
    command.add_argument("--used", action="append", default=[], metavar="article#line", help=_("a line already said"))
    command.add_argument("--threshold", type=_share, help=_("least relevance, 0 to 1; 0 shows all that matches"))


def _add_learning(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    learning = commands.add_parser(
        "learning",
        parents=[common],
        help=_("show what was learned from the lines that you used and took away"),
        description=_("Shows how often each line was used and taken away, and how that moves it: 0.94 down, 1.06 up."),
    )
    form = learning.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=_("print the lines as JSON"))
    form.add_argument("--reset", action="store_true", help=_("forget all of it, and what customers refused"))
    learning.set_defaults(run=_learning)


def _add_misses(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    misses = commands.add_parser(
        "misses",
        parents=[common],
        help=_("show what was searched for in vain, for those who write articles"),
        description=_(
            "Shows the words of searches that found nothing, most often first: no secrets, no numbers, not the "
            "customer's name."
        ),
    )
    form = misses.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=_("print the words as JSON"))
    form.add_argument("--reset", action="store_true", help=_("forget these words alone, not what was read"))
    misses.set_defaults(run=_misses)


def _add_search(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    search = commands.add_parser(
        "search",
        parents=[common],
        help=_("search the articles"),
        epilog=_(
            '"a phrase", -without, this or that, title: tag: kind: category: lang:, before: and after: a review date'
        ),
    )
    search.add_argument("words", nargs="+", help=_("words to look for; the last may be unfinished"))
    search.add_argument("--limit", type=int, default=10, help=_("at most so many articles"))
    search.add_argument("--json", action="store_true", help=_("print the articles as JSON"))
    search.set_defaults(run=_search)


def _add_demo(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    demo = commands.add_parser("demo", parents=[common], help=_("play a sample call in the window"))
    demo.add_argument("--screenshot", type=Path, metavar=_("FILE"), help=_("save a picture instead, without a display"))
    demo.add_argument(
        "--scene",
        default="upset",
        choices=("upset", "offer", "reader", "search", "studio", "empty"),
        help=_("which call"),
    )
    demo.add_argument("--theme", choices=("light", "dark"), help=_("colours of the window"))
    demo.add_argument("--width", type=int, help=_("width of the window in pixels"))
    demo.set_defaults(run=_demo)


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(_("a number from 0 to 1 is wanted"))
    return value


def _folders(options: argparse.Namespace) -> tuple[Path, ...]:
    given = [*getattr(options, "first_library", ()), *getattr(options, "library", ())]
    return tuple(given) if given else paths.library(tuple(options.settings["shared_folders"]))


def _assistant(
    options: argparse.Namespace, folders: Sequence[Path] | None = None, *, learns: bool = True
) -> "Assistant":
    from kbassist.assistant import Assistant, DeskFiles  # noqa: PLC0415 - late, see the module

    desk = DeskFiles(paths.history() if learns else None)
    return Assistant.from_settings(folders or _folders(options), paths.cache(), options.settings, desk)


def _ready_assistant(
    options: argparse.Namespace, folders: Sequence[Path] | None = None, *, learns: bool = True
) -> "Assistant | None":
    """Return an assistant whose index is complete, or tell why there is none; unless it `learns` it knows no habits."""
    from kbassist import console  # noqa: PLC0415

    assistant = _assistant(options, folders, learns=learns)
    return assistant if console.wait_until_ready(assistant) else None


def _explain(options: argparse.Namespace) -> int:
    from kbassist import console  # noqa: PLC0415

    try:
        call = console.call_of(options)
    except console.BadNoteError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return _CANNOT_START
    assistant = _ready_assistant(options)
    if assistant is None:
        return _BAD_INPUT
    with assistant:
        wanted = options.line or [found.line for found in assistant.suggest(call, options.threshold).suggestions]
        sheets = {line: assistant.explain(call, line, options.threshold) for line in wanted}
        if options.json:
            print(console.as_json([console.sheet_as_data(sheet) for sheet in sheets.values() if sheet]))  # noqa: T201
        else:
            for sheet in filter(None, sheets.values()):
                console.print_sheet(sheet)
        for line in (line for line, sheet in sheets.items() if sheet is None):
            print(_("{line}: no article in force has this line").format(line=line), file=sys.stderr)  # noqa: T201
        return _BAD_INPUT if None in sheets.values() else 0


def _suggest(options: argparse.Namespace) -> int:
    from kbassist import console  # noqa: PLC0415

    if options.note is None and not options.jsonl:
        print(_('A note is wanted: kbassist suggest "…"'), file=sys.stderr)  # noqa: T201
        return _CANNOT_START
    try:
        call = None if options.jsonl else console.call_of(options)
    except console.BadNoteError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return _CANNOT_START
    assistant = _ready_assistant(options)
    if assistant is None:
        return _BAD_INPUT
    with assistant:
        if call is None:
            return console.answer_lines(assistant, sys.stdin.buffer, options.threshold)
        advice = assistant.suggest(call, options.threshold)
        if options.json:
            print(console.as_json(console.advice_as_data(advice)))  # noqa: T201
        else:
            console.print_advice(advice, assistant)
    return 0


def _search(options: argparse.Namespace) -> int:
    from kbassist import console  # noqa: PLC0415

    assistant = _ready_assistant(options)
    if assistant is None:
        return _BAD_INPUT
    with assistant:
        found = assistant.librarian.search(" ".join(options.words), limit=options.limit)
        console.print_found(found, assistant.librarian, as_json_list=options.json)
    return 0


def _check(options: argparse.Namespace) -> int:
    from kbassist import console  # noqa: PLC0415

    assistant = _ready_assistant(options, (options.folder,) if options.folder else None)
    if assistant is None:
        return _BAD_INPUT
    with assistant:
        if options.replay or options.against:
            return _replay(options, assistant)
        return console.print_problems(assistant.check(), assistant, as_json_list=options.json)


def _replay(options: argparse.Namespace, assistant: "Assistant") -> int:
    from kbassist import console  # noqa: PLC0415
    from kbassist.desk.store import StoreError  # noqa: PLC0415
    from kbassist.rehearsal import recorded  # noqa: PLC0415

    try:
        calls = recorded(paths.journal())
    except StoreError as error:
        message = _("What the desk keeps cannot be read: {reason}. The file: {path}")
        print(message.format(reason=error, path=paths.journal()), file=sys.stderr)  # noqa: T201
        return _BAD_INPUT
    if options.against:
        before = _ready_assistant(options, (options.against,))
        if before is None:
            return _BAD_INPUT
        with before:
            found = console.replayed(assistant, calls, before)
    else:
        found = console.replayed(assistant, calls)
    return console.print_replay(found, assistant, as_json_object=options.json) if found else _BAD_INPUT


def _index(options: argparse.Namespace) -> int:
    from kbassist import console  # noqa: PLC0415

    assistant = _assistant(options)
    if options.rebuild:
        assistant.forget()
    if not console.wait_until_ready(assistant):
        return _BAD_INPUT
    with assistant:
        console.print_summary(assistant)
    return 0


def _learning(options: argparse.Namespace) -> int:
    import sqlite3  # noqa: PLC0415

    from kbassist import console  # noqa: PLC0415

    try:
        with _assistant(options) as assistant:
            if options.reset:
                console.print_forgotten(*assistant.forget_learning())
            else:
                console.print_learning(
                    assistant.learning(), learns=options.settings["learning"], as_json_list=options.json
                )
    except (OSError, sqlite3.Error) as error:
        message = _("What was learned cannot be read: {reason}. The file: {path}")
        print(message.format(reason=error, path=paths.history()), file=sys.stderr)  # noqa: T201
        return _BAD_INPUT
    return 0


def _misses(options: argparse.Namespace) -> int:
    import sqlite3  # noqa: PLC0415

    from kbassist import console  # noqa: PLC0415
    from kbassist.habits import Habits  # noqa: PLC0415

    habits = Habits(paths.habits())
    try:
        if options.reset:
            console.print_forgotten_misses(habits.forget_misses())
        else:
            console.print_misses(habits.misses(), as_json_list=options.json)
    except (OSError, sqlite3.Error) as error:
        message = _("What was searched for in vain cannot be read: {reason}. The file: {path}")
        print(message.format(reason=error, path=paths.habits()), file=sys.stderr)  # noqa: T201
        return _BAD_INPUT
    finally:
        habits.close()
    return 0


def _paths(options: argparse.Namespace) -> int:
    from kbassist.search import store  # noqa: PLC0415

    folders = _folders(options)
    rules = paths.desk_rules(options.settings["desk_rules"])
    rows = [
        *((_("articles"), folder) for folder in folders),
        (_("your own articles"), paths.own_articles()),
        (_("index"), store.place(folders, paths.cache())),
        (_("call record"), paths.journal()),
        (_("what was learned"), paths.history()),
        (_("what was read and missed"), paths.habits()),
        (_("settings"), paths.settings_file()),
        *([(_("rules of the desk"), rules)] if rules else []),
    ]
    width = max(len(name) for name, _path in rows)
    for name, path in rows:
        print(f"{name:{width}}  {path}")  # noqa: T201
    return 0


def _demo(options: argparse.Namespace) -> int:
    from kbassist.gui import display  # noqa: PLC0415

    if options.screenshot:
        display.use_none()
    elif display.missing():
        print(_("There is no display for the window. Save a picture with --screenshot FILE."), file=sys.stderr)  # noqa: T201
        return _CANNOT_START
    assistant = _ready_assistant(options, learns=False)
    if assistant is None:
        return _BAD_INPUT
    from kbassist.gui import demo  # noqa: PLC0415

    status = demo.play(
        assistant, scene=options.scene, screenshot=options.screenshot, theme=options.theme, width=options.width
    )
    if options.screenshot and not status:
        print(options.screenshot)  # noqa: T201
    return status

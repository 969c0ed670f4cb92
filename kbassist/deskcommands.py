"""The commands of the desk: what is kept of calls and customers, exported, erased and purged."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kbassist import paths
from kbassist.messages import _, in_context

if TYPE_CHECKING:
    from kbassist.desk.calls import SavedCall
    from kbassist.desk.customers import Customer
    from kbassist.desk.exports import Table
    from kbassist.desk.reports import Report
    from kbassist.desk.rules import Rules
    from kbassist.desk.store import Store

_FAILED = 1
_BAD_REQUEST = 2
_TABLES = ("calls", "customers", "orders", "complaints", "follow-ups", "feedback", "favours", "reports")
_STANDARD_OUTPUT = "-"
_MOST_LISTED = 100


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse's own type is private
    """Add the commands of the desk but `export`; `common` has the options of every command."""
    _add_calls(commands, common)
    _add_erase(commands, common)
    _add_follow_ups(commands, common)
    _add_people(commands, common)
    _add_reports(commands, common)
    purge = commands.add_parser(
        "purge",
        parents=[common],
        help=_("delete what has been kept for as long as the rules of the desk say"),
        description=_("Deletes what has been kept for as long as the rules of the desk say. The window does so daily."),
    )
    purge.add_argument("--dry-run", action="store_true", help=_("only show how much that would be"))
    purge.set_defaults(run=partial(_with_tables, _purge))


def _add_calls(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    calls = commands.add_parser(
        "calls",
        parents=[common],
        help=_("list calls, the newest first"),
        description=_("Lists calls, the newest first: at most a hundred, as JSON all of them."),
    )
    calls.add_argument(
        "--search", metavar=_("WORDS"), default="", help=_("only those with these words, this name or this number")
    )
    calls.add_argument("--since", type=_day, metavar=_("DAY"), help=_("only from this day on, for example 2026-11-01"))
    calls.add_argument("--json", action="store_true", help=_("print the calls as JSON"))
    calls.set_defaults(run=partial(_with_tables, _calls))


def add_export(export: argparse.ArgumentParser) -> None:
    """Add what the export of the desk's tables takes: `names` has the one file to write."""
    export.add_argument(
        "--what", action="append", choices=_TABLES, help=_("a table; given several times, these; else all")
    )
    export.add_argument("--customer", metavar=_("NAME|ID"), help=_("only what is of this customer"))
    export.add_argument("--format", choices=("csv", "json"), default="json", help=_("how to write it"))
    export.add_argument("--since", type=_day, metavar=_("DAY"), help=_("only from this day on, for example 2026-11-01"))


def export_tables(options: argparse.Namespace) -> int:
    """Export what the desk keeps."""
    if len(options.names) != 1:
        _complain(_("Say where to write, or say --html or --pdf for articles."))
        return _BAD_REQUEST
    return _with_tables(_export, options)


def _add_erase(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    erase = commands.add_parser(
        "erase-customer",
        parents=[common],
        help=_("erase everything of one customer"),
        description=_(
            "Shows what is kept of a customer, asks, and erases it. Entries of the complaint register stay without "
            "whose they were."
        ),
    )
    erase.add_argument("customer", metavar=_("NAME|ID"), help=_("the name on the card, or its id"))
    erase.add_argument("--yes", action="store_true", help=_("do not ask"))
    erase.set_defaults(run=partial(_with_tables, _erase))


def _add_follow_ups(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    follow_ups = commands.add_parser(
        "followups",
        parents=[common],
        help=_("show what was promised to customers"),
        description=_("Shows what was promised and not confirmed yet: late ones first, then today's, then later ones."),
    )
    shown = follow_ups.add_mutually_exclusive_group()
    shown.add_argument("--late", action="store_true", help=_("only late ones"))
    shown.add_argument("--handover", action="store_true", help=_("all that the next shift takes over"))
    follow_ups.add_argument("--json", action="store_true", help=_("write JSON"))
    follow_ups.set_defaults(run=partial(_with_tables, _follow_ups))


def _add_people(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    listed = commands.add_parser(
        "people",
        parents=[common],
        help=_("list the agents of this account"),
        description=_("Lists the agents who share this account. What they did stays when one is removed."),
    )
    change = listed.add_mutually_exclusive_group()
    change.add_argument("--add", metavar=_("NAME"), help=_("add an agent, who can set a passphrase in the window"))
    change.add_argument("--remove", metavar=_("NAME"), help=_("take an agent off the list"))
    change.add_argument("--open", metavar=_("NAME"), help=_("let an agent in without the passphrase they forgot"))
    listed.set_defaults(run=partial(_with_tables, _people))


def _add_reports(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    reports = commands.add_parser(
        "reports",
        parents=[common],
        help=_("show what agents say is wrong or out of date in articles"),
        description=_(
            "Shows what agents say is wrong or out of date, by article and the newest first. An editor sees to it in "
            "the window."
        ),
    )
    reports.add_argument("--done", action="store_true", help=_("those that an editor has seen to"))
    reports.add_argument("--json", action="store_true", help=_("write JSON"))
    reports.set_defaults(run=partial(_with_tables, _reports))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("a day is wanted, for example 2026-11-01")) from None


def _with_tables(act: "Callable[[Store, argparse.Namespace], int]", options: argparse.Namespace) -> int:
    """Run a command on the tables of the desk, and tell what stands in its way."""
    from kbassist.desk.store import Store, StoreError  # noqa: PLC0415 - see `commands`

    store = Store(paths.journal())
    try:
        return act(store, options)
    except StoreError as error:
        message = _("What the desk keeps cannot be read: {reason}. The file: {path}")
        _complain(message.format(reason=error, path=store.place))
        return _FAILED
    except OSError as error:
        _complain(_("It cannot be written: {reason}").format(reason=error))
        return _FAILED
    finally:
        store.close()


def _complain(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201


def _rules(options: argparse.Namespace) -> "Rules":
    from kbassist.desk import rules  # noqa: PLC0415

    return rules.load(paths.desk_rules(options.settings["desk_rules"]))


def _calls(store: "Store", options: argparse.Namespace) -> int:
    from kbassist.desk import calls, exports  # noqa: PLC0415
    from kbassist.desk.exports import Table  # noqa: PLC0415

    since = datetime.combine(options.since, time(), UTC) if options.since else None
    most = None if options.json else _MOST_LISTED
    found = store.run(partial(calls.find, options.search, since=since, most=most))
    if options.json:
        names = {call.id for call in found}
        records = store.run(partial(exports.read, Table.CALLS, "", options.since))
        _write(_STANDARD_OUTPUT, exports.as_json([record for record in reversed(records) if record["id"] in names]))
    elif found:
        _print_calls(found)
    else:
        print(_("No calls."))  # noqa: T201
    return 0


def _print_calls(found: "list[SavedCall]") -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, expand=True)
    table.add_column(_("began"), no_wrap=True)
    table.add_column(_("state"), no_wrap=True)
    table.add_column(_("customer"), no_wrap=True)
    table.add_column(_("note"), ratio=1, overflow="ellipsis", no_wrap=True)
    for call in found:
        began = f"{call.started.astimezone():%Y-%m-%d %H:%M}"
        note = " ".join(call.note.split())
        table.add_row(began, _state(call), Text(call.name), Text(note))
    Console(highlight=False).print(table)


def _state(call: "SavedCall") -> str:
    if not call.ended:
        return in_context("call", "on hold") if call.held else in_context("call", "open")
    return in_context("call", "done") if call.wrapped else in_context("call", "to wrap up")


def _people(store: "Store", options: argparse.Namespace) -> int:
    from kbassist.desk import people  # noqa: PLC0415

    name = options.add or options.remove or options.open
    try:
        if options.add:
            store.run(partial(people.add, options.add, "", datetime.now(UTC)))
        elif name:
            change = partial(people.remove, name) if options.remove else partial(people.set_passphrase, name, "")
            if not store.run(change):
                _complain(_("Nobody is listed as {name}.").format(name=name))
                return _FAILED
    except people.TakenError:
        _complain(_("{name} is listed already.").format(name=name))
        return _FAILED
    for person in store.run(people.everyone):
        print(" · ".join([person.name, _("with a passphrase")][: 1 + person.has_passphrase]))  # noqa: T201
    return 0


def _export(store: "Store", options: argparse.Namespace) -> int:
    from kbassist.desk import exports  # noqa: PLC0415
    from kbassist.desk.exports import Table  # noqa: PLC0415

    tables = [Table(name) for name in dict.fromkeys(options.what or _TABLES)]
    customer = ""
    if options.customer is not None:
        found = _customer(store, options.customer)
        if found is None:
            return _FAILED
        customer = found.id
    read = {table: store.run(partial(exports.read, table, customer, options.since)) for table in tables}
    if options.format == "json":
        _write(options.names[0], exports.as_json(read))
        return 0
    files = {table: exports.as_csv(records, exports.columns(table)) for table, records in read.items()}
    if options.what and len(tables) == 1:
        _write(options.names[0], files[tables[0]])
    elif options.names[0] == _STANDARD_OUTPUT:
        _complain(_("CSV on standard output is one table: say which with --what."))
        return _BAD_REQUEST
    else:
        for table, data in files.items():
            _write(str(Path(options.names[0]) / f"{table}.csv"), data)
    return 0


def _write(name: str, data: bytes) -> None:
    """Write a file, or to standard output."""
    from kbassist.desk import exports  # noqa: PLC0415

    if name == _STANDARD_OUTPUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        exports.write(Path(name), data)


def _follow_ups(store: "Store", options: argparse.Namespace) -> int:
    from kbassist import shift  # noqa: PLC0415
    from kbassist.desk import shift as tables  # noqa: PLC0415
    from kbassist.desk.follow_ups import Turn  # noqa: PLC0415
    from kbassist.desk.workdays import Workdays  # noqa: PLC0415

    now = datetime.now().astimezone()
    left = store.run(partial(tables.read, Workdays(_rules(options).calendar).add(now.date(), 1)))
    if not options.handover:
        wanted = {Turn.LATE} if options.late else set(Turn)
        promised = tuple(each for each in left.follow_ups if each.turn(now) in wanted)
        left = tables.Shift(promised)
    if options.json:
        print(shift.as_json(left, now))  # noqa: T201
    elif options.handover:
        print(shift.text(left, now), end="")  # noqa: T201
    else:
        print("\n".join(shift.rows(left, now)) or _("Nothing is open."))  # noqa: T201
    return 0


def _reports(store: "Store", options: argparse.Namespace) -> int:
    from kbassist.desk import exports, reports  # noqa: PLC0415
    from kbassist.desk.reports import ReportStatus  # noqa: PLC0415

    status = ReportStatus.DONE if options.done else ReportStatus.OPEN
    if options.json:
        _write(_STANDARD_OUTPUT, exports.as_json(store.run(partial(reports.rows, status))))
    elif found := store.run(partial(reports.find, status)):
        _print_reports(found)
    else:
        print(_("No reports."))  # noqa: T201
    return 0


def _print_reports(found: "list[Report]") -> None:
    from kbassist.deskwords import word  # noqa: PLC0415

    article = ""
    for report in found:
        if article != (article := f"{report.article}  {report.lang.upper()}"):
            print(article)  # noqa: T201
        made = f"{report.made.astimezone():%Y-%m-%d %H:%M}"
        place = f"#{report.place}" if report.place else ""
        told = (made, word(report.flaw), place, report.words, report.agent, report.answer and f"→ {report.answer}")
        print("  " + " · ".join(filter(None, told)))  # noqa: T201


def _customer(store: "Store", named: str) -> "Customer | None":
    """Return the one customer of that id or name; tell why there is none."""
    from kbassist.desk import customers  # noqa: PLC0415

    card = store.run(partial(customers.get, named))
    cards = [card] if card else store.run(partial(customers.named, named))
    if len(cards) == 1:
        return cards[0]
    if not cards:
        _complain(_("There is no card of {name}.").format(name=named))
        return None
    _complain(_("Several cards have this name. Give the id of the one that is meant:"))
    for each in cards:
        _complain(f"  {each.id}  {each.name}  {each.contact}".rstrip())
    return None


def _erase(store: "Store", options: argparse.Namespace) -> int:
    from kbassist.desk import erasing  # noqa: PLC0415
    from kbassist.desk.history import History  # noqa: PLC0415

    customer = _customer(store, options.customer)
    if customer is None:
        return _FAILED
    held = store.run(partial(erasing.of_customer, customer.id))
    print(f"{customer.name}  {customer.contact}".rstrip())  # noqa: T201
    _print_counts(held.counts)
    if not options.yes and not _agrees(_("Erase all of it? It cannot be brought back. [y/N] ")):
        print(_("Nothing was erased."))  # noqa: T201
        return _FAILED
    store.run(partial(erasing.erase, customer.id))
    if paths.history().exists():
        history = History(paths.history())
        history.forget_refusals(customer.name)
        history.close()
    return _finish(store, _("Erased."))


def _agrees(question: str) -> bool:
    try:
        answer = input(question)
    except EOFError:
        return False
    return answer.strip().lower() in {"y", "yes", "ya"}


def _purge(store: "Store", options: argparse.Namespace) -> int:
    from kbassist.desk import erasing  # noqa: PLC0415

    today = date.today()  # noqa: DTZ011 - the desk's own day
    retention = _rules(options).retention
    if options.dry_run:
        try:
            store.run(partial(_rehearse, partial(erasing.purge, retention, today)))
        except _RehearsedError as rehearsed:
            _print_counts(rehearsed.counts)
        return 0
    _print_counts(store.run(partial(erasing.purge, retention, today)))
    return _finish(store, _("Purged."))


class _RehearsedError(Exception):
    """Undoes what was done for show."""

    def __init__(self, counts: "dict[Table, int]") -> None:
        super().__init__()
        self.counts = counts


def _rehearse(act: "Callable[[], dict[Table, int]]") -> None:
    raise _RehearsedError(act())


def _print_counts(counts: "dict[Table, int]") -> None:
    from kbassist.deskwords import word  # noqa: PLC0415

    if not counts:
        print(_("Nothing."))  # noqa: T201
    for table, count in counts.items():
        print(f"  {word(table)}: {count}")  # noqa: T201


def _finish(store: "Store", words: str) -> int:
    """See to it that no bytes of what went stay in the file."""
    if not store.rebuild():
        _complain(_("Traces stay in the file while a window uses it. Close the window and run kbassist purge."))
        return _FAILED
    print(words)  # noqa: T201
    return 0

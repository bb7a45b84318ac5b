"""``debar audit``: the log of answers, checked, searched, exported and kept in bounds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debar.cli.output import EXIT_UNFIT, Format, FormatOption, HomeOption, emit_json, say, write

if TYPE_CHECKING:
    from debar.audit import Settings
    from debar.audit.chain import Checkpoint
    from debar.audit.ledger import Ledger
    from debar.audit.search import Search
    from debar.audit.verify import Verdict

app = typer.Typer(no_args_is_help=True, help="The log of answers: chained, signed, append-only.")

_COLUMNS = ("id", "at", "kind", "who", "asked", "outcome", "best", "score")

SinceOption = Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day or time on (UTC).")]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Before this day or time (UTC).")]
NameOption = Annotated[
    str | None, typer.Option("--name", help="Part of a name, number or entity id that was asked for or found.")
]
WhoOption = Annotated[str | None, typer.Option("--who", help="Who asked: a user, or the name or id of an API key.")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, help="The newest so many.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; it stands in the log.")]
OutputOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="A file instead of stdout; .html gives a page.")
]


@app.command("verify")
def verify_command(
    public_key: Annotated[
        list[Path] | None, typer.Option("--public-key", help="A public key (PEM) that was kept elsewhere.")
    ] = None,
    checkpoint: Annotated[
        list[Path] | None, typer.Option("--checkpoint", help="A file of `debar audit checkpoint`, kept elsewhere.")
    ] = None,
    proof: Annotated[
        Path | None, typer.Option("--proof", help="Check an exported proof instead; needs no log.")
    ] = None,
    format: FormatOption = Format.table,
    home: HomeOption = None,
) -> None:
    """Check every link, body and signature, offline. Exit code 0 in order, 3 broken: the first such record is named."""
    from debar.audit.signing import Signer, read_public

    trusted = [read_public(path) for path in public_key or ()]
    if proof is not None:
        _verify_proof(proof, trusted, format)
        return
    from debar.audit.verify import verify

    with _ledger(home) as (settings, ledger):
        if not trusted and settings.key.exists():
            trusted = [Signer.load(settings.key).public]
            say(
                f"debar: compared with the key of this home, {settings.key}; one kept elsewhere proves more (--public-key)"
            )
        verdict = verify(ledger, trusted=trusted, kept=[_kept(path) for path in checkpoint or ()])
    _write_verdict(verdict, format)
    if not verdict.whole:
        say(f"debar: the audit log is broken at record {verdict.broken}: {verdict.how}")
        raise typer.Exit(EXIT_UNFIT)


@app.command("list")
def list_command(
    since: SinceOption = None,
    until: UntilOption = None,
    name: NameOption = None,
    who: WhoOption = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="screening, batch, lists, key, prune, hold … [all but lists].")
    ] = None,
    limit: LimitOption = 50,
    format: FormatOption = Format.table,
    home: HomeOption = None,
) -> None:
    """The newest records, oldest first."""
    _list(_search(since, until, name, who, kind), limit, format, home)


@app.command("search")
def search_command(
    text: Annotated[list[str], typer.Argument(metavar="NAME", help="As --name; several words need no quotes.")],
    since: SinceOption = None,
    until: UntilOption = None,
    who: WhoOption = None,
    limit: LimitOption = 50,
    format: FormatOption = Format.table,
    home: HomeOption = None,
) -> None:
    """The records in which a name was asked for or found. The rows of batch jobs stand in the jobs' files, not here."""
    _list(_search(since, until, " ".join(text), who, None), limit, format, home)


@app.command("export")
def export_command(
    id: Annotated[int, typer.Argument(metavar="ID", help="The number of the record.")],
    output: OutputOption = None,
    home: HomeOption = None,
) -> None:
    """One answer as a proof: a page for people (-o proof.html) or JSON for programs, with its place and signature."""
    from debar.audit.proof import prove

    with _ledger(home) as (_, ledger):
        proof = prove(ledger, id)
    if output is not None and output.suffix.lower() in (".html", ".htm"):
        from debar.audit.page import render

        _save(output, render(proof))
    elif output is not None:
        import msgspec

        _save(output, msgspec.json.format(msgspec.json.encode(proof), indent=2).decode() + "\n")
    else:
        emit_json(proof)


@app.command("checkpoint")
def checkpoint_command(output: OutputOption = None, home: HomeOption = None) -> None:
    """The signed end of the log, to be kept elsewhere: with it, `verify` sees when the end was cut off."""
    import msgspec

    from debar.errors import RecordNotFound

    with _ledger(home) as (_, ledger):
        last = ledger.last_checkpoint()
    if last is None:
        raise RecordNotFound("checkpoint", rule="the log is empty")
    if output is not None:
        _save(output, msgspec.json.encode(last).decode() + "\n")
    else:
        emit_json(last)


@app.command("public-key")
def public_key_command(output: OutputOption = None, home: HomeOption = None) -> None:
    """The public key (PEM) that signs the log now, to be published or kept elsewhere."""
    from debar.audit.signing import Signer

    pem = Signer.load(_settings(home).key).pem
    if output is not None:
        _save(output, pem)
    else:
        sys.stdout.write(pem)


@app.command("rotate-key")
def rotate_key_command(
    lost: Annotated[bool, typer.Option("--lost", help="The old key is lost and cannot sign the new one.")] = False,
    home: HomeOption = None,
) -> None:
    """Sign with a new key from now on; the old one signs it, and is gone."""
    from debar.audit import Who
    from debar.audit.log import rotate_key

    settings = _settings(home)
    signer = rotate_key(settings.database, settings.key, Who.at_the_terminal(), lost=lost)
    sys.stdout.write(signer.pem)
    say(f"debar: the log is now signed with {signer.id}; keep the new public key where the old one is kept")


@app.command("prune")
def prune_command(
    before: Annotated[
        str | None,
        typer.Option("--before", metavar="DATE", help="Of records before this day [keep_days of audit.toml]."),
    ] = None,
    reason: ReasonOption = "",
    home: HomeOption = None,
) -> None:
    """Remove the bodies of old answers; their place in the chain stays and verifies. What is held stays whole."""
    from debar.audit import Who
    from debar.audit.retention import prune

    settings = _settings(home)
    done = prune(
        settings.database, settings.key, _before(before, settings.keep_days), Who.at_the_terminal(), reason=reason
    )
    sys.stdout.write(f"{done.removed:,} bodies removed, {done.held:,} records kept by a hold\n")


@app.command("hold")
def hold_command(
    reason: Annotated[str, typer.Option("--reason", help="Why, with a reference; it stands in the log.")],
    name: NameOption = None,
    record: Annotated[list[int] | None, typer.Option("--record", help="The number of a record.")] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    who: WhoOption = None,
    home: HomeOption = None,
) -> None:
    """Keep records from removal (a legal hold), those that come later included."""
    from debar.audit import Who
    from debar.audit.retention import hold
    from debar.audit.search import Search
    from debar.errors import BadQuery

    found = _search(since, until, name, who, None)
    covers = Search(found.since, found.until, found.name, found.who, (), tuple(record or ()))
    if covers == Search():
        raise BadQuery("hold", rule="say what is held", fix="--name, --record, --since, --until or --who")
    with _settings(home).log() as log:
        receipt = hold(log, covers, reason, Who.at_the_terminal())
    sys.stdout.write(f"hold {receipt.seq}\n")


@app.command("holds")
def holds_command(format: FormatOption = Format.table, home: HomeOption = None) -> None:
    """The holds in force."""
    import msgspec

    from debar.audit.retention import holds

    with _ledger(home) as (_, ledger):
        found = [msgspec.to_builtins(one) for one in holds(ledger)]
    if format is Format.table:
        found = [
            {**one, "covers": ", ".join(f"{key} {value}" for key, value in one["covers"].items())} for one in found
        ]
    write(found, format, ("id", "at", "who", "covers", "reason"))


@app.command("release")
def release_command(
    id: Annotated[int, typer.Argument(metavar="ID", help="The number of the hold.")],
    reason: ReasonOption = "",
    home: HomeOption = None,
) -> None:
    """End a hold."""
    from debar.audit import Who
    from debar.audit.retention import release

    with _ledger(home) as (settings, ledger), settings.log() as log:
        release(log, ledger, id, reason, Who.at_the_terminal())
    sys.stdout.write(f"hold {id} released\n")


def _settings(home: Path | None) -> Settings:
    from debar.audit import settings_of
    from debar.store.home import home_path

    return settings_of(home_path(home))


@contextmanager
def _ledger(home: Path | None) -> Iterator[tuple[Settings, Ledger]]:
    settings = _settings(home)
    ledger = settings.ledger()
    try:
        yield settings, ledger
    finally:
        ledger.close()


def _list(search: Search, limit: int, format: Format, home: Path | None) -> None:
    with _ledger(home) as (_, ledger):
        rows = [one.row() for one in search.newest(ledger, limit)]
    write(rows, format, _COLUMNS if format is Format.table else (*_COLUMNS, "request"))


def _search(since: str | None, until: str | None, name: str | None, who: str | None, kind: list[str] | None) -> Search:
    from debar.audit.search import Search

    return Search(_moment(since, "--since"), _moment(until, "--until"), name or "", who or "", tuple(kind or ()))


def _moment(text: str | None, option: str) -> str:
    """A day or time as records have it."""
    from datetime import UTC, datetime

    from debar.audit.canonical import stamp
    from debar.errors import BadQuery

    if text is None:
        return ""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadQuery(option, rule="a time is YYYY-MM-DD or YYYY-MM-DDTHH:MM", got=repr(text)) from error
    return stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _before(given: str | None, keep_days: int | None) -> str:
    from datetime import timedelta

    from debar.audit.canonical import now, stamp
    from debar.errors import BadQuery

    if given is not None:
        return _moment(given, "--before")
    if keep_days is None:
        raise BadQuery("--before", rule="say before when", fix="give a day, or set keep_days in audit.toml")
    return stamp(now() - timedelta(days=keep_days))


def _kept(path: Path) -> Checkpoint:
    import msgspec

    from debar.audit.chain import Checkpoint
    from debar.errors import BadFile

    try:
        return msgspec.json.decode(path.read_bytes(), type=Checkpoint)
    except (OSError, msgspec.MsgspecError) as error:
        raise BadFile(str(path), rule="the file holds no checkpoint", got=str(error)) from error


def _verify_proof(path: Path, trusted: list[bytes], format: Format) -> None:
    from debar.audit.proof import check, read_proof

    proof = read_proof(path)
    check(proof, trusted)
    row = {
        "id": proof.header.seq,
        "at": proof.header.at,
        "kind": proof.header.kind,
        "signed at": proof.checkpoint.seq,
        "key": proof.checkpoint.key,
        "key given": bool(trusted),
    }
    write([row], format, tuple(row))
    if not trusted:
        say("debar: no public key was given: the proof's own was believed")


def _write_verdict(verdict: Verdict, format: Format) -> None:
    import msgspec

    facts = msgspec.to_builtins(verdict) | {"whole": verdict.whole}
    if format is not Format.table:
        write([facts], format, tuple(facts))
        return
    write(
        [{"what": name.replace("_", " "), "found": value} for name, value in facts.items()], format, ("what", "found")
    )


def _save(path: Path, text: str) -> None:
    from debar.errors import BadFile

    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, "utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadFile(str(path), rule="the file cannot be written", got=str(error)) from error

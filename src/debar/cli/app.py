"""``debar``: the commands put together, and how errors end.

Exit codes: 0 done (for `screen`: clear), 1 hits (`screen` alone), 2 usage, 3 not fit to screen, 4 some input rows rejected.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from debar._version import __version__
from debar.cli import (
    audit,
    batch,
    changes,
    compare,
    effects,
    keys,
    lists,
    ownership,
    read,
    screen,
    serve,
    sessions,
    show,
    update,
    watch,
)
from debar.cli.output import EXIT_UNFIT, EXIT_USAGE, say
from debar.errors import DebarError, InputError, NotScreened, RecordNotFound, StoreError

app = typer.Typer(
    name="debar",
    help="The open sanctions engine: official lists in, explained screening out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("update")(update.command)
app.command("lists")(lists.command)
app.command("screen")(screen.command)
app.command("batch")(batch.command)
app.command("compare")(compare.command)
app.command("show")(show.command)
app.command("changes")(changes.command)
app.command("effects")(effects.command)
app.command("ownership")(ownership.command)
app.command("read")(read.command)
app.add_typer(watch.app, name="watch")
app.add_typer(audit.app, name="audit")
app.add_typer(keys.app, name="keys")
app.add_typer(sessions.app, name="sessions")
app.command("serve")(serve.command)


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"debar {__version__}\n")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """The open sanctions engine: official lists in, explained screening out."""


def main() -> None:
    """Run the command line; turn errors into one line on stderr and the documented exit code."""
    try:
        app()
    except DebarError as error:
        say(f"debar: {error}")
        sys.exit(exit_code(error))
    except BrokenPipeError:
        # The reader of our output (`| head`) has left; that is its right.
        sys.stderr.close()
        sys.exit(0)


def exit_code(error: DebarError) -> int:
    """The exit code that an error ends with."""
    if isinstance(error, InputError):
        return EXIT_USAGE
    if isinstance(error, NotScreened | StoreError):
        return EXIT_UNFIT if error.code != "entity.not-found" else EXIT_USAGE
    if isinstance(error, RecordNotFound):
        return EXIT_USAGE
    return EXIT_UNFIT


if __name__ == "__main__":
    main()

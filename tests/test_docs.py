"""The documents say what the code does."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import typer.main
from click import Command, Context, Group

import debar
from debar import errors
from debar.cli.app import app
from debar.lists.catalog import official

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def commands() -> dict[str, Command]:
    group = typer.main.get_command(app)
    assert isinstance(group, Group) or hasattr(group, "commands")
    return dict(group.commands)  # type: ignore[attr-defined]


def leaves() -> Iterator[tuple[str, Command]]:
    """Every command that does something, those of groups included."""
    for name, command in commands().items():
        inner = getattr(command, "commands", None)
        if inner is None:
            yield name, command
        else:
            yield from ((f"{name} {word}", one) for word, one in inner.items())


def documented() -> Iterator[list[str]]:
    for block in re.findall(r"^```\n(.*?)^```", README, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("debar "):
                yield shlex.split(line.partition("  #")[0])


def test_every_command_of_the_readme_is_one() -> None:
    known = commands()
    shown = set()
    for words in documented():
        shown.add(words[1])
        command = getattr(known[words[1]], "commands", {}).get((*words, "")[2], known[words[1]])
        options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert {word for word in words[2:] if word.startswith("-")} <= options, words
    assert shown == set(known)


def test_every_option_of_every_command_is_explained() -> None:
    for name, command in leaves():
        assert command.help, name
        for parameter in command.params:
            if parameter.opts[0].startswith("-"):
                assert parameter.get_help_record(Context(command)), (name, parameter.opts)  # type: ignore[attr-defined]


def test_every_official_source_is_in_the_readme() -> None:
    for source in official():
        assert f"`{source}`" in README


def test_the_docstring_of_the_errors_is_the_tree() -> None:
    tree = errors.__doc__ or ""

    def check(kind: type[errors.DebarError]) -> None:
        for child in kind.__subclasses__():
            assert re.search(rf"\b{child.__name__}\b", tree), child
            if not child.__subclasses__():
                assert child.code in tree, child
            check(child)

    check(errors.DebarError)


def test_error_codes_are_unique() -> None:
    def codes(kind: type[errors.DebarError]) -> Iterator[str]:
        yield kind.code
        for child in kind.__subclasses__():
            yield from codes(child)

    found = list(codes(errors.DebarError))
    assert len(set(found)) == len(found)


def test_everything_public_is_there_and_documented() -> None:
    for name in debar.__all__:
        thing = getattr(debar, name)
        assert name == "__version__" or thing.__doc__, name


def test_the_makefile_has_what_the_readme_tells_of() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`?make ([a-z-]+)", README)) <= targets


def test_no_document_has_the_marks_of_an_unfinished_merge() -> None:
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")):
        assert not re.search(r"^(<{7}|>{7}|={7}$)", path.read_text("utf-8"), re.MULTILINE), path

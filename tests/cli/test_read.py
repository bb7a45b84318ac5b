"""``debar read`` as a user meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from debar.news import schema
from debar_process import debar

TEXT = "The United States sanctioned Iran Air on Tuesday. Iran denied it had shipped missiles to Russia.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_the_json_is_as_the_schema_says(article: Path, tmp_path: Path) -> None:
    done = debar("read", article, "--date", "2024-09-10", "--format", "json", home=tmp_path / "none")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    jsonschema.validate(document, schema())
    assert [claim["type"] for claim in document["claims"]] == ["IMPOSE_SANCTION", "DENY", "SUPPLY_ARMS"]
    assert document["claims"][0]["date"]["resolved"] == "2024-09-10"
    assert [measure["stage"] for measure in document["measures"]] == ["announced"]


def test_the_table_shows_claims_and_measures_and_says_on_stderr_that_nothing_is_tied(
    article: Path, tmp_path: Path
) -> None:
    done = debar("read", article, home=tmp_path / "none")
    assert done.returncode == 0
    assert "IMPOSE_SANCTION" in done.stdout
    assert "announced" in done.stdout
    assert "not tied to listed entities" in done.stderr


def test_standard_input_is_read(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "debar", "read", "-", "--format", "json", "--home", str(tmp_path / "none")],
        input=TEXT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["document"]["text"] == TEXT.strip()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("no-such-file.txt",), "input.file"),
        (("ARTICLE", "--date", "10 Sept"), "input.query"),
        (("ARTICLE", "--language", "xx"), "input.query"),
        (("ARTICLE", "--pipeline", "no_such_pipeline"), "input.query"),
        (("BINARY",), "document.unreadable"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_one_line(
    article: Path, tmp_path: Path, arguments: tuple[str, ...], code: str
) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(bytes(range(256)) * 8)
    words = [{"ARTICLE": str(article), "BINARY": str(binary)}.get(each, each) for each in arguments]
    done = debar("read", *words, home=tmp_path / "none")
    assert done.returncode == 2
    assert done.stdout == ""
    assert f"[{code}" in done.stderr.splitlines()[-1]


def test_reading_the_news_is_not_loaded_by_other_commands() -> None:
    code = (
        "import sys, debar; import debar.cli.app; sys.exit(any(name.startswith('debar.news') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0

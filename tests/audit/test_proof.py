"""One answer leaves the log as a document that proves itself, and in which a hostile name is but text."""

from __future__ import annotations

import json
from pathlib import Path

import lxml.html
import msgspec
import pytest

from audit_samples import ALICE, IRAN_AIR, entry, hit, result, unfit
from debar.audit import AuditLog, act, screening
from debar.audit.ledger import Ledger
from debar.audit.page import render
from debar.audit.proof import Proof, check, embedded, prove, read_proof
from debar.audit.signing import Signer
from debar.errors import AuditBroken, AuditKey, BadFile, RecordNotFound

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!--<script>",
    "$style ${proof} $$",
    "‮evil‬ \u2028\u2029 \0",
    "=HYPERLINK(1)",
)


def test_a_proof_needs_no_log_to_be_checked(log: AuditLog, ledger: Ledger, key: Path) -> None:
    numbers = [receipt.seq for receipt in log.append_all([entry(f"name {number}", hit()) for number in range(40)])]
    public = Signer.load(key).public
    for seq in (1, 2, numbers[0], numbers[17], numbers[-1]):
        check(prove(ledger, seq), [public])
    assert prove(ledger, numbers[-1]).following == ()


def test_a_proof_holds_the_lists(log: AuditLog, ledger: Ledger) -> None:
    proof = prove(ledger, log.append(entry()).seq)
    assert proof.lists is not None
    assert [one["edition"] for one in json.loads(proof.lists)["lists"]] == ["2024-09-01", "2024-09-10"]


def changed(proof: Proof, **fields: object) -> Proof:
    return msgspec.structs.replace(proof, **fields)


def test_a_changed_proof_proves_nothing(log: AuditLog, ledger: Ledger) -> None:
    futures = [log.submit(entry(f"name {number}")) for number in range(200)]
    proof = next(one for one in (prove(ledger, future.result().seq) for future in futures) if len(one.following) > 2)
    assert proof.body is not None
    assert proof.lists is not None
    header, following = proof.header, proof.following
    replace = msgspec.structs.replace
    for forged in (
        changed(proof, body=proof.body.replace("screened", "screemed")),
        changed(proof, lists=proof.lists.replace("2024-09-10", "2024-09-11")),
        changed(proof, lists=None),
        changed(proof, header=replace(header, at="2020-01-01T00:00:00.000000Z")),
        changed(proof, header=replace(header, seq=header.seq + 1)),
        changed(proof, following=following[:-1]),
        changed(proof, following=following[1:]),
        changed(proof, checkpoint=replace(proof.checkpoint, seq=proof.checkpoint.seq + 1)),
        changed(proof, checkpoint=replace(proof.checkpoint, signature="00" * 64)),
        changed(proof, public_key=Signer.new().public.hex()),
    ):
        with pytest.raises(AuditBroken):
            check(forged)
    with pytest.raises(AuditKey, match="not given"):
        check(proof, [Signer.new().public])


def test_there_is_no_proof_of_a_record_that_was_changed(log: AuditLog, ledger: Ledger, tamper) -> None:  # type: ignore[no-untyped-def]
    seq = log.append(entry()).seq
    tamper("UPDATE audit_records SET at = '2020' WHERE seq = ?", seq)
    with pytest.raises(AuditBroken):
        prove(ledger, seq)
    with pytest.raises(RecordNotFound):
        prove(ledger, 99)


def test_the_proof_comes_back_from_page_and_json(log: AuditLog, ledger: Ledger, tmp_path: Path) -> None:
    proof = prove(ledger, log.append(entry("\n".join(HOSTILE), hit())).seq)
    (tmp_path / "proof.html").write_text(render(proof), "utf-8")
    (tmp_path / "proof.json").write_bytes(msgspec.json.encode(proof))
    for name in ("proof.html", "proof.json"):
        read = read_proof(tmp_path / name)
        assert read == proof
        check(read)
    (tmp_path / "else.json").write_text("{}")
    with pytest.raises(BadFile):
        read_proof(tmp_path / "else.json")


def test_a_page_says_what_was_asked_answered_and_on_what_it_rests(log: AuditLog, ledger: Ledger) -> None:
    low = hit(entity=msgspec.structs.replace(IRAN_AIR, id="us-ofac-2"), score=0.61)
    seq = log.append(screening(result("Iran Air", hit(), low), ALICE, options={"limit": 5, "algorithm": "debar"})).seq
    proof = prove(ledger, seq)
    tree = lxml.html.fromstring(render(proof))
    for part in [*tree.iter("script"), *tree.iter("style")]:
        part.drop_tree()
    text = tree.text_content()
    for said in (
        "1 match",
        "asked by alice (os-user)",
        "us-ofac-25237",
        "us-ofac-2",
        "IFSR",
        '"Iran Air" is the primary name "IRAN AIR".',
        "default@c7c88793",
        "debar/0.1.0",
        "us-ofac-sdn",
        "2024-09-10",
        "algorithm debar, limit 5",
        proof.header.hash,
        proof.checkpoint.signature,
        proof.public_key,
    ):
        assert said in text, said


def test_a_page_never_calls_clear_what_was_not_screened(log: AuditLog, ledger: Ledger) -> None:
    page = render(prove(ledger, log.append(screening(unfit(), ALICE)).seq))
    assert "NOT SCREENED" in page
    assert "un-sc: too old" in page
    assert "Clear:" not in page
    assert "Clear: no listed party" in render(prove(ledger, log.append(entry("Peter Nobody")).seq))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text(log: AuditLog, ledger: Ledger, name: str) -> None:
    party = msgspec.structs.replace(IRAN_AIR, id=name, names=(msgspec.structs.replace(IRAN_AIR.names[0], value=name),))
    who = msgspec.structs.replace(ALICE, name=name)
    made = screening(result(name, hit(entity=party)), who, request=name, warnings=(name,), options={"x": name})
    for seq in (log.append(made).seq, log.append(act("access", who, what=name)).seq):
        page = render(prove(ledger, seq))
        tree = lxml.html.fromstring(page)
        scripts = tree.findall(".//script")
        assert [(one.get("type"), one.get("src")) for one in scripts] == [("application/json", None)]
        assert "<" not in (scripts[0].text or "")
        assert not tree.findall(".//img")
        assert not any(key.startswith("on") or key in ("src", "href") for one in tree.iter() for key in one.attrib)
        assert "default-src 'none'" in page


def test_nothing_that_could_end_the_element_is_in_it(log: AuditLog, ledger: Ledger) -> None:
    text = embedded(prove(ledger, log.append(entry("</script>")).seq))
    assert text.count("</") == 1

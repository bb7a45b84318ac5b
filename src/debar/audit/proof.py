"""One record as a proof that stands alone: its words, its place in the chain, and the signature that reaches over it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import msgspec

from debar.audit.canonical import sha256
from debar.audit.chain import Checkpoint, Header, Record
from debar.audit.ledger import Ledger
from debar.audit.log import GROUP
from debar.audit.signing import key_id, signed_by
from debar.errors import AuditBroken, AuditKey, BadFile, RecordNotFound

FORMAT = "debar audit proof 1"
_OPENS, _CLOSES = '<script type="application/json" id="proof">', "</script>"


class Proof(msgspec.Struct, frozen=True):
    """What is handed over.

    Args:
        format: `FORMAT`.
        header: of the record; its canonical JSON has the hash that the following header names.
        body: the record's bytes as text, untouched; None where it was removed.
        lists: the body of the lists that it names by their digest; None where it names none.
        following: the headers behind it, up to the one that is signed.
        checkpoint: the signed statement.
        public_key: of the key that signed, in hexadecimal digits; to be compared with one from elsewhere.
        removed_by: the number of the record that says that the body was removed.
    """

    format: str
    header: Header
    body: str | None
    lists: str | None
    following: tuple[Header, ...]
    checkpoint: Checkpoint
    public_key: str
    removed_by: int | None = None


class _Names(msgspec.Struct, frozen=True):
    lists: str | None = None


class _Key(msgspec.Struct, frozen=True):
    public_key: str


class _Ranges(msgspec.Struct, frozen=True):
    ranges: tuple[tuple[int, int], ...]


def prove(ledger: Ledger, seq: int) -> Proof:
    """The proof of one record.

    Raises:
        RecordNotFound: there is no such record.
        AuditBroken: what is stored does not prove it.
    """
    record = ledger.record(seq)
    if record is None:
        raise RecordNotFound(str(seq), fix="see `debar audit list`")
    checkpoint = next(ledger.checkpoints(after=seq - 1), None)
    if checkpoint is None:
        raise AuditBroken(f"record {seq}", got="no signature reaches over it", fix="look with `debar audit verify`")
    between = ledger.records(after=seq, page=min(GROUP, checkpoint.seq - seq) or 1)
    following = tuple(one.header for one in islice(between, checkpoint.seq - seq))
    proof = Proof(
        FORMAT,
        record.header,
        None if record.body is None else record.body.decode(),
        _lists(ledger, record),
        following,
        checkpoint,
        _public_key(ledger, checkpoint).hex(),
        _removed_by(ledger, record),
    )
    check(proof)
    return proof


def check(proof: Proof, trusted: Sequence[bytes] = ()) -> None:
    """Whether a proof proves its record; needs no log.

    Args:
        trusted: public keys from elsewhere; none: the proof's own is believed.

    Raises:
        AuditBroken: it does not.
        AuditKey: it is signed by a key that is not among those given.
    """
    header = proof.header
    about = f"record {header.seq}"
    last = header
    for one in proof.following:
        if one.prev != last.hash or one.seq != last.seq + 1:
            raise AuditBroken(f"record {one.seq}", got="it does not follow the one before it")
        last = one
    if (last.seq, last.hash) != (proof.checkpoint.seq, proof.checkpoint.hash):
        raise AuditBroken(about, got="the signature is over another hash than the header leads to")
    public = bytes.fromhex(proof.public_key)
    if not signed_by(public, proof.checkpoint):
        raise AuditBroken(about, got="the signature is forged or damaged")
    if trusted and public not in trusted:
        raise AuditKey(about, rule="it is signed with a key that was not given", got=key_id(public))
    if proof.body is None:
        return
    body = proof.body.encode()
    if sha256(body) != header.body:
        raise AuditBroken(about, got="the body was changed: the digest in its header is another")
    named = _named(body)
    if named is not None and sha256((proof.lists or "").encode()) != named:
        raise AuditBroken(about, got="the lists are not those that the body names")


def read_proof(path: Path) -> Proof:
    """The proof in a JSON document or a page.

    Raises:
        BadFile: it holds none.
    """
    try:
        text = path.read_text("utf-8")
        if _OPENS in text:
            text = text.rpartition(_OPENS)[2].partition(_CLOSES)[0]
        proof = msgspec.json.decode(text, type=Proof)
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError) as error:
        raise BadFile(str(path), rule="the file holds no proof", got=str(error)) from error
    if proof.format != FORMAT:
        raise BadFile(str(path), rule=f"a proof is of the format {FORMAT!r}", got=proof.format)
    return proof


def embedded(proof: Proof) -> str:
    """The proof as an element of a page that no browser runs and no name can end."""
    text = msgspec.json.encode(proof).decode()
    # "<" stands in JSON inside of strings alone, where it may be written like this.
    return _OPENS + text.replace("<", "\\u003c") + _CLOSES


def _lists(ledger: Ledger, record: Record) -> str | None:
    named = _named(record.body) if record.body is not None else None
    found = ledger.lists(named) if named is not None else None
    return found.body.decode() if found is not None and found.body is not None else None


def _named(body: bytes) -> str | None:
    try:
        return msgspec.json.decode(body, type=_Names).lists
    except msgspec.MsgspecError:
        return None  # the lists themselves are a record too, and `lists` in it no digest


def _public_key(ledger: Ledger, checkpoint: Checkpoint) -> bytes:
    for record in ledger.administration():
        if record.header.kind in ("begin", "key") and record.body is not None:
            public = bytes.fromhex(msgspec.json.decode(record.body, type=_Key).public_key)
            if key_id(public) == checkpoint.key:
                return public
    raise AuditBroken(
        f"record {checkpoint.seq}", got=f"it is signed with a key that the log does not name: {checkpoint.key}"
    )


def _removed_by(ledger: Ledger, record: Record) -> int | None:
    if record.body is not None:
        return None
    for one in ledger.administration():
        if one.header.kind == "prune" and one.body is not None:
            ranges = msgspec.json.decode(one.body, type=_Ranges).ranges
            if any(first <= record.seq <= last for first, last in ranges):
                return one.seq
    return None

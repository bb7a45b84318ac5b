"""The key that signs the audit log: an Ed25519 key in a file of its own, made on first use."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from debar.audit.canonical import sha256
from debar.audit.chain import Checkpoint
from debar.errors import AuditKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ENDORSES = b"debar audit key 1\n"
# The owner may read and write, the group may read (a secret mounted for a service); nobody else, nothing else.
_TOO_OPEN = 0o037


class Signer:
    """A private key. ``id`` is short, public and the same wherever the key is."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = _raw(key.public_key())
        self.id = key_id(self.public)

    def __repr__(self) -> str:
        return f"Signer({self.id})"

    @classmethod
    def new(cls) -> Signer:
        """A fresh key, in memory only."""
        return cls(_ed25519().Ed25519PrivateKey.generate())

    @classmethod
    def load(cls, path: Path) -> Signer:
        """Read the key from its file.

        Raises:
            AuditKey: it is missing, damaged, of another kind, or can be read by others.
        """
        ed25519 = _ed25519()
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            mode = stat.S_IMODE(path.stat().st_mode)
            content = path.read_bytes()
        except OSError as error:
            raise AuditKey(str(path), rule="the signing key cannot be read", got=str(error)) from error
        if mode & _TOO_OPEN:
            fix = f"chmod 600 {path}, and think of `debar audit rotate-key`"
            raise AuditKey(str(path), rule="others may read the signing key", got=f"mode {mode:04o}", fix=fix)
        try:
            key = load_pem_private_key(content, password=None)
        except (ValueError, TypeError) as error:
            raise AuditKey(str(path), rule="the file holds no unencrypted private key in PEM") from error
        if not isinstance(key, ed25519.Ed25519PrivateKey):
            raise AuditKey(str(path), rule="the key must be an Ed25519 key", got=type(key).__name__)
        return cls(key)

    def save(self, path: Path) -> None:
        """Write the key to a file that only its owner may read, in one step; what stands there is replaced."""
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        content = self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise AuditKey(str(path), rule="the signing key cannot be written", got=str(error)) from error

    def checkpoint(self, seq: int, hash: str, at: str) -> Checkpoint:
        """State, signed, what the log ends in."""
        unsigned = Checkpoint(seq, hash, at, self.id, "")
        return Checkpoint(seq, hash, at, self.id, self._key.sign(unsigned.signed()).hex())

    def endorse(self, public: bytes) -> str:
        """Sign the key that comes after this one."""
        return self._key.sign(_ENDORSES + public).hex()

    @property
    def pem(self) -> str:
        """The public key for others to keep."""
        return public_pem(self.public)


def key_id(public: bytes) -> str:
    """The first sixteen hexadecimal digits of the sha256 of a public key."""
    return sha256(public)[:16]


def public_pem(public: bytes) -> str:
    """A public key in PEM."""
    key = _ed25519().Ed25519PublicKey.from_public_bytes(public)
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    pem: bytes = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem.decode()


def read_public(path: Path) -> bytes:
    """A public key from a PEM file.

    Raises:
        AuditKey: the file holds no Ed25519 public key.
    """
    ed25519 = _ed25519()
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise AuditKey(str(path), rule="the file holds no public key in PEM") from error
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise AuditKey(str(path), rule="the key must be an Ed25519 key", got=type(key).__name__)
    return _raw(key)


def signed_by(public: bytes, checkpoint: Checkpoint) -> bool:
    """Whether the signature of a checkpoint is this key's."""
    return checkpoint.key == key_id(public) and _verifies(public, checkpoint.signature, checkpoint.signed())


def endorsed_by(old: bytes, new: bytes, endorsement: str) -> bool:
    """Whether the old key signed the new one."""
    return _verifies(old, endorsement, _ENDORSES + new)


def _verifies(public: bytes, signature: str, content: bytes) -> bool:
    ed25519 = _ed25519()
    from cryptography.exceptions import InvalidSignature

    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _raw(key: Ed25519PublicKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _ed25519() -> Any:
    """The library; it is asked for first wherever others of its parts are imported, and says what is missing."""
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ModuleNotFoundError as error:
        raise AuditKey("audit", rule="signing needs a library", fix="pip install 'debar[service]'") from error
    return ed25519

"""The file a backup is: a heading that says what is inside, then the compressed copy, sealed if there is a passphrase.

    FALSEOS-BACKUP 1\\n  one line of JSON\\n  blocks: length (4 bytes), content

A sealed block is AES-256-GCM; its number and whether it is the last are part of the seal, so that none can be taken
out, moved or cut off unseen. The key comes from the passphrase by scrypt.
"""

import gzip
import hashlib
import json
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"FALSEOS-BACKUP 1\n"
BLOCK = 1 << 20
SCRYPT = {"n": 2**15, "r": 8, "p": 1}


class ArchiveError(Exception):
    """The file is not a backup, is damaged, or was sealed with another passphrase."""


def write(source: Path, target: Path, about: dict[str, Any], passphrase: str = "") -> None:
    """Write a copy into a backup file, which appears whole or not at all, readable by its owner only."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    packed = draft.with_suffix(".gz")
    try:
        with source.open("rb") as raw, gzip.GzipFile(packed, "wb", compresslevel=6, mtime=0) as file:
            while block := raw.read(BLOCK):
                file.write(block)
        about |= {"sha256": _digest(packed), "sealed": bool(passphrase), "salt": os.urandom(16).hex()}
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            heading = json.dumps(about).encode()
            out.write(MAGIC + heading + b"\n")
            seal = _Seal(passphrase, about["salt"], heading) if passphrase else None
            for number, (block, last) in enumerate(_blocks(packed)):
                content = seal.close(block, number, last) if seal else block
                out.write(struct.pack(">I", len(content)) + content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
        packed.unlink(missing_ok=True)


def about(path: Path) -> dict[str, Any]:
    """Return a backup's heading. Raises ArchiveError."""
    with path.open("rb") as file:
        return json.loads(_heading(file))


def read(path: Path, target: Path, passphrase: str = "") -> dict[str, Any]:
    """Unpack a backup into a file and return its heading. Raises ArchiveError where a bit is not as written."""
    packed = target.with_name(target.name + ".gz")
    try:
        with path.open("rb") as file, packed.open("wb") as out:
            heading = _heading(file)
            known: dict[str, Any] = json.loads(heading)
            if known["sealed"] and not passphrase:
                raise ArchiveError("this backup is sealed: give the passphrase")
            seal = _Seal(passphrase, known["salt"], heading) if known["sealed"] else None
            _unpack(file, out, seal)
        if _digest(packed) != known["sha256"]:
            raise ArchiveError("the backup is damaged: its content is not what was written")
        with gzip.open(packed) as content, target.open("wb") as out:
            while block := content.read(BLOCK):
                out.write(block)
    finally:
        packed.unlink(missing_ok=True)
    return known


def _unpack(file: BinaryIO, out: BinaryIO, seal: "_Seal | None") -> None:
    waiting = _read_block(file)
    number = 0
    while waiting is not None:
        following = _read_block(file)
        out.write(seal.open(waiting, number, following is None) if seal else waiting)
        waiting, number = following, number + 1


def _heading(file: BinaryIO) -> bytes:
    if file.read(len(MAGIC)) != MAGIC:
        raise ArchiveError("this is not a backup of FalseOS")
    return file.readline().rstrip(b"\n")


def _read_block(file: BinaryIO) -> bytes | None:
    start = file.read(4)
    if not start:
        return None
    length = struct.unpack(">I", start)[0] if len(start) == 4 else BLOCK * 2
    content = file.read(length) if length <= BLOCK + 64 else b""
    if len(content) != length:
        raise ArchiveError("the backup is damaged: it was cut off")
    return content


def _blocks(path: Path) -> Iterator[tuple[bytes, bool]]:
    with path.open("rb") as file:
        block = file.read(BLOCK)
        while True:
            following = file.read(BLOCK)
            yield block, not following
            if not following:
                return
            block = following


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Seal:
    """Seals and opens blocks with a key made from a passphrase."""

    def __init__(self, passphrase: str, salt: str, heading: bytes) -> None:
        key = Scrypt(salt=bytes.fromhex(salt), length=32, **SCRYPT).derive(passphrase.encode())
        self._cipher, self._heading = AESGCM(key), heading

    def close(self, block: bytes, number: int, last: bool) -> bytes:
        """Return a sealed block. The nonce is the number: each file has a key of its own."""
        return self._cipher.encrypt(number.to_bytes(12), block, self._heading + bytes([last]))

    def open(self, block: bytes, number: int, last: bool) -> bytes:
        """Return what was sealed. Raises ArchiveError."""
        try:
            return self._cipher.decrypt(number.to_bytes(12), block, self._heading + bytes([last]))
        except InvalidTag:
            raise ArchiveError("the passphrase is another one, or the backup is damaged") from None

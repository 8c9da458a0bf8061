"""The sealed file of the case folder, read and written by Python alone, from the description beside the scripts."""

import hashlib
import struct
import unicodedata

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"FALSEOS\n"
HEADER = struct.Struct(">8sHI16s12sQ")


def key_of(phrase, salt, iterations):
    plain = " ".join(unicodedata.normalize("NFKC", phrase).split())
    return hashlib.pbkdf2_hmac("sha256", plain.encode(), salt, iterations, 32)


def unseal(data, phrase):
    """Return what was sealed; raises AssertionError or cryptography's InvalidTag."""
    magic, version, iterations, salt, iv, length = HEADER.unpack_from(data)
    assert (magic, version) == (MAGIC, 1)
    assert iterations >= 600_000
    assert len(data) == HEADER.size + length + 32
    assert hashlib.sha256(data[:-32]).digest() == data[-32:]
    sealed = data[HEADER.size : -32]
    return AESGCM(key_of(phrase, salt, iterations)).decrypt(iv, sealed, data[: HEADER.size])


def seal(plain, phrase, salt, iv, iterations):
    """Return the sealed bytes."""
    header = HEADER.pack(MAGIC, 1, iterations, salt, iv, len(plain) + 16)
    data = header + AESGCM(key_of(phrase, salt, iterations)).encrypt(iv, plain, header)
    return data + hashlib.sha256(data).digest()

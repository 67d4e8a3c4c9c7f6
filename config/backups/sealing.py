"""A backup that only its passphrase opens: AES-256-GCM, piece by piece, so that size is no matter.

After the mark and the salt come pieces of one mebibyte. The number of a piece, and whether it is
the last, are part of its nonce: none can be taken out, moved or cut off unseen.
"""

import secrets
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext as _

from config.backups import Refused

MARK = b"TRAIT-D-UNION SEALED 1\n"
SALT = 16
PIECE = 1024 * 1024
TAG = 16
SHORTEST = 15
# A guess costs 64 MiB and a fifth of a second.
COST = {"n": 2**16, "r": 8, "p": 1}


def key_of(passphrase, salt):
    if len(passphrase) < SHORTEST:
        raise Refused(
            _("BACKUP_PASSPHRASE est trop courte : donnez %(count)d caractères ou plus.")
            % {"count": SHORTEST}
        )
    return AESGCM(Scrypt(salt=salt, length=32, **COST).derive(passphrase.encode()))


def nonce(number, is_last):
    return struct.pack(">QI", number, is_last)


class Sealer:
    """Write to it as to a file; `close` seals the last piece, and leaves the file open."""

    def __init__(self, file, passphrase):
        salt = secrets.token_bytes(SALT)
        self.cipher = key_of(passphrase, salt)
        self.file, self.waiting, self.number = file, bytearray(), 0
        file.write(MARK + salt)

    def write(self, data):
        self.waiting += data
        # The last piece is known by what follows it: nothing.
        while len(self.waiting) > PIECE:
            self.seal(bytes(self.waiting[:PIECE]), is_last=False)
            del self.waiting[:PIECE]
        return len(data)

    def seal(self, piece, *, is_last):
        self.file.write(self.cipher.encrypt(nonce(self.number, is_last), piece, MARK))
        self.number += 1

    def flush(self):
        """A piece is written when it is whole."""

    def close(self):
        self.seal(bytes(self.waiting), is_last=True)


class Opener:
    """Read from it as from a file; the mark is behind `file` already."""

    def __init__(self, file, passphrase):
        if not passphrase:
            raise Refused(_("Cette sauvegarde est chiffrée : donnez BACKUP_PASSPHRASE."))
        self.cipher = key_of(passphrase, file.read(SALT))
        self.file, self.ready, self.number = file, bytearray(), 0
        self.next = file.read(PIECE + TAG)

    def read(self, size=-1):
        while self.next and (size < 0 or len(self.ready) < size):
            piece, self.next = self.next, self.file.read(PIECE + TAG)
            self.ready += self.opened(piece, is_last=not self.next)
        size = len(self.ready) if size < 0 else size
        data = bytes(self.ready[:size])
        del self.ready[:size]
        return data

    def opened(self, piece, *, is_last):
        try:
            data = self.cipher.decrypt(nonce(self.number, is_last), piece, MARK)
        except InvalidTag as error:
            raise Refused(
                _("BACKUP_PASSPHRASE n’ouvre pas cette sauvegarde, ou le fichier est abîmé.")
            ) from error
        self.number += 1
        return data

"""Encrypts secrets in the database with ``endpoint_secret_key`` of Odoo's configuration
file, where one is set.
"""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from odoo.tools import config

OPTION = "endpoint_secret_key"
_PLAIN, _FERNET = "plain:", "fernet:"


class CannotDecrypt(Exception):
    """The key of the configuration file is not that of the stored secret."""


def _fernet() -> MultiFernet | None:
    """:return: None without a key. Of several keys, separated by commas, the first
    encrypts, and all decrypt.
    :raise ValueError: a key is malformed
    """
    keys = [key.strip() for key in (config.get(OPTION) or "").split(",") if key.strip()]
    return MultiFernet([Fernet(key) for key in keys]) if keys else None


def encrypt(secret: str) -> str:
    """
    :return: what to store
    :raise ValueError: the key is malformed
    """
    if fernet := _fernet():
        return _FERNET + fernet.encrypt(secret.encode()).decode()
    return _PLAIN + secret


def decrypt(stored: str) -> str:
    """
    :param stored: a result of :func:`encrypt`
    :raise CannotDecrypt: the key is missing, malformed or another one
    """
    if stored.startswith(_PLAIN):
        return stored.removeprefix(_PLAIN)
    try:
        if fernet := _fernet():
            return fernet.decrypt(stored.removeprefix(_FERNET)).decode()
    except (InvalidToken, ValueError) as exc:
        raise CannotDecrypt() from exc
    raise CannotDecrypt()


def is_current(stored: str) -> bool:
    """:return: whether a secret is encrypted if it can be"""
    try:
        return stored.startswith(_FERNET) or _fernet() is None
    except ValueError:
        return True

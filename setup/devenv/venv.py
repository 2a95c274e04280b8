"""The venv with what Odoo, the addons and the tests need."""

import hashlib
import sys

from . import paths
from .steps import SetupError, run_quiet, step

REQUIREMENTS = (
    paths.SETUP / "requirements-odoo.txt",
    paths.SETUP / "requirements-dev.txt",
    paths.ROOT / "requirements.txt",
)
OLDEST, NEWEST = (3, 10), (3, 13)


def build():
    """The venv for these requirements and this Python; made when not there.

    :return: Path of its python
    :raise SetupError: this Python does not suit, or pip failed
    """
    version = sys.version_info[:2]
    if not OLDEST <= version <= NEWEST:
        here = ".".join(map(str, version))
        mend = "start the command with one of them: python3.12 ./setup/run"
        raise SetupError(f"Odoo 19 runs on Python 3.10 to 3.13, this is {here}", mend)
    key = hashlib.sha256(repr((sys.version_info[:3], sys.base_prefix)).encode())
    for path in REQUIREMENTS:
        key.update(path.read_bytes())
    folder = paths.cache_dir() / f"venv-{key.hexdigest()[:12]}"
    if not (folder / ".whole").exists():
        with step("Python packages") as notes:
            paths.build_once(folder, _install)
            notes.append(str(folder))
    return folder / "bin/python"


def _install(folder):
    run_quiet(
        [getattr(sys, "_base_executable", sys.executable), "-m", "venv", folder],
        mend="install the venv module (Debian: apt-get install python3-venv)",
    )
    chosen = [part for path in REQUIREMENTS for part in ("-r", path)]
    run_quiet(
        [
            *(folder / "bin/python", "-m", "pip", "install", "--quiet"),
            *("--disable-pip-version-check", "--prefer-binary", *chosen),
        ],
        mend="is PyPI (or the index in pip's configuration) reachable?",
    )

"""The venv with what Odoo, the addons and the tests need."""

import hashlib
import sys
from pathlib import Path

from . import paths
from .steps import SetupError, run_quiet, step

REQUIREMENTS = (
    paths.SETUP / "requirements-odoo.txt",
    paths.SETUP / "requirements-dev.txt",
    paths.ROOT / "requirements.txt",
)


def build() -> Path:
    """The python of the venv for these requirements; built if it is missing.

    :raise SetupError: this Python does not suit, or pip failed
    """
    if not (3, 10) <= sys.version_info[:2] <= (3, 13):
        cause = f"Odoo 19 runs on Python 3.10 to 3.13, this is {sys.version.split()[0]}"
        raise SetupError(cause, "use another: python3.12 ./setup/run")
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
    python = getattr(sys, "_base_executable", sys.executable)
    mend = "install the venv module (Debian: apt-get install python3-venv)"
    run_quiet([python, "-m", "venv", folder], mend=mend)
    files = [part for path in REQUIREMENTS for part in ("-r", path)]
    pip = [folder / "bin/python", "-m", "pip", "install", "--quiet", "--prefer-binary"]
    mend = "is PyPI (or the index in pip's configuration) reachable?"
    run_quiet([*pip, "--disable-pip-version-check", *files], mend=mend)

"""Everything needed to start Odoo, as one object, and the venv that runs it."""

import hashlib
import os
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from . import odoo_source, paths
from .steps import SetupError, run_quiet, say, step

LAUNCHER = paths.SETUP / "bin" / "odoo"
REQUIREMENTS = (
    paths.SETUP / "requirements-odoo.txt",
    paths.SETUP / "requirements-dev.txt",
    paths.ROOT / "requirements.txt",
)


@dataclass(frozen=True)
class Env:
    """How to start Odoo: `variables` include PG*, `data_dir` has filestore and logs."""

    python: Path
    source: odoo_source.Source
    variables: dict[str, str] = field(default_factory=dict)
    data_dir: Path = paths.ROOT / ".data"

    @property
    def command(self) -> list[str]:
        """The command that starts Odoo; append options."""
        return [str(self.python), str(LAUNCHER)]

    def using(self, cluster: Any) -> "Env":
        """This Env with the database and the data folder of a `postgres.Cluster`."""
        variables = {**self.variables, **cluster.env()}
        return replace(self, variables=variables, data_dir=cluster.folder / "odoo")


def prepare() -> Env:
    """An Env without a database; fetches Odoo and builds the venv, unless cached."""
    source = odoo_source.find()
    variables = {"PYTHONPATH": str(source.home), "PYTHONUNBUFFERED": "1"}
    # Ignore the settings of another Odoo on this machine.
    variables["ODOO_RC"] = os.devnull
    return Env(build_venv(), source, {**os.environ, **variables})


def enter(script: str, arguments: list[str]) -> Env:
    """Restart the command `script` in the venv, unless this process is in it."""
    env = prepare()
    if Path(sys.prefix) == env.python.parent.parent:
        return env
    say(f"Odoo: {env.source.origin}")
    if env.source.origin.startswith("importable"):
        # The venv's python cannot import what this one can.
        os.environ["ODOO_HOME"] = str(env.source.home)
    os.execv(env.python, [str(env.python), str(script), *arguments])


def build_venv() -> Path:
    """The venv's python for these requirements; the venv is built if it is missing.

    :raise SetupError: this Python version is not supported, or pip failed
    """
    if not (3, 10) <= sys.version_info[:2] <= (3, 13):
        cause = f"Odoo 19 runs on Python 3.10 to 3.13, this is {sys.version.split()[0]}"
        raise SetupError(cause, "use another: python3.12 ./setup/run")
    key = hashlib.sha256(repr((sys.version_info[:3], sys.base_prefix)).encode())
    for path in REQUIREMENTS:
        key.update(path.read_bytes())
    folder = paths.cache_dir() / f"venv-{key.hexdigest()[:12]}"
    if not (folder / ".whole").exists():
        with step(f"Python packages in {folder}"):
            paths.build_once(folder, _install)
    return folder / "bin/python"


def _install(folder):
    python = getattr(sys, "_base_executable", sys.executable)
    hint = "install the venv module (Debian: apt-get install python3-venv)"
    run_quiet([python, "-m", "venv", folder], hint=hint)
    files = [part for path in REQUIREMENTS for part in ("-r", path)]
    pip = [folder / "bin/python", "-m", "pip", "install", "--quiet", "--prefer-binary"]
    hint = "is PyPI (or the index in pip's configuration) reachable?"
    run_quiet([*pip, "--disable-pip-version-check", *files], hint=hint)

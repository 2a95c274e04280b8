"""Everything needed to start Odoo, as one object."""

import os
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from . import odoo_source, paths, venv
from .steps import say

LAUNCHER = paths.SETUP / "bin" / "odoo"


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
    # The settings of another Odoo on this machine must not apply.
    variables["ODOO_RC"] = os.devnull
    return Env(venv.build(), source, {**os.environ, **variables})


def enter(script: str, arguments: list[str]) -> Env:
    """Restart the command `script` in the venv, unless this process is in it."""
    env = prepare()
    if Path(sys.prefix) == env.python.parent.parent:
        return env
    say(f"Odoo: {env.source.origin}")
    if env.source.origin.startswith("importable"):
        # The venv's python does not see what this one can import.
        os.environ["ODOO_HOME"] = str(env.source.home)
    os.execv(env.python, [str(env.python), str(script), *arguments])

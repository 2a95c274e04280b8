"""Everything needed to start Odoo, as one object."""

import os
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from . import odoo_source, paths, venv
from .steps import say

if TYPE_CHECKING:
    from .postgres import Cluster

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

    def using(self, cluster: "Cluster") -> "Env":
        """This Env with the database and the data folder of the cluster."""
        variables = {**self.variables, **cluster.env()}
        return replace(self, variables=variables, data_dir=cluster.folder / "odoo")


def prepare() -> Env:
    """Fetch Odoo's source and build the venv, unless both are cached.

    :return: Env without a database, see `Env.using`
    :raise SetupError: Odoo or a package cannot be fetched
    """
    source = odoo_source.find()
    variables = {
        **os.environ,
        "PYTHONPATH": str(source.home),
        # The settings of another Odoo on this machine must not apply.
        "ODOO_RC": os.devnull,
        "PYTHONUNBUFFERED": "1",
    }
    return Env(venv.build(), source, variables)


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

"""Everything that it takes to start Odoo, as one object."""

import os
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import odoo_source, paths, venv
from .steps import say

LAUNCHER = paths.SETUP / "bin" / "odoo"


@dataclass(frozen=True)
class Env:
    """How to start Odoo.

    :param python: Path of the venv's python
    :param source: odoo_source.Source
    :param variables: the environment for Odoo's processes, PG* included
    :param data_dir: Path for filestore, sessions and logs
    """

    python: Path
    source: odoo_source.Source
    variables: dict = field(default_factory=dict)
    data_dir: Path = paths.ROOT / ".data"

    @property
    def command(self):
        """The command that starts Odoo, list of str; options come behind it."""
        return [str(self.python), str(LAUNCHER)]

    @property
    def core_addons(self):
        """The folders with Odoo's own addons, list of Path."""
        return self.source.core_addons

    def using(self, cluster):
        """This Env with the database and the data folder of a `postgres.Cluster`."""
        variables = {**self.variables, **cluster.env()}
        return replace(self, variables=variables, data_dir=cluster.folder / "odoo")


def prepare():
    """Have Odoo's source and the venv ready; quick when they are.

    :return: Env without a database, see `Env.using`
    :raise SetupError: either cannot be had
    """
    source = odoo_source.find()
    python = venv.build()
    variables = {
        **os.environ,
        "PYTHONPATH": str(source.home),
        # Neither the settings of another Odoo on this machine nor those of a
        # test run belong to this one.
        "ODOO_RC": os.devnull,
        "PYTHONUNBUFFERED": "1",
    }
    return Env(python, source, variables)


def enter(script, arguments):
    """Go on in the venv: replaces this process unless it is the venv's already.

    :param script: path of the command that was started
    :param arguments: list of str
    :return: Env, in the venv
    """
    env = prepare()
    if Path(sys.prefix) == env.python.parent.parent:
        return env
    say(f"Odoo: {env.source.origin}")
    if env.source.origin.startswith("importable"):
        # The venv's python does not see what this one can import.
        os.environ["ODOO_HOME"] = str(env.source.home)
    os.execv(env.python, [str(env.python), str(script), *arguments])

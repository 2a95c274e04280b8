"""OCA's addons and what they import, from PyPI, in the cache."""

import hashlib
import os
import sys
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

from devenv import addons, paths
from devenv.steps import run_quiet, step

REQUIREMENTS = paths.SETUP / "requirements-compat.txt"
_ADDON = "odoo-addon-"
_MEND = "is PyPI (or the index in pip's configuration) reachable?"


@dataclass(frozen=True)
class Peer:
    """
    :param folder: Path in the cache
    """

    folder: Path

    @property
    def addons(self):
        """OCA's addons, dict of name to Path."""
        return addons.find(self.folder / "wheels/odoo/addons")

    def environment(self, env):
        """The Env with the Python packages of OCA's addons."""
        search = [env.variables["PYTHONPATH"], str(self.folder / "packages")]
        return replace(
            env, variables={**env.variables, "PYTHONPATH": os.pathsep.join(search)}
        )


def fetch(env):
    """Have everything of `setup/requirements-compat.txt`; quick when it is there.

    :return: Peer
    :raise SetupError: pip failed
    """
    key = hashlib.sha256(repr((sys.version_info[:3], str(env.python))).encode())
    key.update(REQUIREMENTS.read_bytes())
    folder = paths.cache_dir() / f"compat-{key.hexdigest()[:12]}"
    if not (folder / ".whole").exists():
        with step("OCA's addons from PyPI") as notes:
            paths.build_once(folder, lambda target: _build(env, target))
            notes.append(str(folder))
    return Peer(folder)


def _build(env, folder):
    lines = REQUIREMENTS.read_text().splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    theirs = [line for line in wanted if line.startswith(_ADDON)]
    packages = [line for line in wanted if not line.startswith(_ADDON)]
    # Of what the venv has too, the same version: this folder stands beside it.
    frozen = folder / "constraints.txt"
    frozen.write_text(_pip(env, "freeze"))
    _pip(env, "download", "--no-deps", "--dest", folder, *theirs)
    for wheel in sorted(folder.glob("*.whl")):
        zipfile.ZipFile(wheel).extractall(folder / "wheels")
    target = folder / "packages"
    _pip(env, "install", "--target", target, "--constraint", frozen, *packages)


def _pip(env, command, *arguments):
    options = ["--disable-pip-version-check", "--quiet", *arguments]
    return run_quiet([env.python, "-m", "pip", command, *options], mend=_MEND)


def assemble(folder, found):
    """Make `folder` hold the addons `found` and no others, as links.

    Odoo takes an addon from the first folder of its path that has it; in one folder
    there is nothing to choose.

    :param found: dict of name to Path
    :return: dict of name to Path, the links
    """
    folder.mkdir(parents=True)
    for name, path in found.items():
        (folder / name).symlink_to(path)
    return addons.find(folder)

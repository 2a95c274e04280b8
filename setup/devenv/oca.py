"""Fetches OCA's addons and their dependencies from PyPI into the cache."""

import hashlib
import os
import sys
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

from . import addons, paths
from .steps import run_quiet, step

REQUIREMENTS = paths.ROOT / "tests/compat/requirements.txt"
_ADDON = "odoo-addon-"
_HINT = "is PyPI (or the index in pip's configuration) reachable?"


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
    """Fetch everything in `tests/compat/requirements.txt`, unless it is cached.

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
    # Packages that the venv also contains need the same version: both are on the path.
    frozen = folder / "constraints.txt"
    frozen.write_text(_pip(env, "freeze"))
    _pip(env, "download", "--no-deps", "--dest", folder, *theirs)
    for wheel in sorted(folder.glob("*.whl")):
        zipfile.ZipFile(wheel).extractall(folder / "wheels")
    target = folder / "packages"
    _pip(env, "install", "--target", target, "--constraint", frozen, *packages)


def _pip(env, command, *arguments):
    options = ["--disable-pip-version-check", "--quiet", *arguments]
    return run_quiet([env.python, "-m", "pip", command, *options], hint=_HINT)


def assemble(folder, found):
    """Fill `folder` with links to the addons in `found`, and no others.

    Odoo takes an addon from the first folder on its path that contains it. A single
    folder avoids ambiguity.

    :param found: dict of name to Path
    :return: dict of name to Path, the links
    """
    folder.mkdir(parents=True)
    for name, path in found.items():
        (folder / name).symlink_to(path)
    return addons.find(folder)

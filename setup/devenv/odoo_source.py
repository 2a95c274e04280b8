"""Odoo 19's source: ODOO_HOME, an importable `odoo`, or Debian's package."""

import hashlib
import importlib.util
import os
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from . import apt, paths
from .steps import SetupError, step

SERIES = "19.0"
PACKAGE = "odoo-19"
SUITE = "unstable"
# Odoo's package links into these packages; without them the login page answers 500.
# They come from an older suite: unstable's fonts-font-awesome is version 6 and lacks
# the files of version 4 that Odoo uses.
LINKED = re.compile(r"^(fonts-|libjs-)")
LINKED_SUITE = "trixie"
DIST_PACKAGES = "usr/lib/python3/dist-packages"


class Source(NamedTuple):
    """`home` belongs on PYTHONPATH; `version` changes with the source."""

    home: Path
    version: str
    origin: str


def find() -> Source:
    """The first source that exists; Debian's package is fetched.

    :raise SetupError: ODOO_HOME is not an Odoo 19, or the package cannot be fetched
    """
    if os.environ.get("ODOO_HOME"):
        home = Path(os.environ["ODOO_HOME"]).resolve()
        for folder in (home, home / DIST_PACKAGES, home / "lib/python3/dist-packages"):
            if source := _of_folder(folder, f"ODOO_HOME={home}"):
                return source
        mend = "point it to the folder that contains odoo/release.py, or unset it"
        raise SetupError(f"ODOO_HOME={home} is not an Odoo {SERIES}", mend)
    spec = importlib.util.find_spec("odoo")
    for location in (spec and spec.submodule_search_locations) or ():
        folder = Path(location).resolve().parent
        if source := _of_folder(folder, f"importable, {folder}"):
            return source
    return _debian()


def _of_folder(folder, origin):
    """The Source in the folder, None unless it holds an Odoo of the series."""
    release = folder / "odoo/release.py"
    pattern = r"^version_info\s*=\s*\((.+?),\s*(.+?),\s*(.+?),"
    match = release.is_file() and re.search(pattern, release.read_text(), re.M)
    version = ".".join(part.strip("'\" ") for part in match.groups()) if match else ""
    if not version.startswith(f"{SERIES}."):
        return None
    return Source(_isolated(folder), f"{version}:{folder}", origin)


def _isolated(home):
    """A folder with `odoo` and nothing else, which would shadow the venv's."""
    if home.name not in ("dist-packages", "site-packages"):
        return home
    key = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    folder = paths.cache_dir() / f"odoo-link-{key}"
    paths.build_once(folder, lambda target: (target / "odoo").symlink_to(home / "odoo"))
    return folder


def _debian():
    cache = paths.cache_dir()
    # A cached version is used until the cache is removed: no network on later starts.
    for mark in sorted(cache.glob(f"{PACKAGE}_*/.whole"), reverse=True):
        return _packaged(mark.parent)
    with step(f"Odoo {SERIES}") as notes, paths.locked(cache / "apt.lock"):
        client = apt.Apt(cache / "apt", apt.find_mirror(), [SUITE, LINKED_SUITE])
        client.run("apt-get", "--error-on=any", "-q", "update")
        version = client.field(PACKAGE, "Version")
        target = cache / f"{PACKAGE}_{version.replace(':', '%3a')}"
        paths.build_once(target, lambda root: _unpack(client, root))
        shutil.rmtree(cache / "apt", ignore_errors=True)
        notes.append(f"{PACKAGE} {version} from {client.uri}")
    return _packaged(target)


def _unpack(client, root):
    depends = client.field(PACKAGE, "Depends").split(",")
    names = [re.split(r"[\s(|:]", depend.strip())[0] for depend in depends]
    linked = [f"{name}/{LINKED_SUITE}" for name in names if LINKED.match(name)]
    client.unpack([PACKAGE, *linked], root)


def _packaged(root):
    return Source(root / DIST_PACKAGES, root.name, f"Debian package {root.name}")

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
# The package's static files are symlinks into these packages, taken from an older
# suite: unstable's fonts-font-awesome lacks the files of version 4 that Odoo needs.
LINKED = re.compile(r"^(fonts-|libjs-)")
LINKED_SUITE = "trixie"
DIST_PACKAGES = "usr/lib/python3/dist-packages"


class Source(NamedTuple):
    """`home` belongs on PYTHONPATH; `version` changes with the source."""

    home: Path
    version: str
    origin: str


def find() -> Source:
    """ODOO_HOME, or an importable Odoo, or Debian's package, fetched once.

    :raise SetupError: ODOO_HOME is not an Odoo 19, or the package cannot be fetched
    """
    if os.environ.get("ODOO_HOME"):
        home = Path(os.environ["ODOO_HOME"]).resolve()
        for folder in (home, home / DIST_PACKAGES, home / "lib/python3/dist-packages"):
            if source := _read(folder, f"ODOO_HOME={home}"):
                return source
        hint = "point it to the folder that contains odoo/release.py, or unset it"
        raise SetupError(f"ODOO_HOME={home} is not an Odoo {SERIES}", hint)
    spec = importlib.util.find_spec("odoo")
    for location in (spec and spec.submodule_search_locations) or ():
        folder = Path(location).resolve().parent
        if source := _read(folder, f"importable, {folder}"):
            return source
    root = _debian()
    return Source(root / DIST_PACKAGES, root.name, f"Debian package {root.name}")


def _read(folder, origin):
    """The Source in the folder, or None if it contains no Odoo of the series."""
    release = folder / "odoo/release.py"
    version = re.compile(r"^version_info\s*=\s*\((\d+),\s*(\d+),\s*(\d+)", re.M)
    match = release.is_file() and version.search(release.read_text())
    if not match or ".".join(match.groups()[:2]) != SERIES:
        return None
    return Source(_isolated(folder), f"{'.'.join(match.groups())}:{folder}", origin)


def _isolated(home):
    """A folder with only `odoo`, so that nothing else shadows the venv's packages."""
    if home.name not in ("dist-packages", "site-packages"):
        return home
    key = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    folder = paths.cache_dir() / f"odoo-link-{key}"
    paths.build_once(folder, lambda target: (target / "odoo").symlink_to(home / "odoo"))
    return folder


def _debian():
    """The folder of Debian's package; a cached version needs no network."""
    cache = paths.cache_dir()
    if marks := sorted(cache.glob(f"{PACKAGE}_*/.whole")):
        return marks[-1].parent
    with step(f"Odoo {SERIES}") as notes, paths.locked(cache / "apt.lock"):
        uri = apt.find_mirror()
        client = apt.Apt(cache / "apt", uri, [SUITE, LINKED_SUITE])
        version = client.field(PACKAGE, "Version")
        target = cache / f"{PACKAGE}_{version.replace(':', '%3a')}"
        paths.build_once(target, lambda root: _unpack(client, root))
        shutil.rmtree(cache / "apt", ignore_errors=True)
        notes.append(f"{PACKAGE} {version} from {uri}")
    return target


def _unpack(client, root):
    depends = client.field(PACKAGE, "Depends").split(",")
    names = [re.split(r"[\s(|:]", depend.strip())[0] for depend in depends]
    linked = [f"{name}/{LINKED_SUITE}" for name in names if LINKED.match(name)]
    client.unpack([PACKAGE, *linked], root)

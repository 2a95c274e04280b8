"""Odoo 19's source: ODOO_HOME, an importable `odoo`, or Debian's package."""

import hashlib
import importlib.util
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import apt, paths
from .steps import SetupError, step

SERIES = "19.0"
PACKAGE = f"odoo-{SERIES.split('.')[0]}"
SUITE = "unstable"
# The package holds links into these instead of the files themselves; without
# them the login page answers 500. They are taken from an older suite: unstable's
# fonts-font-awesome is version 6 and lacks the files of version 4 that Odoo uses.
LINKED = re.compile(r"^(fonts-|libjs-)")
LINKED_SUITE = "trixie"
DIST_PACKAGES = "usr/lib/python3/dist-packages"


@dataclass(frozen=True)
class Source:
    """Where Odoo is.

    :param home: Path to put on PYTHONPATH
    :param version: str; changes when the source changes
    :param origin: str for the person at the console
    """

    home: Path
    version: str
    origin: str

    @property
    def core_addons(self):
        """The folders with Odoo's own addons, list of Path."""
        both = (self.home / "odoo/addons", self.home / "addons")
        return [path for path in both if path.is_dir()]


def find():
    """The first source that is there.

    :return: Source
    :raise SetupError: ODOO_HOME is not an Odoo 19, or no source is to be had
    """
    if home := os.environ.get("ODOO_HOME"):
        return _from_home(Path(home).resolve())
    return _importable() or _debian()


def _from_home(home):
    for candidate in (home, home / DIST_PACKAGES, home / "lib/python3/dist-packages"):
        if (candidate / "odoo/release.py").is_file():
            break
    else:
        mend = "point it to the folder which holds odoo/release.py, or unset it"
        raise SetupError(f"ODOO_HOME={home} holds no Odoo", mend)
    series, version = _release(candidate)
    if series != SERIES:
        mend = f"point it to an Odoo {SERIES}, or unset it"
        raise SetupError(f"ODOO_HOME={home} is Odoo {series}, not {SERIES}", mend)
    return Source(_alone(candidate), f"{version}:{candidate}", f"ODOO_HOME={home}")


def _importable():
    """The `odoo` of the Python that runs this, where it is of the right series."""
    spec = importlib.util.find_spec("odoo")
    for location in (spec and spec.submodule_search_locations) or ():
        home = Path(location).resolve().parent
        if (home / "odoo/release.py").is_file():
            series, version = _release(home)
            if series == SERIES:
                return Source(_alone(home), f"{version}:{home}", f"importable, {home}")
    return None


def _release(home):
    """(series, version) as odoo/release.py of `home` says."""
    text = (home / "odoo/release.py").read_text()
    found = re.search(r"^version_info\s*=\s*\((.+?),\s*(.+?),\s*(.+?),", text, re.M)
    parts = [part.strip("'\" ") for part in found.groups()] if found else ["?", "?"]
    return ".".join(parts[:2]), ".".join(parts)


def _alone(home):
    """A folder to put on PYTHONPATH with `odoo` and nothing that shadows the venv."""
    if home.name not in ("dist-packages", "site-packages"):
        return home
    key = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    folder = paths.cache_dir() / f"odoo-link-{key}"
    paths.build_once(folder, lambda made: (made / "odoo").symlink_to(home / "odoo"))
    return folder


def _debian():
    cache = paths.cache_dir()
    # One version is kept until the cache is removed: no network on a later start.
    for known in sorted(cache.glob(f"{PACKAGE}_*/.whole"), reverse=True):
        return _packaged(known.parent)
    with step(f"Odoo {SERIES}") as notes:
        client = apt.Apt(cache / "apt", apt.find_mirror(), [SUITE, LINKED_SUITE])
        with paths.locked(cache / "apt.lock"):
            client.update()
            version = client.field(PACKAGE, "Version")
            target = cache / f"{PACKAGE}_{version.replace(':', '%3a')}"
            paths.build_once(target, lambda root: _unpack(client, root))
            shutil.rmtree(cache / "apt", ignore_errors=True)
        notes.append(f"{PACKAGE} {version} unpacked from {client.uri}")
    return _packaged(target)


def _unpack(client, root):
    depends = client.field(PACKAGE, "Depends").split(",")
    first = [re.split(r"[\s(|:]", each.strip())[0] for each in depends]
    linked = [f"{name}/{LINKED_SUITE}" for name in first if LINKED.match(name)]
    client.unpack([PACKAGE, *linked], root)
    web = root / DIST_PACKAGES / "odoo/addons/web/static"
    broken = [p for p in web.rglob("*") if p.is_symlink() and not p.exists()]
    if broken:
        cause = f"{PACKAGE} links to files of packages which were not unpacked"
        raise SetupError(f"{cause}: {broken[0].readlink()}", apt.MEND)


def _packaged(root):
    version = root.name.partition("_")[2]
    return Source(root / DIST_PACKAGES, version, f"Debian package {PACKAGE} {version}")

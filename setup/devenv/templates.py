"""Databases to clone for tests, so that no test waits for an installation.

Two layers, both named by a hash of what they hold: Odoo's own modules which the
addons need, and on top of it the addons themselves, with demo data.
"""

import hashlib
import os
import time
from pathlib import Path

from . import addons, database, paths
from .steps import step

# How many of each layer are kept: a checkout goes to and fro between branches.
KEPT = 3
LOG_SECONDS = 7 * 24 * 3600


def all_addons():
    """The addons of the checkout and those which only tests need, dict."""
    return {**addons.find(), **addons.find(addons.TEST_ADDONS)}


def name(what):
    """A database name of this checkout's own: a server may serve several.

    :param what: str
    """
    return f"{_prefix()}_{what}"


def scratch_name(what):
    """A database name for this process alone; see `sweep`."""
    return name(f"tmp_{os.getpid()}_{what}")


def sweep(env):
    """Drop what processes that are gone left: databases, and logs after a week."""
    for each in database.names(env, name("tmp_")):
        pid = int(each.removeprefix(name("tmp_")).partition("_")[0])
        if not Path(f"/proc/{pid}").exists():
            database.drop(env, each)
    for log in (env.data_dir / "log").glob("*.log"):
        if time.time() - log.stat().st_mtime > LOG_SECONDS:
            log.unlink(missing_ok=True)


def _prefix():
    return "t" + hashlib.sha256(str(paths.ROOT).encode()).hexdigest()[:8]


def core(env):
    """The database with Odoo's modules that the addons need; made when not there.

    :return: its name
    """
    modules = addons.outside(all_addons())
    key = repr((env.source.version, modules))
    return _ready(env, "core", key, modules, {}, None)


def full(env):
    """The database with all addons and demo data; made when not there.

    :return: its name
    """
    found = all_addons()
    prints = {each: addons.fingerprint(path) for each, path in found.items()}
    key = repr((env.source.version, sorted(prints.items())))
    if not found:
        return core(env)
    return _ready(env, "full", key, list(found), found, core)


def _ready(env, layer, key, modules, found, below):
    """The name of the layer's database, after making it when it is not there."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:10]
    wanted = name(f"{layer}_{digest}")
    if database.exists(env, wanted):
        return wanted
    source = below(env) if below else None
    with paths.locked(env.data_dir / f"{layer}.lock"):
        if not database.exists(env, wanted):
            with step(f"template database {layer}") as notes:
                database.create(env, wanted, modules, addons=found, source=source)
                notes.append(", ".join(modules))
            for old in database.names(env, name(f"{layer}_"))[:-KEPT]:
                database.drop(env, old)
    return wanted

"""Template databases, which tests clone instead of installing addons.

Two layers, each named by a hash of its content: the modules of Odoo that the addons
need, and on top of it the addons, with demo data.
"""

import hashlib
import os
import time
from pathlib import Path

from . import addons, database, paths
from .environment import Env
from .steps import step

# How many of each layer are kept, for a checkout that switches between branches.
KEPT = 3
LOG_SECONDS = 7 * 24 * 3600


def all_addons() -> addons.Addons:
    """The addons of the checkout and those that only tests need."""
    return {**addons.find(), **addons.find(addons.TEST_ADDONS)}


def name(what: str) -> str:
    """A database name that no other checkout uses on the same server."""
    return f"t{hashlib.sha256(str(paths.ROOT).encode()).hexdigest()[:8]}_{what}"


def scratch_name(what: str) -> str:
    """A database name for this process; `sweep` drops what it leaves behind."""
    return name(f"tmp_{os.getpid()}_{what}")


def sweep(env: Env) -> None:
    """Drop the databases of processes that are gone, and logs after a week."""
    for db in database.names(env, name("tmp_")):
        pid = db.removeprefix(name("tmp_")).partition("_")[0]
        if not Path(f"/proc/{pid}").exists():
            database.drop(env, db)
    for log in (env.data_dir / "log").glob("*.log"):
        if time.time() - log.stat().st_mtime > LOG_SECONDS:
            log.unlink(missing_ok=True)


def core(env: Env) -> str:
    """The database with Odoo's modules that the addons need; created if missing."""
    modules = addons.outside(all_addons())
    return _layer(env, "core", (env.source.version, modules), modules, {})


def full(env: Env) -> str:
    """The database with all addons and demo data; created if missing."""
    by_name = all_addons()
    prints = {name: addons.fingerprint(path) for name, path in by_name.items()}
    content = (env.source.version, sorted(prints.items()))
    return _layer(env, "full", content, list(by_name), by_name)


def _layer(env, layer, content, modules, by_name):
    digest = hashlib.sha256(repr(content).encode()).hexdigest()[:10]
    db = name(f"{layer}_{digest}")
    if database.exists(env, db):
        return db
    source = core(env) if by_name else "template0"
    with paths.locked(env.data_dir / f"{layer}.lock"):
        if not database.exists(env, db):
            with step(f"template database {layer}") as notes:
                database.create(env, db, modules, addons=by_name, source=source)
                notes.append(", ".join(modules))
            for old in database.names(env, name(f"{layer}_"))[:-KEPT]:
                database.drop(env, old)
    return db

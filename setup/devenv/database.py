"""Databases of Odoo: created with addons, cloned, updated, dropped."""

import contextlib
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from . import odoo_log, server
from .addons import Addons
from .environment import Env
from .steps import SetupError, run_quiet


@contextlib.contextmanager
def _connection(env, name="postgres"):
    """An autocommit cursor on the database `name` of the Env's server."""
    # Only the venv has it, and this package is also read before the venv exists.
    import psycopg2

    keys = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user"}
    keys["PGPASSWORD"] = "password"
    given = {key: env.variables[v] for v, key in keys.items() if v in env.variables}
    try:
        connection = psycopg2.connect(dbname=name, **given)
    except psycopg2.OperationalError as error:
        cause = str(error).splitlines()[0]
        mend = "check PGHOST, PGPORT, PGUSER and PGPASSWORD, or unset PGHOST"
        raise SetupError(f"PostgreSQL refuses: {cause}", mend) from error
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def query(env: Env, sql: str, values: Sequence = (), db: str = "postgres") -> list:
    """Run one statement outside a transaction; its rows as tuples, if any."""
    with _connection(env, db) as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def check(env: Env) -> None:
    """Check the user on a server that PGHOST names. :raise SetupError: unsuitable"""
    sql = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    user = query(env, "SELECT current_user")[0][0]
    if user == "postgres":
        cause = "Odoo refuses to work as PostgreSQL's user 'postgres'"
        raise SetupError(cause, "create one with CREATEDB and name it in PGUSER")
    if not query(env, sql)[0][0]:
        mend = f'ALTER ROLE "{user}" CREATEDB'
        raise SetupError(f"PostgreSQL's user {user} may not create databases", mend)


def exists(env: Env, name: str) -> bool:
    """Whether the database exists."""
    return bool(query(env, "SELECT 1 FROM pg_database WHERE datname = %s", (name,)))


def names(env: Env, prefix: str) -> list[str]:
    """The databases whose names begin with `prefix`, the oldest first."""
    sql = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid"
    return [row[0] for row in query(env, sql, (prefix,))]


def drop(env: Env, name: str) -> None:
    """Drop the database, if it exists, with its connections and its filestore."""
    query(env, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(_filestore(env, name), ignore_errors=True)


def clone(env: Env, source: str, name: str) -> None:
    """Make `name` a copy of `source`, filestore included."""
    drop(env, name)
    query(env, f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    if _filestore(env, source).is_dir():
        # Odoo names the files of a filestore by their hash and never rewrites them.
        target = _filestore(env, name)
        shutil.copytree(_filestore(env, source), target, copy_function=os.link)


def create(
    env: Env,
    name: str,
    modules: Sequence[str],
    demo: bool = True,
    addons: Addons | None = None,
    source: str | None = None,
) -> str:
    """Create the database with `modules` installed, in place of an old one.

    It gets its name when it is complete: an interruption leaves nothing half-done.

    :param addons: addons on the path; None for all of the checkout
    :param source: database to start from; None for an empty one
    :return: Odoo's log
    :raise SetupError: the installation failed
    """
    partial = f"{name}.making"
    if source:
        clone(env, source, partial)
    else:
        drop(env, partial)
        locale = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'"
        query(env, f'CREATE DATABASE "{partial}" {locale}')
        # Odoo would try to create it, and log an error where it is unavailable.
        sql = "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'"
        if query(env, sql):
            query(env, "CREATE EXTENSION IF NOT EXISTS pg_trgm", db=partial)
    log = update(env, partial, install=modules, demo=demo, addons=addons)
    drop(env, name)
    if _filestore(env, partial).is_dir():
        _filestore(env, partial).rename(_filestore(env, name))
    query(env, f'ALTER DATABASE "{partial}" RENAME TO "{name}"')
    return log


def update(
    env: Env,
    name: str,
    install: Sequence[str] = (),
    upgrade: Sequence[str] = (),
    demo: bool = True,
    addons: Addons | None = None,
) -> str:
    """Install and upgrade modules in a database.

    :return: Odoo's log
    :raise SetupError: Odoo failed or logged an error
    """
    options = ["--stop-after-init", "--no-http"]
    options += ["--with-demo"] if demo else []
    options += ["-i", ",".join(install)] if install else []
    options += ["-u", ",".join(upgrade)] if upgrade else []
    code, log = run_odoo(env, name, options, addons)
    text = log.read_text()
    errors = odoo_log.alarms(text, ("ERROR", "CRITICAL"))
    if code or errors:
        # The exception is below the traceback, and may take several lines.
        reason = "\n".join((errors or [text])[-1].splitlines()[-5:])
        modules = ", ".join(dict.fromkeys([*install, *upgrade]))
        cause = f"Odoo could not install {modules}:\n{reason}"
        raise SetupError(cause, f"the log is {log}")
    return text


def new_log(env: Env, name: str) -> Path:
    """An empty file for the log of a run of Odoo."""
    log = env.data_dir / "log" / f"{name}-{time.time_ns():x}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.touch()
    return log


def run_odoo(
    env: Env, name: str, options: Sequence[str], addons: Addons | None = None
) -> tuple[int, Path]:
    """Run Odoo on a database until it ends: (exit code, log)."""
    log = new_log(env, name)
    common = server.common_options(env, name, addons)
    command = [*env.command, *common, *options, "--logfile", log]
    try:
        printed, code = run_quiet(command, env=env.variables, mend=f"see {log}"), 0
    except SetupError as error:
        printed, code = str(error), 1
    with open(log, "a") as file:
        file.write(printed)
    return code, log


def _filestore(env, name):
    return env.data_dir / "filestore" / name

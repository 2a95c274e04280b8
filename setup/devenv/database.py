"""Databases of Odoo: with addons installed, cloned, dropped."""

import contextlib
import os
import shutil
import time

from . import odoo_log, server
from .steps import SetupError, run_quiet

FAILURES = {"ERROR", "CRITICAL"}


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


def query(env, sql, values=(), db="postgres"):
    """Run one statement outside a transaction.

    :return: list of tuples; [] when the statement has no result
    """
    with _connection(env, db) as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def check(env):
    """See that the server takes Odoo. :raise SetupError: it does not"""
    with _connection(env) as cursor:
        cursor.execute(
            "SELECT current_user, rolcreatedb OR rolsuper FROM pg_roles"
            " WHERE rolname = current_user"
        )
        user, creates = cursor.fetchone()
    if user == "postgres":
        cause = "Odoo refuses to work as PostgreSQL's user 'postgres'"
        raise SetupError(cause, "make another with CREATEDB and name it in PGUSER")
    if not creates:
        mend = f'ALTER ROLE "{user}" CREATEDB'
        raise SetupError(f"PostgreSQL's user {user} may not make databases", mend)


def exists(env, name):
    """Whether there is a database `name`."""
    sql = "SELECT 1 FROM pg_database WHERE datname = %s"
    return bool(query(env, sql, (name,)))


def names(env, prefix):
    """The databases whose names begin with `prefix`, the oldest first."""
    sql = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid"
    return [row[0] for row in query(env, sql, (prefix,))]


def drop(env, name):
    """Drop the database and its filestore, whoever is connected; none is fine."""
    query(env, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(_filestore(env, name), ignore_errors=True)


def _create_empty(env, name):
    """An empty database with the locale that Odoo asks for."""
    query(
        env,
        f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'",
    )
    # Odoo would ask for it and log an error where it is not installed.
    sql = "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'"
    if query(env, sql):
        query(env, "CREATE EXTENSION IF NOT EXISTS pg_trgm", db=name)


def clone(env, source, name):
    """Make `name` a copy of `source`, filestore included."""
    drop(env, name)
    query(env, f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    if _filestore(env, source).is_dir():
        # Files of a filestore are named by their hash and never written again.
        shutil.copytree(
            _filestore(env, source), _filestore(env, name), copy_function=os.link
        )


def rename(env, source, name):
    """Give the database and its filestore another name."""
    shutil.rmtree(_filestore(env, name), ignore_errors=True)
    if _filestore(env, source).is_dir():
        _filestore(env, source).rename(_filestore(env, name))
    query(env, f'ALTER DATABASE "{source}" RENAME TO "{name}"')


def create(env, name, modules, demo=True, addons=None, source=None):
    """Make the database with `modules` installed; an old one is dropped.

    It has another name until it is whole, so an interruption leaves none that
    looks ready.

    :param demo: with demo data
    :param addons: dict of addons as `addons.find` gives it; None for all
    :param source: name of a database to begin with, None for an empty one
    :return: Odoo's log, str
    :raise SetupError: Odoo could not install them
    """
    making = f"{name}.making"
    drop(env, making)
    if source:
        clone(env, source, making)
    else:
        _create_empty(env, making)
    log = update(env, making, install=modules, demo=demo, addons=addons)
    drop(env, name)
    rename(env, making, name)
    return log


def update(env, name, install=(), upgrade=(), demo=True, addons=None):
    """Install and upgrade modules in a database.

    :param install: names of modules, for -i
    :param upgrade: names of modules, for -u
    :param demo: whether a module that is new comes with demo data
    :return: Odoo's log, str
    :raise SetupError: Odoo could not
    """
    options = ["--stop-after-init", "--no-http"]
    options += ["--with-demo"] if demo else []
    options += ["-i", ",".join(install)] if install else []
    options += ["-u", ",".join(upgrade)] if upgrade else []
    code, log = run_odoo(env, name, options, addons)
    failed = [r for r in odoo_log.records(log.read_text()) if r[0] in FAILURES]
    if code or failed:
        reason = odoo_log.reason(failed[-1][2] if failed else odoo_log.tail(log))
        asked = ", ".join(dict.fromkeys([*install, *upgrade]))
        cause = f"Odoo could not install {asked}: {reason}"
        raise SetupError(cause, f"the whole log is in {log}")
    return log.read_text()


def run_odoo(env, name, options, addons=None):
    """Run Odoo on a database until it ends.

    :param options: list of str
    :return: (exit code, Path of the log)
    """
    log = env.data_dir / "log" / f"{name}-{time.time_ns():x}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("")
    given = [*server.common_options(env, name, addons), *options]
    command = [*env.command, *given, "--logfile", log]
    try:
        printed = run_quiet(command, env=env.variables, mend=f"see {log}")
        code = 0
    except SetupError as error:
        printed, code = str(error), 1
    with open(log, "a") as file:
        file.write(printed)
    return code, log


def _filestore(env, name):
    return env.data_dir / "filestore" / name

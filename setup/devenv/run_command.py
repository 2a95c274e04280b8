"""`setup/run`: Odoo with the addons of this checkout, until it is interrupted."""

import argparse
import json
import re
import time

from . import addons, database, environment, odoo_log, paths, postgres, server
from .steps import SetupError, say, step

CURL_LINES = paths.SETUP / "curl-lines.txt"
_MAKE_KEY = """
keys = env["res.users.apikeys"].with_user(env.ref("base.user_demo")).sudo()
print("key=" + keys._generate(None, "setup/run", None))
env.cr.commit()
"""


def run(script, arguments):
    """Bring Odoo up and keep it until a signal ends it.

    :param script: path of the command, to go on with it in the venv
    :param arguments: list of str
    :return: exit code
    :raise SetupError: with cause and mend
    """
    given, odoo_arguments = _parse(arguments)
    env = environment.enter(script, arguments)
    with postgres.Cluster("run") as cluster:
        env = env.using(cluster)
        database.check(env)
        with paths.locked(cluster.folder / f"{given.db}.lock"):
            _bring_up_to_date(env, given.db, given.reset, cluster.folder)
            key = _api_key(env, given.db, cluster.folder / f"{given.db}.key")
        port = server.free_port(given.port)
        if port != given.port:
            say(f"port {given.port} is taken, taking {port}")
        options = ["--max-cron-threads", "1", *odoo_arguments]
        odoo = server.OdooServer(env, given.db, port=port, args=options)
        return _serve(odoo, key)


def _parse(arguments):
    """(options, arguments for Odoo) out of the command line."""
    own, odoo_arguments = arguments, []
    if "--" in arguments:
        cut = arguments.index("--")
        own, odoo_arguments = arguments[:cut], arguments[cut + 1 :]
    parser = argparse.ArgumentParser(
        prog="setup/run",
        usage="%(prog)s [--port N] [--db NAME] [--reset] [-- ODOO ARGUMENTS]",
        description=(
            "Odoo 19 with this checkout's addons and demo data. The first start"
            " fetches Odoo and makes the database; later ones upgrade what changed."
        ),
    )
    parser.add_argument("--port", type=int, default=8069, help="default 8069")
    parser.add_argument("--db", default="endpoint", help="default endpoint")
    parser.add_argument("--reset", action="store_true", help="make the database anew")
    given = parser.parse_args(own)
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]{0,50}", given.db):
        parser.error("NAME: letters, digits and _ . - please")
    return given, odoo_arguments


def _bring_up_to_date(env, db, reset, folder):
    """Make the database, or install and upgrade what is new in the addons.

    What the database holds is remembered in a file beside it: the fingerprint
    of each addon as it was installed.
    """
    state_file = folder / f"{db}.json"
    found = addons.find()
    wanted = {name: addons.fingerprint(path) for name, path in found.items()}
    modules = [*addons.BASE_MODULES, *wanted]
    if reset or not database.exists(env, db):
        state_file.unlink(missing_ok=True)
        (folder / f"{db}.key").unlink(missing_ok=True)
        with step(f"database {db} with demo data") as notes:
            database.create(env, db, modules)
            notes.append(", ".join(modules))
    else:
        known = json.loads(state_file.read_text()) if state_file.exists() else {}
        if gone := sorted(set(known) - set(wanted)):
            say(f"installed but not here any more: {', '.join(gone)}; see --reset")
        changed = [name for name in wanted if known.get(name) != wanted[name]]
        if not changed:
            return
        with step("addons which changed") as notes:
            # Odoo installs what -i names and is not there, and upgrades what is.
            database.update(env, db, install=changed, upgrade=changed)
            notes.append(", ".join(changed))
    state_file.write_text(json.dumps(wanted, indent=1))


def _api_key(env, db, path):
    """An API key of the demo user, made once for a database.

    :param path: of the file that keeps it
    :return: str
    """
    if not path.exists():
        with step("API key of the user demo"):
            options = ["shell", *server.common_options(env, db), "--no-http"]
            printed = server.run_shell(env, options, _MAKE_KEY)
            path.touch(mode=0o600)
            path.write_text(printed.rpartition("key=")[2].split()[0])
    return path.read_text()


def _serve(odoo, key):
    """Start Odoo, say where it is, wait until it ends. :return: exit code"""
    with step("Odoo") as notes:
        odoo.start()
        notes.append(f"log in {odoo.log_path}")
    follower = odoo_log.Follower(odoo.log_path, say)
    try:
        follower.start()
        _say_ready(odoo.url, key)
        while odoo.poll() is None:
            time.sleep(0.3)
    finally:
        odoo.stop()
        follower.stop()
    if odoo.poll():
        tail = odoo_log.tail(odoo.log_path)
        cause = f"Odoo ended by itself ({odoo.poll()}); its last lines:\n{tail}"
        raise SetupError(cause, f"see {odoo.log_path}")
    return 0


def _say_ready(url, key):
    say(f"\n  {url}\n  login admin, password admin; Ctrl-C stops everything\n")
    if CURL_LINES.exists():
        lines = CURL_LINES.read_text()
        say(lines.replace("{url}", url).replace("{key}", key))
    say(f"export LIBRARY_URL={url} LIBRARY_KEY={key}")
    say("$(./setup/python) examples/library.py list moby")

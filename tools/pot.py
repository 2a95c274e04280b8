#!/usr/bin/env python3
"""Write i18n/<addon>.pot of every addon.

The terms come from a database with these addons and nothing else, which is made
in the tests' PostgreSQL and dropped again.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "setup"))

from devenv import addons, database, environment, postgres  # noqa: E402
from devenv.steps import main, run_quiet, step  # noqa: E402

DB = "pot"
# What differs from one run to the next, or from one build of Odoo to another.
DATES = re.compile(r'^"(POT-Creation|PO-Revision)-Date: .*\n', re.MULTILINE)
BUILD = re.compile(r"(?<=Project-Id-Version: Odoo Server 19\.0)[^\\]+")


def export():
    env = environment.enter(__file__, sys.argv[1:])
    found = addons.find()
    with postgres.Cluster("test") as cluster:
        env = env.using(cluster)
        try:
            with step("install the addons"):
                database.create(env, DB, list(found), demo=False)
            with step("export their terms"):
                run_quiet(
                    [*env.command, "i18n", "export", "-d", DB, *found],
                    # The command has no options for these.
                    env={
                        **env.variables,
                        "ODOO_ADDONS_PATH": ",".join(addons.search_path(found)),
                        "ODOO_DATA_DIR": str(env.data_dir),
                    },
                    mend="is every addon installable?",
                )
        finally:
            database.drop(env, DB)
    for name, folder in found.items():
        pot = folder / "i18n" / f"{name}.pot"
        pot.write_text(BUILD.sub("", DATES.sub("", pot.read_text("utf-8"))), "utf-8")


if __name__ == "__main__":
    main(export)

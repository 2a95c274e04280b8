"""Debian packages without root: apt-get with its lists and downloads kept local."""

import os
import re
from pathlib import Path

from .steps import SetupError, run_quiet

REMEDY = (
    "set ODOO_HOME to a checkout or an installed tree of Odoo 19, or add a reachable"
    " Debian mirror to this machine's apt sources"
)
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
SUITES = "oldstable stable testing unstable bullseye bookworm trixie forky sid".split()


def find_mirror() -> str:
    """The URI of the Debian mirror in this machine's apt sources.

    :raise SetupError: not found
    """
    fields = ["--format", "$(RELEASE) $(COMPONENT) $(REPO_URI)", "Created-By: Packages"]
    targets = run_quiet(["apt-get", "indextargets", *fields], hint=REMEDY)
    sources = re.findall(r"^(\S+) main (\S+?)/?$", targets, re.M)
    uris = [uri for suite, uri in sources if suite in SUITES]
    if not uris:
        raise SetupError("no Debian mirror in this machine's apt sources", REMEDY)
    # Third parties also publish under Debian's suites, but rarely at the path /debian.
    return next((uri for uri in uris if uri.endswith("/debian")), uris[0])


class Apt:
    """apt-get on the mirror `uri` with its state in `folder`; fetches the lists."""

    def __init__(self, folder: Path, uri: str, suites: list[str]) -> None:
        for name in ("lists/partial", "cache/archives/partial", "debs"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        signed = f"[signed-by={KEYRING}] " if KEYRING.exists() else ""
        lines = [f"deb {signed}{uri} {suite} main\n" for suite in suites]
        (folder / "debian.list").write_text("".join(lines))
        self.folder = folder
        settings = {
            "Dir::Etc::sourcelist": folder / "debian.list",
            "Dir::Etc::sourceparts": "-",
            "Dir::State": folder,
            "Dir::State::status": os.devnull,
            "Dir::Cache": folder / "cache",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            # As root, apt would switch to a user who cannot write to root's cache.
            "APT::Sandbox::User": "root",
        }
        self._options = [f"-o{name}={value}" for name, value in settings.items()]
        self._run("apt-get", "--error-on=any", "-q", "update")

    def _run(self, program, *arguments):
        command = [program, *self._options, *arguments]
        return run_quiet(command, cwd=self.folder / "debs", hint=REMEDY)

    def field(self, package: str, name: str) -> str:
        """A field of `package`, e.g. "Version"."""
        text = self._run("apt-cache", "--no-all-versions", "show", package)
        return re.search(rf"^{name}: (.*)$", text, re.M).group(1)

    def unpack(self, packages: list[str], root: Path) -> None:
        """Download `packages` (NAME or NAME/SUITE) and unpack them into `root`."""
        self._run("apt-get", "-q", "download", *packages)
        for archive in (self.folder / "debs").glob("*.deb"):
            run_quiet(["dpkg-deb", "-x", archive, root], hint="is the disk full?")

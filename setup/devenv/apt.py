"""Debian packages without root: apt-get with its lists and downloads in our folder."""

import os
import re
from pathlib import Path

from .steps import SetupError, run_quiet

REMEDY = (
    "set ODOO_HOME to a checkout or an installed tree of Odoo 19, or add a Debian"
    " mirror to this machine's apt sources"
)
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
CODENAMES = {"bullseye", "bookworm", "trixie", "forky", "duke", "sid"}
SUITES = {"oldoldstable", "oldstable", "stable", "testing", "unstable", *CODENAMES}


def find_mirror() -> str:
    """The URI of the Debian mirror in this machine's apt sources.

    :raise SetupError: there is none
    """
    fields = ["--format", "$(RELEASE) $(COMPONENT) $(REPO_URI)", "Created-By: Packages"]
    targets = run_quiet(["apt-get", "indextargets", *fields], mend=REMEDY).splitlines()
    parts = [line.split() for line in targets if len(line.split()) == 3]
    uris = [uri for suite, part, uri in parts if suite in SUITES and part == "main"]
    # Third parties also publish under Debian's suites, but rarely at the path /debian.
    uris.sort(key=lambda uri: not uri.rstrip("/").endswith("/debian"))
    if not uris:
        raise SetupError("no Debian mirror in this machine's apt sources", REMEDY)
    return uris[0]


class Apt:
    """apt-get on the mirror `uri` with its state in `folder`."""

    def __init__(self, folder: Path, uri: str, suites: list[str]) -> None:
        self.folder = folder
        self.uri = uri
        for name in ("lists/partial", "cache/archives/partial", "debs"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        source = f"Types: deb\nURIs: {uri}\nSuites: {' '.join(suites)}\n"
        source += "Components: main\n"
        source += f"Signed-By: {KEYRING}\n" if KEYRING.exists() else ""
        (folder / "debian.sources").write_text(source)

    def _run(self, program, *arguments, cwd=None):
        settings = {
            "Dir::Etc::sourcelist": self.folder / "debian.sources",
            "Dir::Etc::sourceparts": "-",
            "Dir::State": self.folder,
            "Dir::State::status": os.devnull,
            "Dir::Cache": self.folder / "cache",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            # As root, apt would drop to a user who cannot write into root's cache.
            "APT::Sandbox::User": "root",
        }
        options = [part for k, v in settings.items() for part in ("-o", f"{k}={v}")]
        remedy = f"is {self.uri} reachable? Otherwise: {REMEDY}"
        return run_quiet([program, *options, *arguments], cwd=cwd, mend=remedy)

    def update(self) -> None:
        """Fetch the package lists. :raise SetupError: the mirror does not answer"""
        self._run("apt-get", "--error-on=any", "-q", "update")

    def field(self, package: str, name: str) -> str:
        """A field of `package`, e.g. "Version". :raise SetupError: no such package"""
        text = self._run("apt-cache", "--no-all-versions", "show", package)
        match = re.search(rf"^{name}: (.*)$", text, re.M)
        if not match:
            raise SetupError(f"{self.uri} has no package {package}", REMEDY)
        return match.group(1)

    def unpack(self, packages: list[str], root: Path) -> None:
        """Download `packages` (NAME or NAME/SUITE) and unpack them into `root`."""
        archives = self.folder / "debs"
        self._run("apt-get", "-q", "download", *packages, cwd=archives)
        for archive in archives.glob("*.deb"):
            remedy = "is there room on the disk of the cache folder?"
            run_quiet(["dpkg-deb", "-x", archive, root], mend=remedy)
            archive.unlink()

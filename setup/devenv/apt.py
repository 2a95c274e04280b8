"""Packages of Debian's mirror, without touching the system's apt.

The mirror is the one that this machine's own apt sources name. Lists, state
and downloads live in a folder of ours, so no root is needed; signatures are
checked with the machine's keyring.
"""

import os
import re
from pathlib import Path

from .steps import SetupError, run_quiet

ETC = Path("/etc/apt")
MEND = (
    "set ODOO_HOME to a checkout or an installed tree of Odoo 19, or put a Debian"
    " mirror into this machine's apt sources"
)
# Others than Debian publish under a codename too, but not under these alone.
DEBIAN_SUITES = {
    *("oldoldstable", "oldstable", "stable", "testing", "unstable", "sid"),
    *("bullseye", "bookworm", "trixie", "forky", "duke"),
}


def find_mirror(etc=ETC):
    """The Debian mirror among this machine's apt sources.

    :param etc: the folder with sources.list and sources.list.d
    :return: (URI, text of the Signed-By field or "")
    :raise SetupError: none of the sources is Debian's
    """
    folder = etc / "sources.list.d"
    found = []
    for path in [etc / "sources.list", *sorted(folder.glob("*.list"))]:
        if path.is_file():
            found += _one_line_sources(path.read_text())
    for path in sorted(folder.glob("*.sources")):
        found += _deb822_sources(path.read_text())
    mirrors = [
        (uri, signed_by)
        for uri, suites, components, signed_by in found
        if DEBIAN_SUITES.intersection(suites) and "main" in components
    ]
    # A third party may copy suite and component; few also copy the path.
    mirrors.sort(key=lambda mirror: not mirror[0].rstrip("/").endswith("/debian"))
    if not mirrors:
        raise SetupError(f"no Debian mirror in the apt sources below {etc}", MEND)
    return mirrors[0]


def _one_line_sources(text):
    """Yield (URI, suites, components, Signed-By) of `deb [...] URI SUITE MAIN…`."""
    pattern = r"^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+([^#\n]*)"
    for options, uri, suite, components in re.findall(pattern, text, re.M):
        signed_by = re.search(r"signed-by=(\S+)", options, re.I)
        key = signed_by.group(1).replace(",", " ") if signed_by else ""
        yield uri, [suite], components.split(), key


def _deb822_sources(text):
    """Yield (URI, suites, components, Signed-By) of each stanza that is on."""
    text = re.sub(r"^#.*\n?", "", text, flags=re.M)
    for stanza in re.split(r"\n\s*\n", text):
        pairs = re.findall(r"^([\w-]+):((?:.*)(?:\n[ \t].*)*)", stanza, re.M)
        fields = {name.lower(): value.strip() for name, value in pairs}
        on = fields.get("enabled", "yes").lower() not in ("no", "false")
        if on and "deb" in fields.get("types", "").split() and "uris" in fields:
            yield (
                fields["uris"].split()[0],
                fields.get("suites", "").split(),
                fields.get("components", "").split(),
                fields.get("signed-by", ""),
            )


class Apt:
    """apt-get with its state in `folder`.

    :param folder: Path; made when it is not there
    :param mirror: what `find_mirror` returns
    :param suites: list of str, e.g. "unstable"
    """

    def __init__(self, folder, mirror, suites):
        self.folder = folder
        self.uri, signed_by = mirror
        for name in ("lists/partial", "cache/archives/partial"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        stanza = f"Types: deb\nURIs: {self.uri}\nSuites: {' '.join(suites)}\n"
        stanza += "Components: main\n"
        stanza += f"Signed-By: {signed_by}\n" if signed_by else ""
        (folder / "debian.sources").write_text(stanza)

    def _options(self):
        folder = self.folder
        settings = {
            "Dir::Etc::sourcelist": folder / "debian.sources",
            "Dir::Etc::sourceparts": "-",
            "Dir::State": folder,
            "Dir::State::status": os.devnull,
            "Dir::Cache": folder / "cache",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            # Root's apt drops to a user who cannot write into root's cache folder.
            "APT::Sandbox::User": "root",
        }
        return [part for k, v in settings.items() for part in ("-o", f"{k}={v}")]

    def update(self):
        """Fetch the package lists. :raise SetupError: the mirror does not answer"""
        run_quiet(
            ["apt-get", *self._options(), "--error-on=any", "-q", "update"],
            mend=f"is {self.uri} reachable? Otherwise: {MEND}",
        )

    def field(self, package, name):
        """The value of one field of `package`, e.g. "Version".

        :raise SetupError: the mirror has no such package
        """
        text = run_quiet(
            ["apt-cache", *self._options(), "--no-all-versions", "show", package],
            mend=MEND,
        )
        found = re.search(rf"^{name}: (.*)$", text, re.M)
        if not found:
            raise SetupError(f"{self.uri} has no package {package}", MEND)
        return found.group(1)

    def unpack(self, packages, root):
        """Download `packages`, check their signatures, unpack them into `root`.

        :param packages: list of NAME, or NAME/SUITE
        """
        archives = self.folder / "debs"
        archives.mkdir(exist_ok=True)
        run_quiet(
            ["apt-get", *self._options(), "-q", "download", *packages],
            cwd=archives,
            mend=f"is {self.uri} reachable? Otherwise: {MEND}",
        )
        for archive in sorted(archives.glob("*.deb")):
            run_quiet(
                ["dpkg-deb", "-x", archive, root],
                mend="is there room on the disk of the cache folder?",
            )
            archive.unlink()

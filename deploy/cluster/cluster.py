"""The processes of the cluster, and the operations on them."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from devenv import database, redis, replica, server
from devenv.addons import Addons
from devenv.environment import Env

from . import configuration
from .nginx import Nginx

HOSTS, WORKERS = 2, 2
PREFIX = "/erp"


@dataclass(eq=False)
class Cluster:
    """All processes that serve one database."""

    env: Env
    db: str
    addons: Addons
    standby: replica.Replica
    redis: redis.Redis
    hosts: Sequence[server.OdooServer]
    nginx: Nginx

    @property
    def url(self) -> str:
        """The URL that clients call."""
        return self.nginx.url

    def restart(self, index: int, upgrade: Sequence[str] = ()) -> None:
        """Restart a host while the others serve, optionally upgrading modules."""
        self.nginx.drain([index])
        self.hosts[index].stop()
        if upgrade:
            database.update(self.env, self.db, upgrade=upgrade, addons=self.addons)
        self.hosts[index].start()
        self.nginx.drain([])

    def rolling_upgrade(self, modules: Sequence[str]) -> None:
        """Upgrade modules and restart all hosts, one after the other."""
        for index in range(len(self.hosts)):
            self.restart(index, () if index else modules)


@contextlib.contextmanager
def running(
    env: Env, db: str, by_name: Addons, folder: Path, port: int = 0
) -> Iterator[Cluster]:
    """A cluster on an existing database, which is stopped when the block ends.

    :param env: an Env with the primary's PG* variables
    :param folder: folder for configuration and logs
    :param port: of nginx; 0 for any free one
    :raise SetupError: nginx or Redis is missing, or a process does not start
    """
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        counters = stack.enter_context(redis.Redis())
        standby = stack.enter_context(replica.running(env, folder / "replica"))
        standby.wait()
        hosts, events = [], []
        for index in range(HOSTS):
            host, events_port = _host(
                env, db, by_name, folder / f"host{index}", standby
            )
            stack.callback(host.kill)
            hosts.append(host.start())
            events.append(f"127.0.0.1:{events_port}")
        addresses = [f"127.0.0.1:{host.port}" for host in hosts]
        nginx = Nginx(
            folder / "nginx", server.free_port(port), addresses, events, PREFIX
        )
        stack.enter_context(nginx)
        yield Cluster(env, db, by_name, standby, counters, hosts, nginx)


def _host(env, db, by_name, folder, standby):
    """(an Odoo server that is not started yet, port of its bus)"""
    folder.mkdir(exist_ok=True)
    http_port, events_port = server.free_port(), server.free_port()
    values = {
        "ADDRESS": "127.0.0.1",
        "HTTP_PORT": http_port,
        "EVENTS_PORT": events_port,
        "DB_HOST": env.variables["PGHOST"],
        "DB_PORT": env.variables["PGPORT"],
        "DB_USER": env.variables["PGUSER"],
        "DB_NAME": db,
        "REPLICA_HOST": standby.socket,
        "REPLICA_PORT": replica.PORT,
        "DATA_DIR": env.data_dir,
    }
    path = configuration.write("odoo.conf", folder, values)
    args = ["-c", str(path), "--gevent-port", str(events_port)]
    options = {"workers": WORKERS, "port": http_port, "args": args}
    return server.OdooServer(env, db, addons=by_name, **options), events_port

"""Adapters that give the RPC clients used by integrators a common interface.

``create``, ``read``, ``write``, ``unlink`` and ``lend`` of a model. The methods raise
:class:`Refused` if the server refuses the call.
"""

import contextlib
import xmlrpc.client
from urllib.parse import urlsplit

import erppeek
import odoorpc
import requests

LOGIN = "admin"


class Refused(Exception):
    """The server's error message."""


class Client:
    """
    :param url: URL of the server
    :param db: name of the database
    :param key: an API key of the user `LOGIN`
    """

    def __init__(self, url, db, key):
        self.url, self.db, self.key = url, db, key
        self.connect()

    def connect(self):
        """Log in, if the protocol has a login."""


class XmlRpc(Client):
    def connect(self):
        common = xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/common")
        self.uid = common.authenticate(self.db, LOGIN, self.key, {})
        self.models = xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/object")

    def call(self, model, method, *args):
        try:
            return self.models.execute_kw(
                self.db, self.uid, self.key, model, method, args
            )
        except xmlrpc.client.Fault as fault:
            raise Refused(fault.faultString) from fault

    def create(self, model, values):
        return self.call(model, "create", values)

    def read(self, model, record, field):
        return self.call(model, "read", [record], [field])[0][field]

    def write(self, model, record, values):
        return self.call(model, "write", [record], values)

    def unlink(self, model, record):
        return self.call(model, "unlink", [record])

    def lend(self, record, partner):
        return self.call("library.book", "lend", [record], partner)


class OdooRpc(Client):
    def connect(self):
        place = urlsplit(self.url)
        self.odoo = odoorpc.ODOO(place.hostname, port=place.port)
        self.odoo.login(self.db, LOGIN, self.key)

    @contextlib.contextmanager
    def model(self, name):
        try:
            yield self.odoo.env[name]
        except odoorpc.error.RPCError as error:
            raise Refused(str(error)) from error

    def create(self, model, values):
        with self.model(model) as Model:
            return Model.create(values)

    def read(self, model, record, field):
        with self.model(model) as Model:
            return getattr(Model.browse(record), field)

    def write(self, model, record, values):
        with self.model(model) as Model:
            return Model.browse(record).write(values)

    def unlink(self, model, record):
        with self.model(model) as Model:
            return Model.browse(record).unlink()

    def lend(self, record, partner):
        with self.model("library.book") as Model:
            return Model.browse(record).lend(partner)


class ErpPeek(Client):
    """odoorpc, called by the name of a model.

    Its records (``client.model(name).browse(id).name``) request ``fields_get_keys``,
    which no longer exists in Odoo 19, with or without these addons.
    """

    def connect(self):
        self.client = erppeek.Client(self.url, self.db, LOGIN, self.key)

    def call(self, method, *args):
        try:
            return getattr(self.client, method)(*args)
        except erppeek.Fault as fault:
            raise Refused(fault.faultCode) from fault

    def create(self, model, values):
        return self.call("create", model, values)

    def read(self, model, record, field):
        return self.call("read", model, record, field)

    def write(self, model, record, values):
        return self.call("write", model, record, values)

    def unlink(self, model, record):
        return self.call("unlink", model, record)

    def lend(self, record, partner):
        return self.call("execute", "library.book", "lend", [record], partner)


class Json2(Client):
    def call(self, model, method, **body):
        answer = requests.post(
            f"{self.url}/json/2/{model}/{method}",
            headers={
                "Authorization": f"bearer {self.key}",
                "X-Odoo-Database": self.db,
            },
            json=body,
            timeout=60,
        )
        if not answer.ok:
            raise Refused(answer.json()["message"])
        return answer.json()

    def create(self, model, values):
        return self.call(model, "create", vals_list=[values])[0]

    def read(self, model, record, field):
        return self.call(model, "read", ids=[record], fields=[field])[0][field]

    def write(self, model, record, values):
        return self.call(model, "write", ids=[record], vals=values)

    def unlink(self, model, record):
        return self.call(model, "unlink", ids=[record])

    def lend(self, record, partner):
        return self.call("library.book", "lend", ids=[record], partner_id=partner)


CLIENTS = (XmlRpc, OdooRpc, ErpPeek, Json2)

"""API keys of the scope ``endpoint``: they open endpoints, and nothing else of Odoo.

Odoo's own table has the hash, the user and the expiry date; ``endpoint.key`` has what
the key opens. RPC refuses these keys, because it asks for keys of the scope ``rpc``.
"""

import hashlib
import os
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from odoo.tools.lru import LRU

from odoo.addons.base.models.res_users import INDEX_SIZE, KEY_CRYPT_CONTEXT

SCOPE = "endpoint"
# Odoo's _check_credentials, with what the key opens.
_FIND = """
SELECT apikey.key, apikey.id, apikey.user_id, apikey.scope = 'endpoint',
       EXISTS (
           SELECT FROM endpoint_key_endpoint_rel
            WHERE key_id = bound.id AND endpoint_id = %(endpoint)s
       ) OR %(group)s = ANY(string_to_array(bound.route_groups, E'\\n')),
       CASE WHEN bound.last_use_date >= now() AT TIME ZONE 'utc' - interval '1 hour'
            THEN NULL ELSE bound.id END
  FROM res_users_apikeys apikey
  JOIN res_users ON res_users.id = apikey.user_id
  LEFT JOIN endpoint_key bound ON bound.apikey_id = apikey.id
 WHERE res_users.active
   AND apikey.index = %(index)s
   AND (apikey.scope IS NULL OR apikey.scope IN ('rpc', 'endpoint'))
   AND (apikey.expiration_date IS NULL
        OR apikey.expiration_date >= now() AT TIME ZONE 'utc')
"""


# Odoo's hash takes longer than all else of a small request. Each process remembers the
# keys that it has confirmed, as digests. Each request still reads the stored hash, so a
# key that was revoked or has expired is refused at once.
_confirmed: LRU = LRU(4096)
_SECRET = os.urandom(32)


def _verify(key: str, hashed: str) -> bool:
    text = f"{hashed}\0{key}".encode()
    digest = hashlib.blake2b(text, key=_SECRET, digest_size=32).digest()
    if digest in _confirmed:
        return True
    if is_valid := KEY_CRYPT_CONTEXT.verify(key, hashed):
        _confirmed[digest] = True
    return is_valid


class Key(NamedTuple):
    """A valid API key that a caller sent."""

    #: id in ``res.users.apikeys``; None if another addon accepts the key
    id: int | None
    user_id: int
    #: False for a key that opens all of RPC as well
    is_endpoint_key: bool = False
    #: whether an endpoint key is bound to the endpoint
    opens: bool = False
    #: id of the ``endpoint.key`` whose last use is to be noted, if it is
    due_id: int | None = None


class ResUsersApikeys(models.Model):
    _inherit = "res.users.apikeys"

    def _generate_endpoint_key(
        self,
        user: models.BaseModel,
        name: str,
        endpoints: models.BaseModel | None = None,
        route_groups: Iterable[str] | None = None,
        expiration_date: datetime | date | None = None,
    ) -> str:
        """Create a key that opens endpoints only. Bound to nothing, it opens nothing.

        :param user: the user whose rights a request has
        :param name: tells what the key is for
        :param endpoints: records of ``endpoint.endpoint``
        :param route_groups: groups of endpoints, of any model, including those that
            join later
        :param expiration_date: UTC; None for a key that does not expire
        :return: the key, which cannot be read again
        :raise AccessError: the current user is not a system administrator
        :raise UserError: the user cannot have a key, or it has already expired
        """
        if not self.env.is_system():
            raise AccessError(self.env._("Only administrators create endpoint keys."))
        expiration_date = fields.Datetime.to_datetime(expiration_date or False)
        self._check_endpoint_key(user, name, endpoints, expiration_date)
        # As superuser: Odoo limits how long keys of other users last.
        keys = self.env["res.users.apikeys"].with_user(user).sudo()
        key = keys._generate(SCOPE, name.strip(), expiration_date)
        self.env.cr.execute(
            SQL(
                "SELECT max(id) FROM res_users_apikeys"
                " WHERE user_id = %s AND index = %s",
                *(user.id, key[:INDEX_SIZE]),
            )
        )
        # As superuser: nobody creates these records in another way.
        self.env["endpoint.key"].sudo().create(
            {
                "apikey_id": self.env.cr.fetchone()[0],
                "endpoint_ids": endpoints.ids if endpoints else [],
                "route_groups": "\n".join(route_groups or ()),
            }
        )
        return key

    def _check_endpoint_key(self, user, name, endpoints, expiration_date):
        if not (name or "").strip():
            raise UserError(self.env._("Enter what the key is for."))
        user = user.sudo()
        if len(user) != 1 or not user.active or user._is_public():
            raise UserError(
                self.env._("Choose an active user for the key, not the public user.")
            )
        if endpoints is not None and endpoints._name != "endpoint.endpoint":
            raise UserError(
                self.env._(
                    "Keys are bound to records of Endpoint. Use a route group for %s.",
                    endpoints._description,
                )
            )
        if expiration_date and expiration_date <= fields.Datetime.now():
            raise UserError(self.env._("Choose an expiry date in the future."))

    def _find_key(self, key: str, endpoint_id: int, route_group: str) -> Key | None:
        """Find a key that Odoo would accept for RPC, or an endpoint key.

        :param key: 8 to 4,096 printable ASCII characters
        :param endpoint_id: id of the called ``endpoint.endpoint``, 0 for other models
        :param route_group: of the called endpoint, or empty
        :return: None if it is wrong or expired, or its user is archived
        """
        params = {
            "endpoint": endpoint_id,
            "group": route_group or None,
            "index": key[:INDEX_SIZE],
        }
        self.env.cr.execute(_FIND, params)
        for hashed, key_id, user_id, *rest in self.env.cr.fetchall():
            if _verify(key, hashed):
                is_endpoint_key, opens, due_id = rest
                return Key(key_id, user_id, bool(is_endpoint_key), bool(opens), due_id)
        # Other addons may accept more keys.
        user_id = self._check_credentials(scope="rpc", key=key)
        return Key(None, user_id) if user_id else None

"""What the API keys of the scope ``endpoint`` open."""

import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models, sql_db
from odoo.fields import Domain
from odoo.sql_db import PoolError
from odoo.tools import SQL, sql

from odoo.addons.base.models.res_users import check_identity

_logger = logging.getLogger(__name__)
_WARNING = timedelta(days=14)
_NOTE_USE = """
UPDATE endpoint_key
   SET last_use_date = now() AT TIME ZONE 'utc', last_use_address = %s
 WHERE id = (
       SELECT id FROM endpoint_key
        WHERE id = %s
          AND COALESCE(last_use_date, '-infinity')
              < now() AT TIME ZONE 'utc' - interval '1 hour'
          FOR NO KEY UPDATE SKIP LOCKED)
"""


class EndpointKey(models.Model):
    """One record for each key of the scope ``endpoint``. Created only by
    ``res.users.apikeys._generate_endpoint_key``.
    """

    _name = "endpoint.key"
    _description = "Endpoint key"
    _order = "id desc"

    apikey_id = fields.Many2one(
        comodel_name="res.users.apikeys",
        string="API key",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    name = fields.Char(related="apikey_id.name", string="Description")
    user_id = fields.Many2one(related="apikey_id.user_id")
    expiration_date = fields.Datetime(
        related="apikey_id.expiration_date", string="Expires"
    )
    endpoint_ids = fields.Many2many(
        comodel_name="endpoint.endpoint",
        relation="endpoint_key_endpoint_rel",
        column1="key_id",
        column2="endpoint_id",
        string="Endpoints",
        context={"active_test": False},
        help="Endpoints that the key opens.",
    )
    route_groups = fields.Text(
        string="Route groups",
        help="Groups of endpoints that the key opens, one per line. Endpoints that "
        "join a group later are included.",
    )
    opened_routes = fields.Text(
        string="Accessible endpoints",
        compute="_compute_opened_routes",
        help="All endpoints that the key opens now.",
    )
    last_use_date = fields.Datetime(
        string="Last use",
        readonly=True,
        help="Accurate to an hour.",
    )
    last_use_address = fields.Char(string="Last address", readonly=True)
    expires_soon = fields.Boolean(
        string="Expires soon",
        compute="_compute_expires_soon",
        search="_search_expires_soon",
    )
    is_expiry_announced = fields.Boolean(string="Expiry announced", readonly=True)

    _apikey_id_uniq = models.UniqueIndex("(apikey_id)")

    def init(self):
        # Odoo adds no foreign key to a table that it does not create itself. Odoo also
        # deletes keys by SQL (res.users.apikeys, _gc_user_apikeys).
        key = (self._table, "apikey_id", "res_users_apikeys", "id")
        if not sql.get_foreign_keys(self.env.cr, *key, "cascade"):
            sql.add_foreign_key(self.env.cr, *key, "cascade")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_vals(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean_vals(vals))

    def _clean_vals(self, vals):
        if vals.get("route_groups"):
            groups = self._to_groups(vals["route_groups"])
            vals = {**vals, "route_groups": "\n".join(groups)}
        return vals

    @api.model
    def _to_groups(self, text: str | bool) -> list[str]:
        """:return: the lines of a text, without repetitions"""
        lines = map(str.strip, (text or "").splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    @api.model
    def _endpoints_of_groups(self, groups: list[str]) -> list[models.BaseModel]:
        """:return: the active endpoints in any of the groups, by model"""
        domain = [("route_group", "in", groups), ("active", "=", True)]
        found = self.env["endpoint.mixin"]._search_all_models(domain)
        return [endpoints.sorted("id") for endpoints in found]

    @api.depends("endpoint_ids", "route_groups")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_opened_routes(self):
        for record in self:
            grouped = self._endpoints_of_groups(self._to_groups(record.route_groups))
            record.opened_routes = "\n".join(
                dict.fromkeys(
                    f"{endpoint.request_method} {endpoint.route}"
                    for endpoints in (record.endpoint_ids, *grouped)
                    for endpoint in endpoints.sudo(self.env.su)._filtered_access("read")
                )
            )

    @api.depends("expiration_date")
    def _compute_expires_soon(self):
        soon = fields.Datetime.now() + _WARNING
        for record in self:
            date = record.expiration_date
            record.expires_soon = bool(date) and date < soon

    def _search_expires_soon(self, operator, _value):
        if operator != "in":  # Odoo turns “=” into “in”, and negates “!=”
            return NotImplemented
        soon = fields.Datetime.now() + _WARNING
        return Domain("expiration_date", "<", soon)

    # ------------------------------------------------------------
    # Buttons and scheduled actions
    # ------------------------------------------------------------

    @check_identity
    def action_revoke(self) -> dict:
        """Delete the keys: requests with them are refused from now on."""
        self.apikey_id._remove()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _announce_expiry(self) -> None:
        """Warn once for each key that expires soon. Called by a scheduled action."""
        keys = self.search(
            [("expires_soon", "=", True), ("is_expiry_announced", "=", False)]
        )
        for key in keys:
            key._announce()
        keys.is_expiry_announced = True

    def _announce(self) -> None:
        """Hook: tell whoever created the key that it expires soon."""
        message = self.env._(
            "The endpoint key “%(name)s” of %(user)s expires on %(date)s.",
            name=self.name,
            user=self.user_id.display_name,
            date=fields.Date.to_string(self.expiration_date),
        )
        _logger.warning("%s", message)
        # Not linked to the record: keys have no chatter.
        if "mail.activity" in self.env and self.create_uid.active:
            self.env["mail.activity"].create(
                {
                    "summary": message,
                    "user_id": self.create_uid.id,
                    "date_deadline": fields.Date.to_date(self.expiration_date),
                }
            )

    @api.model
    def _note_use(self, key_id: int, address: str) -> None:
        """Note the last use, unless that happened within the last hour. Never raises.

        The caller's transaction may be read-only, on a replica, or rolled back: use
        another one, on the primary, which waits for nobody.
        """
        try:
            # Not the registry's cursor: Odoo's tests refuse it on readonly routes.
            with sql_db.db_connect(self.env.cr.dbname).cursor() as cr:
                cr.execute("SET LOCAL lock_timeout = '100ms'")
                cr.execute(SQL(_NOTE_USE, address, key_id))
        except (psycopg2.Error, PoolError) as exc:
            _logger.info("The use of endpoint key %s is not noted: %s", key_id, exc)

"""The secrets of an endpoint: they can be set, and never be read."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import cipher, secret_table

#: field -> slot of the table
SLOTS = {"signature_secret": "current", "signature_secret_previous": "previous"}


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    signature_secret = fields.Char(
        string="Secret",
        compute="_compute_signature_secret",
        readonly=False,
        exportable=False,
        copy=False,
        help="The secret that the sender shows or asks for. It is stored and never "
        "shown again.",
    )
    signature_secret_status = fields.Char(
        string="Secret status", compute="_compute_signature_secret_status"
    )
    signature_secret_previous = fields.Char(
        string="Previous secret",
        compute="_compute_signature_secret_previous",
        readonly=False,
        exportable=False,
        copy=False,
        help="Also accepted until the time below. A new secret replaces the old one, "
        "which becomes the previous one if a time is set.",
    )
    signature_secret_previous_until = fields.Datetime(
        string="Previous secret until",
        copy=False,
        help="While a secret is being replaced, requests signed with the previous one "
        "are accepted until this time.",
    )

    @api.model
    def _state_fields(self):
        """The time belongs to the secrets, which are not stored in the record."""
        return (*super()._state_fields(), "signature_secret_previous_until")

    # One method each: a method that computes several fields would clear what the admin
    # typed into one of them when the form asks for another.
    def _compute_signature_secret(self):
        self.signature_secret = False

    def _compute_signature_secret_previous(self):
        self.signature_secret_previous = False

    def _compute_signature_secret_status(self):
        found = secret_table.read(self.env.cr, self._name, self._origin.ids)
        for record in self:
            secrets = found.get(record._origin.id, {})
            record.signature_secret_status = record._signature_status(secrets)

    def _signature_status(self, secrets):
        if "current" not in secrets:
            return self.env._("Not set")
        try:
            for secret in secrets.values():
                cipher.decrypt(secret.value)
        except cipher.CannotDecrypt:
            return self.env._(
                "Unreadable: set it again, or restore %s in the configuration file",
                cipher.OPTION,
            )
        set_on = fields.Datetime.context_timestamp(self, secrets["current"].set_on)
        return self.env._("Set on %s", fields.Date.to_string(set_on))

    @api.model_create_multi
    def create(self, vals_list):
        """Secrets never enter the ORM, which would keep them in its cache."""
        split = [_split(vals) for vals in vals_list]
        records = super().create([vals for vals, _given in split])
        for record, (_vals, given) in zip(records, split, strict=True):
            if given:
                record._store_signature_secrets(given)
                record._after_signature_secrets()
        return records

    def write(self, vals):
        vals, given = _split(vals)
        if given:
            # Before the other values, whose check reads the secrets.
            self.check_access("write")
            until = vals.get("signature_secret_previous_until")
            for record in self:
                record._store_signature_secrets(given, until)
        result = super().write(vals)
        if given:
            self._after_signature_secrets()
        return result

    def unlink(self):
        ids = self.ids
        result = super().unlink()
        secret_table.delete(self.env.cr, self._name, ids)
        return result

    def _store_signature_secrets(self, given, until=None):
        """
        :param given: field -> secret, empty to delete it
        :param until: a new time; None keeps that of the record, False deletes it
        """
        cr = self.env.cr
        if until is None:
            until = self.signature_secret_previous_until
        if given.get("signature_secret_previous") and not until:
            raise UserError(
                self.env._(
                    "“%s”: set until when the previous secret is accepted.", self.name
                )
            )
        if given.get("signature_secret") and until and len(given) == 1:
            secret_table.keep_as_previous(cr, self._name, self.id)
        try:
            for name, secret in given.items():
                text = (secret or "").strip()
                secret_table.store(cr, self._name, self.id, SLOTS[name], text)
        except ValueError as exc:
            raise UserError(
                self.env._(
                    "%(option)s in Odoo's configuration file is not valid. Generate a "
                    "key with: %(command)s",
                    option=cipher.OPTION,
                    command='python3 -c "from cryptography.fernet import Fernet; '
                    'print(Fernet.generate_key().decode())"',
                )
            ) from exc

    def _after_signature_secrets(self):
        self.invalidate_recordset(["signature_secret_status"])
        self._check_signature()
        self._forget_snapshots()


def _split(vals):
    """:return: (the other values, the secrets)"""
    given = {name: vals[name] for name in SLOTS if name in vals}
    return {name: value for name, value in vals.items() if name not in given}, given

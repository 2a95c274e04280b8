"""The identity providers whose tokens endpoints accept."""

import re

from odoo import SUPERUSER_ID, api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from .. import jwks
from ..tokens import ALGORITHMS, Issuer, key_of_pem, keys_of_jwks

_MAX_LEEWAY = 600


class EndpointJwtIssuer(models.Model):
    _name = "endpoint.jwt.issuer"
    _description = "Issuer of tokens (JWT)"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    issuer = fields.Char(
        required=True,
        help="The claim “iss” of its tokens, exactly as the provider says.",
    )
    audience = fields.Char(
        required=True,
        help="The claim “aud” of the tokens that are meant for this API. Separate "
        "several with spaces.",
    )
    algorithms = fields.Char(
        required=True,
        default="RS256",
        help="How the tokens may be signed, separated by spaces: RS256, PS256, ES256, "
        "EdDSA, … HS256 needs a secret instead of a public key.",
    )
    jwks_url = fields.Char(
        string="URL of the keys",
        help="Address of the provider's JWK Set, with https. The keys are fetched when "
        "they are needed and stay valid while the provider cannot be reached.",
    )
    public_key = fields.Text(
        string="Public key",
        help="The key as PEM, if the provider publishes no JWK Set. For HS algorithms, "
        "the shared secret.",
    )
    jwks = fields.Text(string="JWK Set", readonly=True, copy=False)
    jwks_date = fields.Datetime(
        string="Keys fetched on", readonly=True, copy=False, help="Last success."
    )
    leeway = fields.Integer(
        string="Leeway (seconds)",
        default=10,
        help="How much the clocks of the provider and of Odoo may differ.",
    )
    user_source = fields.Selection(
        string="User mapping",
        selection=[
            ("login", "Users, found by login"),
            ("email", "Users, found by email"),
            ("fixed", "One user for all"),
        ],
        default="login",
        required=True,
        help="Which Odoo user a token stands for. By email, exactly one user must have "
        "the address.",
    )
    user_claim = fields.Char(
        string="Claim",
        default="sub",
        help="The claim of the token with the login or the email address, such as "
        "“sub”, “email” or “preferred_username”.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        ondelete="restrict",
        help="The user whose rights all callers have.",
    )
    required_scopes = fields.Char(
        string="Required scopes",
        help="A token needs all of these scopes, separated by spaces (403 otherwise).",
    )

    @api.constrains("active", "algorithms", "jwks_url", "public_key")
    def _check_keys(self):
        """Ignore archived issuers: an imported one has no secret yet."""
        for record in self.filtered("active"):
            if problem := record._key_problem():
                raise ValidationError(
                    self.env._("“%(name)s”: %(error)s", name=record.name, error=problem)
                )

    def _key_problem(self):
        names = _words(self.algorithms)
        unknown = [name for name in names if name not in ALGORITHMS]
        if unknown or not names:
            return self.env._(
                "choose algorithms among %s.", ", ".join(sorted(ALGORITHMS))
            )
        kinds = {ALGORITHMS[name][0] for name in names}
        if "oct" in kinds and len(kinds) > 1:
            return self.env._(
                "HS algorithms cannot be combined with others: anyone could sign "
                "with the public key."
            )
        if bool(self.jwks_url) == bool(self.public_key):
            return self.env._("enter either the URL of the keys or one key.")
        if self.jwks_url:
            return self._jwks_url_problem(kinds)
        if len(kinds) > 1:
            return self.env._(
                "one key cannot have several types: %s.", ", ".join(names)
            )
        try:
            key_of_pem(self.public_key.strip(), names)
        except ValueError as exc:
            return self.env._(
                "the key does not suit %(algorithms)s: %(error)s",
                algorithms=", ".join(names),
                error=exc,
            )
        return None

    def _jwks_url_problem(self, kinds):
        if "oct" in kinds:
            return self.env._("HS algorithms need a secret, not a URL.")
        try:
            jwks.check_url(self.jwks_url)
        except ValueError:
            return self.env._(
                "the URL of the keys must start with https:// (http:// is accepted "
                "for localhost)."
            )
        return None

    @api.constrains("active", "user_source", "user_claim", "user_id")
    def _check_user(self):
        for record in self.filtered("active"):
            needed = "user_id" if record.user_source == "fixed" else "user_claim"
            if not record[needed]:
                label = self._fields[needed]._description_string(self.env)
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: enter the field “%(label)s”.",
                        name=record.name,
                        label=label,
                    )
                )
            if record.user_id.id == SUPERUSER_ID:
                raise ValidationError(
                    self.env._(
                        "“%s”: OdooBot has all rights. Choose a user with only the "
                        "rights that callers need.",
                        record.name,
                    )
                )
            if record.user_source == "fixed" and not record.user_id.active:
                raise ValidationError(
                    self.env._("“%s”: choose a user who is active.", record.name)
                )

    @api.constrains("leeway")
    def _check_leeway(self):
        for record in self:
            if not 0 <= record.leeway <= _MAX_LEEWAY:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: the leeway must be 0 to %(max)s seconds.",
                        name=record.name,
                        max=_MAX_LEEWAY,
                    )
                )

    def _has_shared_secret(self) -> bool:
        """:return: whether ``public_key`` is a secret (HS algorithms)"""
        names = _words(self.algorithms)
        return any(ALGORITHMS[name][0] == "oct" for name in names if name in ALGORITHMS)

    def action_fetch_keys(self) -> dict:
        """Fetch the keys now, to see whether the URL is right.

        :raise UserError: the provider cannot be reached, or has no keys there
        """
        self.ensure_one()
        try:
            text = jwks.fetch(self.jwks_url)
        except ValueError as exc:
            raise UserError(self.env._("The keys cannot be fetched: %s", exc)) from exc
        jwks.store(self.env.cr, self.id, text)
        self.invalidate_recordset(["jwks", "jwks_date"])
        count = len(keys_of_jwks(text))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Usable keys of the provider: %s", count),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # ------------------------------------------------------------
    # Requests
    # ------------------------------------------------------------

    @api.model
    @tools.ormcache("issuer_ids")
    def _settings(self, issuer_ids: tuple[int, ...]) -> tuple[Issuer, ...]:
        """:return: the active issuers"""
        return tuple(
            Issuer(
                record.id,
                record.issuer,
                _words(record.audience),
                _words(record.algorithms),
                record.jwks_url or "",
                (record.public_key or "").strip(),
                record.leeway,
                record.user_source,
                record.user_claim or "",
                record.user_id.id,
                frozenset(_words(record.required_scopes)),
            )
            for record in self.sudo().browse(issuer_ids).filtered("active")
        )

    @api.model_create_multi
    def create(self, vals_list):
        self._forget_settings()
        return super().create(vals_list)

    def write(self, vals):
        if "jwks_url" in vals:
            vals = {"jwks": False, "jwks_date": False, **vals}
        self._forget_settings()
        return super().write(vals)

    def unlink(self):
        self._forget_settings()
        return super().unlink()

    def _forget_settings(self):
        """Again after the commit: another thread may cache the old settings before."""
        self.env.registry.clear_cache()
        self.env.cr.postcommit.add(self.env.registry.clear_cache)


def _words(text):
    return tuple(dict.fromkeys(re.findall(r"[^\s,]+", text or "")))

"""Pure code: imports nothing from Odoo, so that it is read and tested without it."""

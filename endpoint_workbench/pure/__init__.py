"""Pure code: imports nothing from Odoo and is tested without it."""

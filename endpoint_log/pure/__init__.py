"""Pure code: it imports nothing from Odoo and can be tested without it."""

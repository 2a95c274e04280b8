"""nginx, two Odoo servers, PostgreSQL with a replica, and Redis, on one machine."""

"""Code for `odoo shell`, after `in_shell`: the records of `resources`."""


def books(env, key, count=1000, lent=1000):
    """Create books, identical in each database, and an API key of the admin.

    :param lent: number of further books, which have owners
    """
    partners = env["res.partner"].create(
        [{"name": f"Borrower {number}"} for number in range(500)]
    )
    books = [_book(number, partners[:20].ids) for number in range(count + lent)]
    for number, book in enumerate(books[count:]):
        book["borrower_id"] = partners[number % 500].id
        book["owner_id"] = partners[number * 7 % 500].id
    env["bench.book"].create(books).flush_recordset()
    env.cr.execute("UPDATE bench_book SET write_date = '2026-01-31 12:30:45.678901'")
    _make_key(env, key)
    env.cr.commit()


def _book(number, borrowers):
    """Every field is empty in some books."""
    values = {
        "author": f"Author {number % 30}",
        "published_date": f"19{number % 90 + 10}-02-28",
        "pages": 40 + 3 * number,
        "isbn": f"978-3-16-1{number:05}-0",
        "available": bool(number % 2),
        "written": f"2026-01-01 {number % 24:02}:30:00",
    }
    given = [name for n, name in enumerate(values) if (number + n) % 9]
    return {
        "name": f"Élan vital, volume {number}",
        "borrower_id": not number % 4 and borrowers[number % len(borrowers)],
        **{name: values[name] for name in given},
    }


def _make_key(env, key):
    from odoo.addons.base.models import res_users

    hashed = res_users.KEY_CRYPT_CONTEXT.hash(key)
    env.cr.execute(
        "INSERT INTO res_users_apikeys (name, user_id, key, index)"
        " VALUES ('Benchmark', %s, %s, %s)",
        [env.ref("base.user_admin").id, hashed, key[: res_users.INDEX_SIZE]],
    )


def endpoint_key(env, key, route):
    """Create an endpoint key with a known value."""
    from odoo.addons.base.models import res_users

    endpoint = env["endpoint.endpoint"].search([("route", "=", route)])
    keys = env["res.users.apikeys"]
    keys._generate_endpoint_key(env.ref("base.user_admin"), "Endpoint key", endpoint)
    env.cr.execute(
        "UPDATE res_users_apikeys SET key = %s, index = %s WHERE name = 'Endpoint key'",
        [res_users.KEY_CRYPT_CONTEXT.hash(key), key[: res_users.INDEX_SIZE]],
    )
    env.cr.commit()


def fill(env, rows):
    """Replace the books with `rows` others, ten per name, with names in a different
    order than the ids. Add the index for ordering by name.
    """
    borrowers = env["res.partner"].search([("name", "=like", "Borrower%")])
    env.cr.execute("TRUNCATE bench_book RESTART IDENTITY")
    env.cr.execute(
        "INSERT INTO bench_book (name, author, published_date, pages, isbn, available,"
        " borrower_id, written, write_date)"
        " SELECT 'Title ' || lpad((n::bigint * 7919 %% (%(rows)s / 10))::text, 8, '0'),"
        " 'Author ' || n %% 1000, '1950-01-01'::date + n %% 20000, n %% 900,"
        " '978-3-' || n, n %% 2 = 0,"
        " CASE WHEN n %% 4 = 0 THEN %(partner)s - n / 4 %% 20 END, now(), now()"
        " FROM generate_series(1, %(rows)s) n",
        {"rows": rows, "partner": max(borrowers.ids)},
    )
    env.cr.execute("CREATE INDEX ON bench_book (name, id)")
    env.cr.execute("ANALYZE bench_book")
    env.cr.commit()

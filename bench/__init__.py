"""Measures the cost of the addons, side by side with plain Odoo; see README.rst.

    command     the command line and the sequence of measurements
    sites       databases and the servers on them: plain, ours, peer
    cases       endpoints, and equivalent controllers
    resources   REST over a model, equivalent controllers, and JSON-2
    compare     server CPU and SQL queries of a request
    growth      many endpoints: create, sync, first request, match, memory
    pages       pages by cursor, among a million rows
    limits      a rate-limited endpoint : an unlimited one, for each storage
    log         with endpoint_log : without; a log of many rows
    under_load  --peers: alternatives and settings, many requests at once
    peers       its requests and checks; peers_oca for OCA's endpoint
    settings    its settings of Odoo
    load        requests by wrk, CPU of Odoo and PostgreSQL
    peers_rst   writes docs/benchmarks.rst
    soak        the memory of a worker over many requests
    in_shell    code for `odoo shell`; in_shell_books for the resource,
                in_shell_log for the log
    process     CPU and memory of a worker
    client      requests
    report      the table, the budgets, the JSON

"plain" contains only the addon bench_controllers, with the controllers, and the Odoo
modules that the addons need.
"""

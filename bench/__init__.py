"""What the addons cost, as ratios measured side by side in one run.

    command     the command line and the order of things
    sites       databases and the servers on them: plain, ours, peer
    cases       endpoints, and the same as controllers
    resources   REST over a model, and the same as controllers and by JSON-2
    compare     server CPU and SQL queries of a request
    growth      many endpoints: create, sync, first request, match, memory
    pages       a list's pages by cursor, among a million rows
    soak        the memory of a worker over many requests
    in_shell    what `odoo shell` runs for them; in_shell_books for the resource
    process     CPU and memory of a worker
    client      requests
    report      the table, the budgets, the JSON

A server is Odoo in prefork mode with one worker: as in production, a worker has
all CPU of its requests to itself, and its thread lives as long as it does, so
that the kernel's count of nanoseconds (/proc/PID/task/*/schedstat) holds all of
it. A server with threads has one a request; what a gone thread used is only known
in ticks of 10 ms (/proc/PID/stat), which is also what is read where the kernel
keeps no schedstat. PostgreSQL is not in the figures: its queries are counted.

Requests come one after the other, each over a connection of its own. The servers
take turns in rounds of a few requests, in turning order; a ratio is that of one
round, and the table has the median of all rounds (smallest–greatest). So what
else the machine does meets all servers alike.

The controllers are in bench/addons/bench_controllers. "plain" has no other addon
than that, and Odoo's modules that the addons need.
"""

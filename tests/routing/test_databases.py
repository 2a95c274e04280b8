"""Two databases in one process do not share routes."""

from routing_support.alternating import Alternating
from routing_support.client import Session, fetch

MODEL = "endpoint.endpoint"


def ask(server, db, path):
    return fetch(server, path, {"X-Odoo-Database": db})


def of_database(server, db, begin):
    """The log lines of the server for a database, from position ``begin`` on."""
    lines = server.log_path.read_text()[begin:].splitlines()
    return [line for line in lines if line.split(" ")[4:5] == [db]]


def start_with_two(start, make_database):
    one, other = make_database(), make_database()
    names = f"{one},{other}"
    return one, other, start(db=one, args=("-d", names, "--db-filter", "^t"))


def test_no_cross_talk(start, make_database, rounds):
    one, other, server = start_with_two(start, make_database)
    endpoint = Alternating("two-databases")
    sessions = {db: Session(server, db) for db in (one, other)}
    for session in sessions.values():
        [endpoint.id] = session.call(MODEL, "create", [endpoint.create_values(session)])
    numbers = {one: 0, other: 0}
    wrong = []
    for number in rounds(40):
        # Alternate between the databases, so that their routes differ.
        db = (one, other)[number % 3 == 0]
        numbers[db] += 1
        values = endpoint.values(numbers[db])
        sessions[db].call(MODEL, "write", [endpoint.id], values)
        for each, latest in numbers.items():
            for path in (endpoint.path(0), endpoint.path(1)):
                wrong.append(endpoint.wrong(path, latest, ask(server, each, path)))
    assert [error for error in wrong if error] == []

    begin = len(server.log_path.read_text())
    sessions[one].call(MODEL, "write", [endpoint.id], endpoint.values(numbers[one] + 1))
    for db in (one, other):
        ask(server, db, endpoint.path(0))
    said = "".join(of_database(server, other, begin))
    assert "Invalidating" not in said and "Generating" not in said
    assert "Generating" in "".join(of_database(server, one, begin))

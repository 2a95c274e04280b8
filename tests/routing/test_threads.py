"""Threads of one process load routes while another thread changes them.

A request that starts after the response to a write and ends before the next write
begins sees exactly that write. One that overlaps a write may see either state, or the
old route with the new code, because code needs no sync.
"""

import threading

from routing_support.alternating import Alternating
from routing_support.client import Session, fetch

MODEL = "endpoint.endpoint"
_READERS = 4


class Race:
    """One writer, many readers, and the wrong responses they received."""

    def __init__(self, server, endpoint):
        self.server = server
        self.endpoint = endpoint
        self.begun = self.done = 0
        self.over = False
        self.exact = self.overlapping = 0
        self.wrong = []
        self._lock = threading.Lock()

    def write(self, session, number):
        self.begun = number
        session.call(MODEL, "write", [self.endpoint.id], self.endpoint.values(number))
        self.done = number

    def read(self):
        while not self.over:
            # Keep this order: if a write begins in between, the two values differ.
            done = self.done
            path = self.endpoint.path(done)
            answer = fetch(self.server, path)
            begun = self.begun
            self._judge(path, answer, done, begun)

    def _judge(self, path, answer, done, begun):
        if done == begun:
            error = self.endpoint.wrong(path, done, answer)
        else:
            seen = {str(number) for number in range(done, begun + 1)}
            right = answer.status == 404 or answer.text in seen
            error = None if right else f"{path} gave {answer} of {done} to {begun}"
        with self._lock:
            self.exact += done == begun
            self.overlapping += done != begun
            if error:
                self.wrong.append(error)


def test_readers_beside_a_writer(pair, rounds):
    server = pair[1]  # threads of one process
    session = Session(server)
    endpoint = Alternating("threads")
    [endpoint.id] = session.call(MODEL, "create", [endpoint.create_values(session)])
    race = Race(server, endpoint)
    threads = [threading.Thread(target=race.read) for _ in range(_READERS)]
    for thread in threads:
        thread.start()
    for number in rounds(50):
        race.write(session, number + 1)
        # A pause without a writer, in which every response must be exact.
        wanted = race.exact + _READERS
        while race.exact < wanted and not race.wrong:
            threading.Event().wait(0.002)
    race.over = True
    for thread in threads:
        thread.join()
    session.call(MODEL, "unlink", [endpoint.id])
    print(
        f"\n{number + 1} writes, {race.exact} requests after a write,"
        f" {race.overlapping} beside one, {len(race.wrong)} wrong"
    )
    assert race.wrong == []

"""Goal 13: eight people who save the same sheet at once, thirty answers each, against one alone."""

import http.client
import json
import time
from threading import Thread
from urllib.parse import urlencode

from config.bench.hands import PATIENCE

SAVERS, SAVES = 8, 6
OTHER = {"present": "absent", "absent": "present"}


class Saver:
    """Somebody with a page open: their own people, and a connection that stays."""

    def __init__(self, port, told, people):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.path, self.token = told["path"], told["token"]
        self.headers = {
            "Cookie": told["cookies"],
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.people = {name: tuple(seen) for name, seen in people.items()}
        self.waits, self.errors = [], 0

    def save(self):
        body = {"csrfmiddlewaretoken": self.token}
        for name, (version, status) in self.people.items():
            body[name] = OTHER[status]
            body[f"seen-{name}"] = f"{version} {status}"
        begun = time.perf_counter()
        self.connection.request("POST", self.path, urlencode(body), self.headers)
        response = self.connection.getresponse()
        said = response.read()
        self.waits.append(time.perf_counter() - begun)
        told = json.loads(said) if response.status == http.client.OK else {"conflicts": True}
        if told["conflicts"] or told["versions"].keys() != self.people.keys():
            self.errors += 1
            return
        self.people = {
            name: (told["versions"][name], OTHER[status])
            for name, (_version, status) in self.people.items()
        }

    def save_all(self, times):
        for _time in range(times):
            self.save()


def alone(savers):
    """Seconds for one save, when nobody else saves."""
    begun = time.perf_counter()
    savers[0].save_all(SAVERS)
    return (time.perf_counter() - begun) / SAVERS


def together(savers):
    """Seconds for one save, when all save at once."""
    threads = [Thread(target=saver.save_all, args=(SAVES,)) for saver in savers]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (time.perf_counter() - begun) / (SAVES * len(savers))

"""What a world remembers: scenarios, state, collections, history."""
import json
import os
import time
import urllib.error
import urllib.request

from . import routes
from .processes import Mimus, load
from .report import Row

ROWS = 1_000_000


def write_yaml(name, text):
    path = f"build/bench/{name}.yaml"
    with open(path, "w") as file:
        file.write(text)
    return path


def state(effort, rounds, median):
    """A route that asks the world's state, and one that changes it, beside one that does neither."""
    file, requests = routes.constant()
    asks = write_yaml("state-asks", "routes:\n  - { path: /constant, when: scenario.door == 'Started', response: { ok: true } }\n")
    changes = write_yaml("state-changes", "routes:\n  - { path: /constant, add: { visits: 1 }, response: { ok: true } }\n")
    with Mimus(file) as none, Mimus(asks) as asking, Mimus(changes) as changing:
        samples = rounds({"none": (none, requests), "asks": (asking, requests), "changes": (changing, requests)}, effort, connections=64)
    base = median(samples["none"], "cpu_us")
    rows = []
    for label, what in (("asks", "a route in a state of a scenario"), ("changes", "a route that counts in the state")):
        rows.append(Row("state", f"{what}, above a stateless one", median(samples[label], "cpu_us") - base, unit="CPU µs/request"))
        bad = sum(one.bad for one in samples[label])
        if bad:
            rows.append(Row("state", f"{what}: WRONG ANSWERS", bad, unit="requests"))
    return rows


ASKED = [("a page of 20", "/products?page=40000&limit=20"), ("one by its id", "/products/777777"),
         ("filtered by id", "/products?id=777777"), ("sorted by an indexed member", "/products?sort=-price&limit=20")]


def collection(effort, rounds, median):
    """A collection of a million generated rows."""
    file = write_yaml("collection", "routes:\n  - resource: /products\n    count: %d\n    index: [price]\n    schema: { id: int, name: "
                      "commerce.productName, price: commerce.price }\n" % ROWS)
    rows = []
    with Mimus(file) as mimus:
        before = mimus.rss_mib()
        for what, target in ASKED:
            began = time.monotonic()
            body = None
            while body is None:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{mimus.port}{target}") as answer:
                        body = answer.read()
                except urllib.error.HTTPError as wait:
                    if wait.code != 503:  # an index is being built
                        raise
                    time.sleep(0.02)
            first = (time.monotonic() - began) * 1000
            requests = routes.write_requests("collection", [("GET", target, body.decode())])
            spent = mimus.cpu_seconds()
            result = load(mimus.port, requests, connections=8, seconds=effort.seconds)
            each = (mimus.cpu_seconds() - spent) / max(result["requests"], 1) * 1000
            rows.append(Row("collection", f"{ROWS:,} rows, {what}", each, unit="CPU ms/request"))
            rows.append(Row("collection", f"{ROWS:,} rows, {what}: the first time", first, unit="ms"))
            if result["failures"] + result["unanswered"]:
                rows.append(Row("collection", f"{what}: WRONG ANSWERS", result["failures"] + result["unanswered"], unit="requests"))
        rows.append(Row("collection", f"memory that {ROWS:,} rows take", mimus.rss_mib() - before, unit="MiB RSS"))
    return rows


def history(effort, rounds, median):
    """50,000 requests a second are asked for; what is written, and what is shed."""
    file, requests = routes.constant()
    place = "build/bench/history.db"
    for ending in ("", "-wal", "-shm"):
        if os.path.exists(place + ending):
            os.remove(place + ending)
    with Mimus(file) as none, Mimus(file, "--history", place) as keeping:
        samples = rounds({"none": (none, requests), "history": (keeping, requests)}, effort, connections=64)
        result = load(keeping.port, requests, connections=64, seconds=max(effort.seconds, 2))
        with urllib.request.urlopen(f"http://127.0.0.1:{keeping.port}/__mimus/history/stats") as answer:
            stats = json.load(answer)
    return [Row("history", "one route, history on", median(samples["history"], "per_second"), unit="requests/s"),
            Row("history", "one route, history off", median(samples["none"], "per_second"), unit="requests/s"),
            Row("history", "kept of all", stats["exchanges"], unit="exchanges"),
            Row("history", "shed of all", stats["shed"], unit="exchanges"),
            Row("history", "slowest request with it", result["us"]["max"] / 1000, unit="ms")]


def journal(effort, rounds, median):
    """Does a record with a million requests take longer to grow than an empty one? All requests differ from the one before."""
    file, requests = routes.mixed(10_000)
    rows = []
    with Mimus(file, "--journal-bytes", str(4 << 30)) as mimus:
        mimus.settle()

        def spend(count):
            before = mimus.cpu_seconds()
            result = load(mimus.port, requests, connections=64, requests=count, seconds=120)
            return (mimus.cpu_seconds() - before) / result["requests"] * 1e6

        spend(20_000)
        first = spend(100_000)
        spend(900_000)
        last = spend(100_000)
        rows.append(Row("journal", "10,000 routes, the record all but empty", first, unit="CPU µs/request"))
        rows.append(Row("journal", "10,000 routes, a million requests in the record", last, unit="CPU µs/request"))
        rows.append(Row("journal", "with a million / all but empty", ratio=last / first, unit="times the CPU"))
        rows.append(Row("journal", "memory with them", mimus.rss_mib(), unit="MiB RSS"))
    return rows

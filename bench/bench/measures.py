"""What is measured. Every measure gives rows; ALL is the list."""
import dataclasses
import http.client
import statistics
import time
import typing

from . import proxy, routes, wiremock, worlds
from .processes import Mimus, Nginx, certificate, finish_load, load, start_load
from .report import Row


@dataclasses.dataclass
class Effort:
    rounds: int
    seconds: float
    large: int         # routes in "very many"
    bodies: int        # requests with 1 kB bodies


FULL = Effort(rounds=7, seconds=2.0, large=100_000, bodies=1_000_000)
QUICK = Effort(rounds=3, seconds=0.5, large=100_000, bodies=100_000)
MANY = 10_000


@dataclasses.dataclass
class Measure:
    name: str
    about: str
    run: typing.Callable[[Effort], list]


@dataclasses.dataclass
class Sample:
    cpu_us: float      # of the server, a request
    per_second: float
    p99_us: float
    bad: int           # wrong or missing answers


def sample(server, requests, effort, **options):
    before = server.cpu_seconds()
    if server.tls:
        options["tls"] = "yes"
    result = load(server.port, requests, seconds=effort.seconds, **options)
    spent = server.cpu_seconds() - before
    done = max(result["requests"], 1)
    return Sample(spent / done * 1e6, result["requests"] / result["seconds"], result["us"]["p99"],
                  result["failures"] + result["unanswered"])


def rounds(servers, effort, **options):
    """servers: {label: (server, request list)}. All of them in every round, so that a slow second of the machine
    meets them all. -> {label: [Sample, ...]}"""
    for server, requests in servers.values():
        sample(server, requests, dataclasses.replace(effort, seconds=0.2), **options)
    samples = {label: [] for label in servers}
    for _ in range(effort.rounds):
        for label, (server, requests) in servers.items():
            samples[label].append(sample(server, requests, effort, **options))
    return samples


def median(samples, field):
    return statistics.median(getattr(one, field) for one in samples)


def ratio(mine, theirs, field="cpu_us"):
    """The median of the ratios within a round. None when a counter did not move."""
    ratios = [getattr(a, field) / getattr(b, field) for a, b in zip(mine, theirs) if getattr(b, field)]
    return statistics.median(ratios) if ratios else None


def beside_nginx(name, what, samples, label="mimus"):
    mine, theirs = samples[label], samples["nginx"]
    rows = [Row(name, what, median(mine, "cpu_us"), median(theirs, "cpu_us"), ratio(mine, theirs), "CPU µs/request")]
    bad = sum(one.bad for one in mine)
    if bad:
        rows.append(Row(name, f"{what}: WRONG ANSWERS", bad, unit="requests"))
    return rows


def constant(effort):
    file, requests = routes.constant()
    rows = []
    with Mimus(file) as mimus, Nginx(routes.CONSTANT) as nginx:
        servers = {"mimus": (mimus, requests), "nginx": (nginx, requests)}
        for depth in (1, 16):
            samples = rounds(servers, effort, connections=64, pipeline=depth)
            what = "one route" if depth == 1 else f"one route, pipelined ×{depth}"
            rows += beside_nginx("constant", what, samples)
            mine, theirs = samples["mimus"], samples["nginx"]
            rows.append(Row("constant", what, median(mine, "per_second"), median(theirs, "per_second"),
                            ratio(mine, theirs, "per_second"), "requests/s"))
            rows.append(Row("constant", what, median(mine, "p99_us"), median(theirs, "p99_us"),
                            ratio(mine, theirs, "p99_us"), "µs, p99"))
    return rows


def tls(effort):
    """Keep-alive: what sealing a request and an answer costs. The same certificate on both sides, TLS 1.3."""
    file, requests = routes.constant()
    own, key = certificate()
    rows = []
    with Mimus(file, "--https-port", "0", "--https-cert", own, "--https-key", key) as mimus, Nginx(routes.CONSTANT, own, key) as nginx:
        samples = rounds({"mimus": (mimus, requests), "nginx": (nginx, requests)}, effort, connections=64)
        rows += beside_nginx("tls", "one route over TLS 1.3", samples)
        rows.append(Row("tls", "one route over TLS 1.3", median(samples["mimus"], "per_second"), median(samples["nginx"], "per_second"),
                        ratio(samples["mimus"], samples["nginx"], "per_second"), "requests/s"))
    return rows


def many_routes(effort):
    rows = []
    one_file, one_requests = routes.constant()
    with Mimus(one_file) as one, Nginx(routes.CONSTANT) as nginx:
        for count in (MANY, effort.large):
            file, requests = routes.mixed(count)
            with Mimus(file) as many:
                many.settle()
                samples = rounds({"many": (many, requests), "one": (one, one_requests), "nginx": (nginx, one_requests)},
                                 effort, connections=64)
            rows += beside_nginx("routes", f"{count:,} mixed routes", samples, "many")
            rows.append(Row("routes", f"{count:,} mixed routes / one route",
                            ratio=ratio(samples["many"], samples["one"]), unit="times the CPU"))
    return rows


def single_routes(effort):
    rows = []
    with Nginx(routes.CONSTANT) as nginx:
        _, constant_requests = routes.constant()
        for kind in routes.SINGLE:
            file, requests = routes.single(kind)
            with Mimus(file) as mimus:
                samples = rounds({"mimus": (mimus, requests), "nginx": (nginx, constant_requests)}, effort,
                                 connections=64)
            rows += beside_nginx("single", f"one route: {kind}", samples)
    return rows


def ask(port, method, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def start(effort):
    rows = []
    files = [("one route", *routes.constant()), (f"{MANY:,} routes, JSON", *routes.mixed(MANY)),
             (f"{MANY:,} routes, YAML", *routes.mixed(MANY, "yaml"))]
    for what, file, requests in files:
        with open(requests) as lines:
            path = lines.readline().split("\t")[1].strip()
        times, sizes = [], []
        for _ in range(effort.rounds):
            with Mimus(file) as mimus:
                if ask(mimus.port, "GET", path) != 200:
                    raise RuntimeError(f"no answer for {path}")
                times.append((time.monotonic() - mimus.started) * 1000)
                sizes.append(mimus.rss_mib())
        rows.append(Row("start", f"to the first answer, {what}", statistics.median(times), unit="ms"))
        rows.append(Row("start", f"memory then, {what}", statistics.median(sizes), unit="MiB RSS"))
    with Nginx(routes.CONSTANT) as nginx:
        rows.append(Row("start", "memory of an idle nginx worker", nginx=nginx.rss_mib(), unit="MiB RSS"))
    return rows


def quickstart(effort):
    with Mimus("examples/quickstart") as mimus:
        mimus.settle()
        return [Row("quickstart", "idle memory", mimus.rss_mib(), unit="MiB RSS")]


def waiting(effort):
    count = 10_000
    file = routes.write_routes("waiting", [{"path": "/slow", "latency_ms": 1000, "response": {"ok": True}}])
    requests = routes.write_requests("waiting", [("GET", "/slow", routes.CONSTANT)])
    with Mimus(file) as mimus:
        idle = mimus.rss_mib()
        running = start_load(mimus.port, requests, connections=count, requests=count, seconds=60)
        peak = idle
        while running.poll() is None:
            peak = max(peak, mimus.rss_mib())
            time.sleep(0.05)
        result = finish_load(running)
        times = result["us"]
        rows = [Row("waiting", f"{count:,} connections, 1 s delay: {share}", times[share] / 1000, unit="ms")
                for share in ("p50", "p90", "p99", "max")]
        rows.append(Row("waiting", "wrong or missing answers", result["failures"] + result["unanswered"]))
        rows.append(Row("waiting", "memory: idle", idle, unit="MiB RSS"))
        rows.append(Row("waiting", "memory: most", peak, unit="MiB RSS"))
        rows.append(Row("waiting", "memory: a connection", (peak - idle) * 1024 / count, unit="KiB"))
        return rows


def reload(effort):
    file, requests = routes.mixed(MANY, "yaml")
    with Mimus(file) as mimus:
        running = start_load(mimus.port, requests, connections=64, seconds=4, timeline="yes")
        began = time.monotonic()
        time.sleep(1.5)
        reload_from = time.monotonic() - began
        status = ask(mimus.port, "POST", "/__reload")
        reload_to = time.monotonic() - began
        result = finish_load(running)
    ticks = result["timeline"]
    before = ticks[2:max(3, int(reload_from * 10) - 1)]
    during = ticks[int(reload_from * 10):int(reload_to * 10) + 2]
    return [Row("reload", f"{MANY:,} routes, answered {status} after", (reload_to - reload_from) * 1000, unit="ms"),
            Row("reload", "failed requests", result["failures"] + result["unanswered"]),
            Row("reload", "slowest request before", max(tick["max_us"] for tick in before) / 1000, unit="ms"),
            Row("reload", "slowest request during", max(tick["max_us"] for tick in during) / 1000, unit="ms"),
            Row("reload", "requests/s before", 10 * statistics.mean(tick["requests"] for tick in before)),
            Row("reload", "requests/s during", 10 * statistics.mean(tick["requests"] for tick in during))]


def bodies(effort):
    file = routes.write_routes("bodies", [{"path": "/upload", "method": "POST", "response": {"ok": True}}])
    requests = routes.write_requests("bodies", [("POST", "/upload", routes.CONSTANT)])
    with Mimus(file) as mimus:
        rows = [Row("bodies", "memory before", mimus.rss_mib(), unit="MiB RSS")]
        part, bad, done = effort.bodies // 5, 0, 0
        for _ in range(5):
            result = load(mimus.port, requests, connections=64, body_bytes=1024, requests=part, seconds=600)
            bad += result["failures"] + result["unanswered"]
            done += result["requests"]
            rows.append(Row("bodies", f"memory after {done:,} requests of 1 kB", mimus.rss_mib(), unit="MiB RSS"))
        rows.append(Row("bodies", "wrong or missing answers", bad))
    return rows


def fake(effort):
    """GET /basic_profile and a template with fake data, beside a constant answer of the same program."""
    rows = []
    constant_file, constant_requests = routes.constant()
    template_file, template_requests = routes.fake_template()
    with Mimus(constant_file) as constant, Mimus(constant_file, "--fake-api") as fakes, Mimus(template_file) as template:
        samples = rounds({"constant": (constant, constant_requests), "profile": (fakes, routes.basic_profile()),
                          "template": (template, template_requests)}, effort, connections=64)
    base = median(samples["constant"], "cpu_us")
    for label, what in (("profile", "GET /basic_profile"), ("template", "three fakes in a template")):
        rows.append(Row("fake", f"{what}, above a constant answer", median(samples[label], "cpu_us") - base,
                        unit="CPU µs/request"))
        bad = sum(one.bad for one in samples[label])
        if bad:
            rows.append(Row("fake", f"{what}: WRONG ANSWERS", bad, unit="requests"))
    return rows


ALL = [
    Measure("constant", "one route against nginx `return 200`, 64 connections", constant),
    Measure("tls", "the same over TLS keep-alive", tls),
    Measure("routes", "10,000 and 100,000 mixed routes, asked uniformly at random", many_routes),
    Measure("single", "one route with a capture, a template, a regex, conditions", single_routes),
    Measure("start", "from exec to the first answer; idle memory", start),
    Measure("quickstart", "memory of ./dev run's server", quickstart),
    Measure("waiting", "10,000 connections that wait a second", waiting),
    Measure("reload", "10,000 routes read again under load", reload),
    Measure("fake", "fake data: a profile, a template", fake),
    Measure("wiremock", "stubs of WireMock's form: many, on one URL, body matchers, edits; beside WireMock when java is there",
            lambda effort: wiremock.measure(effort, rounds, median, ratio)),
    Measure("state", "a route that asks or changes the world's state", lambda effort: worlds.state(effort, rounds, median)),
    Measure("collection", "a collection of a million generated rows", lambda effort: worlds.collection(effort, rounds, median)),
    Measure("history", "every exchange into a file", lambda effort: worlds.history(effort, rounds, median)),
    Measure("journal", "a record of a million requests", lambda effort: worlds.journal(effort, rounds, median)),
    Measure("proxy", "a 1 kB answer passed on and recorded, beside nginx's proxy_pass", lambda effort: proxy.proxied(effort, rounds, median, ratio)),
    Measure("large", "memory while a gigabyte passes through the proxy", proxy.large),
    Measure("bodies", "memory while many 1 kB bodies pass", bodies),
]

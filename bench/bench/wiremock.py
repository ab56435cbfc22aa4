"""Stubs of WireMock's form, and WireMock itself beside them."""
import dataclasses
import json
import os

from . import routes
from .processes import Mimus, WireMock, load
from .report import Row

MANY, VERY_MANY = 10_000, 100_000


def root(name, stubs):
    """A root directory with all stubs in one file."""
    folder = f"build/bench/{name}"
    os.makedirs(f"{folder}/mappings", exist_ok=True)
    os.makedirs(f"{folder}/__files", exist_ok=True)
    with open(f"{folder}/mappings/all.json", "w") as file:
        json.dump({"mappings": stubs}, file)
    return folder


def stub(i, **request):
    return {"request": request, "response": {"status": 200, "headers": {"Content-Type": "application/json"},
                                             "jsonBody": {"stub": i}}}


def answer(i):
    return json.dumps({"stub": i}, separators=(",", ":"))


def urls(count):
    """Different URLs, asked uniformly at random."""
    stubs = [stub(i, method="GET", url=f"/api/v1/things/{i}/detail") for i in range(count)]
    requests = [("GET", f"/api/v1/things/{i}/detail", answer(i)) for i in range(count)]
    return root(f"wm-urls-{count}", stubs), routes.write_requests(f"wm-urls-{count}", requests)


def members(count):
    """One URL; they differ in $.id of the body."""
    stubs = [stub(i, method="POST", urlPath="/things",
                  bodyPatterns=[{"matchesJsonPath": {"expression": "$.id", "equalTo": f"t-{i}"}}]) for i in range(count)]
    requests = [("POST", "/things", answer(i), json.dumps({"id": f"t-{i}", "name": "a thing", "tags": ["a", "b"]}))
                for i in range(count)]
    return root(f"wm-members-{count}", stubs), routes.write_requests(f"wm-members-{count}", requests)


def orders():
    """About 2 kB of JSON, and the same as XML."""
    items = [{"sku": f"sku-{i:04}", "count": i, "price": i * 1.25, "note": "handle with care"} for i in range(24)]
    document = {"order": {"id": "o-17", "customer": "Ada Lovelace", "items": items}}
    rows = "".join("<item sku=\"%s\"><count>%d</count><price>%.2f</price><note>%s</note></item>"
                   % (item["sku"], item["count"], item["price"], item["note"]) for item in items)
    return json.dumps(document, separators=(",", ":")), f"<order id=\"o-17\"><customer>Ada Lovelace</customer>{rows}</order>"


def matcher(name):
    as_json, as_xml = orders()
    pattern, body = {
        "none": (None, as_json),
        "equalToJson": ({"equalToJson": as_json}, as_json),
        "matchesJsonPath": ({"matchesJsonPath": {"expression": "$.order.items[23].sku", "equalTo": "sku-0023"}}, as_json),
        "equalToXml": ({"equalToXml": as_xml}, as_xml),
        "matchesXPath": ({"matchesXPath": "/order/item[count=23]"}, as_xml),
    }[name]
    request = {"method": "POST", "urlPath": "/order"} | ({"bodyPatterns": [pattern]} if pattern else {})
    return root(f"wm-{name}", [stub(1, **request)]), \
        routes.write_requests(f"wm-{name}", [("POST", "/order", answer(1), body)])


def wrong(what, samples):
    bad = sum(one.bad for one in samples)
    return [Row("wiremock", f"{what}: WRONG ANSWERS", bad, unit="requests")] if bad else []


def many(effort, rounds, median, ratio):
    rows = []
    one_root, one_requests = urls(1)
    many_root, many_requests = urls(MANY)
    with Mimus(one_root) as one, Mimus(many_root) as several:
        several.settle()
        samples = rounds({"one": (one, one_requests), "many": (several, many_requests)}, effort, connections=64)
    rows += [Row("wiremock", "one stub", median(samples["one"], "cpu_us"), unit="CPU µs/request"),
             Row("wiremock", f"{MANY:,} stubs", median(samples["many"], "cpu_us"), unit="CPU µs/request"),
             Row("wiremock", f"{MANY:,} stubs / one", ratio=ratio(samples["many"], samples["one"]), unit="times the CPU"),
             Row("wiremock", f"{MANY:,} stubs", median(samples["many"], "per_second"), unit="requests/s")]
    rows += wrong("one stub", samples["one"]) + wrong(f"{MANY:,} stubs", samples["many"])
    if WireMock.jar() is None:
        return rows + [Row("wiremock", "WireMock itself: left out, java or its jar is not there")]
    with WireMock(many_root) as theirs:
        load(theirs.port, many_requests, connections=64, seconds=5)  # its compiler warms up
        result = load(theirs.port, many_requests, connections=64, seconds=max(effort.seconds, 5))
    per_second = result["requests"] / result["seconds"]
    rows.append(Row("wiremock", f"{MANY:,} stubs, WireMock 3.13.2 on the same core", per_second, unit="requests/s"))
    rows.append(Row("wiremock", f"{MANY:,} stubs, Mimus / WireMock", ratio=median(samples["many"], "per_second") / per_second,
                    unit="times the requests/s"))
    return rows


def one_url(effort, rounds, median, ratio):
    one_root, one_requests = members(1)
    many_root, many_requests = members(MANY)
    with Mimus(one_root) as one, Mimus(many_root) as several:
        several.settle()
        samples = rounds({"one": (one, one_requests), "many": (several, many_requests)}, effort, connections=64)
    return [Row("wiremock", f"{MANY:,} stubs on one URL by $.id", median(samples["many"], "cpu_us"), unit="CPU µs/request"),
            Row("wiremock", f"{MANY:,} stubs on one URL / one", ratio=ratio(samples["many"], samples["one"]),
                unit="times the CPU")] + wrong("stubs on one URL", samples["many"])


def matchers(effort, rounds, median, ratio):
    rows = []
    none_root, none_requests = matcher("none")
    with Mimus(none_root) as none:
        for name in ("equalToJson", "matchesJsonPath", "equalToXml", "matchesXPath"):
            folder, requests = matcher(name)
            with Mimus(folder) as mimus:
                samples = rounds({"none": (none, none_requests), name: (mimus, requests)}, effort, connections=64)
            extra = median(samples[name], "cpu_us") - median(samples["none"], "cpu_us")
            rows.append(Row("wiremock", f"{name}, body of 2 kB, above a stub that does not look at it", extra,
                            unit="CPU µs/request"))
            rows += wrong(name, samples[name])
    return rows


def edits(effort, rounds, median, ratio):
    """POST of stubs to a server that has very many. By eight clients: with one, half of the figure is waking up."""
    folder, _ = urls(VERY_MANY)
    posts = [("POST", "/__admin/mappings", "*", json.dumps(stub(i, method="GET", url=f"/fresh/{i}"))) for i in range(2000)]
    requests = routes.write_requests("wm-posts", posts)
    with Mimus(folder) as mimus:
        mimus.settle()
        before = mimus.cpu_seconds()
        result = load(mimus.port, requests, connections=8, requests=10_000, seconds=60, status=201)
        spent = mimus.cpu_seconds() - before
    rows = [Row("wiremock", f"POST of a stub to {VERY_MANY:,}, HTTP and its answer included",
                spent / max(result["requests"], 1) * 1e6, unit="CPU µs/request")]
    if result["failures"]:
        rows.append(Row("wiremock", "POST: WRONG ANSWERS", result["failures"], unit="requests"))
    return rows


def measure(effort, rounds, median, ratio):
    effort = dataclasses.replace(effort, rounds=min(effort.rounds, 5))
    return [row for part in (many, one_url, matchers, edits) for row in part(effort, rounds, median, ratio)]

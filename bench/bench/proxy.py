"""What passing requests on costs, and recording on top."""
import http.client
import os
import shutil
import socketserver
import threading

from . import routes
from .processes import LOAD_CORE, Mimus, Nginx
from .report import Row

BODY = '{"text":"' + "x" * 1013 + '"}'   # 1 kB
LARGE = 1 << 30


def proxied(effort, rounds, median, ratio):
    """A 1 kB answer: constant, passed on, passed on and recorded; nginx's proxy_pass beside them. The upstream is an nginx on
    the load's core."""
    file = routes.write_routes("kilobyte", [{"path": "/constant", "response": {"text": "x" * 1013}}])
    requests = routes.write_requests("kilobyte", [("GET", "/constant", BODY)])
    recorded = "build/bench/recorded"
    shutil.rmtree(recorded, ignore_errors=True)
    with Nginx(BODY, core=LOAD_CORE) as upstream:
        url = f"http://127.0.0.1:{upstream.port}"
        with Mimus(file) as constant, Mimus([], "--upstream", url) as passing, Mimus([], "--to", url, "-o", recorded, command="record") as recording, \
                Nginx(upstream=upstream.port) as nginx:
            samples = rounds({"constant": (constant, requests), "passing": (passing, requests), "recording": (recording, requests),
                              "nginx": (nginx, requests)}, effort, connections=64)
    passed = samples["passing"]
    rows = [Row("proxy", "a 1 kB answer passed on; nginx: proxy_pass", median(passed, "cpu_us"), median(samples["nginx"], "cpu_us"),
                ratio(passed, samples["nginx"]), "CPU µs/request"),
            Row("proxy", "passed on / a constant answer of 1 kB", ratio=ratio(passed, samples["constant"]), unit="times the CPU"),
            Row("proxy", "passed on and recorded / passed on", ratio=ratio(samples["recording"], passed), unit="times the CPU")]
    for label, some in samples.items():
        bad = sum(one.bad for one in some)
        if bad:
            rows.append(Row("proxy", f"{label}: WRONG ANSWERS", bad, unit="requests"))
    return rows


class Bulk(socketserver.StreamRequestHandler):
    """GET: a gigabyte. POST: counts the body."""
    def handle(self):
        os.sched_setaffinity(0, LOAD_CORE)
        block, length = b"x" * (1 << 20), 0
        method = self.rfile.readline().split()[0]
        while (line := self.rfile.readline()) not in (b"\r\n", b""):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        if method == b"GET":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % LARGE)
            for _ in range(LARGE >> 20):
                self.wfile.write(block)
            return
        left = length
        while left > 0 and (piece := self.rfile.read1(1 << 20)):
            left -= len(piece)
        said = str(length - left).encode()
        self.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(said), said))


def large(_):
    """A gigabyte down and up through the proxy: the most memory that it took."""
    rows = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Bulk) as upstream:
        threading.Thread(target=upstream.serve_forever, daemon=True).start()
        with Mimus([], "--upstream", f"http://127.0.0.1:{upstream.server_address[1]}") as mimus:
            for what, method in (("down", "GET"), ("up", "POST")):
                before, peak, done = mimus.rss_mib(), 0.0, 0
                connection = http.client.HTTPConnection("127.0.0.1", mimus.port, timeout=120)
                if method == "GET":
                    connection.request("GET", "/")
                    answer = connection.getresponse()
                    while piece := answer.read(1 << 20):
                        done += len(piece)
                        if done & 0xFFFFFF < len(piece):
                            peak = max(peak, mimus.rss_mib())
                else:
                    block = b"x" * (1 << 20)
                    connection.putrequest("POST", "/")
                    connection.putheader("Content-Length", str(LARGE))
                    connection.endheaders()
                    try:
                        for i in range(LARGE >> 20):
                            connection.send(block)
                            if i % 16 == 0:
                                peak = max(peak, mimus.rss_mib())
                    except OSError:
                        pass  # refused: the answer says why
                    answer = connection.getresponse()
                    said = answer.read()
                    done = int(said) if answer.status == 200 else 0
                connection.close()
                rows.append(Row("large", f"1 GiB {what} through the proxy: memory above {before:.0f} MiB", peak - before, unit="MiB RSS"))
                if done != LARGE:
                    rows.append(Row("large", f"{what}: ONLY {done} BYTES", LARGE - done, unit="bytes missing"))
        upstream.shutdown()
    return rows

"""The two servers, the load generator, and what /proc says about them."""
import ctypes
import json
import mmap
import os
import resource
import shutil
import signal
import socket
import struct
import subprocess
import threading
import time
import urllib.request

MIMUS = "build/release/mimus"
LOAD = "build/release/bench/mimus_bench_load"
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = {CORES[0]}, {CORES[-1]}
TICKS = os.sysconf("SC_CLK_TCK")


def touch_memory(mib=1024):
    """Virtual machines get memory from their host page by page as it is first touched: measured, 10 µs for each 4 KiB,
    ten times what clearing one costs, and whoever comes first pays. Afterwards the kernel hands out touched pages."""
    block = mmap.mmap(-1, mib << 20)
    view = (ctypes.c_char * len(block)).from_buffer(block)
    ctypes.memset(view, 1, len(block))
    del view
    block.close()


def prepare():
    """This process stays away from the server's core; everybody may open many sockets."""
    touch_memory()
    os.sched_setaffinity(0, LOAD_CORE)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def pin(cores):
    return lambda: os.sched_setaffinity(0, cores)


class Server:
    """A running server: `with Mimus(file) as server: ...`"""
    tls = False   # is `port` one of HTTPS?

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def cpu_seconds(self):
        """utime + stime so far."""
        with open(f"/proc/{self.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def settle(self):
        """Waits until it has nothing left to do (a large set is laid in huge pages after the first answer), so that
        this is not taken for the price of requests."""
        for _ in range(40):
            before = self.cpu_seconds()
            time.sleep(0.25)
            if self.cpu_seconds() - before <= 1 / TICKS:
                return

    def rss_mib(self):
        with open(f"/proc/{self.pid}/status") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
        return 0.0


class Mimus(Server):
    name = "mimus"

    def __init__(self, files, *options, threads=1, command="serve"):
        exec_time = mmap.mmap(-1, 8)  # the child notes it: forking this process is none of the server's work

        def before_exec():
            os.sched_setaffinity(0, SERVER_CORE)
            struct.pack_into("d", exec_time, 0, time.monotonic())

        self.process = subprocess.Popen(
            [MIMUS, command, *([files] if isinstance(files, str) else files), "--port", "0",
             *(["--threads", str(threads)] if command == "serve" else []), *options],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, preexec_fn=before_exec)
        self.started, = struct.unpack_from("d", exec_time)
        self.pid = self.process.pid
        self.tls = "--https-port" in options
        self.port = self._ready()
        # Its lines for requests are part of what it does; somebody must read them.
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def _ready(self):
        start = "https://127.0.0.1:" if self.tls else "http://127.0.0.1:"
        for line in self.process.stdout:
            if start in line and not line.lstrip().startswith(("upstream", "records")):  # those are others
                return int(line.split(start)[1].split("/")[0].split()[0])
        raise RuntimeError("mimus did not start")


class WireMock(Server):
    """The Java one, when both it and java are to be had: MIMUS_WIREMOCK_JAR, or the npm package `wiremock` in
    build/bench-tools."""
    name = "wiremock"
    TOOLS = "build/bench-tools"

    @classmethod
    def jar(cls):
        if shutil.which("java") is None:
            return None
        if os.environ.get("MIMUS_WIREMOCK_JAR"):
            return os.environ["MIMUS_WIREMOCK_JAR"]
        for attempt in (False, True):
            for folder, _, files in os.walk(cls.TOOLS):
                for file in files:
                    if file.startswith("wiremock") and file.endswith(".jar"):
                        return os.path.join(folder, file)
            if attempt or shutil.which("npm") is None:
                return None
            os.makedirs(cls.TOOLS, exist_ok=True)
            subprocess.run(["npm", "install", "--prefix", cls.TOOLS, "--no-audit", "--no-fund", "--silent", "wiremock"],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return None

    def __init__(self, root):
        self.port = free_port()
        self.process = subprocess.Popen(
            ["java", "-jar", self.jar(), "--port", str(self.port), "--root-dir", root, "--disable-banner"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=pin(SERVER_CORE))
        self.pid = self.process.pid
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/__admin/health", timeout=5) as answer:
                    answer.read()
                    return
            except OSError:
                time.sleep(0.1)
        self.process.kill()
        raise RuntimeError("WireMock did not start")


class Nginx(Server):
    """nginx with one worker that answers every request with one constant, or passes it on to `upstream`, a port."""
    name = "nginx"
    PREFIX = os.path.abspath("build/bench/nginx")
    ROOM = 0  # of all that were started: each has a folder of its own
    CONFIG = """
daemon off; worker_processes 1; pid {prefix}/pid; error_log {prefix}/error.log;
events {{ worker_connections 20000; }}
http {{
  access_log off; keepalive_requests 1000000000; keepalive_timeout 600s; client_max_body_size 1m;
  client_body_temp_path {prefix}/body; proxy_temp_path {prefix}/proxy; fastcgi_temp_path {prefix}/fastcgi;
  uwsgi_temp_path {prefix}/uwsgi; scgi_temp_path {prefix}/scgi;
  default_type application/json;
  {pool}
  server {{ listen 127.0.0.1:{port}{tls}; location / {{ {does} }} }}
}}
"""

    def __init__(self, body="", certificate=None, key=None, upstream=None, core=None):
        Nginx.ROOM += 1
        prefix = f"{self.PREFIX}-{Nginx.ROOM}"
        os.makedirs(prefix, exist_ok=True)
        self.port = free_port()
        pool = "" if upstream is None else f"upstream other {{ server 127.0.0.1:{upstream}; keepalive 64; keepalive_requests 1000000000; }}"
        does = f"return 200 '{body}';" if upstream is None else "proxy_pass http://other; proxy_http_version 1.1; proxy_set_header Connection '';"
        self.tls = certificate is not None
        tls = f" ssl; ssl_certificate {certificate}; ssl_certificate_key {key}; ssl_protocols TLSv1.3" if self.tls else ""
        with open(f"{prefix}/nginx.conf", "w") as config:
            config.write(self.CONFIG.format(prefix=prefix, port=self.port, pool=pool, does=does, tls=tls))
        self.process = subprocess.Popen(["nginx", "-p", prefix, "-c", f"{prefix}/nginx.conf"],
                                        stderr=subprocess.DEVNULL, preexec_fn=pin(core or SERVER_CORE))
        self.pid = self._worker()

    def _worker(self):
        """The process that works, once it answers."""
        for _ in range(500):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children") as children:
                    return int(children.read().split()[0])
            except (OSError, IndexError):
                time.sleep(0.01)
        raise RuntimeError("nginx did not start")


def certificate():
    """A certificate and its key, made for this run."""
    names = [os.path.abspath(f"build/bench/{name}.pem") for name in ("certificate", "key")]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                    "-subj", "/CN=localhost", "-out", names[0], "-keyout", names[1]], stderr=subprocess.DEVNULL, check=True)
    return names


def start_load(port, list_file, **options):
    """Begins to load; finish_load() has the result. `list_file` is the name of a request list."""
    arguments = [LOAD, "--port", str(port), "--list", list_file]
    for name, value in options.items():
        arguments += ["--" + name.replace("_", "-"), str(value)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, preexec_fn=pin(LOAD_CORE))


def finish_load(load):
    output, _ = load.communicate()
    if load.returncode != 0:
        raise RuntimeError("the load generator failed")
    return json.loads(output)


def load(port, list_file, **options):
    return finish_load(start_load(port, list_file, **options))

"""Results as a table for people or as JSON for programs."""
import dataclasses
import json
import os
import platform


@dataclasses.dataclass
class Row:
    measure: str
    what: str
    mimus: float | None = None
    nginx: float | None = None
    ratio: float | None = None    # mimus / nginx: the median over rounds of the ratio within a round
    unit: str = ""


def machine():
    with open("/proc/cpuinfo") as file:
        models = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    return {"processor": models[0] if models else platform.machine(), "cores": len(os.sched_getaffinity(0)),
            "kernel": platform.release()}


def number(value):
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 1 else f"{value:.2f}"


def write(rows, form):
    if form == "json":
        print(json.dumps({"machine": machine(), "rows": [dataclasses.asdict(row) for row in rows]}, indent=1))
        return
    about = machine()
    print(f"\n{about['processor']}, {about['cores']} cores, Linux {about['kernel']}\n")
    print(f"{'measure':12} {'':44} {'mimus':>12} {'nginx':>12} {'ratio':>7}  unit")
    last = None
    for row in rows:
        shown = "" if row.measure == last else row.measure
        last = row.measure
        print(f"{shown:12} {row.what:44} {number(row.mimus):>12} {number(row.nginx):>12} {number(row.ratio):>7}  {row.unit}")

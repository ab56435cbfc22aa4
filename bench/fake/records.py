"""CPU seconds and peak memory of `mimus fake`, and simple_profile beside Python's Faker. The least of three runs."""
import os
import subprocess
import time

PROGRAM = os.environ["MIMUS_PROGRAM"]
SCHEMA = "{id: int, name: person.fullName, email: internet.email, city: location.city, createdAt: date.past}"


def run(*arguments):
    """Wall seconds, CPU seconds and peak resident KiB of one run."""
    began = time.monotonic()
    process = subprocess.Popen([PROGRAM, "fake", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, arguments
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def least(*arguments):
    runs = [run(*arguments) for _ in range(3)]
    return min(r[0] for r in runs), min(r[1] for r in runs), min(r[2] for r in runs)


def row(what, *arguments):
    wall, cpu, memory = least(*arguments)
    print(f"{what:44} {wall:6.2f} s  {cpu:6.2f} s CPU  {memory / 1024:6.1f} MiB")
    return cpu


def main():
    print(f"{'':44} {'wall':>8} ")
    row("1,000,000 simple profiles, all cores", "simple_profile", "-n", "1000000", "--format", "ndjson", "--keyed", "1")
    one = row("1,000,000 simple profiles, one core", "simple_profile", "-n", "1000000", "--format", "ndjson", "--keyed", "1", "--threads", "1")
    row("1,000,000 records of a schema, all cores", SCHEMA, "-n", "1000000", "--keyed", "1")
    row("1 record of a schema", SCHEMA, "-n", "1", "--keyed", "1")
    try:
        from faker import Faker
    except ImportError:
        print("Python's Faker: skipped, it cannot be installed")
        return
    fake = Faker()
    Faker.seed(42)
    count = 3000
    best = None
    for _ in range(3):
        began = time.process_time()
        for _ in range(count):
            fake.simple_profile()
        spent = (time.process_time() - began) / count
        best = spent if best is None else min(best, spent)
    ours = one / 1_000_000
    print(f"simple_profile: Python's Faker {best * 1e6:.1f} us, ours {ours * 1e6:.2f} us with its JSON: {best / ours:.0f} times")


if __name__ == "__main__":
    main()

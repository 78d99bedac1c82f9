"""Run a command and write what it cost to a JSON file: measure.py OUT.json COMMAND...

Counts the command and everything it started, also what it left behind in the background (ssh masters): orphans are
reparented to this process, ended when the command is over, and waited for, so their CPU time is in RUSAGE_CHILDREN.
Servers that were running before are not counted.
"""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time

PR_SET_CHILD_SUBREAPER = 36
GRACE_S = 5


def descendants(pid):
    found = []
    try:
        threads = os.listdir(f"/proc/{pid}/task")
        for thread in threads:
            with open(f"/proc/{pid}/task/{thread}/children") as children:
                for child in map(int, children.read().split()):
                    found += [child, *descendants(child)]
    except OSError:
        pass
    return found


def pss_kib(pid):
    """Proportional set size: a page that n processes share counts 1/n in each of them, so a sum is honest."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as rollup:
            for line in rollup:
                if line.startswith("Pss:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def sample(peak, over):
    interval_s = 0.05
    while not over.wait(interval_s):
        started = time.monotonic()
        peak[0] = max(peak[0], sum(map(pss_kib, descendants(os.getpid()))))
        # at most 5 % of one core goes to the sampling itself
        interval_s = max(0.1, 20 * (time.monotonic() - started))


def end_orphans():
    signal_at = time.monotonic()
    for pid in descendants(os.getpid()):
        os.kill(pid, signal.SIGTERM)
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.01)
        except ChildProcessError:
            return
        if time.monotonic() - signal_at > GRACE_S:
            for pid in descendants(os.getpid()):
                os.kill(pid, signal.SIGKILL)


def main():
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    peak, over = [0], threading.Event()
    sampler = threading.Thread(target=sample, args=(peak, over))
    started = time.monotonic()
    child = subprocess.Popen(sys.argv[2:])
    sampler.start()
    exit_code = child.wait()
    wall_s = time.monotonic() - started
    over.set()
    sampler.join()
    end_orphans()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(sys.argv[1], "w") as out:
        json.dump(
            {
                "exitCode": exit_code,
                "wallMs": round(wall_s * 1000),
                "cpuMs": round((used.ru_utime + used.ru_stime) * 1000),
                "peakBytes": max(peak[0], used.ru_maxrss) * 1024,
            },
            out,
        )


main()

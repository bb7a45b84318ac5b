"""The audit log: answers on record per second, by how many ask at once, and records verified per second.

    python benchmarks/audit.py [--records 20000] [--postgresql]

An answer here has two hits with evidence, some 1.2 kB. SQLite in a temporary folder (on the disk of ``TMPDIR``: a memory
disk makes nothing durable and measures nothing), or a throw-away PostgreSQL beside it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from contextlib import nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from audit_samples import ALICE, hit, result
from debar.audit import AuditLog, Entry, screening
from debar.audit.ledger import Ledger
from debar.audit.proof import prove
from debar.audit.search import Search
from debar.audit.signing import Signer
from debar.audit.verify import verify
from measure import table
from postgresql_cluster import cluster


def entry(number: int) -> Entry:
    return screening(result(f"Customer {number}", hit(), hit(score=0.61)), ALICE, options={"limit": 5})


def appended(log: AuditLog, threads: int, each: int) -> tuple[float, list[float]]:
    """Seconds for all, and of each call."""
    waits: list[float] = []

    def work(first: int) -> None:
        for number in range(first, first + each):
            began = time.perf_counter()
            log.append(entry(number))
            waits.append(time.perf_counter() - began)

    workers = [threading.Thread(target=work, args=(number * each,)) for number in range(threads)]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.perf_counter() - began, waits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, cluster() if given.postgresql else nullcontext() as url:
        database = url or str(Path(folder) / "audit.sqlite")
        key = Path(folder) / "audit.key"
        rows = []
        with AuditLog(database, key) as log:
            for threads in (1, 8, 32):
                each = max(given.records // 10 // threads, 20)
                seconds, waits = appended(log, threads, each)
                waits.sort()
                p50, p99 = statistics.median(waits) * 1e3, waits[int(len(waits) * 0.99)] * 1e3
                rows.append(
                    (f"append, {threads} at once", f"{threads * each / seconds:,.0f}", f"{p50:.2f}", f"{p99:.2f}")
                )
            began = time.perf_counter()
            made = [entry(number) for number in range(given.records)]
            rows.append(("making the record alone", f"{given.records / (time.perf_counter() - began):,.0f}", "", ""))
            began = time.perf_counter()
            for future in [log.submit(one) for one in made]:
                future.result()
            rows.append(
                ("submit, all durable at the end", f"{given.records / (time.perf_counter() - began):,.0f}", "", "")
            )
        ledger = Ledger(database)
        began = time.perf_counter()
        verdict = verify(ledger, trusted=[Signer.load(key).public])
        seconds = time.perf_counter() - began
        assert verdict.whole, verdict.how
        rows.append((f"verify ({verdict.records:,} records)", f"{verdict.records / seconds:,.0f}", "", ""))
        began = time.perf_counter()
        assert any(True for _ in Search(name="customer 7").run(ledger))
        found = sum(1 for _ in Search(name="nobody at all").run(ledger))
        rows.append(("search by name", f"{verdict.records / (time.perf_counter() - began):,.0f}", "", ""))
        assert found == 0
        began = time.perf_counter()
        for seq in range(10, 1_000, 10):
            prove(ledger, seq)
        rows.append(("export a proof", f"{99 / (time.perf_counter() - began):,.0f}", "", ""))
        ledger.close()
        table(("", "per second", "p50 ms", "p99 ms"), rows)
        if url is None:
            size = sum(path.stat().st_size for path in Path(folder).glob("audit.sqlite*"))
            print(f"{size / verdict.records:,.0f} bytes a record on disk; {verdict.checkpoints:,} signatures")


if __name__ == "__main__":
    main()

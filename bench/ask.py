"""Asks the database of a portal directly what its pages ask, in a loop, and prints "p50 p99 rate": milliseconds, and questions a second.

ask.py DATABASE SECONDS sql              each line of the input is a question: statements separated by semicolons
ask.py DATABASE SECONDS search WORD…     the live search of an operator for one word after the other

The statements are prepared once and run as the product runs them: same text, same parameters, same number of rows read.
"""
import json, sqlite3, sys, time

MODELS = {"yealink": ["yealink-t46g"], "vvx": ["polycom-vvx411"], "polycom": ["polycom-vvx411"]}


def rows(db, sql, *parameters):
    return db.execute(sql, parameters).fetchall()


def search(db, text):
    """What /search sends for an operator; see EmployeeHits and its neighbours."""
    words, shown = text.lower().split(), 6
    beginning = " ".join(words)
    end = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    employee = "SELECT Id, CompanyId, SiteId, FirstName || ' ' || LastName, Username, Extension, Status FROM extensions_employees WHERE "
    column, order = ("Extension", "Extension, Search") if beginning.isdigit() else ("Search", "Search")
    found = rows(db, f"{employee} {column} >= ? AND {column} < ? AND {column} LIKE ? ESCAPE '\\' ORDER BY {order} LIMIT {shown}", beginning, end, like(beginning)[1:])
    if len(found) < shown:
        conditions, parameters = [], []
        for word in words:
            sites = [r[0] for r in rows(db, "SELECT Id, CompanyId, Name, TimeZone FROM tenancy_sites WHERE instr(NameKey, ?) > 0 ORDER BY NameKey, Id LIMIT 1000", word)] if len(word) > 1 else []
            conditions.append("instr(Search, ?) > 0" if not sites else "(instr(Search, ?) > 0 OR SiteId IN (SELECT value FROM json_each(?)))")
            parameters += [word, json.dumps(sites)] if sites else [word]
        found = rows(db, f"{employee} {' AND '.join(conditions)} ORDER BY Search LIMIT {shown}", *parameters)
    if found:
        rows(db, "SELECT Id, CompanyId, Name, TimeZone FROM tenancy_sites WHERE Id IN (SELECT value FROM json_each(?))", json.dumps(sorted({r[2] for r in found})))
    digits = "".join(c for c in text if c.isdigit()).lstrip("0")
    if len(digits) >= 3 and all(c in "0123456789 +-./()" for c in text):
        rows(db, "SELECT n.*, c.Name FROM (SELECT * FROM tenancy_numbers WHERE State <> 'Released' AND instr(E164, ?) > 0 ORDER BY E164 LIMIT 6) n "
                 "JOIN tenancy_companies c ON c.Id = n.CompanyId ORDER BY n.E164", digits)
    pattern = like(text.lower())
    rows(db, "SELECT Id, Name, SipDomain FROM tenancy_companies WHERE Search LIKE ? ESCAPE '\\' ORDER BY Search LIMIT 6", pattern)
    for table, column in (("tenancy_sites", "Search"), ("tenancy_groups", "NameKey"), ("tenancy_contacts", "Search")):
        rows(db, f"SELECT t.*, c.Name FROM (SELECT * FROM {table} WHERE {column} LIKE ? ESCAPE '\\' ORDER BY {column} LIMIT 6) t "
                 f"JOIN tenancy_companies c ON c.Id = t.CompanyId ORDER BY t.{column}", pattern)
    hexadecimal = "".join(c for c in text.lower() if c in "0123456789abcdef")
    if 2 <= len(hexadecimal) <= 12 and all(c in "0123456789abcdef:-. " for c in text.lower()):
        rows(db, "SELECT * FROM devices_devices WHERE instr(Mac, ?) > 0 ORDER BY Mac LIMIT 6", hexadecimal)
    for model in MODELS.get(text.lower(), []):
        rows(db, "SELECT * FROM devices_devices WHERE Model = ? ORDER BY Mac LIMIT 6", model)


def like(text):
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def main(path, seconds, kind, *words):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, cached_statements=500)
    db.execute("PRAGMA cache_size = -16000")
    if kind == "search":
        questions = [lambda word=word: search(db, word) for word in words]
    else:
        questions = [lambda parts=line.split(";"): [rows(db, part) for part in parts if part.strip()] for line in sys.stdin if line.strip()]
    for question in questions:
        question()
    times, end = [], time.perf_counter() + float(seconds)
    while time.perf_counter() < end or len(times) < len(questions):
        for question in questions:
            begun = time.perf_counter()
            question()
            times.append(time.perf_counter() - begun)
    times.sort()
    print(f"{times[len(times) // 2] * 1000:.3f} {times[int(len(times) * 0.99)] * 1000:.3f} {len(times) / sum(times):.0f}")


main(*sys.argv[1:])

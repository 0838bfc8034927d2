"""Fills the database of a portal that is not running with many companies, straight into SQLite, in seconds.

fill.py DATABASE companies N [EMPLOYEES]   N companies with sites, contacts and groups, and the employees spread over them
fill.py DATABASE audit N                   N entries in the audit log of Acme

A row is a copy of one the portal has made itself, so that a new column needs no change here. Names follow the shape of real
ones: a few are very frequent, most are rare, companies are of very different size. The same every time.
"""
import bisect, itertools, random, sqlite3, sys, time

FIRST = """James Mary John Patricia Robert Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah
Christopher Karen Charles Lisa Daniel Nancy Matthew Sandra Anthony Ashley Mark Emily Steven Kimberly Paul Margaret Andrew Donna Joshua
Michelle Kenneth Carol Kevin Amanda Brian Melissa George Deborah Edward Stephanie Ronald Rebecca Timothy Laura Jason Helen Jeffrey Amy
Ryan Anna Jacob Angela Gary Ruth Nicholas Brenda Eric Pamela Jonathan Nicole Stephen Katherine Larry Emma Justin Samantha Scott Christine
Brandon Catherine Benjamin Virginia Samuel Rachel Gregory Olivia Frank Maria Alexander Heather Raymond Diane Patrick Julie Jack Joyce
Mohammed Fatima Ahmed Aisha Omar Leila Yusuf Zainab Priya Arjun Sanjay Anjali Ravi Deepa Wei Li Ming Chen Hiro Yuki Jürgen Günther Jörg
Björn Søren Åsa Håkan Zoë Chloé José María Núria Łukasz Agnieszka Zsófia Đorđe Siobhán Niamh Aoife Seán Rhys Cerys Ewan Isla Hamish Morag
Matteo Giulia Lorenzo Chiara Pierre Amélie Hélène Étienne Dmitri Olga Svetlana Ivan Tatiana Kofi Ama Chidi Ngozi Tunde Wanjiru""".split()
LAST = """Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts Green Hall
Thomas Clarke Jackson Wood Harris Edwards Turner Martin Cooper Hill Ward Hughes Moore Clark King Harrison Lewis Baker Lee Allen Morris
Khan Scott Watson Davis Parker James Bennett Young Phillips Richardson Mitchell Bailey Carter Cook Singh Shaw Bell Collins Morgan Kelly
Begum Miller Cox Hussain Marshall Simpson Price Anderson Adams Wilkinson Foster Ellis Murphy Chapman Mason Gray Richards Webb Rogers
Hunt Mills Holmes Palmer Matthews Gibson Fisher Barnes Knight Lloyd Butler Russell Barker Stevens Jenkins Murray Dixon Harvey Graham
Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz
Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Lehmann Köhler Herrmann König Garcia Fernandez Lopez Martinez Sanchez
Perez Gomez Ruiz Silva Santos Ferreira Costa Rossi Russo Ferrari Bianchi Romano Nowak Kowalski Wiśniewski Wójcik Novák Horvat Nagy Papadopoulos
Ivanov Petrov Sokolov Nguyen Tran Wang Zhang Liu Yang Huang Kim Park Choi Tanaka Suzuki Sato O'Brien O'Connor O'Sullivan Byrne McCarthy
Fraser MacDonald Campbell Stewart Robertson Okafor Adeyemi Mensah Boateng Kamau Haddad Rahman Chowdhury Sharma Gupta Kaur Ali Iqbal
van-der-Berg de-Vries Jansen Bakker Visser Larsen Hansen Nilsson Lindqvist Virtanen Korhonen Featherstonehaugh Cholmondeley""".split()
TRADES = """Logistics Dental Foods Legal Engineering Plumbing Media Software Insurance Motors Textiles Pharmacy Estates Travel Printing
Catering Accountants Opticians Security Furniture Energy Nurseries Steel Glass Brewery Publishing Recruitment Roofing Surveyors Veterinary""".split()
FORMS = ["Ltd", "Ltd", "Ltd", "plc", "LLP", "& Sons", "Group", "GmbH"]
TOWNS = """London Birmingham Manchester Leeds Glasgow Liverpool Bristol Sheffield Edinburgh Leicester Coventry Cardiff Belfast Nottingham
Newcastle Sunderland Brighton Hull Plymouth Derby Wolverhampton Southampton Swansea Aberdeen Norwich Oxford Cambridge York Exeter Chester
Bath Lincoln Dundee Inverness Carlisle Durham Preston Reading Ipswich Worcester Berlin Hamburg München Köln Leipzig Paris Dublin""".split()
PLACES = ["", "", " Centre", " North", " Airport", " Warehouse", " Head Office"]
TEAMS = ["Sales", "Support", "Accounts", "Reception", "Management", "Dispatch", "Marketing", "Legal", "Purchasing", "Night shift"]
MODELS = [("yealink-t46g", "001565"), ("polycom-vvx411", "0004f2")]
NOWHERE = "00000000-0000-0000-0000-000000000000"

chance = random.Random(20261121)
ids = itertools.count(1)


def new_id():
    n = next(ids)
    return f"01A1{n >> 16:04X}-{n & 0xFFFF:04X}-7{n % 4096:03X}-8{n % 4093:03X}-{chance.getrandbits(48):012X}"


def frequent(words, steepness=0.9):
    """Picks the first words often and the last ones rarely, as names are distributed."""
    sums = list(itertools.accumulate(1 / (rank + 3) ** steepness for rank in range(len(words))))
    return lambda: words[bisect.bisect(sums, chance.random() * sums[-1])]


def plain(text):
    """A name as a username or domain writes it."""
    swaps = str.maketrans("äöüßéèáíóúñåøłśđ", "aousEEaiounaolsd".lower())
    return "".join(c for c in text.lower().translate(swaps) if c.isascii() and c.isalnum())


class Table:
    """Rows of one table, written in large parts."""

    def __init__(self, db, name):
        self.db, self.name, self.rows = db, name, []
        columns = [c[1] for c in db.execute(f'PRAGMA table_info("{name}")')]
        required = {c[1]: ("" if c[2] == "TEXT" else b"" if c[2] == "BLOB" else 0) for c in db.execute(f'PRAGMA table_info("{name}")') if c[3]}
        found = db.execute(f'SELECT * FROM "{name}" LIMIT 1').fetchone()
        self.model = dict(zip(columns, found)) if found else {c: required.get(c) for c in columns}
        self.sql = f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(columns))})'

    def add(self, **values):
        self.rows.append(tuple({**self.model, **values}.values()))
        if len(self.rows) >= 20_000:
            self.flush()

    def flush(self):
        self.db.executemany(self.sql, self.rows)
        self.rows.clear()


def companies(db, count, employees=0):
    now = int(time.time() * 1_000_000)
    first, last, town = frequent(FIRST), frequent(LAST), frequent(TOWNS)
    names = ["tenancy_companies", "tenancy_sites", "tenancy_groups", "tenancy_contacts", "tenancy_numbers", "extensions_employees", "devices_devices"]
    company, site, group, contact, number, employee, device = tables = [Table(db, n) for n in names]
    # A few companies are large and most are small: the sizes fall as 1/rank does.
    weights = [1 / (rank + 10) for rank in range(count)]
    total, share, done = sum(weights), 0.0, 0
    for n in range(count):
        owner, trade = last(), chance.choice(TRADES)
        name = f"{owner.replace('-', ' ')} {trade} {chance.choice(FORMS)}"
        domain = f"{plain(owner)}-{plain(trade)}-{n + 1}.localhost"
        cid, since = new_id(), now - chance.randrange(5 * 365 * 86_400) * 1_000_000
        status = chance.choices(["Active", "Trial", "Suspended", "Blocked"], [90, 6, 3, 1])[0]
        country, zone = chance.choices([("GB", "Europe/London"), ("DE", "Europe/Berlin"), ("IE", "Europe/Dublin")], [80, 15, 5])[0]
        company.add(Id=cid, Name=name, SipDomain=domain, Country=country, TimeZone=zone, Status=status, BillingCity=town(), VatNumber="", Notes="",
                    Search=f"{name} {domain}".lower(), CreatedAt=since, Version=1, PartnerId=None, TrialEnds=None)
        share += weights[n] / total
        people = round(employees * share) - done
        done += people
        sites = []
        for i in range(1 if people < 20 else 2 + min(people // 150, 8)):
            city = town()
            title = city + chance.choice(PLACES) + (f" {i + 1}" if i else "")
            sites.append(new_id())
            site.add(Id=sites[-1], CompanyId=cid, Name=title, Street=f"{chance.randrange(1, 200)} High Street", PostalCode="YO1 7HH", City=city, Country=country,
                     TimeZone=zone, NameKey=title.lower(), Search=f"{title} {city} yo1 7hh".lower(), CreatedAt=since, Version=1)
        for title in chance.sample(TEAMS, min(len(TEAMS), 1 + people // 40)):
            group.add(Id=new_id(), CompanyId=cid, Under=NOWHERE, Name=title, NameKey=title.lower(), CreatedAt=since, Version=1)
        for i in range(2):
            a, b = first(), last()
            mail = f"{plain(a)}.{plain(b)}{i}@{domain}"
            contact.add(Id=new_id(), CompanyId=cid, Name=f"{a} {b}", Email=mail, EmailKey=mail, Type="Billing", Phone="", Mobile="", PublicNotes="",
                        PrivateNotes="", EmailVerified=0, MobileVerified=0, Search=f"{a} {b} {mail}".lower(), CreatedAt=since, Version=1)
        taken = set()
        for i in range(people):
            a, b = first(), last().replace("-", " ")
            username = base = f"{plain(a)}.{plain(b)}"
            again = 1
            while username in taken:
                again += 1
                username = f"{base}{again}"
            taken.add(username)
            extension, eid, at = str(2001 + i if i < 7000 else 13_000 + i), new_id(), sites[i % len(sites)]
            employee.add(Id=eid, CompanyId=cid, SiteId=at, Username=username, FirstName=a, LastName=b, Extension=extension, ExtensionOrder=int(extension),
                         Email=f"{username}@{domain}" if chance.random() < 0.7 else None, Status=chance.choices(["Activated", "Pending"], [96, 4])[0], AddedAt=since,
                         Search=f"{b} {a} {b} {username} {extension}".lower(), Version=1)
            serial = next(ids)
            if chance.random() < 0.6:
                model, vendor = chance.choice(MODELS)
                device.add(Id=new_id(), CompanyId=cid, SiteId=at, Model=model, Mac=f"{vendor}{serial % 0xFFFFFF:06x}", EmployeeId=eid,
                           CreatedAt=since, Version=1)
            if chance.random() < 0.6:
                # 01632 is the area code that no telephone in Britain has.
                number.add(Id=new_id(), CompanyId=cid, E164=f"+441632{serial % 1_000_000:06d}", Kind="FixedLine", State="Assigned", SiteId=at, OwnerKind="Employee",
                           OwnerId=eid, PrimaryOf=eid, Price=250, Unlimited=0, AddedAt=since, FreeAt=None, Version=1)
    for table in tables:
        table.flush()
    return {t.name: db.execute(f'SELECT count(*) FROM "{t.name}"').fetchone()[0] for t in tables}


def audit(db, count):
    """Twenty people change employees, sites and devices of Acme over four years, mostly one at a time in office hours."""
    acme, = db.execute("SELECT Id FROM tenancy_companies WHERE SipDomain = 'acme.localhost'").fetchone()
    entry, now = Table(db, "core_audit"), int(time.time() * 1_000_000)
    step = 4 * 365 * 86_400 * 1_000_000 // count
    people = ["anna.admin", "operator"] + [f"{plain(f)}.{plain(l)}" for f, l in zip(FIRST[:18], LAST[:18])]
    who = frequent(people)
    what = frequent(["extensions_employees", "forwarding_rules", "devices_devices", "identity_users", "tenancy_numbers", "tenancy_sites", "tenancy_contacts",
                     "tenancy_groups", "tenancy_schedules"], 1.4)
    things = [f"{chance.getrandbits(32):08x}-0000-7000-8000-{i:012x}" for i in range(20_000)]
    fields = {"extensions_employees": "LastName", "devices_devices": "Model", "identity_users": "DisplayName", "forwarding_rules": "Destination", "tenancy_numbers": "State"}
    for i in range(count):
        at = now - (count - i) * step - chance.randrange(step)
        table = what()
        field = fields.get(table, "Name")
        verb = chance.choices(["changed", "added", "removed"], [85, 10, 5])[0]
        before = None if verb == "added" else f'{{"{field}":"Room {i}","Version":"{i % 30 + 1}"}}'
        after = None if verb == "removed" else f'{{"{field}":"Room {i + 1}","Version":"{i % 30 + 2}"}}'
        entry.add(Id=new_id(), At=at, CompanyId=acme, UserId=None, UserName=who(), Address=f"192.0.2.{i % 200 + 1}", Verb=verb, Table=table,
                  ObjectId=chance.choice(things), Before=before, After=after, OnBehalfOfId=None, OnBehalfOf=None, PartOf=None)
    entry.flush()
    return {"core_audit": db.execute("SELECT count(*) FROM core_audit").fetchone()[0]}


def main(path, what, *counts):
    begun = time.monotonic()
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY;")
    db.execute("BEGIN IMMEDIATE")
    made = {"companies": companies, "audit": audit}[what](db, *map(int, counts))
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    print(f"filled in {time.monotonic() - begun:.1f} s: " + ", ".join(f"{n} {t}" for t, n in made.items()), file=sys.stderr)


main(*sys.argv[1:])

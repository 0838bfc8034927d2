"""Medians of what bench/compare noted: server, operation, figure, value, one a line."""
import collections
import statistics
import sys

values = collections.defaultdict(list)
for line in open(sys.argv[1]):
    server, operation, figure, value = line.rstrip("\n").split("\t")
    if value:
        values[operation, server, figure].append(float(value))

operations = list(dict.fromkeys(operation for operation, _, _ in values))
print("| | | most a second | CPU µs each then | CPU µs each at a fixed rate | p99 ms at half load |")
print("|---|---|---|---|---|---|")
for operation in operations:
    for server in dict.fromkeys(s for o, s, _ in values if o == operation):
        def median(figure):
            found = values.get((operation, server, figure))
            return f"{statistics.median(found):,.4g}" if found else ""
        if operation != "memory":
            print(f"| {operation} | {server} | {median('most')} | {median('cpu')} | {median('cpu_fixed')} | {median('p99')} |")

print("\n| memory, octets | a registration | a call |\n|---|---|---|")
for server in dict.fromkeys(s for o, s, _ in values if o == "memory"):
    print(f"| {server} | " + " | ".join(f"{statistics.median(values['memory', server, f]):,.0f}" for f in ("registrations", "calls")) + " |")

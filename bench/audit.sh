# The audit log of a company with a million entries, as its administrator reads it.

audit_entries=${BENCH_AUDIT:-1000000}

audit_rows="SELECT Id, At, UserName, OnBehalfOf, Address, Verb, \"Table\", ObjectId, PartOf, Before, After FROM core_audit WHERE CompanyId = $acme"
audit_sql="$audit_rows ORDER BY At DESC, Id DESC LIMIT 26"
audit_table_sql="$audit_rows AND \"Table\" = 'tenancy_sites' ORDER BY At DESC, Id DESC LIMIT 26"

fill_audit() { # a minute apart, a site's change each
    sqlite3 "$work/data/portal.db" <<X
PRAGMA busy_timeout = 60000;
BEGIN IMMEDIATE;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $audit_entries)
INSERT INTO core_audit (Id, At, CompanyId, UserName, Address, Verb, "Table", ObjectId, Before, After)
SELECT upper(printf('%08x-%04x-7%03x-8%03x-%012x', i >> 16, i & 65535, i % 4096, i % 4096, i)), 1600000000000000 + i * 60000000, $acme,
       CASE i % 5 WHEN 0 THEN 'anna.admin' ELSE 'operator' END, '127.0.0.1', CASE i % 20 WHEN 0 THEN 'added' ELSE 'changed' END,
       CASE i % 3 WHEN 0 THEN 'tenancy_sites' ELSE 'extensions_employees' END,
       printf('%08x-0000-7000-8000-000000000000', i % 5000), '{"Name":"London ' || (i - 1) || '"}', '{"Name":"London ' || i || '"}' FROM n;
COMMIT;
ANALYZE;
X
}

measure_audit() {
    sign_in
    fill_audit
    page "audit log, first page of $audit_entries" /audit-log London "$(plain_sql "$audit_sql")"
    page "audit log, one table" '/audit-log?table=tenancy_sites' London "$(plain_sql "$audit_table_sql")"
    local middle # the cursor the page itself would write: .NET ticks and the id
    middle=$(sqlite3 "$work/data/portal.db" "SELECT (At * 10 + 621355968000000000) || '.' || replace(lower(Id), '-', '') FROM core_audit WHERE CompanyId = $acme ORDER BY At LIMIT 1 OFFSET $((audit_entries / 2))")
    page "audit log, a page from the middle" "/audit-log?after=$middle" London
    local begun; begun=$(date +%s%N)
    curl -sf -H "$cookies" "$web/audit-log?format=csv&to=2020-12-31" -o "$work/audit.csv"
    row "export of $(($(wc -l < "$work/audit.csv") - 1)) entries as CSV" "$((($(date +%s%N) - begun) / 1000000)) ms" "$(memory_mb VmHWM) MB at most"
}

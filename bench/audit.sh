# The audit log of a company with a million entries, as its administrator reads it. Takes a host of its own.

audit_entries=${BENCH_AUDIT:-1000000}

acme_id="(SELECT Id FROM tenancy_companies WHERE SipDomain = 'acme.localhost')"
audit_rows="SELECT Id, At, UserName, OnBehalfOf, Address, Verb, \"Table\", ObjectId, PartOf, Before, After FROM core_audit WHERE CompanyId = $acme_id"
audit_end="ORDER BY At DESC, Id DESC LIMIT 26"

measure_audit() {
    local middle day at
    host_filled audit "$audit_entries"
    sign_in
    # The cursor the page itself would write: .NET ticks and the id.
    middle=$(sqlite3 "$work/data/portal.db" "SELECT (At * 10 + 621355968000000000) || '.' || replace(lower(Id), '-', '') FROM core_audit WHERE CompanyId = $acme_id ORDER BY At LIMIT 1 OFFSET $((audit_entries / 2))")
    at=$(sqlite3 "$work/data/portal.db" "SELECT At FROM core_audit WHERE CompanyId = $acme_id ORDER BY At LIMIT 1 OFFSET $((audit_entries / 2))")
    day=$(date -u -d "@$((at / 1000000))" +%F)
    beside "audit log of $audit_entries entries, first page" /audit-log anna.admin "$audit_rows $audit_end"
    beside "a page from the middle" "/audit-log?after=$middle" anna.admin "$audit_rows AND At < $at $audit_end"
    beside "up to a day" "/audit-log?to=$day" anna.admin "$audit_rows AND At < $at $audit_end"
    beside "one kind of thing, rarely changed" '/audit-log?table=tenancy_schedules' anna.admin "$audit_rows AND \"Table\" = 'tenancy_schedules' $audit_end"
    beside "a kind of thing never changed" '/audit-log?table=tenancy_locations' 'audit' "$audit_rows AND \"Table\" = 'tenancy_locations' $audit_end"
    beside "one verb" '/audit-log?verb=removed' anna.admin "$audit_rows AND Verb = 'removed' $audit_end"
    beside "one person" '/audit-log?q=anna.admin' anna.admin "$audit_rows AND UserName = 'anna.admin' $audit_end"
    beside "a name that nobody has" '/audit-log?q=nobody' 'audit' "$audit_rows AND UserName = 'nobody' $audit_end"
    local begun; begun=$(date +%s%N)
    curl -sf -H "$cookies" "$web/audit-log?format=csv&from=$(date -u -d '-73 days' +%F)" -o "$work/audit.csv"
    row "export of $(($(wc -l < "$work/audit.csv") - 1)) of them as CSV" "$((($(date +%s%N) - begun) / 1000000)) ms, host at most $(memory_mb VmHWM) MB"
}

# What the measurements must know of the product: addresses, what they show, the same rows in SQL, and the telephones.
# One place to change when a page moves.

ready_path=${BENCH_READY:-/health}

acme="(SELECT CompanyId FROM extensions_employees WHERE Username = 'john.smith' AND Extension = '2001')"

list_path=/employees
list_shows='2001\|20[0-9][0-9][0-9]'
list_sql="SELECT count(*) FROM extensions_employees WHERE CompanyId = $acme;
SELECT Id, CompanyId, SiteId, FirstName, LastName, Username, Extension, Status FROM extensions_employees
WHERE CompanyId = $acme ORDER BY Search, Id LIMIT 25"

search_path='/employees?q=john'
search_shows=john
search_sql="SELECT count(*) FROM extensions_employees WHERE CompanyId = $acme AND instr(Search, 'john') > 0;
SELECT Id, CompanyId, SiteId, FirstName, LastName, Username, Extension, Status FROM extensions_employees
WHERE CompanyId = $acme AND instr(Search, 'john') > 0 ORDER BY Search, Id LIMIT 25"

bench_users() { # SIP user and password of every telephone of Acme, one a line
    local number
    for number in $(seq 2001 2010) $(seq 2101 2105) $(seq 20000 $((19999 + employees))); do
        echo "$number sip-$number"
    done
}

# The example data limits the calls at a time of a site, a measurement must not. $1: the table, as the database names it.
lift_call_limits_sql() { echo "update $1 set \"MaxCalls\" = null"; }

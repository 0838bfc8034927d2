# The operator's list of 10,000 companies, and choosing one of them in a filter. Takes a host of its own.

companies_of() { # condition, order: the statements of a page of the list
    local ids; ids=$(sqlite3 "$work/data/portal.db" "SELECT group_concat(quote(Id)) FROM (SELECT Id FROM tenancy_companies WHERE $1 ORDER BY $2)")
    echo "SELECT count(*) FROM tenancy_companies WHERE $1;
        SELECT Id, Name, SipDomain, Status, Country, CreatedAt FROM tenancy_companies WHERE $1 ORDER BY $2;
        SELECT CompanyId, count(*) FROM tenancy_sites WHERE CompanyId IN ($ids) GROUP BY CompanyId"
}

measure_companies() {
    local companies=${BENCH_LISTED:-10000}
    host_filled companies "$companies" "$((companies * 2))"
    sign_in operator
    beside "list of $companies companies, first page" /companies localhost "$(companies_of 1 "Search, Id LIMIT 25")"
    beside "page 300" '/companies?page=300' localhost "$(companies_of 1 "Search, Id LIMIT 25 OFFSET 7475")"
    beside "newest first" '/companies?sort=-since' localhost "$(companies_of 1 "CreatedAt DESC, Id DESC LIMIT 25")"
    beside "by country" '/companies?sort=country' localhost "$(companies_of 1 "Country, Search LIMIT 25")"
    beside "search" '/companies?q=smith%20dental' localhost "$(companies_of "Search LIKE '%smith dental%' ESCAPE '\\'" "Search, Id LIMIT 25")"
    beside "blocked ones" '/companies?status=Blocked' localhost "$(companies_of "Status = 'Blocked'" "Search, Id LIMIT 25")"
    beside "choosing one in a filter" '/lookup/companies?key=company&back=/employees&q=dental' dental "SELECT Id, Name, SipDomain FROM tenancy_companies WHERE Search LIKE '%dental%' ESCAPE '\\' ORDER BY Search, Id LIMIT 13"
    beside "employees of all companies, first page" /employees adams "SELECT count(*) FROM extensions_employees; SELECT Id, CompanyId, SiteId, FirstName, LastName, Username, Extension, Status FROM extensions_employees ORDER BY Search, Id LIMIT 25"
}

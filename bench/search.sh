# The live search of an operator, one question after the other as somebody types. Takes a host of its own: 500 companies.

search_words=(john 'maria king' qqq 20150 smith 'king maria' 0015650 'company 0077' 'office 0123' zz%_ leeds 'kowalski jul')

measure_search() {
    local companies=${BENCH_COMPANIES:-500} people=${BENCH_SEARCHED:-100000} word times=$work/search.times sql=$work/search.sql begun plain
    host_stop && rm -rf "$work/data"
    employees=$people host_start --Demo:Companies "$companies"
    sign_in operator
    for word in "${search_words[@]}" "${search_words[@]}"; do # the compiler works during the first ones
        curl -sf -o /dev/null -G -H "$cookies" -H 'HX-Request: true' --data-urlencode "q=$word" "$web/search"
    done
    : > "$times"
    for _ in $(seq "${BENCH_ROUNDS:-50}"); do
        for word in "${search_words[@]}"; do
            curl -sf -o /dev/null -w '%{time_starttransfer} %{time_pretransfer}\n' -G -H "$cookies" -H 'HX-Request: true' --data-urlencode "q=$word" "$web/search" >> "$times"
        done
    done
    # The same words in the same table by the sqlite3 program.
    : > "$sql"
    for _ in $(seq 20); do
        for word in "${search_words[@]}"; do
            printf "SELECT Id, FirstName, LastName, Extension FROM extensions_employees WHERE 1" >> "$sql"
            for part in $word; do printf " AND instr(Search, '%s') > 0" "$part" >> "$sql"; done
            echo " ORDER BY Search LIMIT 6;" >> "$sql"
        done
    done
    begun=$(date +%s%N)
    sqlite3 -readonly "$work/data/portal.db" < "$sql" > /dev/null
    plain=$((($(date +%s%N) - begun) / 1000 / 20 / ${#search_words[@]}))
    row "live search of an operator, $people employees in $companies companies" \
        "$(awk '{ printf "%.1f\n", ($1 - $2) * 1000 }' "$times" | sort -n | awk '{ t[NR] = $1; s += $1 } END { printf "p50 %s ms, p99 %s ms, mean %.1f ms", t[int(NR / 2)], t[int(NR * 0.99)], s / NR }')" \
        "its employees by plain SQL, mean $(awk -v us="$plain" 'BEGIN { printf "%.1f", us / 1000 }') ms"
}

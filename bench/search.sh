# The live search of an operator, one question after the other as somebody types, over employees, numbers, companies, sites,
# groups, devices and contacts at once. Takes a host of its own: 500 companies with 100,000 employees.

search_words=(j jo joh john smi smith 'smith jo' 'john smith' mary.wil müll kowalski featherstone 'maria king' zimmermann qqq 'zz%_' 2001 20150 6105 \
    +441632 01632 '01632 9' 0015650 00:04:f2 yealink logistics 'patel dental' leeds 'smith leeds' airport support reception .localhost 'nobody at all')

measure_search() {
    local companies=${BENCH_COMPANIES:-500} people=${BENCH_SEARCHED:-100000} word answer paths=() script=$work/search.lua
    host_filled companies "$companies" "$people"
    sign_in operator
    for word in "${search_words[@]}"; do
        paths+=("/search?q=$(python3 -c 'import sys, urllib.parse; print(urllib.parse.quote(sys.argv[1], safe=""))' "$word")")
    done
    answer=$(curl -sf -H "$cookies" -H 'HX-Request: true' "$web/search?q=smith")
    if ! grep -q 'role="option"' <<< "$answer"; then
        echo "The live search finds nobody." >&2
        return 1
    fi
    paths_script "${paths[@]}" > "$script"
    measured "live search of an operator, $people employees in $companies companies, ${#search_words[@]} texts" \
        "$(python3 "$root/bench/ask.py" "$work/data/portal.db" "$seconds" search "${search_words[@]}")" "$script"
}

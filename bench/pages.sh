# Pages as a company administrator sees them, eight connections at once.

sign_in() { # [username]; sets cookies: the header to send
    local jar=$work/cookies field fields=()
    rm -f "$jar"
    while read -r field; do # the hidden fields of the first form, whatever they are
        fields+=(--data-urlencode "$field")
    done < <(curl -sf -c "$jar" "$web/sign-in" | sed -n '1,/<\/form>/p' | grep -o '<input[^>]*type="hidden"[^>]*>' | sed -E 's/.*name="([^"]*)".*value="([^"]*)".*/\1=\2/')
    if [ "$(curl -s -o /dev/null -w '%{http_code}' -b "$jar" -c "$jar" "${fields[@]}" --data-urlencode "Username=${1:-anna.admin}" --data-urlencode "Password=Demo-1234!" "$web/sign-in")" != 302 ]; then
        echo "${1:-anna.admin} cannot sign in." >&2
        return 1
    fi
    cookies="Cookie: $(awk '!/^# / && NF >= 7 { printf "%s%s=%s", (n++ ? "; " : ""), $6, $7 }' "$jar")"
}

load() { # path; prints "requests-a-second p99 cpu-us-a-request"
    local before after output requests
    output=$(wrk -t2 -c8 -d2s -H "$cookies" "$web$1") # warm up: the compiler works during the first seconds
    before=$(cpu_us)
    output=$(wrk -t2 -c8 -d"${seconds}s" --latency -H "$cookies" "$web$1")
    after=$(cpu_us)
    if grep -q 'Non-2xx\|Socket errors' <<< "$output"; then echo "$1: $output" >&2; return 1; fi
    requests=$(awk '/requests in/ { print $1 }' <<< "$output")
    awk -v cpu=$((after - before)) -v requests="$requests" '/99%/ { p99 = $2 } /Requests\/sec/ { rate = $2 } END { printf "%.0f %s %.0f\n", rate, p99, cpu / requests }' <<< "$output"
}

page() { # name, path, text that the page must show
    local answer rate p99 cpu
    answer=$(curl -s -w '\n%{http_code}' -H "$cookies" "$web$2")
    if [ "$(tail -1 <<< "$answer")" != 200 ] || ! grep -q "$3" <<< "$answer"; then
        echo "$2 does not show '$3' ($(tail -1 <<< "$answer"))." >&2
        return 1
    fi
    read -r rate p99 cpu < <(load "$2")
    row "$1 (\`$2\`)" "$rate/s, p99 $p99, CPU $cpu µs" "${4:-}"
}

measure_pages() {
    sign_in
    page "health, the least a request costs" "$ready_path" .
    page "employee list, first page of $employees" "$list_path" "$list_shows" "$(plain_sql "$list_sql")"
    page "employee search" "$search_path" "$search_shows" "$(plain_sql "$search_sql")"
}

# The page's rows asked for 2,000 times by the sqlite3 program in one process: what the database itself takes.
plain_sql() {
    local begun=0 script=$work/plain.sql
    [ -n "$1" ] || return 0
    for _ in $(seq 2000); do echo "$1;"; done > "$script"
    begun=$(date +%s%N)
    sqlite3 -readonly "$work/data/portal.db" < "$script" > /dev/null
    echo "plain SQL $((($(date +%s%N) - begun) / 2000000)) µs"
}

# Pages in their own time, one after the other on one connection, beside the same questions put to SQLite directly.

paths_script() { # path…; a script of wrk that opens them in turn, as htmx does
    local path
    echo "local paths = {"
    for path in "$@"; do echo "  '$path',"; done
    cat <<'X'
}
local at = 0
request = function()
    at = at % #paths + 1
    return wrk.format("GET", paths[at])
end
X
}

milliseconds() { awk '{ n = $1 + 0; print ($1 ~ /us$/ ? n / 1000 : $1 ~ /ms$/ ? n : n * 1000) }'; } # 1.23ms, 850.00us, 1.02s

# name, what stands beside it ("p50 p99 rate" of ask.py), script of wrk: a row with p50 and p99 alone, the rate of eight, and the ratio
measured() {
    local output before after requests p50 p99 rate direct50 direct99 direct_rate
    wrk -t1 -c1 -d3s -H "$cookies" -H 'HX-Request: true' -s "$3" "$web" > /dev/null
    output=$(wrk -t1 -c1 -d"${seconds}s" --latency -H "$cookies" -H 'HX-Request: true' -s "$3" "$web")
    if grep -q 'Non-2xx\|Socket errors' <<< "$output"; then echo "$1: $output" >&2; return 1; fi
    p50=$(awk '$1 == "50%" { print $2 }' <<< "$output" | milliseconds)
    p99=$(awk '$1 == "99%" { print $2 }' <<< "$output" | milliseconds)
    before=$(cpu_us)
    output=$(wrk -t2 -c8 -d"${seconds}s" --latency -H "$cookies" -H 'HX-Request: true' -s "$3" "$web")
    after=$(cpu_us)
    if grep -q 'Non-2xx\|Socket errors' <<< "$output"; then echo "$1: $output" >&2; return 1; fi
    rate=$(awk '/Requests\/sec/ { printf "%.0f", $2 }' <<< "$output")
    requests=$(awk '/requests in/ { print $1 }' <<< "$output")
    read -r direct50 direct99 direct_rate <<< "$2"
    row "$1" "p50 $(printf %.1f "$p50") ms, p99 $(printf %.1f "$p99") ms; 8 connections $rate/s, $(awk "BEGIN { printf \"%.1f\", ($after - $before) / 1000 / $requests }") ms CPU" \
        "the same SQL directly: p50 $(printf %.3f "$direct50") ms, p99 $(printf %.2f "$direct99") ms, $direct_rate/s ($(awk "BEGIN { printf \"%.1f\", $p50 / ($direct50 + 0.0005) }")×)"
}

beside() { # name, path, text that the page must show, statements separated by semicolons
    local answer script=$work/paths.lua
    answer=$(curl -s -w '\n%{http_code}' -H "$cookies" "$web$2")
    if [ "$(tail -1 <<< "$answer")" != 200 ] || ! grep -q "$3" <<< "$answer"; then
        echo "$2 does not show '$3' ($(tail -1 <<< "$answer"))." >&2
        return 1
    fi
    paths_script "$2" > "$script"
    measured "$1 (\`${2/after=*/after=…}\`)" "$(tr '\n' ' ' <<< "$4" | python3 "$root/bench/ask.py" "$work/data/portal.db" "$seconds" sql)" "$script"
}

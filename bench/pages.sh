# Pages as a company administrator sees them, eight connections at once.

sign_in() { # [username]; sets cookies: the header to send
    local jar=$work/cookies field fields=()
    rm -f "$jar"
    while read -r field; do # the form's hidden fields, whatever they are
        fields+=(--data-urlencode "$field")
    done < <(curl -sf -c "$jar" "$web/sign-in" | grep -o '<input[^>]*type="hidden"[^>]*>' | sed -E 's/.*name="([^"]*)".*value="([^"]*)".*/\1=\2/')
    curl -s -o /dev/null -b "$jar" -c "$jar" "${fields[@]}" --data-urlencode "Username=${1:-anna.admin}" --data-urlencode "Password=Demo-1234!" "$web/sign-in"
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

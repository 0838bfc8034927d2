# Starting, watching and stopping the host; sourced by run.

pick_port() { # a port nobody listens on
    local port
    while :; do
        port=$((12000 + RANDOM % 19000))
        ss -Hltun "sport = :$port" | grep -q . || { echo "$port"; return; }
    done
}

host_start() { # settings…; sets host_pid and ready_ms
    local begun; begun=$(date +%s%N)
    (cd "$work" && exec dotnet "$host" --demo --urls "$web" --Sip:Port "$sip_port" --Sip:Address 127.0.0.1 --Data:Path "$work/data" \
        --Demo:Employees "$employees" --Logging:LogLevel:Default Warning "$@") > "$work/host.log" 2>&1 &
    host_pid=$!
    until [ "$(curl -s -o /dev/null -w '%{http_code}' "$web$ready_path")" = 200 ]; do
        kill -0 $host_pid 2>/dev/null || { cat "$work/host.log" >&2; echo "The host does not start." >&2; exit 1; }
        sleep 0.01
    done
    ready_ms=$((($(date +%s%N) - begun) / 1000000))
}

# what, how many… (see fill.py): a host of its own on a new database that was filled without it
host_filled() {
    host_stop && rm -rf "$work/data"
    employees=0 host_start
    host_stop
    python3 "$root/bench/fill.py" "$work/data/portal.db" "$@"
    employees=0 host_start
}

host_stop() {
    [ -n "${host_pid:-}" ] || return 0
    kill "$host_pid" 2>/dev/null || true
    wait "$host_pid" 2>/dev/null || true
    host_pid=
}

# CPU time used so far by the host, all threads, user and kernel, in microseconds.
cpu_us() { sed 's/.*) //' "/proc/$host_pid/stat" | awk -v hz="$(getconf CLK_TCK)" '{ printf "%d", ($12 + $13) * 1000000 / hz }'; }

memory_mb() { awk -v key="$1:" '$1 == key { printf "%.0f", $2 / 1024 }' "/proc/$host_pid/status"; } # VmRSS or VmHWM

median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

row() { # a line of the result table: what, value, comparison
    printf '| %s | %s | %s |\n' "$1" "$2" "${3:-}" | tee -a "$results"
}

# Registrations and calls, driven by sipp.

sipp_numbers() { # a statistics file: "successful failed retransmissions seconds"
    awk -F';' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
        END {
            split($at["StartTime"], from, "\t"); split($at["CurrentTime"], to, "\t")
            print $at["SuccessfulCall(C)"], $at["FailedCall(C)"], $at["Retransmissions(C)"], to[3] - from[3]
        }' "$1"
}

sipp_run() { # scenario target count rate limit arguments…; prints sipp_numbers, fails when a call failed
    local scenario=$1 target=$2 count=$3 rate=$4 limit=$5; shift 5
    local folder; folder=$(mktemp -d "$work/sipp.XXXX")
    (cd "$folder" && sipp -sf "$root/bench/sipp/$scenario.xml" -inf "$work/users.csv" -i 127.0.0.1 -p "$(pick_port)" -m "$count" -r "$rate" -l "$limit" \
        -nostdin -buff_size 4194304 -trace_err -error_file errors.log -trace_stat -stf statistics.csv -fd 1 "$@" "$target" > screen.log 2>&1) || {
        echo "sipp $scenario: $(sipp_numbers "$folder/statistics.csv") (successful failed retransmissions seconds), see $folder" >&2
        return 1
    }
    sipp_numbers "$folder/statistics.csv"
}

sipp_listen() { # scenario port; sets listener_pid
    (cd "$work" && exec sipp -sf "${scenarios:-$root/bench/sipp}/$1.xml" -i 127.0.0.1 -p "$2" -nostdin -buff_size 4194304 > "$work/listener-$1.log" 2>&1) &
    listener_pid=$!
    until ss -Hlun "sport = :$2" | grep -q .; do sleep 0.02; done
}

sipp_unlisten() { kill "$listener_pid" 2>/dev/null || true; wait "$listener_pid" 2>/dev/null || true; }

# name scenario target count fixed-rate limit comparison arguments…: the most a second, then the CPU each at a fixed rate.
sip_measure() {
    local name=$1 scenario=$2 target=$3 count=$4 fixed=$5 limit=$6 beside=$7; shift 7
    local ok failed again seconds before most
    sipp_run "$scenario" "$target" $((count / 4)) "$fixed" 1000 "$@" > /dev/null # warm up
    # A closed loop: a new one begins when one ends, so the server sets the pace.
    read -r ok failed again seconds < <(sipp_run "$scenario" "$target" "$count" 100000 "$limit" "$@")
    most=$(awk -v n="$ok" -v s="$seconds" 'BEGIN { printf "%.0f", n / s }')
    before=$(cpu_us)
    read -r ok failed again seconds < <(sipp_run "$scenario" "$target" $((fixed * 10)) "$fixed" 10000 "$@")
    row "$name" "$most/s ($again retransmissions before), CPU $((($(cpu_us) - before) / ok)) µs each at $fixed/s" "$beside"
}

sipp_users() { # writes users.csv: every caller with a called one
    {
        echo SEQUENTIAL
        bench_users | awk '{ user[NR] = $1; secret[NR] = $2 }
            END { for (i = 1; i <= NR; i++) printf "%s;acme.localhost;[authentication username=%s password=%s];%s\n", user[i], user[i], secret[i], user[i % NR + 1] }'
    } > "$work/users.csv"
}

limit_of_sipp() { # the same exchange with sipp at both ends
    local ok failed again seconds
    sipp_listen "$2" "$phone_port"
    read -r ok failed again seconds < <(sipp_run "$1" "127.0.0.1:$phone_port" "$3" 100000 "$4" -key contact "$phone_port" -d 0)
    sipp_unlisten
    awk -v n="$ok" -v s="$seconds" 'BEGIN { printf "sipp to sipp %.0f/s", n / s }'
}

measure_registrations() {
    local beside
    sipp_users
    beside=$(limit_of_sipp register registrar 20000 100)
    sip_measure "registration with digest (401, 200), $(($(wc -l < "$work/users.csv") - 1)) phones" register "127.0.0.1:$sip_port" 20000 800 100 "$beside" -key contact "$phone_port"
}

measure_calls() {
    local beside
    host_stop
    sqlite3 "$work/data/portal.db" "$(lift_call_limits_sql tenancy_site_places)"
    host_start
    sipp_users
    beside=$(limit_of_sipp call-direct answer 5000 50)
    sipp_listen answer "$phone_port" # the telephones of everybody
    sipp_run register "127.0.0.1:$sip_port" "$(($(wc -l < "$work/users.csv") - 1))" 1000 200 -key contact "$phone_port" > /dev/null
    sip_measure "call, authenticated, answered, ended" call "127.0.0.1:$sip_port" 3000 200 50 "$beside" -d 0
    sipp_unlisten
}

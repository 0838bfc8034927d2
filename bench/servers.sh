# The servers that bench/compare drives: started, watched and stopped alike. Each sets server_pid and accounts.

server_cpu_us() { # it and its children, user and kernel
    local files=/proc/$server_pid/stat child
    for child in $(pgrep -P "$server_pid" || true); do files+=" /proc/$child/stat"; done
    cat $files 2>/dev/null | sed 's/.*) //' | awk -v hz="$(getconf CLK_TCK)" '{ t += $12 + $13 } END { printf "%d", t * 1000000 / hz }'
}

# What is its own (shared memory once): proportional set size of all its processes.
server_memory_kb() {
    local files=/proc/$server_pid/smaps_rollup child
    for child in $(pgrep -P "$server_pid" || true); do files+=" /proc/$child/smaps_rollup"; done
    cat $files 2>/dev/null | awk '$1 == "Pss:" { t += $2 } END { print t }'
}

server_stop() {
    [ -n "$server_pid" ] || return 0
    kill "$server_pid" 2>/dev/null || true
    wait "$server_pid" 2>/dev/null || true
    server_pid= host_pid=
}

listening() { until ss -Hlun "sport = :$sip_port" | grep -q .; do kill -0 "$server_pid" || exit 1; sleep 0.05; done; }

example_users() { # u1, u2, … of example.test, each with the next one to call
    accounts=$users
    seq "$users" | awk -v all="$users" 'BEGIN { print "SEQUENTIAL" }
        { printf "u%d;example.test;[authentication username=u%d password=s%d];u%d\n", $1, $1, $1, $1 % all + 1 }' > "$work/users.csv"
}

kamailio_credentials() { # HA1 of every user, as a table of db_text
    mkdir -p "$work/credentials"
    printf 'table_name(string) table_version(int)\nhtable:2\n' > "$work/credentials/version"
    python3 - "$users" > "$work/credentials/htable" <<'P'
import hashlib, sys
print("id(int,auto) key_name(string) key_type(int) value_type(int) key_value(string) expires(int)")
for i in range(1, int(sys.argv[1]) + 1):
    print(f"{i}:u{i}:0:0:{hashlib.md5(f'u{i}:example.test:s{i}'.encode()).hexdigest()}:0")
P
}

kamailio_run() { # arguments…
    example_users
    kamailio_credentials
    sed -e "s#@PORT@#$sip_port#; s#@CREDENTIALS@#$work/credentials#; s#@RECORDS@#${postgres_address:-}#" "$root/bench/kamailio/kamailio.cfg" > "$work/kamailio.cfg"
    kamailio -f "$work/kamailio.cfg" -m 4096 -M 16 -DD -E -w "$work" -Y "$work" "$@" > "$work/kamailio.log" 2>&1 &
    server_pid=$!
    listening
    sleep 1
}

start_kamailio() { kamailio_run; }                            # the memory manager that Debian's comes with
start_kamailio_tlsf() { kamailio_run -X tlsf -x tlsf; }       # the fastest it has
kamailio_records() { # arguments…: with a call record each, written to PostgreSQL
    postgres_start
    psql -q "$postgres_psql" -c 'set client_min_messages = warning; drop table if exists cdrs; create table cdrs (id serial primary key, start_time timestamp, end_time timestamp, duration float,
        caller varchar(128), called varchar(128), call_id varchar(128))' > /dev/null
    kamailio_run -A WITH_RECORDS "$@"
}

start_kamailio_postgres() { kamailio_records; }
start_kamailio_tlsf_postgres() { kamailio_records -X tlsf -x tlsf; }

start_library() {
    example_users
    dotnet "$library" "$sip_port" "$users" > "$work/library.log" 2>&1 &
    server_pid=$!
    listening
}

portal_run() { # settings…
    # Filled once, without the example sites' limits on calls at a time.
    employees=$employees host_start "$@"
    host_stop
    lift_call_limits
    host_start "$@"
    server_pid=$host_pid
    bench_users | awk 'BEGIN { print "SEQUENTIAL" } { user[NR] = $1; secret[NR] = $2 }
        END { for (i = 1; i <= NR; i++) printf "%s;acme.localhost;[authentication username=%s password=%s];%s\n", user[i], user[i], secret[i], user[i % NR + 1] }' > "$work/users.csv"
    accounts=$(($(wc -l < "$work/users.csv") - 1))
}

start_portal_sqlite() {
    rm -rf "$work/data"
    lift_call_limits() { sqlite3 "$work/data/portal.db" "$(lift_call_limits_sql tenancy_site_places)"; }
    portal_run
}

start_portal_postgres() {
    postgres_start
    rm -rf "$work/data"
    psql -q "$postgres_psql" -c 'drop database if exists portal' -c 'create database portal' > /dev/null
    lift_call_limits() { psql -q "${postgres_psql/dbname=postgres/dbname=portal}" -c "$(lift_call_limits_sql tenancy.site_places)" > /dev/null; }
    portal_run --Data:Provider postgresql --Data:ConnectionString "Host=127.0.0.1;Port=$postgres_port;Username=postgres;Database=portal"
}

postgres_start() { # once; sets postgres_psql, postgres_address
    [ -z "$postgres_pid" ] || return 0
    local bin; bin=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
    local as=(); [ "$(id -u)" != 0 ] || as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    postgres_folder=$(mktemp -d) postgres_port=$(pick_port)
    [ "$(id -u)" != 0 ] || chown postgres "$postgres_folder"
    "${as[@]}" "$bin/initdb" -D "$postgres_folder/data" --no-sync --auth=trust --username=postgres --encoding=UTF8 --locale=C.UTF-8 > /dev/null
    (cd "$postgres_folder" && exec "${as[@]}" "$bin/postgres" -D data -p "$postgres_port" -h 127.0.0.1 -k "$postgres_folder" > "$work/postgres.log" 2>&1) &
    postgres_pid=$!
    postgres_psql="host=127.0.0.1 port=$postgres_port user=postgres dbname=postgres"
    postgres_address="postgres://postgres@127.0.0.1:$postgres_port/postgres"
    until psql -q "$postgres_psql" -c 'select 1' > /dev/null 2>&1; do kill -0 $postgres_pid; sleep 0.1; done
}

postgres_stop() {
    [ -n "$postgres_pid" ] || return 0
    kill "$postgres_pid"; wait "$postgres_pid" 2>/dev/null || true
    rm -rf "$postgres_folder"
}

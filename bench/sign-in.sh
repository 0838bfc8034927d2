# What a sign-in costs: the page's own form, posted again and again by eight connections with the right password.

# The same derivation by OpenSSL, single-threaded: what the hash alone takes, in milliseconds.
plain_hash() {
    python3 - <<'PY'
import hashlib, os, time
salt = os.urandom(16)
hashlib.pbkdf2_hmac("sha512", b"Demo-1234!", salt, 210_000, 32)
begun = time.process_time()
for _ in range(10):
    hashlib.pbkdf2_hmac("sha512", b"Demo-1234!", salt, 210_000, 32)
print(f"{(time.process_time() - begun) * 100:.0f}")
PY
}

measure_sign_in() {
    local jar=$work/sign-in.cookies script=$work/sign-in.lua field body= before after output requests rate p99 cpu
    rm -f "$jar"
    while read -r field; do # the form's hidden fields, whatever they are
        body+="${body:+&}${field%%=*}=$(python3 -c 'import sys, urllib.parse; print(urllib.parse.quote(sys.argv[1], safe=""))' "${field#*=}")"
    done < <(curl -sf -c "$jar" "$web/sign-in" | sed -n '1,/<\/form>/p' | grep -o '<input[^>]*type="hidden"[^>]*>' | sed -E 's/.*name="([^"]*)".*value="([^"]*)".*/\1=\2/')
    cat > "$script" <<X2
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["Cookie"] = "$(awk '!/^# / && NF >= 7 { sub(/^#HttpOnly_/, ""); printf "%s%s=%s", (n++ ? "; " : ""), $6, $7 }' "$jar")"
wrk.body = "$body&Username=anna.admin&Password=Demo-1234%21"
X2
    if [ "$(curl -s -o /dev/null -w '%{http_code}' -b "$jar" -d "$body&Username=anna.admin&Password=Demo-1234%21" "$web/sign-in")" != 302 ]; then
        echo "The form of the sign-in page does not sign in." >&2
        return 1
    fi

    wrk -t2 -c8 -d2s -s "$script" "$web/sign-in" > /dev/null
    before=$(cpu_us)
    output=$(wrk -t2 -c8 -d"${seconds}s" --latency -s "$script" "$web/sign-in")
    after=$(cpu_us)
    if grep -q 'Non-2xx\|Socket errors' <<< "$output"; then echo "sign-in: $output" >&2; return 1; fi
    requests=$(awk '/requests in/ { print $1 }' <<< "$output")
    read -r rate p99 cpu < <(awk -v cpu=$((after - before)) -v requests="$requests" '/99%/ { p99 = $2 } /Requests\/sec/ { rate = $2 } END { printf "%.1f %s %.0f\n", rate, p99, cpu / requests / 1000 }' <<< "$output")
    row "sign-in with password, 8 connections" "$rate/s, p99 $p99, CPU $cpu ms" "the hash alone (PBKDF2, SHA-512, 210,000 rounds) in OpenSSL: $(plain_hash) ms"
}

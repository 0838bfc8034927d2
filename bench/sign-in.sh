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
    # Each time another form: the same one sent again would be answered with what the first had led to.
    cat > "$script" <<X2
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["Cookie"] = "$(awk '!/^# / && NF >= 7 { sub(/^#HttpOnly_/, ""); printf "%s%s=%s", (n++ ? "; " : ""), $6, $7 }' "$jar")"
local body = "$body&Username=anna.admin&Password=Demo-1234%21"
local seed = 0
init = function() seed = math.random(0, 2147483646) end
local n = 0
request = function()
    n = n + 1
    local once = string.format("%08x-%04x-4000-8000-%012x", os.time(), seed % 65536, seed * 4096 + n)
    return wrk.format("POST", "/sign-in", nil, (body:gsub("__once=[^&]*", "__once=" .. once)))
end
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
    local hash p50; hash=$(plain_hash)
    read -r rate p50 p99 cpu < <(awk -v cpu=$((after - before)) -v requests="$requests" '/50%/ { p50 = $2 } /99%/ { p99 = $2 } /Requests\/sec/ { rate = $2 } END { printf "%.1f %s %s %.0f\n", rate, p50, p99, cpu / requests / 1000 }' <<< "$output")
    row "sign-in with password, 8 connections" "$rate/s, p50 $p50, p99 $p99, CPU $cpu ms" \
        "the hash alone (PBKDF2, SHA-512, 210,000 rounds) in OpenSSL: $hash ms CPU ($(awk "BEGIN { printf \"%.1f\", $cpu / $hash }")×)"
}

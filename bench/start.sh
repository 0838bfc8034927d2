# From the command line to the first answer of /health.

empty_program() { # the framework's own share: milliseconds of an ASP.NET Core program with one route
    local folder=$work/empty begun port times=
    mkdir -p "$folder"
    cat > "$folder/empty.csproj" <<'X'
<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>
X
    cat > "$folder/Program.cs" <<'X'
var app = WebApplication.Create(args);
app.MapGet("/health", () => "ok");
app.Run();
X
    dotnet publish "$folder/empty.csproj" -c Release -o "$folder/out" -v q --nologo >&2
    port=$(pick_port)
    for _ in 1 2 3 4 5; do
        begun=$(date +%s%N)
        dotnet "$folder/out/empty.dll" --urls "http://127.0.0.1:$port" > /dev/null 2>&1 & local pid=$!
        until curl -sf -o /dev/null "http://127.0.0.1:$port/health"; do sleep 0.01; done
        times+="$((($(date +%s%N) - begun) / 1000000))"$'\n'
        kill $pid; wait $pid 2>/dev/null || true
    done
    printf '%s' "$times" | median
}

measure_start() {
    local times= first empty
    empty=$(empty_program)
    host_stop
    rm -rf "$work/data"
    employees=15 host_start
    first=$ready_ms
    host_stop
    for _ in 1 2 3 4 5; do
        employees=15 host_start
        times+="$ready_ms"$'\n'
        host_stop
    done
    row "first start, database and example data made" "$first ms"
    row "start with data, median of 5" "$(printf '%s' "$times" | median) ms" "empty ASP.NET Core program $empty ms"
    rm -rf "$work/data"
    host_start # with all employees, for what follows
}

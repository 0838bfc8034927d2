using System.Globalization;
using Portal.Sip.Streams;

// streams [count] [seconds] [srtp]: that many G.711 streams through one processor, driven from another.
// Both sides are this program again, started with "end": the one echoes, the other speaks and listens.
if (args is ["end", var role, var number, var time, var kind])
{
    await End.RunAsync(role, int.Parse(number, CultureInfo.InvariantCulture), int.Parse(time, CultureInfo.InvariantCulture), kind == "srtp");
    return 0;
}
var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2000;
var seconds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20;
var secure = args.Length > 2 && args[2] == "srtp";
Console.WriteLine($"{count} streams of G.711 {(secure ? "over SRTP" : "over RTP")}, 50 packets a second each way, {seconds} s");

using var echo = new Child("echo", count, seconds, secure, processor: 0);
using var speaker = new Child("speak", count, seconds, secure, processor: Environment.ProcessorCount > 1 ? 1 : 0);
var echoPorts = await echo.ReadAsync();
var speakerPorts = await speaker.ReadAsync();
await echo.TellAsync(speakerPorts);
await speaker.TellAsync(echoPorts);
Console.WriteLine("echo:    " + await echo.ReadAsync());
Console.WriteLine("speaker: " + await speaker.ReadAsync());
return 0;

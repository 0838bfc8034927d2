using System.Net;
using Portal.Sip;
using Portal.Sip.Authentication;
using Portal.Sip.Registration;
using Portal.Sip.Samples.Server;

// A small SIP server: registrations with digest, and calls between those who are registered, through a B2BUA.
// server [port] [users] [file]: users u1, u2, … of domain example.test, with passwords s1, s2, …; their registrations are kept in the file.
var port = args.Length > 0 ? int.Parse(args[0]) : 5060;
var accounts = new Accounts("example.test", args.Length > 1 ? int.Parse(args[1]) : 1000);
var digest = new DigestAuthenticator();
await using var file = args.Length > 2 ? FileLocationStore.Open(args[2]) : null;
using var memory = file is null ? new InMemoryLocationStore() : null;
ILocationStore locations = file is not null ? file : memory!;
await using var endpoint = new SipEndpoint(
    new SipEndpointOptions
    {
        Listen = [new(SipTransportKind.Udp, IPAddress.Loopback, port), new(SipTransportKind.Tcp, IPAddress.Loopback, port)],
        UdpSockets = 2,
        Product = null,
    },
    [new RegisterHandler(accounts, digest, new Registrar(locations)), new InviteHandler(accounts, digest, locations)]);
endpoint.Start();
Console.WriteLine($"Listening on {string.Join(", ", endpoint.LocalEndPoints)}");

var end = new TaskCompletionSource();
using var interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, s =>
{
    s.Cancel = true;
    end.TrySetResult();
});
await end.Task;

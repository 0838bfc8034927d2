using System.Net;
using System.Runtime.InteropServices;
using Portal.Sip;
using Portal.Sip.Authentication;
using Portal.Sip.Proxying;
using Portal.Sip.Registration;
using Portal.Sip.Samples.Proxy;

// A registrar and forking proxy: telephones register with digest, calls ring all telephones of the called.
// proxy [port] [users]: users u1, u2, … of domain example.test, with passwords s1, s2, …
var port = args.Length > 0 ? int.Parse(args[0]) : 5060;
var accounts = Enumerable.Range(1, args.Length > 1 ? int.Parse(args[1]) : 1000)
    .Select(i => DigestCredential.FromPassword($"u{i}", Domain.Name, $"s{i}")).ToDictionary(c => c.UserName);
using var locations = new InMemoryLocationStore();
var domain = new Domain(accounts, new DigestAuthenticator(), locations);

await using var endpoint = new SipEndpoint(
    new SipEndpointOptions { Listen = [new(SipTransportKind.Udp, IPAddress.Loopback, port), new(SipTransportKind.Tcp, IPAddress.Loopback, port)] },
    [domain]);
endpoint.Add(new SipProxy(domain));
endpoint.Start();
Console.WriteLine($"Listening on {string.Join(", ", endpoint.LocalEndPoints)}");

var end = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGTERM, s =>
{
    s.Cancel = true;
    end.TrySetResult();
});
await end.Task;

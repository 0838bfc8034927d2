using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Modularity;
using Portal.Sip;
using Portal.Telephony.Calls;
using Portal.Telephony.Contracts;

namespace Portal.Telephony.Listening;

/// <summary>Opens the switch when the portal starts; ends all calls properly before it stops.</summary>
internal sealed class SipListener(SipEndpoint endpoint, LiveCalls calls, TelephonyOptions options, ILogger<SipListener> log) : IHostedService, ISipListener
{
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(3);

    public IPEndPoint? Address { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            endpoint.Start();
        }
        catch (SipBindException e)
        {
            throw new StartupException(InOneLine(e), e);
        }

        Address = endpoint.LocalEndPoints[0].Address;
        log.LogInformation("SIP listens on {Address} (UDP and TCP)", Address);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await calls.EndAllAsync(PatienceAtTheEnd);
        await endpoint.DisposeAsync();
    }

    private string InOneLine(SipBindException e)
    {
        var where = $"{e.Transport.ToString().ToUpperInvariant()} {e.Address}";
        return (e.InnerException as SocketException)?.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => $"SIP cannot listen: {where} is already in use. Stop the program that uses it, or choose another port with --Sip:Port.",
            SocketError.AddressNotAvailable => $"SIP cannot listen: {options.Address} is not an address of this machine. Choose one with --Sip:Address.",
            SocketError.AccessDenied => $"SIP cannot listen: this user may not open {where}. Choose a port above 1023 with --Sip:Port.",
            _ => $"SIP cannot listen on {where}: {e.InnerException?.Message ?? e.Message}",
        };
    }
}

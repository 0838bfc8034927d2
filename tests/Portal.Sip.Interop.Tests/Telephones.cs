using Portal.Testing.Peers;

namespace Portal.Sip.Interop.Tests;

/// <summary>Real telephones at an <see cref="Exchange"/>.</summary>
internal static class Telephones
{
    /// <summary>A baresip that has registered, at the exchange or through the proxy named.</summary>
    public static async Task<Baresip> BaresipAsync(this Exchange exchange, string user, string transport = "udp", bool answers = false, string? through = null)
    {
        var phone = await Baresip.StartAsync(new BaresipAccount(user, Exchange.Domain, Exchange.PasswordOf(user), through ?? exchange.Server(transport)) { Transport = transport, AutoAnswer = answers });
        await phone.WaitRegisteredAsync();
        return phone;
    }

    /// <summary>A linphonec that has registered.</summary>
    public static async Task<Linphone> LinphoneAsync(this Exchange exchange, string user, string transport = "udp", string? through = null)
    {
        var phone = await Linphone.StartAsync(user, Exchange.Domain, Exchange.PasswordOf(user), through ?? exchange.Server(transport), transport);
        await phone.WaitRegisteredAsync();
        return phone;
    }
}

using Portal.Sip;
using Portal.Sip.Registration;

namespace Portal.Telephony.Tests.Rig;

/// <summary>Where real telephones register, in the place of the Devices module: lets everybody in.</summary>
internal sealed class OpenRegistrar(ILocationStore locations) : ISipRequestHandler
{
    private readonly Registrar _registrar = new(locations);

    public string Method => SipMethod.Register;

    public ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        transaction.Respond(_registrar.Process(transaction, transaction.Request.To.Uri.ToAddressOfRecord().ToString()));
        return default;
    }
}

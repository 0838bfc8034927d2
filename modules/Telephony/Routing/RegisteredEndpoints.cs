using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Sip;
using Portal.Sip.Registration;

namespace Portal.Telephony.Routing;

/// <summary>A telephone that can be rung: whose it is and the way to it.</summary>
internal sealed record RegisteredEndpoint(DirectoryEntry Owner, SipUri Contact, SipFlow Flow, IReadOnlyList<string> Path);

/// <summary>The telephones that are registered at this moment, by employee.</summary>
internal sealed class RegisteredEndpoints(IExtensionDirectory directory, ILocationStore locations)
{
    public int CountOf(EmployeeId employee) => directory.Find(employee) is { } owner ? Bindings(owner).Count : 0;

    public bool AnyFor(IReadOnlyList<EmployeeId> employees) => employees.Any(e => CountOf(e) > 0);

    public IEnumerable<RegisteredEndpoint> Of(EmployeeId employee) =>
        directory.Find(employee) is { } owner
            ? Bindings(owner).Select(b => new RegisteredEndpoint(owner, b.Contact, b.Flow, b.Path))
            : [];

    private IReadOnlyList<Binding> Bindings(DirectoryEntry owner) => locations.Find(Aor(owner));

    private static string Aor(DirectoryEntry owner) => new SipUri(owner.Number, owner.Domain).ToAddressOfRecord().ToString();
}

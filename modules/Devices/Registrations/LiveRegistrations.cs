using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Portal.Devices.Domain;
using Portal.Devices.Provisioning;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Sip.Registration;

namespace Portal.Devices.Registrations;

/// <summary>A live binding with the extension it belongs to, as pages show it.</summary>
internal sealed record Registration(Binding Binding, DirectoryEntry Extension)
{
    /// <summary>Names the binding in an address or a form without showing the contact. Computed when asked for: lists hold thousands.</summary>
    public string Key => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{Binding.Aor}\n{Binding.Contact}\n{Binding.InstanceId}\n{Binding.RegId}")).AsSpan(0, 16));

    public ObjectScope Scope => new(Extension.Company, Extension.Site, Extension.Employee);

    public string Transport => Binding.Flow.TransportName;

    /// <summary>Where it really came from, whatever its Contact says.</summary>
    public string Address => Binding.Flow.Remote.ToString();
}

/// <summary>The live registrations a person may see. Reads memory only.</summary>
internal sealed class LiveRegistrations(InMemoryLocationStore store, IExtensionDirectory directory, IAccess access)
{
    public IEnumerable<Registration> Visible()
    {
        var reach = access.ListReach(DevicesModule.SeeRegistrations.Key);
        var (companies, sites, employees) = (reach.Companies.ToHashSet(), reach.Sites.ToHashSet(), reach.Employees.ToHashSet());
        return reach.Nothing ? [] : store.All().Select(Of).OfType<Registration>().Where(r => reach.Everything
            || companies.Contains(r.Extension.Company) || sites.Contains(r.Extension.Site) || employees.Contains(r.Extension.Employee));
    }

    public IEnumerable<Registration> OfEmployee(EmployeeId employee) =>
        directory.Find(employee) is { } extension ? store.Find(Aors.Of(extension).ToString()).Select(b => new Registration(b, extension)) : [];

    /// <summary>
    /// The registrations of a device's person by phones of its make. A registration doesn't tell its MAC address, so two
    /// phones of one make on one line are told apart by nothing.
    /// </summary>
    public IEnumerable<Registration> OfDevice(Device device) =>
        device.EmployeeId is { } employee
            ? OfEmployee(employee).Where(r => PhoneUserAgent.Read(r.Binding.UserAgent).Vendor == device.Kind.Vendor)
            : [];

    public Registration? Find(string key) => store.All().Select(Of).OfType<Registration>().FirstOrDefault(r => r.Key == key);

    private Registration? Of(Binding binding) =>
        Aors.Parts(binding.Aor) is ({ } number, { } domain) && directory.FindExtension(domain, number) is { } extension
            ? new Registration(binding, extension)
            : null;
}

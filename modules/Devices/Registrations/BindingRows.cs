using Portal.Devices.Domain;
using Portal.Sip;
using Portal.Sip.Registration;

namespace Portal.Devices.Registrations;

/// <summary>Turns bindings into rows and back.</summary>
internal static class BindingRows
{
    private const int LongestUserAgent = 256;

    public static BindingRow ToRow(this Binding binding) => new()
    {
        Aor = binding.Aor,
        Contact = binding.Contact.ToString(),
        Parameters = new NameAddr(binding.Contact, null, binding.Parameters).ToString(),
        CallId = binding.CallId,
        CSeq = binding.CSeq,
        RegisteredAt = binding.RegisteredAt,
        RefreshedAt = binding.RefreshedAt,
        ExpiresAt = binding.ExpiresAt,
        UserAgent = binding.UserAgent is { Length: > LongestUserAgent } long_ ? long_[..LongestUserAgent] : binding.UserAgent,
        Flow = binding.Flow.ToString(),
        Quality = binding.Quality,
        Path = string.Join('\n', binding.Path),
        InstanceId = binding.InstanceId,
        RegId = binding.RegId,
    };

    /// <summary>Null for a row that can no longer be read: its phone registers again by itself.</summary>
    public static Binding? ToBinding(this BindingRow row) =>
        NameAddr.TryParse(row.Parameters, out var contact) && SipFlow.TryParse(row.Flow, out var flow)
            ? new Binding
            {
                Aor = row.Aor,
                Contact = contact.Uri,
                Parameters = contact.Parameters,
                Flow = flow!,
                CallId = row.CallId,
                CSeq = (uint)row.CSeq,
                RegisteredAt = row.RegisteredAt,
                RefreshedAt = row.RefreshedAt,
                ExpiresAt = row.ExpiresAt,
                UserAgent = row.UserAgent,
                Quality = row.Quality,
                Path = row.Path.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                InstanceId = row.InstanceId,
                RegId = row.RegId,
            }
            : null;
}

using MediatR;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Identity.Contracts;

/// <summary>
/// Sends the welcome mail: address of the portal, username, and a link that works once to set the password (ID10). Refused without an
/// e-mail address, and when too many links were sent within the hour.
/// </summary>
public sealed record SendWelcomeMail(EmployeeId Employee) : IChange<Outcome>;

/// <summary>An employee's passwords beside the one for the portal.</summary>
public enum ServicePasswordKind
{
    /// <summary>For applications that sign in as the employee; the rules of the portal's passwords.</summary>
    Application,

    /// <summary>The PIN of the voice portal and of voicemail by telephone: digits only.</summary>
    VoicePortal,
}

/// <summary>What became of a try with a service password.</summary>
public enum ServicePasswordCheck
{
    Right,
    Wrong,

    /// <summary>None has been set: the caller decides what that means, and never lets anybody in.</summary>
    NotSet,

    /// <summary>Three wrong tries within four hours close it for four hours; setting a new one opens it.</summary>
    Locked,
}

/// <summary>Checks the PIN somebody dialled. Counts wrong tries. For the system's own work on calls: it asks no permission.</summary>
public sealed record VerifyVoicePortalPin(EmployeeId Employee, string Pin) : IChange<ServicePasswordCheck>;

/// <summary>Checks the application password. Counts wrong tries. For the system's own work: it asks no permission.</summary>
public sealed record VerifyApplicationPassword(EmployeeId Employee, string Password) : IChange<ServicePasswordCheck>;

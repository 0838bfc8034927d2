using Portal.Modularity;
using Portal.Sip;
using Portal.Telephony.Contracts;

namespace Portal.Telephony.Calls;

/// <summary>Somebody who talks in a call, and over which leg.</summary>
/// <param name="Withheld">Shows nobody the number.</param>
/// <param name="Transferred">Came into the call by a transfer: the record names somebody else in this place.</param>
internal sealed record Speaker(InviteSession Leg, CallParty Party, CompanyId Company, string Domain, bool Withheld, bool Transferred = false)
{
    /// <summary>The same employee, over whichever telephone.</summary>
    public bool Is(Speaker other) => Is(other.Company, other.Party.Employee);

    public bool Is(CompanyId company, EmployeeId? employee) => employee is not null && employee == Party.Employee && company == Company;
}

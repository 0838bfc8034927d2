using System.Net;

namespace Portal.Modularity.Access;

/// <summary>Who this request or job acts for. One per scope; nobody until Identity says who, and then it stays so.</summary>
public sealed class CurrentUser
{
    private bool _set;

    /// <summary>Null: nobody has signed in, or the system itself is at work.</summary>
    public UserId? Id { get; private set; }

    /// <summary>The username; "system" for work nobody asked for, "nobody" before sign-in.</summary>
    public string Name { get; private set; } = "nobody";

    /// <summary>First name and surname, for the screen.</summary>
    public string DisplayName { get; private set; } = "";

    public IPAddress? Address { get; private set; }

    public IReadOnlyList<Grant> Grants { get; private set; } = [];

    /// <summary>The language the person has chosen, as a culture name ("de"); null: as the browser asks.</summary>
    public string? Language { get; private set; }

    /// <summary>The time zone the person has chosen, by its IANA name ("Europe/Berlin"); null: as the browser has it.</summary>
    public string? TimeZone { get; private set; }

    /// <summary>Who is really there, when somebody above has signed in as this person to help; null otherwise.</summary>
    public Supporter? Supporter { get; private set; }

    public bool IsSignedIn => Id is not null;

    public bool IsOperator => Grants.Any(g => g.Role == Role.Operator);

    /// <summary>The company this person belongs to; null for operators, and for partners, who look after many.</summary>
    public CompanyId? Company => Grants.Select(g => g.Company).FirstOrDefault(c => c is not null);

    /// <summary>
    /// The company that someone who looks after several has chosen to look at; null: all of them. Lists follow it (see
    /// <see cref="IAccess.ListReach"/>); it gives and takes no power.
    /// </summary>
    public CompanyId? ChosenCompany { get; private set; }

    /// <summary>False while an address asks for one company by itself: what it says goes before what was chosen.</summary>
    public bool ListsFollowChoice { get; private set; }

    /// <summary>The company the person is looking at: the own one, or the chosen one.</summary>
    public CompanyId? CurrentCompany => Company ?? ChosenCompany;

    /// <summary>True for those who look after more than one company, and so may choose one.</summary>
    public bool MayChooseCompany => IsOperator || Grants.Sum(g => g.Area?.Companies.Count ?? 0) > 1;

    /// <summary>The person's own employee record, where there is one.</summary>
    public EmployeeId? Employee => Grants.Select(g => g.Employee).FirstOrDefault(e => e is not null);

    /// <summary>The widest role held; null for nobody.</summary>
    public Role? MainRole => Grants.Count == 0 ? null : Grants.Min(g => g.Role);

    /// <exception cref="InvalidOperationException">The scope already acts for somebody.</exception>
    public void ActFor(
        UserId id, string name, string displayName, IPAddress? address, IReadOnlyList<Grant> grants,
        string? language = null, string? timeZone = null)
    {
        if (_set)
        {
            throw new InvalidOperationException("This scope already acts for " + Name + ".");
        }

        (_set, Id, Name, DisplayName, Address, Grants) = (true, id, name, displayName, address, grants);
        (Language, TimeZone) = (language, timeZone);
    }

    /// <summary>Says that somebody else has signed in as this person: what is done is recorded in both names.</summary>
    /// <exception cref="InvalidOperationException">The scope acts for nobody yet, or for a supporter already.</exception>
    public void IsSupportedBy(Supporter supporter)
    {
        if (Id is null || Supporter is not null)
        {
            throw new InvalidOperationException("Only somebody who is signed in is supported, and by one person.");
        }

        Supporter = supporter;
    }

    /// <summary>Looks at one company from now on. What is not theirs to look after is not taken.</summary>
    public void Choose(CompanyId company, bool listsFollow = true)
    {
        if (MayChooseCompany && Grants.Any(g => g.Covers(new ObjectScope(company))))
        {
            (ChosenCompany, ListsFollowChoice) = (company, listsFollow);
        }
    }

    /// <summary>The same grants with their areas filled in.</summary>
    internal void Resolve(IReadOnlyList<Grant> grants) => Grants = grants;

    /// <summary>Marks the scope as the system's own work: named in the audit log, no powers of its own.</summary>
    public void ActAsSystem()
    {
        if (_set)
        {
            throw new InvalidOperationException("This scope already acts for " + Name + ".");
        }

        (_set, Name) = (true, "system");
    }

    /// <summary>Remembers where an anonymous request came from, so that failed sign-ins are audited with their address.</summary>
    public void ComesFrom(IPAddress? address) => Address = address;
}

/// <summary>Somebody who has signed in as another person. Powers are the other's; what is done is recorded in both names.</summary>
public sealed record Supporter(UserId Id, string Name, string DisplayName);

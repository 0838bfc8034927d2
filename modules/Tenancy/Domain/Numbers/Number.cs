using Portal.Data.Activity;
using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Numbering;
using Portal.Tenancy.Contracts;

namespace Portal.Tenancy.Domain.Numbers;

/// <summary>A telephone number of a company and what has become of it (TE9). Its digits never change.</summary>
[Provisioning("Number", Name = nameof(E164), State = nameof(State), Changes = nameof(OwnerId))]
internal sealed class Number : ICompanyOwned, IVersioned
{
    /// <summary>How long nobody else gets a number that was given back: calls for its former owner still arrive.</summary>
    public static readonly TimeSpan Quarantine = TimeSpan.FromDays(30);

    public NumberId Id { get; init; } = NumberId.New();

    public CompanyId CompanyId { get; init; }

    /// <summary>Plus and digits; unique on the platform.</summary>
    public required string E164 { get; init; }

    public NumberKind Kind { get; init; }

    public NumberState State { get; private set; }

    /// <summary>The site in whose pool it is; null: the company's.</summary>
    public SiteId? SiteId { get; private set; }

    public NumberOwnerKind OwnerKind { get; private set; }

    public Guid? OwnerId { get; private set; }

    /// <summary>The owner again, when this is the number it is known by: unique, so that nobody has two.</summary>
    public Guid? PrimaryOf { get; private set; }

    /// <summary>A month, in hundredths of the company's currency; null: not charged by number.</summary>
    public long? Price { get; private set; }

    /// <summary>Part of an unlimited plan.</summary>
    public bool Unlimited { get; private set; }

    /// <summary>Until then the number works and costs nothing.</summary>
    public DateOnly? BillingFrom { get; private set; }

    public DateTimeOffset AddedAt { get; init; }

    /// <summary>When a released number's quarantine ends.</summary>
    public DateTimeOffset? FreeAt { get; private set; }

    public int Version { get; set; }

    public NumberOwner? Owner => OwnerId is { } id ? new NumberOwner(OwnerKind, id) : null;

    public bool IsPrimary => PrimaryOf is not null;

    public bool IsPending => State is NumberState.Ordered or NumberState.Porting;

    public static Number Add(CompanyId company, string e164, NumberKind kind, NumberState state, SiteId? site, NumberTerms terms, DateTimeOffset now)
    {
        var number = new Number { CompanyId = company, E164 = e164, Kind = kind, State = state, SiteId = site, AddedAt = now };
        number.Apply(terms);
        return number;
    }

    public void Apply(NumberTerms terms) => (Price, Unlimited, BillingFrom) = (terms.Price, terms.Unlimited, terms.BillingFrom);

    public NumberTerms Terms => new(Price, Unlimited, BillingFrom);

    /// <summary>Only a free number can be given to somebody.</summary>
    public void Assign(NumberOwner owner, SiteId? site, bool primary)
    {
        (State, OwnerKind, OwnerId, PrimaryOf) = (NumberState.Assigned, owner.Kind, owner.Id, primary ? owner.Id : null);
        SiteId = site ?? SiteId;
    }

    public void SetPrimary(bool primary) => PrimaryOf = primary ? OwnerId : null;

    public void ReturnToPool() => (State, OwnerKind, OwnerId, PrimaryOf) = (NumberState.Free, NumberOwnerKind.None, null, null);

    public void MoveToPool(SiteId? site) => SiteId = site;

    public void PutIntoService() => State = NumberState.Free;

    public void Release(DateTimeOffset now)
    {
        ReturnToPool();
        (State, SiteId, FreeAt) = (NumberState.Released, null, now + Quarantine);
    }

    public NumberSummary ToSummary() => new(Id, E164Number.From(E164)!.Value, CompanyId, SiteId, State, Owner, IsPrimary);
}

/// <summary>What a number costs.</summary>
internal sealed record NumberTerms(long? Price, bool Unlimited, DateOnly? BillingFrom);

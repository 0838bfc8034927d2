using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Tenancy.Contracts;

/// <summary>A contact of a company (TE6) as others need it.</summary>
public sealed record ContactSummary(ContactId Id, CompanyId Company, string Name, string Email);

/// <summary>Null when there is no such contact, or it is out of the asker's reach.</summary>
public sealed record FindContact(ContactId Id) : IRequest<ContactSummary?>;

/// <summary>
/// A contact is about to be changed or removed; published inside the transaction. Whoever keeps something of the contact follows the
/// change, or calls <see cref="Refuse"/>, and the contact stays as it was.
/// </summary>
/// <param name="before">As it is.</param>
/// <param name="after">As it will be; null: it is removed.</param>
public sealed class ChangingContact(ContactSummary before, ContactSummary? after) : INotification
{
    private readonly List<Problem> _problems = [];

    public ContactSummary Before { get; } = before;

    public ContactSummary? After { get; } = after;

    public IReadOnlyList<Problem> Problems => _problems;

    /// <param name="field">The property of <see cref="ContactSummary"/> it is about; empty: the contact as a whole.</param>
    public void Refuse(string field, string words) => _problems.Add(new Problem(field, words));
}

/// <summary>
/// A part of a contact's page that another module shows. A view component, which may be internal, invoked with one argument named
/// <c>contact</c> of type <see cref="ContactSummary"/>.
/// </summary>
/// <param name="Needs">The permission over the contact's company without which it is not shown; null: whoever sees the page.</param>
public sealed record ContactPart(Type Component, string? Needs, int Order);

/// <summary>Declares parts of a contact's page.</summary>
public static class ContactParts
{
    /// <inheritdoc cref="Contracts.ContactPart"/>
    public static ModuleCatalog ContactPart<TViewComponent>(this ModuleCatalog offers, string? needs = null, int order = 0) where TViewComponent : ViewComponent =>
        offers.Add(new ContactPart(typeof(TViewComponent), needs, order));
}

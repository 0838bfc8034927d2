using System.Globalization;

namespace Portal.Extensions.Demo;

internal sealed record DemoPerson(string Domain, string Site, string Extension, string FirstName, string LastName, bool HasLogin = false)
{
    public string Username => $"{FirstName}.{LastName}".ToLower(CultureInfo.InvariantCulture);
}

/// <summary>Who works in the demonstration. Extensions, sites and the two accounts are known outside and stay as they are.</summary>
internal static class DemoPeople
{
    public const string Acme = "acme.localhost";
    private const string Beta = "beta.localhost";

    public static IReadOnlyList<DemoPerson> All { get; } =
    [
        new(Acme, "London", "2001", "John", "Smith", HasLogin: true),
        new(Acme, "London", "2002", "Jane", "Jones", HasLogin: true),
        new(Acme, "London", "2003", "Priya", "Patel"),
        new(Acme, "London", "2004", "Oliver", "Bennett"),
        new(Acme, "London", "2005", "Amara", "Okafor"),
        new(Acme, "London", "2006", "Lucas", "Meyer"),
        new(Acme, "London", "2007", "Grace", "Turner"),
        new(Acme, "London", "2008", "Mateo", "Garcia"),
        new(Acme, "London", "2009", "Hannah", "Clarke"),
        new(Acme, "London", "2010", "Yusuf", "Demir"),
        new(Acme, "Leeds", "2101", "Emily", "Walker"),
        new(Acme, "Leeds", "2102", "Daniel", "Hughes"),
        new(Acme, "Leeds", "2103", "Sofia", "Rossi"),
        new(Acme, "Leeds", "2104", "Callum", "Fraser"),
        new(Acme, "Leeds", "2105", "Mei", "Chen"),
        new(Beta, "", "2001", "Ben", "Carter", HasLogin: true),
    ];

    private static readonly string[] First =
    [
        "Adam", "Alice", "Amir", "Anna", "Arjun", "Beth", "Carlos", "Chloe", "Connor", "Dana", "David", "Ella", "Erik", "Eva", "Fatima", "Finn",
        "George", "Hana", "Harry", "Ines", "Isaac", "Jack", "Jasmine", "Jonas", "Julia", "Kai", "Kate", "Leila", "Liam", "Lucy", "Marco", "Maria",
    ];

    private static readonly string[] Last =
    [
        "Adams", "Ahmed", "Allen", "Baker", "Becker", "Brown", "Campbell", "Costa", "Davies", "Dixon", "Edwards", "Evans", "Fischer", "Foster",
        "Graham", "Green", "Hall", "Harris", "Ibrahim", "Jackson", "Jansen", "Khan", "King", "Kowalski", "Lewis", "Lopez", "Martin", "Morgan",
        "Nguyen", "Novak", "Owen", "Parker", "Reid", "Roberts", "Silva", "Taylor", "Thomas", "Ward", "Watson", "White", "Young",
    ];

    /// <summary>The n-th of the crowd; always the same, and spread over the alphabet.</summary>
    public static (string First, string Last) Name(int n) => (First[n % First.Length], Last[n / First.Length % Last.Length]);
}

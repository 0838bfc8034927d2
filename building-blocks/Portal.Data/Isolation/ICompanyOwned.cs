using Portal.Modularity;

namespace Portal.Data.Isolation;

/// <summary>A row that belongs to one company. Queries are filtered to the viewer's company, and writes elsewhere are refused.</summary>
public interface ICompanyOwned
{
    CompanyId CompanyId { get; }
}

/// <summary>A row that two people may edit at once: the second to save is told instead of overwriting the first.</summary>
public interface IVersioned
{
    /// <summary>Counts the changes, from 1. The form carries it; see <see cref="ModuleDb.ExpectVersion"/>.</summary>
    int Version { get; set; }
}

/// <summary>A write reached for a row of another company: a bug or an attack, never a user's mistake.</summary>
public sealed class CompanyIsolationException(string table)
    : InvalidOperationException($"A row of {table} belongs to a company outside this request's scope.");

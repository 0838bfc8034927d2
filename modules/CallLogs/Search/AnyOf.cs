using System.Linq.Expressions;

namespace Portal.CallLogs.Search;

/// <summary>Joins conditions with "or", so that the database sees one condition and can use an index for each part.</summary>
internal static class AnyOf
{
    /// <summary>Null when there are none: then nothing matches, and there is nothing to ask.</summary>
    public static Expression<Func<T, bool>>? Join<T>(IEnumerable<Expression<Func<T, bool>>> conditions)
    {
        var row = Expression.Parameter(typeof(T), "row");
        var bodies = conditions.Select(c => new Renamed(c.Parameters[0], row).Visit(c.Body)).ToArray();
        return bodies.Length == 0 ? null : Expression.Lambda<Func<T, bool>>(bodies.Aggregate(Expression.OrElse), row);
    }

    private sealed class Renamed(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : base.VisitParameter(node);
    }
}

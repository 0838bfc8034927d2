using System.Globalization;

namespace Portal.Web.Shell;

/// <summary>The letters that stand for a person where there is no picture.</summary>
public static class Initials
{
    /// <summary>The first letters of the first and last word, as people see letters; "?" for no name.</summary>
    public static string Of(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var letters = words switch
        {
            [] => "?",
            [var only] => StringInfo.GetNextTextElement(only),
            [var first, .., var last] => StringInfo.GetNextTextElement(first) + StringInfo.GetNextTextElement(last),
        };
        return letters.ToUpper(CultureInfo.CurrentCulture);
    }
}

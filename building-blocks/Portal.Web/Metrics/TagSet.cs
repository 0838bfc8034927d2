using System.Diagnostics.CodeAnalysis;

namespace Portal.Web.Metrics;

/// <summary>The tags of one time series, as a dictionary key that can be looked up without being made.</summary>
internal readonly struct TagSet(KeyValuePair<string, object?>[] tags)
{
    public KeyValuePair<string, object?>[] Tags { get; } = tags;
}

/// <summary>Looks a series up by the tags as they come with a measurement, which is on the hot path of the switch: no allocation.</summary>
internal sealed class TagSetComparer : IEqualityComparer<TagSet>, IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, TagSet>
{
    public static TagSetComparer Instance { get; } = new();

    public bool Equals(TagSet x, TagSet y) => Equals((ReadOnlySpan<KeyValuePair<string, object?>>)x.Tags, y);

    public int GetHashCode([DisallowNull] TagSet obj) => GetHashCode((ReadOnlySpan<KeyValuePair<string, object?>>)obj.Tags);

    public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, TagSet other)
    {
        if (alternate.Length != other.Tags.Length)
        {
            return false;
        }

        for (var i = 0; i < alternate.Length; i++)
        {
            if (alternate[i].Key != other.Tags[i].Key || !Equals(alternate[i].Value, other.Tags[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
    {
        var hash = new HashCode();
        foreach (var (key, value) in alternate)
        {
            hash.Add(key);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    public TagSet Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) => new(alternate.ToArray());
}

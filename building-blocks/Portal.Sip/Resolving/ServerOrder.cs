namespace Portal.Sip.Resolving;

/// <summary>The order of RFC 2782: priorities upwards; among equals drawn by weight, each as often first as its weight says.</summary>
internal static class ServerOrder
{
    internal static IEnumerable<SrvRecord> Of(IEnumerable<SrvRecord> records, Random random)
    {
        foreach (var equals in records.GroupBy(record => record.Priority).OrderBy(group => group.Key))
        {
            // Those of weight zero stand first, so that they are drawn seldom but not never.
            var left = equals.OrderBy(record => record.Weight).ToList();
            while (left.Count > 0)
            {
                var drawn = random.Next(left.Sum(record => record.Weight) + 1);
                var at = 0;
                for (var sum = (int)left[0].Weight; sum < drawn; sum += left[++at].Weight) { }
                yield return left[at];
                left.RemoveAt(at);
            }
        }
    }
}

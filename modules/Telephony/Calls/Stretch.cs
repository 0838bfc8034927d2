using Portal.Modularity;
using Portal.Telephony.Contracts;

namespace Portal.Telephony.Calls;

/// <summary>
/// As much of a call as one record tells and one share of the limits pays for. Most calls are a single stretch; a transfer ends one and begins, or goes on with, another.
/// </summary>
/// <param name="caller">Who pays for it; shown to other companies like this.</param>
/// <param name="presentation">Null when the caller is withheld.</param>
internal sealed class Stretch(Call call, CallStory story, CallerPresentation? presentation, LiveCalls.Place place, CallServices services)
{
    public Call Call => call;

    public CallStory Story => story;

    public LiveCalls.Place Place => place;

    /// <summary>Hands out the records and gives the places back.</summary>
    /// <param name="except">This company's people talk on: its record waits for <see cref="CloseFor"/>.</param>
    public void Close(CompanyId? except = null)
    {
        place.Dispose();
        var records = story.ToRecords(presentation);
        services.Meter.Ended(records[0]);
        Add(records.Where(r => r.Company != except));
    }

    public void CloseFor(CompanyId company) => Add(story.ToRecords(presentation).Where(r => r.Company == company));

    private void Add(IEnumerable<CallRecord> records)
    {
        foreach (var record in records)
        {
            services.Sinks.Add(record);
        }
    }
}

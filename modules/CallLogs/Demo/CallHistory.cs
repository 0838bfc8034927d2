using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Telephony.Contracts;

namespace Portal.CallLogs.Demo;

/// <summary>Makes up calls as an office makes them: business hours with a dip at lunch, little at weekends, some people busier than others.</summary>
internal sealed class CallHistory(
    CompanyId company, IReadOnlyList<EmployeeSummary> people, TimeZoneInfo zone, DateTimeOffset now, int seed)
{
    private const int Days = 30;

    // Share of a working day's calls by hour, midnight first.
    private static readonly int[] ByHour = [0, 0, 0, 0, 0, 0, 1, 4, 22, 78, 100, 92, 58, 42, 84, 90, 76, 44, 12, 5, 3, 2, 1, 0];

    // Sunday first.
    private static readonly int[] ByWeekday = [3, 100, 96, 98, 92, 80, 7];

    /// <summary>Numbers that Ofcom keeps free for drama, so that nobody is ever called by them.</summary>
    private static readonly (string Name, string Number)[] Outside =
    [
        ("Brightwater Plumbing", "+442079460101"), ("Castle Insurance", "+442079460112"), ("Dr Nadia Rahman", "+442079460123"),
        ("Evergreen Foods", "+442079460134"), ("Foxglove Travel", "+442079460145"), ("Granite & Sons", "+442079460156"),
        ("Harbour Freight Lines", "+442079460167"), ("Ivy House Hotel", "+442079460178"), ("", "+442079460189"), ("", "+442079460190"),
        ("Juniper Print", "+441632960011"), ("Kestrel Couriers", "+441632960022"), ("Larkspur Clinic", "+441632960033"),
        ("Meadow Garage", "+441632960044"), ("", "+441632960055"), ("", "+441632960066"), ("Northgate Bank", "+441632960077"),
    ];

    private readonly Random _random = new(seed);

    // The first few people of the list take most of the calls, as a reception desk does.
    private readonly int[] _weights = [.. Enumerable.Range(0, people.Count).Select(i => Math.Max(4, 60 - (i * 5)))];

    public IEnumerable<CallRecord> Make(int count)
    {
        var hours = Hours();
        var total = hours.Sum(h => h.Weight);
        var moments = new DateTimeOffset[count];
        for (var n = 0; n < count; n++)
        {
            moments[n] = Pick(hours, total);
        }

        // In the order of time, as real ones come: neighbours in time are neighbours on the disk.
        Array.Sort(moments);
        foreach (var moment in moments)
        {
            yield return MakeCall(moment);
        }
    }

    /// <summary>The hours of the last thirty days with the share each has; what lies ahead has none.</summary>
    private List<(DateTimeOffset From, int Weight, TimeSpan Length)> Hours()
    {
        var hours = new List<(DateTimeOffset, int, TimeSpan)>();
        var hour = new DateTimeOffset(now.UtcDateTime.Date.AddDays(1 - Days), TimeSpan.Zero);
        // The last call has ended by now.
        var end = now - TimeSpan.FromMinutes(30);
        for (; hour < end; hour = hour.AddHours(1))
        {
            var local = TimeZoneInfo.ConvertTime(hour, zone);
            var length = end - hour < TimeSpan.FromHours(1) ? end - hour : TimeSpan.FromHours(1);
            var weight = (int)(ByHour[local.Hour] * ByWeekday[(int)local.DayOfWeek] * length.TotalMinutes / 60);
            if (weight > 0)
            {
                hours.Add((hour, weight, length));
            }
        }

        return hours;
    }

    private DateTimeOffset Pick(List<(DateTimeOffset From, int Weight, TimeSpan Length)> hours, int total)
    {
        var left = _random.Next(total);
        var index = 0;
        while (left >= hours[index].Weight)
        {
            left -= hours[index++].Weight;
        }

        return hours[index].From + TimeSpan.FromMilliseconds(_random.Next((int)hours[index].Length.TotalMilliseconds));
    }

    private CallRecord MakeCall(DateTimeOffset at)
    {
        var kind = _random.Next(100);
        var colleague = Party(Someone());
        return kind switch
        {
            < 42 when people.Count > 1 => Between(at, Party(Someone(colleague.Employee)), colleague.Number, colleague),
            < 72 => Between(at, Stranger(), colleague.Number, colleague),
            _ => Outgoing(at, colleague),
        };
    }

    private CallRecord Outgoing(DateTimeOffset at, CallParty caller)
    {
        var stranger = Stranger();
        return Between(at, caller, stranger.Number, stranger);
    }

    private CallRecord Between(DateTimeOffset at, CallParty caller, string dialled, CallParty called)
    {
        var (result, status) = Outcome(caller, ref dialled, ref called!);
        var ring = result switch
        {
            CallResult.Answered => _random.Next(1_500, 18_000),
            CallResult.NoAnswer => _random.Next(24_000, 30_500),
            CallResult.CallerHungUp => _random.Next(2_000, 22_000),
            CallResult.Declined => _random.Next(1_000, 6_000),
            _ => 0,
        };
        var reasons = new List<string> { called is null ? Kept($"Nobody has the number {dialled}.") : Kept($"{dialled} belongs to {NameOf(called)}.") };
        var diversions = new List<Diversion>();
        var reached = called;
        if (called?.Employee is not null && result == CallResult.Answered && people.Count > 3 && _random.Next(100) < 6)
        {
            reached = Party(Someone(called.Employee, caller.Employee));
            reasons.Add(Kept($"{NameOf(called)} forwards all calls to {reached.Number}."));
            diversions.Add(new Diversion(called.Number, reached.Number, "unconditional"));
        }

        if (reached is not null && result is not (CallResult.NotRegistered or CallResult.Refused))
        {
            reasons.Add(Kept($"{NameOf(reached)}'s telephone rings."));
        }

        var talk = result == CallResult.Answered ? TalkTime() : 0;
        if (Last(result, reached ?? called, dialled) is { } last)
        {
            reasons.Add(last);
        }

        var id = new byte[16];
        _random.NextBytes(id);
        return new CallRecord(
            new Guid(id), company, caller, dialled, called, result == CallResult.Answered ? reached : null,
            at, result == CallResult.Answered ? at.AddMilliseconds(ring) : null, at.AddMilliseconds(ring + talk), ring, talk,
            result, status, result == CallResult.Answered ? (_random.Next(2) == 0 ? "caller" : "called") : result == CallResult.CallerHungUp ? "caller" : "system",
            reasons)
        {
            Diversions = diversions,
            LastRang = ring > 0 ? reached : null,
        };
    }

    private (CallResult, int) Outcome(CallParty caller, ref string dialled, ref CallParty? called)
    {
        var roll = _random.Next(1000);
        if (roll is >= 975 and < 985 && caller.Employee is not null)
        {
            (dialled, called) = ("29" + _random.Next(10, 99), null);
            return (CallResult.UnknownNumber, 404);
        }

        return roll switch
        {
            < 775 => (CallResult.Answered, 200),
            < 855 => (CallResult.NoAnswer, 480),
            < 905 => (CallResult.CallerHungUp, 487),
            < 950 => (CallResult.Busy, 486),
            < 965 => (CallResult.Declined, 603),
            < 990 => (CallResult.NotRegistered, 480),
            < 996 => (CallResult.Refused, 403),
            _ => (CallResult.Failed, 503),
        };
    }

    private static string? Last(CallResult result, CallParty? party, string dialled) => result switch
    {
        CallResult.Busy => Kept($"{NameOf(party)} is busy."),
        CallResult.NotRegistered => Kept($"No telephone of {NameOf(party)} is registered."),
        CallResult.NoAnswer => Kept($"{NameOf(party)} did not answer."),
        CallResult.Declined => Kept($"{NameOf(party)} declined the call."),
        CallResult.Refused => Kept($"This line may not call {dialled}."),
        CallResult.Failed => Kept("The other side answered with an error."),
        _ => null,
    };

    private static string NameOf(CallParty? party) => party is null ? "" : party.Name.Length > 0 ? party.Name : party.Number;

    /// <summary>Many short calls, some of half an hour: exponential with a mean of a little over three minutes.</summary>
    private int TalkTime() => 4_000 + (int)Math.Min(45 * 60_000, -190_000 * Math.Log(1 - _random.NextDouble()));

    private EmployeeSummary Someone(params EmployeeId?[] butNot)
    {
        while (true)
        {
            var left = _random.Next(_weights.Sum());
            var index = 0;
            while (left >= _weights[index])
            {
                left -= _weights[index++];
            }

            if (!butNot.Contains(people[index].Id))
            {
                return people[index];
            }
        }
    }

    private static CallParty Party(EmployeeSummary employee) => new(employee.Extension, employee.FullName, employee.Id, employee.SiteId);

    private CallParty Stranger()
    {
        var (name, number) = Outside[_random.Next(Outside.Length)];
        return new CallParty(number, name, null, null);
    }
}

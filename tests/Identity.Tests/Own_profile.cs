using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Portal.Identity.Pictures;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.TestHost;

namespace Portal.Identity.Tests;

public partial class Own_profile : IAsyncLifetime
{
    private IdentityPortal _portal = default!;

    public async ValueTask InitializeAsync() => _portal = await IdentityPortal.StartAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient browser, byte[] content, string name = "me.png")
    {
        var html = await browser.GetStringAsync("/profile/edit");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(TokenPattern().Match(html).Groups[1].Value), "__RequestVerificationToken" },
        };
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(file, "picture", name);
        return await browser.PostAsync("/profile/edit?handler=Picture", form);
    }

    private Task<HttpResponseMessage> SaveAsync(HttpClient browser, Dictionary<string, string?> fields) => browser.PostFormAsync("/profile/edit", fields);

    [Fact]
    public async Task Keeps_name_language_and_time_zone()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        (await SaveAsync(anna, new() { ["Input.Name"] = "Anna Adler", ["Input.Language"] = "de", ["Input.TimeZone"] = "Asia/Tokyo" }))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var user = await _portal.UserAsync("anna.admin");
        (user.DisplayName, user.Language, user.TimeZone).ShouldBe(("Anna Adler", "de", "Asia/Tokyo"));
        var html = WebUtility.HtmlDecode(await anna.GetStringAsync("/profile"));
        html.ShouldContain("Profil");
        // Signed in at 09:00 UTC.
        html.ShouldContain("18:00");

        (await SaveAsync(anna, new() { ["Input.Name"] = "Anna Adler", ["Input.Language"] = "", ["Input.TimeZone"] = "" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.UserAsync("anna.admin")).Language.ShouldBeNull();
    }

    [Theory]
    [InlineData("Input.TimeZone", "Mars/Olympus", "time zone")]
    [InlineData("Input.TimeZone", "../../etc/passwd", "time zone")]
    [InlineData("Input.Language", "tlh", "language")]
    [InlineData("Input.Name", " ", "name")]
    public async Task Refuses_what_does_not_exist(string field, string value, string reason)
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        var answer = await SaveAsync(anna, new() { ["Input.Name"] = "Anna", ["Input.Language"] = "", ["Input.TimeZone"] = "", [field] = value });
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        IdentityPortal.Problem(await answer.Content.ReadAsStringAsync()).ShouldContain(reason, Case.Insensitive);
    }

    [Fact]
    public async Task Of_an_employee_leaves_the_name_to_the_administrator()
    {
        var acme = await _portal.CompanyAsync("acme.localhost");
        await _portal.AddAsync("tom.tester", new Grant(Role.Employee, acme, await _portal.SiteAsync(acme, "Leeds"), EmployeeId.New()));
        var tom = await _portal.Portal.SignInAsync("tom.tester");
        (await SaveAsync(tom, new() { ["Input.Name"] = "The Boss", ["Input.Language"] = "en" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _portal.UserAsync("tom.tester")).DisplayName.ShouldBe("Name of tom.tester");
    }

    [Fact]
    public async Task Shows_the_picture_to_colleagues_with_safe_headers_and_to_nobody_else()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        (await UploadAsync(anna, Png(64, 64))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var user = await _portal.UserAsync("anna.admin");
        var href = $"/pictures/{user.Id}/{user.Picture}";
        (await anna.GetStringAsync("/profile")).ShouldContain(href);

        var gary = await _portal.Portal.SignInAsync("gary.group");
        var answer = await gary.GetAsync(href);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        (await (await _portal.Portal.SignInAsync("bella.admin")).GetAsync(href)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _portal.Browser().GetAsync(href)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        await anna.PostFormAsync("/profile/edit?handler=RemovePicture", [], "/profile/edit");
        (await gary.GetAsync(href)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Directory.EnumerateFiles(Path.Combine(_portal.Portal.Folder, "files"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Refuses_what_is_no_picture_whatever_it_is_called()
    {
        var anna = await _portal.Portal.SignInAsync("anna.admin");
        var half = Png(64, 64)[..^20];
        var tail = Png(64, 64).Concat(Encoding.ASCII.GetBytes("<script>alert(1)</script>")).ToArray();
        var badSum = Png(64, 64);
        badSum[20] ^= 1;
        foreach (var content in new[]
        {
            Encoding.ASCII.GetBytes("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), Encoding.ASCII.GetBytes("GIF89a"),
            half, tail, badSum, Png(4, 4), Png(9000, 10), [0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF], Encoding.ASCII.GetBytes("RIFF\x04\0\0\0WEBP"), new byte[3 * 1024 * 1024],
        })
        {
            (await UploadAsync(anna, content)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        (await _portal.UserAsync("anna.admin")).Picture.ShouldBeNull();
    }

    [Fact]
    public void Keeps_only_what_draws_a_picture()
    {
        var withText = Png(64, 64, ("tEXt", "Comment\0Taken at home"));
        Encoding.Latin1.GetString(withText).ShouldContain("Taken at home");
        var kept = Picture.Read(withText).ShouldNotBeNull();
        Encoding.Latin1.GetString(kept.Content).ShouldNotContain("Taken at home");
        Picture.Read(kept.Content).ShouldNotBeNull().Content.ShouldBe(kept.Content);

        byte[] jpeg =
        [
            0xFF, 0xD8, 0xFF, 0xE1, 0x00, 0x08, (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0, 0xFF, 0xC0, 0x00, 0x0B, 8, 0, 32, 0, 48, 1, 1, 0x11, 0,
            0xFF, 0xDA, 0x00, 0x08, 1, 1, 0, 0, 63, 0, 0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD9, (byte)'P', (byte)'K',
        ];
        var photo = Picture.Read(jpeg).ShouldNotBeNull();
        (photo.Width, photo.Height).ShouldBe((48, 32));
        Encoding.Latin1.GetString(photo.Content).ShouldNotContain("Exif");
        // What hides behind the end of the picture is left behind.
        Encoding.Latin1.GetString(photo.Content).ShouldNotContain("PK");

        var webp = Webp(("EXIF", Encoding.ASCII.GetBytes("GPS!")), ("VP8L", [0x2F, 63, 192, 15, 0, 0]));
        var small = Picture.Read(webp).ShouldNotBeNull();
        (small.Width, small.Height).ShouldBe((64, 64));
        Encoding.Latin1.GetString(small.Content).ShouldNotContain("GPS!");
        Picture.Read(small.Content).ShouldNotBeNull();
    }

    [Fact]
    public void Reads_damaged_pictures_without_falling_over()
    {
        var good = new[] { Png(32, 32), Webp(("VP8L", [0x2F, 63, 192, 15, 0, 0])) };
        var random = new Random(4711);
        foreach (var picture in good)
        {
            for (var i = 0; i < 2000; i++)
            {
                var damaged = picture.ToArray();
                for (var n = random.Next(1, 6); n > 0; n--)
                {
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                }

                Picture.Read(damaged.AsSpan(0, random.Next(1, damaged.Length + 1)));
            }
        }
    }

    private static byte[] Png(int width, int height, params (string Kind, string Text)[] extra)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 0);
        Chunk(png, "IHDR", header);
        foreach (var (kind, text) in extra)
        {
            Chunk(png, kind, Encoding.Latin1.GetBytes(text));
        }

        using var data = new MemoryStream();
        using (var zip = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(new byte[(width + 1) * height]);
        }

        Chunk(png, "IDAT", data.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static void Chunk(Stream png, string kind, byte[] content)
    {
        var head = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(head, content.Length);
        Encoding.ASCII.GetBytes(kind, head.AsSpan(4));
        png.Write(head);
        png.Write(content);
        var sum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32.Of([.. head.AsSpan(4), .. content]));
        png.Write(sum);
    }

    private static byte[] Webp(params (string Kind, byte[] Content)[] chunks)
    {
        using var webp = new MemoryStream();
        webp.Write(Encoding.ASCII.GetBytes("RIFF\0\0\0\0WEBP"));
        foreach (var (kind, content) in chunks)
        {
            webp.Write(Encoding.ASCII.GetBytes(kind));
            webp.Write(BitConverter.GetBytes(content.Length));
            webp.Write(content);
            if (content.Length % 2 == 1)
            {
                webp.WriteByte(0);
            }
        }

        var all = webp.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(all.AsSpan(4), all.Length - 8);
        return all;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();
}

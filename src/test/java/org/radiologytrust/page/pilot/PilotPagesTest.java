package org.radiologytrust.page.pilot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.strengths.StrengthTables.Loaded;
import org.radiologytrust.page.PageServer;
import org.radiologytrust.page.door.Titles;

@Tag("integration")
class PilotPagesTest {
  private static final Titles TITLES = PilotSite.TITLES;

  private PilotSite site;
  private PageServer server;

  @BeforeEach
  void start() throws Exception {
    site = new PilotSite();
    server = site.server();
  }

  @AfterEach
  void stop() throws Exception {
    site.close();
  }

  private Document page() throws Exception {
    HttpResponse<String> page = server.get(PageServer.LEAD, "/pilot");
    assertEquals(200, page.statusCode(), page.body());
    return Jsoup.parse(page.body());
  }

  private HttpResponse<String> send(Element form) throws Exception {
    Map<String, String> fields = new HashMap<>();
    form.select("input").forEach(input -> fields.put(input.attr("name"), input.attr("value")));
    return server.post(PageServer.LEAD, form.attr("action"), fields);
  }

  @Test
  void anAcceptanceIsBegunReadAndAccepted() throws Exception {
    assertEquals(
        List.of(
            "A go needs at least 3 reports without a wrong flag, 6 with one, 8 with two, 11 with"
                + " three.",
            "With 2,000 reports at most 1,157 flags may be wrong.",
            "At least 8 flags must be judged right or wrong; of so many, at least 7 right."),
        page().select("#needs li").eachText(),
        "before it begins");
    assertEquals(409, send(page().selectFirst("form[action=/pilot]")).statusCode(), "no report");
    site.reports("size", "unit");
    send(page().selectFirst("form[action=/pilot]"));
    Document running = page();
    assertTrue(running.text().contains("0 of 20 flags are read"), running.text());
    assertTrue(running.select("#needs").text().contains("With 10 reports at most 2"), "as begun");
    assertFalse(running.text().contains(TITLES.of("unit")), "no figure leads the reader");
    assertEquals(404, server.get(PageServer.LEAD, "/pilot.csv").statusCode());
    assertTrue(running.select("form[action=/pilot]").isEmpty());
    HttpResponse<String> second = server.post(PageServer.LEAD, "/pilot", Map.of("last", "10"));
    assertEquals(409, second.statusCode());
    assertTrue(second.body().contains("acceptance 1 still runs"), second::body);

    Document flag = Jsoup.parse(server.get(PageServer.LEAD, "/quality/read").body());
    assertTrue(flag.text().contains("Case 1 of 20"), flag.text());
    assertFalse(flag.text().contains(TITLES.of("unit")), flag.text());
    assertEquals(
        List.of("right", "not-important", "wrong", "later"),
        flag.select("button[name=answer]").eachAttr("value"));

    site.read("size");
    Document read = page();
    String text = read.text();
    assertTrue(text.contains("Go, with this check quiet: " + TITLES.of("unit")), text);
    assertTrue(text.contains("nobody read the reports without a flag"), text);
    assertEquals(
        List.of(
            "✗ Wrong flags: upper bound 100.00 in 100 reports, at most 60: not met.",
            "✗ Right, of right and wrong: lower bound 29.92 %, at least 50 %: not met.",
            "✓ Flags judged right or wrong: 20, at least 8: met.",
            "✓ Wrong flags: upper bound 27.76 in 100 reports, at most 60: met.",
            "✓ Right, of right and wrong: lower bound 72.24 %, at least 50 %: met.",
            "✓ Flags judged right or wrong: 10, at least 8: met."),
        read.select(".conditions li").eachText());
    assertTrue(text.contains("The band from now on"), text);
    String csv = server.get(PageServer.LEAD, "/pilot.csv").body();
    assertTrue(csv.contains("\"" + TITLES.of("unit") + "\"") || csv.contains(TITLES.of("unit")));
    assertTrue(csv.contains(",0,0,10,0.000,0.000,27.753,quiet"), csv);
    assertTrue(csv.contains(",DX,10,10,100.000,72.247,100.000,"), csv);

    Element accept = read.selectFirst("form[action=/pilot/accept]");
    accept.selectFirst("input[name=mark]").attr("value", "0");
    assertEquals(409, send(accept).statusCode(), "another result was shown");
    assertEquals("", site.journal().strengths().inForce().orElseThrow().content());
    send(page().selectFirst("form[action=/pilot/accept]"));
    Loaded loaded = site.journal().strengths().inForce().orElseThrow();
    assertEquals("- {check: unit, strength: quiet}\n", loaded.content());
    assertEquals(PageServer.LEAD, loaded.user());
    Document ended = page();
    assertTrue(ended.text().contains("Accepted"), ended.text());
    assertTrue(ended.text().contains("Go, with this check quiet"), ended.text());
    assertTrue(ended.select("form[action=/pilot/accept]").isEmpty());
    assertTrue(site.journal().acceptances().band().orElseThrow().rightLow() > 50);
  }

  @Test
  void whatAlwaysTellsMakesItNoGoAndStays() throws Exception {
    site.reports("size", "age");
    send(page().selectFirst("form[action=/pilot]"));
    site.read("size");
    assertTrue(page().text().contains("No go"), page().text());
    send(page().selectFirst("form[action=/pilot/accept]"));
    assertEquals("", site.journal().strengths().inForce().orElseThrow().content());
    assertEquals(Optional.empty(), site.journal().acceptances().band());
    assertTrue(page().text().contains("No go, stored "), page().text());
    assertFalse(page().text().contains("Accepted"), "nobody accepts a no go");
  }

  @Test
  void oneThatIsGivenUpHasNoResultAndAnotherMayBegin() throws Exception {
    site.reports("size", "unit");
    send(page().selectFirst("form[action=/pilot]"));
    send(page().selectFirst("form[action=/pilot/end]"));
    assertTrue(page().text().contains("Given up"), page().text());
    assertEquals(404, server.get(PageServer.LEAD, "/pilot.csv").statusCode());
    send(page().selectFirst("form[action=/pilot]"));
    assertTrue(page().text().contains("Acceptance 2"), page().text());
  }

  @Test
  void onlyAQualityLeadSeesAndBegins() throws Exception {
    for (String path : List.of("/pilot", "/pilot.csv")) {
      assertEquals(403, server.get("rita", path).statusCode());
    }
    for (String path : List.of("/pilot", "/pilot/accept", "/pilot/end")) {
      assertEquals(403, server.post("rita", path, Map.of("last", "10")).statusCode());
    }
    assertEquals(Optional.empty(), site.journal().acceptances().newest());
  }
}

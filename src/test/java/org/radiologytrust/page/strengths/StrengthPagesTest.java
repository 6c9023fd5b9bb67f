package org.radiologytrust.page.strengths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.quality.Footing;
import org.radiologytrust.journal.quality.VerdictCounts;
import org.radiologytrust.journal.strengths.StrengthChanges.Change;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.page.PageServer;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.strengths.KindVerdicts;
import org.radiologytrust.strengths.ProposalRules;
import org.radiologytrust.strengths.StrengthDesk;

@Tag("integration")
class StrengthPagesTest {
  private static final SiteFiles FILES = SiteFiles.shipped();
  private static final Checks CHECKS = new Checks(FILES);

  private final TemporaryJournal journal = new TemporaryJournal();
  private PageServer server;

  @BeforeEach
  void start() throws Exception {
    StrengthDesk desk =
        new StrengthDesk(
            CHECKS.changedBy(journal.journal().strengths()::inForce),
            journal.journal().strengths(),
            new KindVerdicts() {
              @Override
              public List<VerdictCounts> of(String modality) {
                return modality.isEmpty()
                    ? List.of(
                        counts("size", 9, 29),
                        counts("unit", 90, 40),
                        counts("age", 0, 60),
                        counts("later", 0, 60))
                    : List.of(counts("unit", 4, 36));
              }

              @Override
              public List<String> modalities() {
                return List.of("CT");
              }
            },
            new ProposalRules(FILES));
    server = new PageServer(new StrengthPages(desk, new Titles(FILES)));
  }

  private static VerdictCounts counts(String check, int right, int wrong) {
    return new VerdictCounts(check, Strength.TELL, Footing.CHOSEN, right, wrong, 4, 3);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    journal.close();
  }

  private Document page() throws Exception {
    HttpResponse<String> page = server.get(PageServer.LEAD, "/strengths");
    assertEquals(200, page.statusCode(), page.body());
    return Jsoup.parse(page.body());
  }

  /** Sends a form of the page as it stands. */
  private HttpResponse<String> send(Element form, Map<String, String> more) throws Exception {
    Map<String, String> fields = new HashMap<>();
    form.select("input").forEach(input -> fields.put(input.attr("name"), input.attr("value")));
    fields.putAll(more);
    return server.post(PageServer.LEAD, form.attr("action"), fields);
  }

  private List<StrengthRow> inForce() {
    return journal.journal().strengths().inForce();
  }

  @Test
  void aProposalIsAcceptedWithNameAndBasisAndTakenBack() throws Exception {
    Document page = page();
    assertEquals(2, page.select("section:has(h2:contains(Suggestion))").size());
    String text = page.text();
    assertTrue(text.contains("right 9 of 38, by 3 people (24 %, 13 to 39)"), text);
    assertTrue(text.contains("What you lose: 9 right flags"), text);
    Element form = page.selectFirst("form:has(input[name=seen])");
    send(form, Map.of());
    assertEquals(Strength.ASK, inForce().get(0).strength());
    Change change = journal.journal().strengths().all().get(0);
    assertEquals(PageServer.LEAD, change.user());
    assertTrue(change.basis().contains("right 9 of 38"), change.basis());

    HttpResponse<String> late = send(form, Map.of("strength", "quiet", "reason", "Too late."));
    assertEquals(409, late.statusCode());
    assertTrue(late.body().contains("somebody else has changed this meanwhile"), late::body);
    assertEquals(1, journal.journal().strengths().all().size());

    send(page().selectFirst("form[action=/strengths/back]"), Map.of());
    assertEquals(List.of(), inForce());
    assertEquals(2, journal.journal().strengths().all().size());
    assertTrue(page().select("form[action=/strengths/back]").isEmpty());
  }

  @Test
  void aProposalForOneKindIsAcceptedForItAlone() throws Exception {
    Element form = page().selectFirst("section:has(h2:matches(Suggestion: .*, CT$)) form");
    send(form, Map.of());
    StrengthRow row = inForce().get(0);
    assertEquals(
        List.of("unit", "CT", Strength.ASK), List.of(row.check(), row.modality(), row.strength()));
    String basis = journal.journal().strengths().all().get(0).basis();
    assertTrue(basis.contains("right 4 of 40"), basis);
  }

  @Test
  void anotherChangeNeedsAReasonAndNeverSoftensWhatAlwaysTells() throws Exception {
    Map<String, String> denied =
        Map.of("check", "denied", "modality", "ct", "strength", "quiet", "reason", "");
    assertEquals(409, server.post(PageServer.LEAD, "/strengths", denied).statusCode());
    Map<String, String> age =
        Map.of("check", "age", "modality", "", "strength", "quiet", "reason", "Wrong.");
    HttpResponse<String> refused = server.post(PageServer.LEAD, "/strengths", age);
    assertEquals(409, refused.statusCode());
    assertTrue(refused.body().contains("age always tells"), refused::body);
    Map<String, String> none =
        Map.of("check", "agee", "modality", "", "strength", "quiet", "reason", "Wrong.");
    assertEquals(409, server.post(PageServer.LEAD, "/strengths", none).statusCode());
    assertEquals(List.of(), inForce());
    server.post(
        PageServer.LEAD,
        "/strengths",
        Map.of("check", "denied", "modality", "ct", "strength", "ask", "reason", "<b>Often</b>"));
    assertEquals(List.of(new StrengthRow("denied", "CT", Strength.ASK, "<b>Often</b>")), inForce());
    assertFalse(page().html().contains("<b>Often</b>"));
  }

  @Test
  void onlyAQualityLeadSeesAndChanges() throws Exception {
    assertEquals(403, server.get("rita", "/strengths").statusCode());
    assertEquals(
        403,
        server
            .post("rita", "/strengths", Map.of("check", "size", "strength", "ask", "seen", "0"))
            .statusCode());
    assertEquals(List.of(), inForce());
  }
}

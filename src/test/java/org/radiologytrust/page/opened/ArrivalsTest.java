package org.radiologytrust.page.opened;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.html.HtmlPage;
import org.radiologytrust.journal.reviews.Expected;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Study;
import org.radiologytrust.page.NoStudies;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.image.ImagePanes;
import org.radiologytrust.page.image.ViewWindows;

/** What stands in place of images is true in each state. */
class ArrivalsTest {
  private static final Duration WAIT = Duration.ofMinutes(15);
  private static final Instant RECEIVED = Instant.parse("2026-11-24T14:05:00Z");
  private static final Instant NOW = Instant.parse("2026-11-24T15:00:00Z");
  private static final Report REPORT = SampleRecords.report("A1", "No mass.");

  private boolean silent;
  private boolean storeConfigured = true;
  private List<Study> studies = List.of();
  private String notFetched = "";
  private @Nullable Instant came;

  private static Audit audit(Instant started) {
    return SampleRecords.checkedOnly(new UUID(0, 1), REPORT).toBuilder()
        .started(started)
        .ended(started.plusSeconds(1))
        .build();
  }

  private static final Audit WAITED = audit(RECEIVED.plus(WAIT));

  private NoImages pane(Report report, String state, Audit... audits) {
    Version version =
        new Version(1, report, state, "", Expected.NOTHING, RECEIVED, List.of(audits));
    Opened opened =
        new Opened(
            new History(new UUID(0, 7), List.of(version), List.of(), Map.of(), Set.of()),
            version,
            NOW,
            WAIT);
    NoStudies store =
        new NoStudies() {
          @Override
          public List<Study> studiesOf(Report of) {
            return studies;
          }

          @Override
          public Optional<Instant> came(String uid) {
            return Optional.ofNullable(came);
          }
        };
    ArchiveWatch watch = new ArchiveWatch(() -> !silent, Clock.fixed(NOW, ZoneOffset.UTC));
    Arrivals arrivals =
        new Arrivals(
            store, storeConfigured ? Optional.of(watch) : Optional.empty(), of -> notFetched);
    return new ImagePanes(ViewWindows.of(SiteFiles.shipped()), false, arrivals).of(opened).none();
  }

  private static String time(Instant at) {
    return Times.time(at);
  }

  @Test
  void noneCameSaysHowLongTheReportWaited() {
    NoImages none = pane(REPORT, "checked_only", WAITED);
    assertEquals("No image of this study has come.", none.title());
    assertEquals(
        "Waited from " + time(RECEIVED) + " to " + time(RECEIVED.plus(WAIT)) + ".", none.when());
    assertTrue(none.text().contains("were checked without them"), none.text());
  }

  @Test
  @Tag("safety")
  void whyTheArchiveDidNotGiveThem() {
    notFetched = "it has another patient's study with the accession number";
    String said = " The archive was asked for them: " + notFetched + ".";
    assertTrue(pane(REPORT, "checked_only", WAITED).text().endsWith(said));
    assertTrue(pane(REPORT, "awaiting_images").text().endsWith(said));
  }

  @Test
  void whoDidNotWaitDoesNotSaySo() {
    assertEquals("", pane(REPORT, "checked_only", audit(RECEIVED.plusSeconds(1))).when());
  }

  @Test
  void anAuditThatFailedHasCheckedNothing() {
    Audit failed = SampleRecords.failed(new UUID(0, 1), REPORT, "no text");
    NoImages none = pane(REPORT, "not_auditable", failed);
    assertEquals("No image of this study has come.", none.title());
    assertFalse(none.text().contains("checked without them"), none.text());
  }

  @Test
  @Tag("safety")
  void neverNoneCameWhileTheArchiveIsSilent() {
    silent = true;
    for (NoImages none :
        List.of(
            pane(REPORT, "checked_only", WAITED),
            pane(REPORT, "awaiting_images"),
            pane(REPORT, "auditing"))) {
      assertEquals("The image archive does not answer.", none.title());
      assertTrue(none.when().startsWith("Since " + time(NOW)), none.when());
      assertTrue(none.retry());
    }
  }

  @Test
  void aSiteWithoutAnArchiveExpectsNone() {
    storeConfigured = false;
    assertEquals("No images are expected.", pane(REPORT, "checked_only", WAITED).title());
    assertEquals("No images are expected.", pane(REPORT, "auditing").title());
  }

  @Test
  void whoWaitsSaysSinceWhenAndUntilWhen() {
    NoImages none = pane(REPORT, "awaiting_images");
    assertEquals("Images are awaited.", none.title());
    assertEquals(
        "Since " + time(RECEIVED) + ". The wait ends at " + time(RECEIVED.plus(WAIT)) + ".",
        none.when());
  }

  @Test
  void imagesThatHaveComeAreCounted() {
    studies =
        List.of(
            SampleRecords.study(
                "1.2", "A1", "MRN1", SampleRecords.instance("1"), SampleRecords.instance("2")));
    came = RECEIVED.plusSeconds(60);
    NoImages waiting = pane(REPORT, "awaiting_images");
    assertEquals("Images are on their way.", waiting.title());
    assertTrue(waiting.text().startsWith("2 have come under this report’s number. "));
    assertEquals("The first came at " + time(came) + ".", waiting.when());
    silent = true;
    assertEquals(
        "Images are on their way.",
        pane(REPORT, "checked_only", WAITED).title(),
        "what has come is known, also while the archive is silent");
    came = null;
    NoImages later = pane(REPORT, "auditing");
    assertTrue(later.text().endsWith("They are shown when the audit is done."), later.text());
    assertEquals("", later.when(), "an older version did not store it");
  }

  @Test
  void whatNamesNoStudyCannotBeFound() {
    Order none = new Order("P", "F", List.of(), List.of(), null, "DX", "", "");
    assertEquals(
        "No images can be found for this report.",
        pane(REPORT.toBuilder().order(none).build(), "checked_only", WAITED).title());
  }

  @Test
  void whatEndedInTheMiddleKnowsNothing() {
    assertEquals("Nothing is known about the images.", pane(REPORT, "not_auditable").title());
  }

  @Test
  void aWithdrawnReportWaitsForNoImages() {
    Report withdrawn =
        SampleRecords.report(
            "HOSP", "A1", "MRN1", "", ReportStatus.CANCELLED, SampleRecords.ISSUED);
    assertEquals("No images are shown.", pane(withdrawn, "awaiting_images").title());
    assertEquals("No images are shown.", pane(withdrawn, "not_auditable").title());
  }

  @Test
  void theSentencesAreOnThePage() {
    String html =
        HtmlPage.render("page/opened/noImages.jte", pane(REPORT, "checked_only", WAITED))
            .replaceAll("\\s+", " ");
    assertTrue(html.contains("</i>No image of this study has come.</b>"), html);
    assertTrue(html.contains("class=\"when\">Waited from"), html);
    assertFalse(html.contains("Try now"), html);
    silent = true;
    assertTrue(
        HtmlPage.render("page/opened/noImages.jte", pane(REPORT, "auditing")).contains("Try now"));
  }
}

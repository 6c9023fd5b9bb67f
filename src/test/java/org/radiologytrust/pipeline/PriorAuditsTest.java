package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.check.exam.StudyKinds;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.ingest.dicom.select.ImageSelection;
import org.radiologytrust.journal.work.FeedCursors;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.llm.server.ModelCatalog;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.OtherPatient;
import org.radiologytrust.model.PriorStudy;
import org.radiologytrust.model.PriorStudy.NotShown;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SliceTags;
import org.radiologytrust.model.Study;
import org.radiologytrust.pipeline.step.Models;
import org.radiologytrust.pipeline.words.ComparingClaims;
import org.radiologytrust.retry.RetryTable;
import org.radiologytrust.retry.RunRules;
import org.radiologytrust.settings.Settings;

/** What a run begins with that compares with earlier studies. */
@Tag("safety")
class PriorAuditsTest {
  private static final SiteFiles FILES = SiteFiles.shipped();
  private static final StudyKinds KINDS = new StudyKinds(FILES);
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
  private static final Report REPORT = SampleRecords.report("A1", "FINDINGS: Unchanged nodule.");
  private static final UUID RUN = new UUID(0, 1);

  private final List<Study> known = new ArrayList<>();
  private Audits audits;

  @BeforeEach
  void start() {
    FeedCursors memory =
        new FeedCursors() {
          @Override
          public String cursor(String feed) {
            return "";
          }

          @Override
          public void store(String feed, String cursor) {}

          @Override
          public boolean move(String feed, String from, String to) {
            return true;
          }
        };
    ModelGate gate =
        new ModelGate(
            ModelCatalog.ollama(List::of, 0, Map.of(), "", Optional.empty()),
            new Models("m", "m"),
            memory,
            Clock.systemUTC(),
            Duration.ZERO);
    PriorChoice choice =
        new PriorChoice(
            (report, until) -> List.copyOf(known), KINDS::isSame, new ComparingClaims(FILES), 2);
    audits =
        new Audits(
                gate,
                ImageSelection.of(
                    Settings.load(
                        null,
                        Map.of(),
                        Map.of(
                            "rtl.images.max-slices", "90",
                            "rtl.images.burned-in", "leave-out")),
                    FILES),
                ImageSource.NONE,
                Clock.systemUTC(),
                new RunRules(
                    new RetryTable(FILES),
                    new RunRules.Limits(3, 3, Duration.ZERO, Duration.ZERO, Duration.ZERO)),
                "0.1.0")
            .comparing(new Audits.Past(job -> List.of(), job -> List.of(), choice::of));
  }

  private static Study ct(String uid, int daysAgo, int slices) {
    List<Instance> all =
        IntStream.rangeClosed(1, slices)
            .mapToObj(
                i ->
                    new Instance(uid + "." + i, uid, "", "CT", "CHEST", "", "", "", i, 1, uid + i)
                        .with(
                            new SliceTags(
                                2, "", List.of(), List.of(new SliceTags.Plane(0, 0, 1, i)))))
            .toList();
    return new Study(
        uid, "", SampleRecords.patient("MRN1"), TODAY.minusDays(daysAgo), "CT CHEST", true, all);
  }

  /** Its images name the patient. */
  private static Study burnedIn(String uid, int daysAgo) {
    Instance image =
        new Instance(uid + ".1", uid, "", "CT", "CHEST", "", "", "", 1, 1, uid, null, null, true);
    return new Study(
        uid,
        "",
        SampleRecords.patient("MRN1"),
        TODAY.minusDays(daysAgo),
        "CT CHEST",
        true,
        List.of(image));
  }

  @Test
  void imagesThatNameThePatientAreNotShownAndSoItIsSaid() throws Exception {
    known.add(burnedIn("1.2", 30));
    Audit c = begun("", null);
    assertEquals(90, c.instances().size());
    assertEquals(List.of(), c.compared());
    assertEquals(List.of(), c.shownPriors());
    assertTrue(
        PriorStudy.words(c.priors(), false).endsWith("because " + NotShown.BURNED_IN.words()));
    Audit own = begun("", null, List.of(burnedIn("1.9", 0)));
    assertEquals(List.of(), own.instances());
    assertTrue(own.note().contains("all of this study may show the patient's name"), own.note());
  }

  private Audit begun(String refusal, @Nullable OtherPatient other) throws Exception {
    return begun(refusal, other, List.of(ct("1.9", 0, 412)));
  }

  private Audit begun(String refusal, @Nullable OtherPatient other, List<Study> own)
      throws Exception {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange
        .getMessage()
        .setBody(
            new Job(
                RUN,
                RUN,
                1,
                REPORT,
                own,
                refusal,
                other,
                0,
                0,
                Duration.ZERO,
                Map.of("claims", "{}"),
                false,
                false));
    audits.open(exchange);
    return exchange.getMessage().getBody(Audit.class);
  }

  /** With two earlier studies, a third of the slices for each; alone, the study has all. */
  @Test
  void earlierStudiesShareTheSlicesOfClaimsThatCompare() throws Exception {
    known.add(ct("1.2", 30, 20));
    known.add(ct("1.1", 300, 412));
    Audit c = begun("", null);
    assertEquals(90, c.instances().size());
    assertEquals(30, c.compared().size());
    assertEquals(
        List.of("1.1", "1.2"), c.priors().stream().map(PriorStudy::studyInstanceUid).toList());
    assertEquals(
        List.of(30, 20), c.priors().stream().map(prior -> prior.instances().size()).toList());
    assertEquals("series 2, all 20 images", c.priors().get(1).series());
    assertEquals(
        List.of(), c.priors().get(1).instances().get(0).slices().planes(), "not stored again");
  }

  @Test
  void oneThatIsLateIsUsedByTheNextRun() throws Exception {
    Audit first = begun("", null);
    assertEquals(List.of(), first.priors());
    assertEquals(List.of(), first.compared());
    known.add(ct("1.2", 30, 20));
    Audit next = begun("", null);
    assertEquals(1, next.shownPriors().size());
    assertEquals(45, next.compared().size());
    assertEquals(first.instances(), next.instances(), "other claims are shown the same");
  }

  @Test
  void whereTheImagesAreAnotherPatientsNoneIsLookedFor() throws Exception {
    known.add(ct("1.2", 30, 20));
    Audit c = begun("wrong patient", SampleRecords.mismatch(REPORT));
    assertEquals(List.of(), c.priors());
    assertEquals("wrong patient", c.failure());
  }
}

package org.radiologytrust.ingest.hl7.out;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.Hl7Samples;
import org.radiologytrust.ingest.hl7.message.Charsets;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.publish.ReviewFixture;
import org.radiologytrust.publish.sink.FhirSink;
import org.radiologytrust.review.Problem;

/** What is written of audits and decisions in a journal. The fixture's sink has another name. */
class OruSinkTest {
  private static final Duration LEASE = Duration.ofMinutes(1);

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock();
  @AutoClose private final ReviewFixture f = new ReviewFixture(clock);

  private OruSink sink(SiteFiles files) {
    Charsets charsets = new Charsets(SiteFiles.shipped());
    return new OruSink(
        f.journal.outbox(),
        f.journal.journal().deliveredAudits(),
        OruWriter.of(files, charsets, new AuditLines.Options(false, "", ZoneOffset.UTC)),
        charsets,
        Hl7Samples.READER::message,
        clock);
  }

  private Delivery due() {
    return f.journal.outbox().claim(FhirSink.NAME, LEASE).orElseThrow();
  }

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.UTF_8);
  }

  private static List<String> statuses(String message) {
    return Arrays.stream(message.split("\r"))
        .filter(line -> line.startsWith("OBX|"))
        .map(line -> line.split("\\|", -1)[11])
        .distinct()
        .sorted()
        .toList();
  }

  @Test
  @Tag("safety")
  void decisionsAndCorrectionsFollowUnderOneNumber() throws Exception {
    OruSink sink = sink(SiteFiles.shipped());
    Audit audit = f.publish(a -> {});
    Delivery first = due();
    String message = text(sink.prepare(first));
    assertEquals(List.of("P"), statuses(message));
    f.journal.outbox().sent(first);
    UUID decision = f.agree(audit, Problem.MODEL);
    Delivery second = due();
    assertEquals(decision, second.id());
    String decided = text(sink.prepare(second));
    assertEquals(List.of("C"), statuses(decided));
    assertTrue(decided.contains("Decision: a person agrees."), decided);
    assertEquals(number(message), number(decided));
    assertNotEquals(OruWriter.controlId(first.id()), OruWriter.controlId(second.id()));
    f.journal.outbox().sent(second);
    f.publish(
        a -> {
          a.run = "run-2";
          a.status = ReportStatus.CORRECTED;
          a.sentences = List.of("No pneumothorax.");
          a.images = false;
        });
    List<String> after = statuses(text(sink.prepare(due())));
    assertTrue(after.containsAll(List.of("C", "D")), after::toString);
  }

  @Test
  @Tag("safety")
  void aDecisionAboutAReplacedAuditDoesNotBringItBack() throws Exception {
    OruSink sink = sink(SiteFiles.shipped());
    Audit audit = f.publish(a -> {});
    Delivery first = due();
    sink.prepare(first);
    f.journal.outbox().sent(first);
    f.agree(audit, Problem.MODEL);
    Delivery tried = due();
    assertTrue(text(sink.prepare(tried)).contains("Decision: a person agrees."));
    f.journal.outbox().retry(tried, Duration.ofHours(1), "no answer");
    f.publish(
        a -> {
          a.run = "run-2";
          a.status = ReportStatus.CORRECTED;
          a.sentences = List.of("No pneumothorax.");
          a.images = false;
        });
    Delivery newer = due();
    assertNotEquals(tried.id(), newer.id(), "the decision waits for its next try");
    assertTrue(statuses(text(sink.prepare(newer))).contains("D"));
    f.journal.outbox().sent(newer);
    clock.advance(Duration.ofHours(2));
    Delivery late = due();
    assertEquals(tried.id(), late.id());
    assertNull(sink.prepare(late), "it was written before, and is not sent again");
    f.journal.outbox().sent(late);
    assertTrue(f.journal.outbox().claim(FhirSink.NAME, LEASE).isEmpty());
  }

  private static String number(String message) {
    return message.substring(message.indexOf("\rOBR|1||") + 8).split("\\|")[0];
  }

  @Test
  @Tag("safety")
  void eachTryHasTheSameBytesEvenIfTheMappingHasChanged() throws Exception {
    f.publish(a -> a.sentences = List.of("Gr\u00f6\u00dfe normal.", "Left basal opacity."));
    Delivery first = due();
    byte[] message = sink(SiteFiles.shipped()).prepare(first);
    f.journal.outbox().retry(first, Duration.ZERO, "no answer");
    clock.advance(Duration.ofMinutes(1));
    Files.createDirectories(folder.resolve("publish"));
    Files.writeString(folder.resolve("publish/oru.yaml"), "charset: 8859/1\nform: nte\n");
    assertArrayEquals(message, sink(SiteFiles.in(folder)).prepare(due()));
  }
}

package org.radiologytrust.ingest.hl7;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.ingest.hl7.Hl7Samples.OBR;
import static org.radiologytrust.ingest.hl7.Hl7Samples.PID;
import static org.radiologytrust.ingest.hl7.Hl7Samples.message;
import static org.radiologytrust.ingest.hl7.Hl7Samples.msh;
import static org.radiologytrust.ingest.hl7.Hl7Samples.obx;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.ingest.hl7.message.Batch;
import org.radiologytrust.ingest.hl7.mllp.Senders;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.inbox.Inbox.Incoming;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Receipt;

/** Batches: each message is stored by itself, and the answer is a batch. */
class Hl7BatchTest {
  private static final String BHS = "BHS|^~\\&|RIS|RADIOLOGY|RTL|AUDIT|20260301||||B7\r";

  @AutoClose private final TemporaryJournal journal = new TemporaryJournal();
  private final Hl7Inbox inbox =
      new Hl7Inbox(
          journal.inbox(),
          Hl7Samples.READER,
          Hl7Samples.CLOCK,
          Hl7Samples.ZONE,
          new Senders(1 << 20, 1000));

  private static String report(String id, String accession) {
    return message(
        msh("2.5", id),
        PID,
        OBR.replace("A2600100", accession).replace("F100", "F" + accession),
        obx(1, "TX", "X", "Clear."));
  }

  private String answer(byte[] frame, Charset charset) {
    return new String(inbox.answer(frame, "192.0.2.1", id -> {}), charset);
  }

  private static List<String> acknowledgements(String answer) {
    return Stream.of(answer.split("\r"))
        .filter(line -> line.startsWith("MSA"))
        .map(line -> line.substring(0, Math.min(9, line.length())))
        .toList();
  }

  /** Each would be a commit and an answer: one frame has room for three million. */
  @Test
  @Tag("safety")
  void moreMessagesThanAnyBatchHasAreOneThatIsRefused() {
    String answer =
        answer(Hl7Samples.bytes(BHS + "MSH|\r".repeat(Batch.MAX_LINES)), StandardCharsets.UTF_8);
    assertEquals(1, answer.lines().filter(line -> line.contains("MSA|AR")).count(), answer);
    assertTrue(answer.contains("is no batch of up to 10000 messages"), answer);
    assertEquals(1, journal.given(Incoming.class).size());
  }

  @Test
  void eachMessageHasItsOwnOutcomeAndBytes() {
    String broken = report("M2", "A2").replace("4711", "");
    String batch =
        "FHS|^~\\&|RIS\r"
            + BHS
            + report("M1", "A1")
            + broken
            + report("M3", "A3")
            + "BTS|3\rFTS|1\r";
    String answer = answer(Hl7Samples.bytes(batch), StandardCharsets.UTF_8);
    assertEquals(List.of("MSA|AA|M1", "MSA|AE|M2", "MSA|AA|M3"), acknowledgements(answer));
    assertTrue(answer.startsWith("BHS|^~\\&|"), answer);
    assertTrue(answer.endsWith("\rBTS|3\r"), answer);
    List<Incoming> stored = journal.given(Incoming.class);
    assertEquals(3, stored.size());
    assertArrayEquals(Hl7Samples.bytes(report("M1", "A1")), stored.get(0).raw());
    assertArrayEquals(Hl7Samples.bytes(broken), stored.get(1).raw());
  }

  @Test
  void theAnswerNamesTheSenderAndTheBatch() {
    String answer =
        answer(Hl7Samples.bytes(BHS + report("M1", "A1") + "BTS|2\r"), StandardCharsets.UTF_8);
    String[] header = answer.split("\r")[0].split("\\|", -1);
    assertEquals(List.of("RTL", "AUDIT", "RIS", "RADIOLOGY"), List.of(header).subList(2, 6));
    assertEquals("BTS-1 does not name the number of messages that came: 1", header[9]);
    assertEquals("B7", header[11]);
  }

  /** Appends MSH-15 and MSH-16. */
  private static String enhanced(String report, String conditions) {
    return report.replaceFirst("\\|2\\.5\r", "|2.5|||" + conditions + "\r");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE"})
  void eachMessageOfABatchIsAnsweredAsItAsks(String charset) {
    String batch =
        BHS
            + enhanced(report("M1", "A1"), "AL|NE")
            + enhanced(report("M2", "A2"), "NE|NE")
            + enhanced(report("M3", "A3").replace("4711", ""), "ER|NE")
            + report("M4", "A4");
    Charset of = Charset.forName(charset);
    String answer = answer(batch.getBytes(of), of);
    assertEquals(List.of("MSA|CA|M1", "MSA|CE|M3", "MSA|AA|M4"), acknowledgements(answer));
    assertTrue(answer.endsWith("\rBTS|3\r"), answer);
    assertEquals(4, journal.storedMessages());
    String silent = BHS + enhanced(report("M5", "A5"), "NE|NE") + "BTS|1\r";
    assertEquals("", answer(silent.getBytes(of), of));
    assertEquals(5, journal.storedMessages());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE"})
  void inEveryWidth(String charset) {
    String batch = BHS + report("M1", "A1") + report("M2", "A2");
    String answer = answer(batch.getBytes(Charset.forName(charset)), Charset.forName(charset));
    assertEquals(List.of("MSA|AA|M1", "MSA|AA|M2"), acknowledgements(answer));
  }

  @Test
  void aFileOfABatchIsStoredMessageByMessage() {
    String batch = BHS + report("M1", "A1") + report("M2", "A2").replace("4711", "") + "BTS\r";
    Receipt receipt = inbox.store(Hl7Samples.bytes(batch), "");
    assertEquals(Outcome.QUARANTINED, receipt.outcome());
    assertEquals(2, journal.storedMessages());
    assertTrue(receipt.correlationId().isPresent());
    // sent again, nothing changes
    inbox.store(Hl7Samples.bytes(batch), "");
    assertEquals(2, journal.storedMessages());
  }

  @Test
  void aBatchWithoutAMessageIsRefused() {
    String answer = answer(Hl7Samples.bytes(BHS + "BTS|0\r"), StandardCharsets.UTF_8);
    assertTrue(answer.contains("\rMSA|AR|"), answer);
  }
}

package org.radiologytrust.ingest.hl7;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.ingest.hl7.Hl7Samples.CLOCK;
import static org.radiologytrust.ingest.hl7.Hl7Samples.OBR;
import static org.radiologytrust.ingest.hl7.Hl7Samples.PID;
import static org.radiologytrust.ingest.hl7.Hl7Samples.bytes;
import static org.radiologytrust.ingest.hl7.Hl7Samples.message;
import static org.radiologytrust.ingest.hl7.Hl7Samples.msh;
import static org.radiologytrust.ingest.hl7.Hl7Samples.obx;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.parser.CanonicalModelClassFactory;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.util.idgenerator.InMemoryIDGenerator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.ingest.hl7.mllp.Senders;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.inbox.Inbox.Ignored;
import org.radiologytrust.journal.inbox.Inbox.Incoming;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.runtime.Correlation;

/** Outcomes and their acknowledgements, the latter read back by HAPI. */
@Tag("safety")
class Hl7InboxTest {
  @AutoClose private final TemporaryJournal journal = new TemporaryJournal();
  private final Hl7Inbox inbox =
      new Hl7Inbox(
          journal.inbox(), Hl7Samples.READER, CLOCK, Hl7Samples.ZONE, new Senders(1 << 20, 1000));

  /** Keeps little of strangers. */
  private final Hl7Inbox few =
      new Hl7Inbox(journal.inbox(), Hl7Samples.READER, CLOCK, Hl7Samples.ZONE, new Senders(3, 1));

  private String send(String message) {
    return new String(inbox.answer(bytes(message), "192.0.2.1", id -> {}), StandardCharsets.UTF_8);
  }

  private static String good(String version, String id, String text) {
    return message(msh(version, id), PID, OBR, obx(1, "TX", "X", text));
  }

  private static Terser hapi(String ack) throws HL7Exception {
    HapiContext context = new DefaultHapiContext(new CanonicalModelClassFactory("2.5"));
    context.getParserConfiguration().setIdGenerator(new InMemoryIDGenerator());
    Message message = context.getPipeParser().parse(ack);
    return new Terser(message);
  }

  @Test
  void keptMessageIsReadAgainAsItCameAndAnswersForEveryOutcome() {
    byte[] frame = bytes(good("2.5.1", "C1", "No effusion."));
    inbox.answer(frame, "192.0.2.1", id -> {});
    Incoming again = inbox.incoming(frame);
    Incoming first = journal.given(Incoming.class).get(0);
    assertEquals(1, journal.storedMessages(), "nothing was stored");
    assertEquals(first.channel(), again.channel());
    assertEquals(first.key(), again.key());
    assertEquals(first.disposition(), again.disposition());
    for (String kept : new String[] {"junk", "MSH|^~\\&|A", good("2.5.1", "C2", "Clear.")}) {
      String discarded =
          new String(
              inbox.incoming(bytes(kept)).replier().reply(Outcome.IGNORED, "discarded"),
              StandardCharsets.UTF_8);
      assertTrue(discarded.contains("\rMSA|AA|"), discarded);
    }
  }

  @Test
  void acceptAcknowledgementsAreGivenWhereMsh15Asks() throws HL7Exception {
    String message = message(msh("2.5", "E1") + "|||AL|AL", PID, OBR, obx(1, "TX", "X", "Clear."));
    Terser ack = hapi(send(message));
    assertEquals("CA", ack.get("/MSA-1"));
    assertEquals("E1", ack.get("/MSA-2"));
    assertEquals("CA", hapi(send(message)).get("/MSA-1"), "the same once more");
    String incomplete = message(msh("2.5", "E2") + "|||AL|NE", OBR, obx(1, "TX", "X", "Clear."));
    Terser refused = hapi(send(incomplete));
    assertEquals("CE", refused.get("/MSA-1"));
    assertEquals("PID", refused.get("/ERR-2-1"));
    Terser rejected = hapi(send(message(msh("2.5", "E3").replace("ORU", "ZZZ") + "|||ER", PID)));
    assertEquals("CR", rejected.get("/MSA-1"));
  }

  @Test
  void whoWantsNoAnswerLearnsOnlyThatAMessageWasNotStored() {
    String message = message(msh("2.5", "E1") + "|||NE|NE", PID, OBR, obx(1, "TX", "X", "Clear."));
    assertEquals("", send(message));
    assertEquals(1, journal.storedReports().size());
    String incomplete = message(msh("2.5", "E2") + "|||NE|NE", OBR, obx(1, "TX", "X", "Clear."));
    assertEquals("", send(incomplete), "in quarantine");
    assertEquals(2, journal.storedMessages());
    Hl7Inbox full =
        new Hl7Inbox(
            incoming -> {
              throw new JournalException("disk full", new IllegalStateException());
            },
            Hl7Samples.READER,
            CLOCK,
            Hl7Samples.ZONE,
            new Senders(1 << 20, 1000));
    String answer =
        new String(full.answer(bytes(message), "192.0.2.1", id -> {}), StandardCharsets.UTF_8);
    assertTrue(answer.contains("send it again later"), answer);
  }

  @ParameterizedTest
  @CsvSource({
    "2.1, ACK, ''",
    "2.2, ACK, R01",
    "2.3, ACK, R01",
    "2.3.1, ACK, R01",
    "2.4, ACK, R01",
    "2.5, ACK, R01",
    "2.5.1, ACK, R01",
    "2.6, ACK, R01",
    "2.7, ACK, R01",
    "2.8, ACK, R01"
  })
  void acceptsInTheSendersVersion(String version, String type, String event) throws HL7Exception {
    Terser ack = hapi(send(good(version, "M1", "Clear.")));
    assertEquals("AA", ack.get("/MSA-1"));
    assertEquals("M1", ack.get("/MSA-2"));
    assertEquals(version, ack.get("/MSH-12"));
    assertEquals(type, ack.get("/MSH-9-1"));
    assertEquals(event, ack.get("/MSH-9-2") == null ? "" : ack.get("/MSH-9-2"));
    assertEquals("RTL", ack.get("/MSH-3"));
    assertEquals("AUDIT", ack.get("/MSH-4"));
    assertEquals("RIS", ack.get("/MSH-5"));
    assertEquals("RADIOLOGY", ack.get("/MSH-6"));
    assertEquals("P", ack.get("/MSH-11"));
    assertEquals("20260301060000-0600", ack.get("/MSH-7"));
    assertEquals(20, ack.get("/MSH-10").length());
    assertEquals(1, journal.storedReports().size());
  }

  @Test
  void keepsTheBytesAndTheKey() {
    byte[] raw = bytes(good("2.5", "M1", "Zoë"));
    inbox.answer(raw, "192.0.2.1", id -> {});
    assertArrayEquals(raw, journal.given(Incoming.class).get(0).raw());
    assertEquals("RIS|RADIOLOGY|M1", journal.given(Incoming.class).get(0).key());
    assertEquals("RADIOLOGY", journal.given(Incoming.class).get(0).site());
    assertEquals("hl7", journal.given(Incoming.class).get(0).channel());
  }

  @Test
  void theSameBytesGetTheSameAnswerAndNoSecondReport() {
    String first = send(good("2.5", "M1", "Clear."));
    assertEquals(first, send(good("2.5", "M1", "Clear.")));
    assertEquals(1, journal.storedReports().size());
    assertEquals(1, journal.storedMessages());
  }

  @Test
  void theSameReportUnderANewNumberIsAccepted() {
    send(good("2.5", "M1", "Clear."));
    assertTrue(send(good("2.5", "M2", "Clear.")).contains("MSA|AA|M2"));
    assertEquals(1, journal.storedReports().size());
  }

  @Test
  void aNumberUsedForAnotherMessageIsRefused() {
    send(good("2.5", "M1", "Clear."));
    String ack = send(good("2.5", "M1", "Not clear."));
    assertTrue(ack.contains("MSA|AE|M1"), ack);
    assertTrue(ack.contains("ERR||MSH^1^10|205^Duplicate key identifier^HL70357|E||||"), ack);
    assertEquals(1, journal.storedReports().size());
  }

  @Test
  void aCorrectionIsAReportOfItsOwn() {
    send(good("2.5", "M1", "Clear."));
    send(good("2.5", "M2", "Effusion.").replace("|CR|F", "|CR|C"));
    assertEquals(2, journal.storedReports().size());
    assertEquals(
        journal.storedReports().get(0).reportId(), journal.storedReports().get(1).reportId());
  }

  @Test
  void ignoredIsAcceptedWithTheReason() {
    String ack = send(good("2.5", "M1", "Sodium").replace("|CR|F", "|LAB|F"));
    assertTrue(ack.contains("MSA|AA|M1|OBR-24 is not a radiology service\r"), ack);
    assertFalse(ack.contains("\rERR"), ack);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          |2.5    ! |3.0    ! AR ! MSH^1^12 ! 203 ! 2.5
          |2.5    ! |X      ! AR ! MSH^1^12 ! 203 ! 2.5
          ORU^R01 ! DFT^P03 ! AR ! MSH^1^9  ! 200 ! 2.5
          ORU^R01 ! MDM^T12 ! AR ! MSH^1^9  ! 201 ! 2.5
          ORU^R01 ! ORU^R30 ! AR ! MSH^1^9  ! 201 ! 2.5
          ORU^R01 ! ORU     ! AR ! MSH^1^9  ! 201 ! 2.5
          |P|     ! |Q|     ! AR ! MSH^1^11 ! 202 ! 2.5
          |M1|    ! ||      ! AE ! MSH^1^10 ! 101 ! 2.5
          4711    ! ""      ! AE ! PID^1^3  ! 101 ! 2.5
          |Clear. ! |       ! AE ! OBX^1^5  ! 101 ! 2.5
          OBR|    ! ZZZ|    ! AE ! OBR^1    ! 100 ! 2.5
          |P|2.5  ! |P|2.5||||||XX ! AE ! MSH^1^18 ! 103 ! 2.5
          """)
  void refusesWithAnErr(
      String what, String with, String code, String place, String error, String version)
      throws HL7Exception {
    String text =
        good("2.5", "M1", "Clear.").replaceFirst(java.util.regex.Pattern.quote(what), with);
    String ack = send(text);
    assertTrue(ack.contains("MSA|" + code + "|" + (with.equals("||") ? "" : "M1")), ack);
    assertTrue(ack.contains("\rERR||" + place + "|" + error + "^"), ack);
    Terser read = hapi(ack);
    assertEquals(version, read.get("/MSH-12"));
    assertEquals("E", read.get("/ERR-4"));
    assertEquals(
        new Quarantined(read.get("/ERR-8")), journal.given(Incoming.class).get(0).disposition());
    assertEquals(0, journal.storedReports().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.1", "2.2", "2.3", "2.3.1", "2.4"})
  void olderVersionsHaveTheErrorInErr1(String version) throws HL7Exception {
    String ack = send(good(version, "M1", "Clear.").replace("PID|1||4711", "PID|1||"));
    assertTrue(ack.contains("MSA|AE|M1|PID-3 is empty; send the patient's identifier\r"), ack);
    assertTrue(ack.endsWith("ERR|PID^1^3^101&Required field missing&HL70357\r"), ack);
    assertEquals("AE", hapi(ack).get("/MSA-1"));
  }

  /** Its sender corrects it once. */
  @Test
  void allThatIsWrongWithAMessageIsNamed() throws HL7Exception {
    String all =
        good("3.0", "M1", "Clear.")
            .replace("|P|3.0", "|Q|3.0")
            .replace("PID|1||4711", "PID|1||")
            .replace("P1^OE|F100^RIS", "|")
            .replace("A2600100", "")
            .replace("Clear.", "");
    String ack = send(all);
    assertTrue(ack.contains("MSA|AR|M1|"), ack);
    assertEquals(
        List.of("203 MSH^1^12", "202 MSH^1^11", "101 OBX^1^5", "101 OBR^1^3", "101 PID^1^3"),
        ack.lines()
            .filter(line -> line.startsWith("ERR|"))
            .map(line -> line.split("\\|"))
            .map(err -> err[3].substring(0, 3) + " " + err[2])
            .toList());
    String reason = ((Quarantined) journal.given(Incoming.class).get(0).disposition()).reason();
    assertEquals(5, reason.split("; (?=MSH|OBX|no accession|PID)").length, reason);
    String older = send(all.replace("|Q|3.0", "|P|2.3").replace("|M1|", "|M2|"));
    assertEquals(3, older.lines().filter(line -> line.startsWith("ERR|")).count(), older);
    assertEquals("AE", hapi(older).get("/MSA-1"));
  }

  /** The version is read as the nearest one that we know, and answered in it. */
  @ParameterizedTest
  @CsvSource({"2.9, 2.8", "2.9.1, 2.8", "'', 2.5"})
  void anUnknownOrMissingVersionIsReadAsTheNearest(String version, String answered)
      throws HL7Exception {
    Terser ack = hapi(send(good(version, "M1", "Clear.")));
    assertEquals("AA", ack.get("/MSA-1"));
    assertEquals(answered, ack.get("/MSH-12"));
    assertEquals(1, journal.storedReports().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.1", "2.2", ""})
  void olderVersionsNeedNoEvent(String version) {
    String ack = send(good(version, "M1", "Clear.").replace("ORU^R01", "ORU"));
    assertTrue(ack.contains("MSA|AA|M1"), ack);
    assertEquals(1, journal.storedReports().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACK", "ACK^R01", "ACK^R01^ACK", "MCF"})
  void anAcknowledgementThatComesInIsIgnored(String type) {
    for (String version : new String[] {"2.3", "2.5", "", "9"}) {
      String msh = msh(version, "M1").replace("ORU^R01", type);
      String ack = send(message(msh, "MSA|AR|X", "ERR|||207"));
      assertTrue(ack.contains("MSA|AA|M1"), ack);
    }
    send(message("MSH|^~\\&|A|B|C|D|2026||" + type + "||P|2.5", "MSA|AA|X"));
    assertTrue(
        journal.given(Incoming.class).stream()
            .allMatch(incoming -> incoming.disposition() instanceof Ignored));
  }

  @Test
  void version27HasNoMsa3() {
    String ack = send(good("2.7", "M1", "Clear.").replace("PID|1||4711", "PID|1||"));
    assertTrue(
        ack.contains("MSA|AE|M1\rERR||PID^1^3|101^Required field missing^HL70357|E||||"), ack);
  }

  @Test
  void answersInTheSendersDelimitersAndCharacterSet() {
    String text =
        good("2.5", "Mü", "Clear.")
            .replace("|2.5", "|2.5||||||8859/1")
            .replace("4711", "")
            .replace('|', '#')
            .replace('^', '!')
            .replace('&', '$');
    byte[] ack = inbox.answer(text.getBytes(StandardCharsets.ISO_8859_1), "192.0.2.1", id -> {});
    String read = new String(ack, Charset.forName("windows-1252"));
    assertTrue(read.startsWith("MSH#!~\\$#RTL#AUDIT#RIS#RADIOLOGY#2026"), read);
    assertTrue(read.contains("#2.5######8859/1\r"), read);
    assertTrue(read.contains("MSA#AE#Mü#"), read);
    assertTrue(read.contains("ERR##PID!1!3#101!Required field missing!HL70357#E####"), read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "\0\0\0",
        "PID|1||4711",
        "MSH",
        "MSH|",
        "MSH|^~\\\\&|A",
        "MSH|aaaa|B"
      })
  void whatIsNoMessageIsRejected(String junk) throws HL7Exception {
    String ack = send(junk);
    assertTrue(ack.contains("\rMSA|AR|"), ack);
    assertTrue(ack.contains("\rERR||MSH^1|207^Application internal error^HL70357|E"), ack);
    assertEquals("2.5", hapi(ack).get("/MSH-12"));
    assertEquals(64, journal.given(Incoming.class).get(0).key().length());
  }

  @Test
  void aFullDiskIsNeverAcknowledged() {
    journal.full();
    String ack = send(good("2.5", "M1", "Clear."));
    assertTrue(ack.contains("MSA|AE|M1|"), ack);
    assertTrue(ack.contains("|207^Application internal error^HL70357|E"), ack);
    journal.works();
    assertTrue(send(good("2.5", "M1", "Clear.")).contains("MSA|AA|M1"));
  }

  private Exchange feed(String message) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(bytes(message));
    return exchange;
  }

  private String taken(String message) {
    Exchange exchange = feed(message);
    inbox.take(exchange);
    return exchange.getMessage().getBody(String.class);
  }

  @Test
  void aFeedGetsTheSameAnswers() {
    assertTrue(taken(good("2.5", "M1", "Clear.")).contains("MSA|AA|M1"));
    assertTrue(taken(good("3.0", "M2", "Clear.")).contains("MSA|AR|M2"));
    assertEquals(2, journal.storedMessages());
  }

  /** Its source is no stranger on a network: nothing is cut short or left out. */
  @Test
  void whatIsNoMessageIsKeptWholeForAFeed() {
    for (int i = 0; i < 3; i++) {
      String ack = new String(few.answer(bytes("scan " + i), "192.0.2.9", id -> {}));
      assertTrue(ack.contains("MSA|AR|"), ack);
      Exchange junk = feed("junk " + i);
      few.take(junk);
      assertTrue(junk.getMessage().getBody(String.class).contains("MSA|AR|"));
    }
    assertEquals(
        List.of("sca", "junk 0", "junk 1", "junk 2"),
        journal.given(Incoming.class).stream().map(i -> new String(i.raw())).toList());
  }

  @Test
  void aFeedKeepsWhatTheJournalDoesNotTake() {
    String message = good("2.5", "M1", "Clear.");
    Exchange exchange = feed(message);
    for (RuntimeException failure :
        List.of(
            new JournalException("disk full", new IllegalStateException("Testcase 4711")),
            new IllegalStateException("cannot store Testcase 4711"))) {
      journal.fail(failure);
      JournalException told = assertThrows(JournalException.class, () -> inbox.take(exchange));
      assertFalse(told.toString().matches("(?s).*(4711|Testcase|Clear).*"), told::toString);
      assertNull(told.getCause(), "it may quote the patient");
      assertEquals(message, exchange.getMessage().getBody(String.class), "no answer");
    }
    journal.works();
    inbox.take(exchange);
    assertTrue(exchange.getMessage().getBody(String.class).contains("MSA|AA|M1"));
    assertEquals(
        journal.onlyReport().correlationId().toString(),
        exchange.getProperty(Correlation.KEY, String.class));
  }

  @Test
  void aJournalThatIsClosedTakesNothing() {
    Exchange exchange = feed(good("2.5", "M1", "Clear."));
    try (TemporaryJournal closed = new TemporaryJournal()) {
      Hl7Inbox late =
          new Hl7Inbox(
              closed.inbox(),
              Hl7Samples.READER,
              CLOCK,
              Hl7Samples.ZONE,
              new Senders(1 << 20, 1000));
      closed.shut();
      assertThrows(JournalException.class, () -> late.take(exchange));
    }
  }

  @Test
  void theAnswerNeverQuotesThePatient() {
    for (String wrong : new String[] {"|3.0", "|2.5||||||XX"}) {
      String ack = send(good("2.5", "M" + wrong.length(), "Clear.").replace("|2.5", wrong));
      assertFalse(ack.matches("(?s).*(4711|Testcase|Ada|Clear|A2600100).*"), ack);
    }
  }

  @Test
  void theLogNeverQuotesThePatient() {
    List<ILoggingEvent> events;
    try (CapturedLog log = new CapturedLog()) {
      journal.fail(new IllegalStateException("cannot store Testcase 4711"));
      assertTrue(send(good("2.5", "M1", "Clear.")).contains("MSA|AE|M1|"));
      journal.works();
      send(good("3.0", "M1", "Clear."));
      events = log.events();
    }
    assertEquals(2, events.size(), "one line each");
    for (ILoggingEvent event : events) {
      assertFalse(event.getFormattedMessage().matches("(?s).*(4711|Testcase|Clear).*"));
      assertNull(event.getThrowableProxy());
    }
  }

  @Test
  void echoedFieldsAreCleanAndShort() {
    String app = "A\u000b\u001c" + "B".repeat(5000);
    String ack = send(good("2.5", "M1", "Clear.").replace("|RIS|", "|" + app + "|"));
    assertTrue(ack.contains("|AUDIT|ABB"), ack);
    assertTrue(ack.length() < 1000);
  }
}

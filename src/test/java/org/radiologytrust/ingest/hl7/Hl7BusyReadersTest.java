package org.radiologytrust.ingest.hl7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.document.Pdfs;
import org.radiologytrust.ingest.document.Sender;
import org.radiologytrust.ingest.document.TestDocuments;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.ingest.hl7.mllp.Senders;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.store.JournalException;

/** Messages that come while all readers of documents are busy. */
@Tag("safety")
class Hl7BusyReadersTest {
  private static final Sender OTHER = new Sender("192.0.2.99", "OTHER|OTHER");
  private static final String ADDRESS = "192.0.2.1";

  private final Documents documents = TestDocuments.hurriedReader(1);
  @AutoClose private final TemporaryJournal journal = new TemporaryJournal();
  private final Hl7Inbox inbox = inbox(documents);

  private Hl7Inbox inbox(Documents reader) {
    Hl7Reports reports =
        new Hl7Reports(
                "main",
                Hl7Samples.ZONE,
                "UNICODE UTF-8",
                Map.of("HOSP", "urn:h"),
                SiteFiles.shipped())
            .reading(reader);
    return new Hl7Inbox(
        journal.inbox(), reports, Hl7Samples.CLOCK, Hl7Samples.ZONE, new Senders(4096, 20));
  }

  private String send(String message) {
    return send(inbox, message, ADDRESS);
  }

  private static String send(Hl7Inbox inbox, String message, String address) {
    byte[] frame = message.getBytes(StandardCharsets.UTF_8);
    return new String(inbox.answer(frame, address, id -> {}), StandardCharsets.UTF_8);
  }

  private static String pdf(String id) {
    String pdf = Base64.getEncoder().encodeToString(Pdfs.of("Right pleural effusion."));
    return Hl7Samples.message(
        Hl7Samples.msh("2.5", id),
        Hl7Samples.PID,
        Hl7Samples.OBR,
        Hl7Samples.obx(1, "ED", "PDF^Report^L", "^application^pdf^Base64^" + pdf));
  }

  @Test
  void messageWithADocumentIsNotStoredAndIsTakenLater() throws Exception {
    TestDocuments.whileBusy(
        documents,
        OTHER,
        () -> {
          String answer = send(pdf("D1"));
          assertTrue(answer.contains("\rMSA|AE|D1|"), answer);
          assertTrue(answer.contains("could not be stored; send it again later"), answer);
          byte[] frame = pdf("D1").getBytes(StandardCharsets.UTF_8);
          assertThrows(JournalException.class, () -> inbox.store(frame, "a feed"));
          assertThrows(JournalException.class, () -> inbox.incoming(frame));
        });
    assertEquals(0, journal.storedMessages(), "also not in quarantine");
    assertTrue(send(pdf("D1")).contains("\rMSA|AA|D1"));
    assertEquals("Right pleural effusion.", journal.onlyReport().text());
  }

  /** By its address, and by MSH-3 and MSH-4. */
  @Test
  void oneSenderHasNotAllReaders() throws Exception {
    Documents two = TestDocuments.hurriedReader(2);
    Hl7Inbox both = inbox(two);
    TestDocuments.whileBusy(
        two,
        new Sender(ADDRESS, "RIS|RADIOLOGY"),
        () -> {
          assertTrue(send(both, pdf("S1"), ADDRESS).contains("\rMSA|AE|S1|"));
          assertTrue(send(both, pdf("S2"), "192.0.2.2").contains("\rMSA|AA|S2"));
          String named = pdf("S3").replace("|RIS|RADIOLOGY|", "|RIS2|RADIOLOGY|");
          assertTrue(send(both, named, ADDRESS).contains("\rMSA|AA|S3"));
        });
  }

  @Test
  void messagesOfTextAndSmallHtmlNeedNoReader() throws Exception {
    TestDocuments.whileBusy(
        documents,
        OTHER,
        () -> {
          for (String text : new String[] {"No effusion.", "<p>No effusion.</p>"}) {
            String answer =
                send(
                    Hl7Samples.message(
                        Hl7Samples.msh("2.5", "T" + text.length()),
                        Hl7Samples.PID,
                        Hl7Samples.OBR,
                        Hl7Samples.obx(1, "TX", "X", text)));
            assertTrue(answer.contains("\rMSA|AA|T"), answer);
          }
        });
    assertFalse(journal.storedReports().isEmpty());
  }
}

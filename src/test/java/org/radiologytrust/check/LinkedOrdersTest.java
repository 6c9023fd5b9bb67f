package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.cli.audit.MessageReaders;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Report;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.text.sections.Segmenter;

/** Several orders that one report answers: each text is compared with its own order. */
@Tag("safety")
class LinkedOrdersTest {
  private static final MessageReaders READERS =
      MessageReaders.of(Settings.load(null, Map.of(), Map.of()), SiteFiles.shipped());
  private static final Segmenter SEGMENTER = new Segmenter(SiteFiles.shipped());

  private static final String LUNGS =
      "CT of the chest. The lungs are clear without nodule or mass. No pleural effusion is seen.";
  private static final String LIVER =
      "CT of the abdomen. The liver and spleen are normal in size. No renal stone is seen.";

  /** An order of a message with its text, of lines that end in {@code ~}. */
  private record Ordered(String procedure, String text) {}

  private static Ordered under(String procedure, String text) {
    return new Ordered(procedure, text);
  }

  /** The report of a message whose orders share an accession number. */
  private static Report report(Ordered... orders) {
    StringBuilder message =
        new StringBuilder("MSH|^~\\&|RIS|HOSP|RTL|RTL|20260301100000||ORU^R01|M1|P|2.5\r");
    message.append("PID|1||4711^^^HOSP^MR||Testcase^Ada\r");
    for (int i = 0; i < orders.length; i++) {
      String procedure = "X" + i + "^" + orders[i].procedure;
      message.append("OBR|%d|P%d|F%d|%s||||||||||||||A1|||||||F\r".formatted(i, i, i, procedure));
      for (String line : orders[i].text.isEmpty() ? new String[0] : orders[i].text.split("~")) {
        message.append("OBX|1|TX|||").append(line).append("||||||F\r");
      }
    }
    return read(READERS.hl7().disposition(bytes(message.toString())));
  }

  private static Report read(Object disposition) {
    List<Report> reports = ((Parsed) disposition).reports();
    assertEquals(1, reports.size());
    return reports.get(0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<CheckResult> results(String check, Report report) {
    Audit audit = Audit.of(new UUID(0, 1), report).started(Instant.EPOCH).build();
    return CheckTester.run(check, SEGMENTER.segment(audit));
  }

  /** What a check says: the words and the order that they contradict. */
  private static List<String> flags(String check, Report report) {
    return results(check, report).stream()
        .map(r -> r.first().value().replace('\n', ' ') + " | " + r.second().value())
        .toList();
  }

  private static void assertSilent(String check, Ordered... orders) {
    assertEquals(List.of(), flags(check, report(orders)));
  }

  @Test
  void everyTextIsComparedWithItsOwnOrder() {
    assertSilent("body-part-order", under("CT CHEST", LUNGS), under("CT ABDOMEN", LIVER));
    assertSilent(
        "body-part-order", under("CT CHEST", "Clear lungs."), under("CT ABDOMEN", "Normal liver."));
    assertEquals(
        List.of("chest | CT ABDOMEN", "abdomen | CT CHEST"),
        flags("body-part-order", report(under("CT ABDOMEN", LUNGS), under("CT CHEST", LIVER))),
        "two texts under each other's order");
  }

  @Test
  void theSideIsThatOfTheOwnOrder() {
    String left =
        "XR of the left knee. The left knee has no fracture and no effusion at all today.";
    String right = left.replace("left", "right");
    Ordered first = under("XR KNEE LEFT", left);
    assertSilent("side-order", first, under("XR KNEE RIGHT", right));
    List<String> wrong = flags("side-order", report(first, under("XR KNEE RIGHT", left)));
    assertEquals(List.of(), wrong, "the same text answers both orders");
    List<CheckResult> slips =
        results("side-order", report(first, under("XR KNEE RIGHT", left.replace("today", "now"))));
    assertTrue(!slips.isEmpty());
    slips.forEach(slip -> assertEquals("XR KNEE RIGHT", slip.second().value()));
  }

  @Test
  void aTextUnderOneOrderMayAnswerThoseWithoutText() {
    assertSilent("body-part-order", under("CT CHEST", LIVER), under("CT ABDOMEN", ""));
    assertSilent("body-part-order", under("CT CHEST", LIVER), under("CT ABDOMEN", "See CT chest."));
    assertEquals(
        List.of("abdomen | CT CHEST"),
        flags("body-part-order", report(under("CT CHEST", LIVER), under("MRI KNEE", ""))),
        "it fits none of them");
  }

  @Test
  void contrastViewsAndModalityToo() {
    String plain =
        "CT of the head without contrast was performed. No bleeding is seen in the brain.";
    String enhanced =
        "CT of the chest with contrast was performed. The lungs are clear of nodules.";
    assertSilent(
        "contrast-order",
        under("CT HEAD WITHOUT CONTRAST", plain),
        under("CT CHEST WITH CONTRAST", enhanced));
    assertEquals(
        List.of("with contrast | CT CHEST WITHOUT CONTRAST"),
        flags(
            "contrast-order",
            report(
                under("CT HEAD WITHOUT CONTRAST", plain),
                under("CT CHEST WITHOUT CONTRAST", enhanced))));
    String mri = "MRI of the brain was performed today. There is no infarct and no mass in it.";
    assertSilent("modality-order", under("CT CHEST", enhanced), under("MRI BRAIN", mri));
    assertEquals(
        List.of("MRI | CT BRAIN"),
        flags("modality-order", report(under("CT CHEST", enhanced), under("CT BRAIN", mri))));
  }

  @Test
  void aReportOfVeryManyOrdersIsFlaggedIfItFitsNone() {
    Ordered[] many =
        IntStream.range(0, 40)
            .mapToObj(i -> under("CT CHEST " + i, LIVER + " Series " + i + "."))
            .toArray(Ordered[]::new);
    Report report = report(many);
    assertEquals(10, report.orders().size());
    assertEquals(1, results("body-part-order", report).size());
    many[5] = under("CT ABDOMEN", LIVER);
    assertEquals(List.of(), results("body-part-order", report(many)));
  }

  @Test
  void aDiagnosticReportWithSeveralRequestsFitsAnyOfThem() {
    assertEquals(List.of(), flags("body-part-order", diagnosticReport("CT Abdomen", LIVER)));
    assertEquals(
        List.of("abdomen | CT Chest"),
        flags("body-part-order", diagnosticReport("CT Head", LIVER)),
        "neither the report's code nor a request");
  }

  private static Report diagnosticReport(String second, String text) {
    String request =
        """
        {"resourceType": "ServiceRequest", "id": "%s", "status": "active", "intent": "order",
          "subject": {"identifier": {"value": "MRN1"}}, "code": {"text": "%s"}}
        """;
    String report =
        """
        {"resourceType": "DiagnosticReport", "status": "final", "contained": [%s, %s],
          "identifier": [{"value": "A1", "type": {"coding": [{"code": "ACSN"}]}}],
          "code": {"text": "CT Chest"}, "subject": {"identifier": {"value": "MRN1"}},
          "basedOn": [{"reference": "#r1"}, {"reference": "#r2"}],
          "presentedForm": [{"contentType": "text/plain", "data": "%s"}]}
        """
            .formatted(
                request.formatted("r1", "CT Chest"),
                request.formatted("r2", second),
                Base64.getEncoder().encodeToString(bytes(text)));
    return read(READERS.fhir().read(bytes(report)));
  }
}

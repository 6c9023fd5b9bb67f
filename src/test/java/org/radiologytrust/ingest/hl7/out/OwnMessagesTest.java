package org.radiologytrust.ingest.hl7.out;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.ingest.hl7.Hl7Samples;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.IntakeAlarm;
import org.radiologytrust.publish.SampleAudits;

/** Our own messages that come back in. */
@Tag("safety")
class OwnMessagesTest {
  private static Disposition read(String message) {
    return Hl7Samples.READER.disposition(OruMessages.bytes(message));
  }

  static String[] written() throws Exception {
    OruMessages all = OruMessages.shipped();
    String first = all.of(SampleAudits.with(a -> {}));
    return new String[] {
      first,
      all.after(first, SampleAudits.with(SampleAudits.Change.WITHDRAWN)),
      all.of(SampleAudits.with(SampleAudits.Change.REFUSED)),
      // an engine changed the header, and the numbers of the order
      first.replaceFirst("RTL\\|", "ENGINE|").replaceFirst("OBR\\|1\\|", "OBR|1|P1"),
    };
  }

  @ParameterizedTest
  @MethodSource("written")
  void areIgnoredForWhatTheyAre(String message) {
    assertSame(OwnMessages.IGNORED, read(message));
  }

  @Test
  void aReportToWhichSomebodyAddedOurLinesIsAReport() throws Exception {
    String own = OruMessages.shipped().of(SampleAudits.with(a -> {}));
    String report =
        Hl7Samples.message(
            Hl7Samples.msh("2.5", "M1"),
            Hl7Samples.PID,
            Hl7Samples.OBR,
            Hl7Samples.obx(1, "TX", "GDT^Report", "IMPRESSION: No pneumothorax."));
    assertInstanceOf(Parsed.class, read(report));
    assertInstanceOf(Parsed.class, read(report + own.substring(own.indexOf("OBX|1|"))));
  }

  /** The report in it may have come by no other way. */
  @Test
  void aMessageThatIsOursInPartIsHeldWithAnAlarm() throws Exception {
    String own = OruMessages.shipped().of(SampleAudits.with(a -> {}));
    String report =
        Hl7Samples.OBR + "\r" + Hl7Samples.obx(1, "TX", "GDT^Report", "No pneumothorax.") + "\r";
    String line = "OBX|9|TX|GDT^Report||No fracture.||||||F\r";
    for (String mixed :
        List.of(
            own + report,
            own.replaceFirst("OBR\\|1\\|", report + "OBR|1|"),
            own.replaceFirst("OBX\\|1\\|", line + "OBX|1|"),
            own + line)) {
      Quarantined held = assertInstanceOf(Quarantined.class, read(mixed), mixed);
      assertEquals(Set.of(IntakeAlarm.OWN_AUDIT), held.alarms());
    }
    assertSame(OwnMessages.IGNORED, read(own + "OBX|9|TX|GDT^Report||||||||F\r"), "an empty line");
  }

  /** Whatever an engine leaves of our codes, one mark of each order is enough. */
  @ParameterizedTest
  @MethodSource("written")
  void survivesAnEngineThatLeavesOutLinesAndPartsOfCodes(String message) {
    String noNotice = message.replaceFirst("OBX\\|1\\|[^\r]*\r", "");
    String firstComponents = message.replaceAll("(RTL-[A-Z]+)\\^[^|]*", "$1");
    String noOrder = message.replace("RTL-AUDIT^Report audit^99RTL", "X^Y^Z");
    String noLines = message.replaceAll("OBX\\|[^\r]*\r", "");
    for (String changed :
        List.of(
            noNotice,
            firstComponents,
            noOrder,
            noLines,
            firstComponents.replaceFirst("OBX\\|1\\|[^\r]*\r", ""),
            noOrder.replaceAll("(RTL-[A-Z]+)\\^[^|]*", "$1"))) {
      assertNotEquals(message, changed);
      assertSame(OwnMessages.IGNORED, read(changed), changed);
    }
  }
}

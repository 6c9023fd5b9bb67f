package org.radiologytrust.ingest.hl7.out;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.ingest.hl7.Hl7Samples;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
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
    String before =
        own.replaceFirst("OBX\\|1\\|", "OBX|9|TX|GDT^Report||No fracture.||||||F\rOBX|1|");
    assertInstanceOf(Parsed.class, read(before));
  }
}

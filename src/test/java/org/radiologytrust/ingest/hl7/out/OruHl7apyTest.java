package org.radiologytrust.ingest.hl7.out;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.peers.hl7.PythonPeer;
import org.radiologytrust.publish.SampleAudits;
import org.radiologytrust.publish.SampleAudits.Change;

/** Another implementation of HL7, hl7apy, takes every kind of message as valid. */
@Tag("peers")
class OruHl7apyTest {
  @TempDir Path folder;
  private final List<Path> files = new ArrayList<>();

  private void write(String message) throws Exception {
    files.add(Files.writeString(folder.resolve("m" + files.size() + ".hl7"), message));
  }

  private String validated() throws Exception {
    List<String> names = files.stream().map(Path::toString).toList();
    ProcessBuilder python = PythonPeer.command(folder, "validate_hl7.py", names);
    Process process = python.redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return told;
  }

  @Test
  void everyKindOfMessageIsValid() throws Exception {
    List<Change> kinds =
        List.of(
            a -> {},
            Change.OTHER_PATIENT,
            Change.REFUSED,
            Change.WITHDRAWN,
            Change.PILOT,
            Change.SIXTY,
            Change.ASTRAL,
            Change.READ_IN_PART,
            Change.DRAFTED,
            a -> a.status = ReportStatus.CORRECTED);
    for (String form : List.of("obx", "nte", "html", "pdf")) {
      Path site = Files.createDirectories(folder.resolve(form + "/publish"));
      Files.writeString(
          site.resolve("oru.yaml"), "form: " + form + "\nvisit: true\nabnormal: {high: AA}\n");
      OruMessages all = new OruMessages(SiteFiles.in(site.getParent()), true);
      for (Change kind : kinds) {
        Audit audit = SampleAudits.with(kind);
        String message = all.of(audit);
        write(message);
        write(all.after(message, SampleAudits.with(kind.and(a -> a.run = "later"))));
        write(all.after(message, SampleAudits.with(Change.WITHDRAWN)));
      }
      write(
          all.with(
              OruMessages.bytes(
                  "MSH|^~\\&|RIS|HOSP|RTL|RTL|20260301||ORU^R01|1|P|2.5\r"
                      + "PID|1||4711^^^HOSP^MR||R\\T\\oe^Jane||19700203|F\rPV1|1|I|W1^1\r"
                      + "OBR|1|P1|F1\rOBX|1|TX|R||x||||||F\r"),
              SampleAudits.with(a -> {})));
    }
    assertEquals(124, files.size());
    assertEquals("", validated());
  }

  @Test
  void whatIsWrongIsFound() throws Exception {
    String message = OruMessages.shipped().of(SampleAudits.with(a -> {}));
    write(message.replace("OBR|1", "OBX|1"));
    write(message.replace("|ORU^R01^ORU_R01|", "|ORU^R01^ORU_R99|"));
    assertTrue(validated().lines().count() >= 2);
  }
}

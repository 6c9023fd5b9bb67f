package org.radiologytrust.lab.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

/** dcmtk reads what is written. */
@Tag("peers")
class DicomWriterTest {
  @TempDir Path folder;

  @Test
  void dcmdumpHasNothingToSay() throws Exception {
    Patient patient =
        new Patient(
            List.of(new Identifier("urn:oid:1.2.3", "MRN7", "MR")),
            "Müller",
            "Anna Maria",
            LocalDate.of(1970, 12, 31),
            Sex.MALE,
            "");
    PhantomStudy study =
        PhantomStudy.chest("ACC7")
            .of(patient)
            .at(LocalDateTime.of(2026, 5, 6, 7, 8, 9))
            .sided("L", "R")
            .instance(3);
    Path file = folder.resolve("phantom.dcm");
    Files.write(file, DicomWriter.write(study, Phantom.pixels(1, List.of())));
    Path errors = folder.resolve("errors");
    Process dcmdump =
        new ProcessBuilder("dcmdump", file.toString()).redirectError(errors.toFile()).start();
    String dump = new String(dcmdump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, dcmdump.waitFor());
    assertEquals("", Files.readString(errors));
    for (String element :
        List.of(
            "(0008,0016) UI =DigitalXRayImageStorageForPresentation",
            "(0008,0020) DA [20260506]",
            "(0008,0030) TM [070809]",
            "(0008,0050) SH [ACC7]",
            "(0010,0010) PN [Müller^Anna^Maria]",
            "(0010,0020) LO [MRN7]",
            "(0010,0021) LO [1.2.3]",
            "(0010,0030) DA [19701231]",
            "(0010,0040) CS [M]",
            "(0018,0015) CS [CHEST]",
            "(0018,5101) CS [PA]",
            "(0020,000d) UI [2.25.",
            "(0020,0013) IS [3]",
            "(0020,0020) CS [L\\F]",
            "(0020,0060) CS [L]",
            "(0020,0062) CS [R]",
            "(0028,0101) US 12",
            "(0028,1050) DS [2048]",
            "(0028,1053) DS [1]")) {
      assertTrue(dump.contains(element), element);
    }
  }
}

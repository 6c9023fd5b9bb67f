package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Sex;

/** All checks over the sample reports: every alarm was looked at and is listed here. */
class ScoutReportsTest {
  private static final Path SCOUT = Path.of("../shared/data/hl7/scout");

  private static String field(String[] fields, int n) {
    return fields.length > n ? fields[n] : "";
  }

  /** All messages, each with the date of its file and a blank in front. */
  private static List<String> messages() throws IOException {
    List<String> messages = new ArrayList<>();
    try (Stream<Path> all = Files.list(SCOUT)) {
      for (Path file : all.filter(p -> p.toString().endsWith(".log")).sorted().toList()) {
        String date = file.getFileName().toString().replaceAll(".*_(\\d+)\\.log", "$1");
        for (String message : Files.readString(file, StandardCharsets.ISO_8859_1).split("<SB>")) {
          if (message.contains("OBX|")) {
            messages.add(date + " " + message.split("<EB>")[0].stripLeading());
          }
        }
      }
    }
    return messages;
  }

  private static List<String> alarms(UnaryOperator<String> change) throws IOException {
    assumeTrue(Files.isDirectory(SCOUT));
    Checks checks = new Checks(SiteFiles.shipped());
    List<String> alarms = new ArrayList<>();
    List<String> messages = messages();
    assertTrue(messages.size() > 70, "messages read: " + messages.size());
    for (String message : messages) {
      for (CheckResult r : checks.check(read(change.apply(message.substring(9)))).checks()) {
        String words = r.first().value().replace('\n', ' ');
        alarms.add(message.substring(0, 9) + r.check() + ": " + words);
      }
    }
    return alarms;
  }

  private static Audit read(String message) {
    CaseBuilder b = new CaseBuilder();
    StringBuilder text = new StringBuilder();
    for (String segment : message.split("<R>")) {
      String[] f = segment.strip().split("\\|", -1);
      switch (f[0]) {
        case "PID" ->
            b.sex(f[8].equals("F") ? Sex.FEMALE : f[8].equals("M") ? Sex.MALE : Sex.UNKNOWN);
        case "OBR" -> {
          String[] procedure = f[4].split("\\^", -1);
          String bodyPart = field(field(f, 15).split("\\^", -1), 3);
          b.procedure(field(procedure, 1)).orderModality(f[24]);
          if (!bodyPart.isBlank()) {
            b.image(f[24], bodyPart, "", "");
          }
        }
        case "OBX" -> {
          if (f[2].equals("TX") || f[2].equals("ST") || f[2].equals("FT")) {
            text.append(field(f, 5)).append('\n');
          }
        }
        default -> {}
      }
    }
    return b.text(text.toString()).build();
  }

  /**
   * Many recommend follow-up without a time. Two were ordered with one view, one without contrast
   * agent.
   */
  @Test
  void alarmsByFileAndCheck() throws IOException {
    assertEquals(
        List.of(
            "19941128 followup-no-interval: follow-up",
            "19950402 followup-no-interval: follow-up",
            "19980530 contrast-order: post-contrast",
            "20001130 followup-no-interval: Follow-up",
            "20001130 recommendation-no-modality: additional investigation",
            "20001130 recommendation-no-modality: Follow-up",
            "20011219 views-order: frontal and lateral",
            "20021204 recommendation-no-modality: follow-up",
            "20060515 overconfident: effectively rules out",
            "20061013 followup-no-interval: follow-up",
            "20091027 followup-no-interval: follow-up",
            "20110531 followup-no-interval: surveillance",
            "20120624 overconfident: The study excludes",
            "20150627 views-order: AP and lateral",
            "20160103 followup-no-interval: follow-up",
            "20210914 followup-no-interval: follow-up",
            "20220921 followup-no-interval: follow-up"),
        alarms(m -> m));
  }

  /** The samples hold no contradiction of these kinds, so the tests below put some in. */
  private static List<String> seeded(String check, UnaryOperator<String> change)
      throws IOException {
    return alarms(change).stream().filter(a -> a.contains(" " + check)).toList();
  }

  @Test
  void theOtherSexIsNoticed() throws IOException {
    assertEquals(
        List.of(
            "19970715 sex-word: male",
            "20130101 sex-word: her",
            "20180405 sex-organ: prostate",
            "20230610 sex-organ: ovarian",
            "20230610 sex-organ: ovary",
            "20230610 sex-organ: ovary"),
        seeded(
            "sex-",
            m -> {
              String[] f = m.substring(m.indexOf("PID|")).split("\\|", 10);
              String pid = String.join("|", Arrays.copyOf(f, 8)) + "|";
              return m.replace(pid + f[8], pid + (f[8].equals("F") ? "M" : "F"));
            }));
  }

  @Test
  void theOtherSideInTheImpressionIsNoticed() throws IOException {
    assertEquals(
        List.of(
            "20040203 side-findings-impression: Hypermetabolic left middle lobe mass consistent with"
                + " high-grade malignancy",
            "20040203 side-findings-impression: Enlarged left hilar lymph nodes with significant SUV",
            "20040808 side-findings-impression: speculated mass in the left breast, most concerning"
                + " for malignancy",
            "20191205 side-findings-impression: MRI indicates stable character of the previously"
                + " identified left temporal"),
        seeded(
            "side-findings-impression",
            m -> {
              int at = Math.max(0, m.indexOf("IMPRESSION:"));
              return m.substring(0, at)
                  + m.substring(at)
                      .replace("right", "LEFT")
                      .replace("left", "right")
                      .replace("LEFT", "left");
            }));
  }

  @Test
  void anotherModalityIsNoticed() throws IOException {
    assertEquals(
        List.of(
            "20011219 modality-images: X-ray",
            "20050720 modality-images: X-ray",
            "20140221 modality-images: X-ray",
            "20160103 modality-order: X-ray",
            "20200523 modality-images: X-ray",
            "20201117 modality-images: X-ray",
            "20230103 modality-images: X-ray"),
        seeded("modality-", m -> m.replace("|DX|", "|MR|").replace("|CR|", "|MR|")));
  }
}

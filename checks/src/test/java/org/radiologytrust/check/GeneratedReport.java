package org.radiologytrust.check;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Sex;
import org.radiologytrust.text.sections.Segmenter;

/**
 * An invented report with its order and patient, in parts that a test can change. {@code {s}} is a
 * side and {@code {o}} the other one. Every second report contradicts itself, its order or its
 * patient.
 */
record GeneratedReport(
    String procedure,
    String exam,
    String indication,
    List<String> findings,
    List<String> impression) {
  private static final Segmenter SEGMENTER = new Segmenter(SiteFiles.shipped());

  /** Of one examination: its order, its name in the report, findings and impressions. */
  private record Kind(
      String procedure, String exam, List<String> findings, List<String> impression) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "XR CHEST 2 VIEWS",
              "Chest radiograph, two views",
              List.of(
                  "Small {s} pleural effusion.",
                  "There is a 9 mm nodule in the {s} upper lobe.",
                  "In the {o} base, there is atelectasis.",
                  "No pneumothorax.",
                  "The lungs are otherwise clear without consolidation.",
                  "Old {s} rib fractures.",
                  "The heart is normal in size.",
                  "Pleural effusion, {s}, has increased since the prior study."),
              List.of(
                  "{s} pleural effusion.",
                  "Nodule of the {s} upper lobe.",
                  "{o} basilar atelectasis.",
                  "No acute fracture.")),
          new Kind(
              "XR KNEE {S} 3 VIEWS",
              "{s} knee, three views",
              List.of(
                  "The {s} knee shows a moderate joint effusion.",
                  "There is no fracture or dislocation.",
                  "Mild narrowing of the medial compartment.",
                  "Fracture of the {s} tibial plateau.",
                  "The patella is intact."),
              List.of(
                  "{s} knee effusion.",
                  "No dislocation.",
                  "Fracture of the {s} tibial plateau, discussed with the referring physician.")),
          new Kind(
              "CT ABDOMEN AND PELVIS WITH CONTRAST",
              "CT of the abdomen and pelvis with contrast",
              List.of(
                  "There is a 6 mm stone in the {s} ureter with moderate hydronephrosis.",
                  "The {o} kidney is normal.",
                  "No ascites or free air.",
                  "The gallbladder contains stones.",
                  "A 2.1 cm cyst of the {o} adnexa is seen.",
                  "The appendix is normal."),
              List.of(
                  "Stone in the {s} ureter with {s} hydronephrosis.",
                  "{o} adnexal cyst.",
                  "Gallstones without cholecystitis.")),
          new Kind(
              "MRI BRAIN WITHOUT CONTRAST",
              "MRI of the brain without contrast",
              List.of(
                  "Acute infarct in the territory of the {s} middle cerebral artery.",
                  "No hemorrhage or mass.",
                  "A subdural hematoma along the {s} convexity measures 8 mm.",
                  "There is shift of the midline to the {o} of 4 mm.",
                  "The ventricles are normal in size."),
              List.of("{s} MCA infarct.", "{s} subdural hematoma.", "No hemorrhage elsewhere.")));

  private static final List<String> ERRORS =
      List.of(
          "There is a large {o} pneumothorax and a {s} pleural effusion.",
          "The prostate is enlarged.",
          "The uterus is normal.",
          "The the bones are normal.",
          "This is definitely a malignancy.",
          "The {o} effusion is small.",
          "[ ] Follow-up is recommended.",
          "A 7 mm nodule of the {s} upper lobe is unchanged, formerly 70 mm.",
          "Fracture of the {o} tibial plateau.",
          "{o} ureteral stone.");

  static List<GeneratedReport> some(int count) {
    Random random = new Random(25);
    List<GeneratedReport> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(one(random, i % 2 == 0));
    }
    return all;
  }

  private static GeneratedReport one(Random random, boolean wrong) {
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    boolean left = random.nextBoolean();
    List<String> findings = new ArrayList<>(kind.findings());
    Collections.shuffle(findings, random);
    List<String> impression = new ArrayList<>(kind.impression());
    Collections.shuffle(impression, random);
    if (wrong) {
      findings.add(random.nextInt(findings.size()), ERRORS.get(random.nextInt(ERRORS.size())));
      impression.add(0, ERRORS.get(random.nextInt(ERRORS.size())));
    }
    String age = random.nextBoolean() ? "40-year-old woman" : "61-year-old man";
    return new GeneratedReport(
        sided(kind.procedure(), left),
        sided(kind.exam(), left ^ (wrong && random.nextInt(4) == 0)),
        "Pain. A " + age + ".",
        findings.stream().map(f -> sided(f, left)).toList(),
        impression.stream().map(f -> sided(f, left)).toList());
  }

  private static String sided(String text, boolean left) {
    String side = left ? "left" : "right";
    String other = left ? "right" : "left";
    String all =
        text.replace("{S}", left ? "LEFT" : "RIGHT").replace("{s}", side).replace("{o}", other);
    return Character.toUpperCase(all.charAt(0)) + all.substring(1);
  }

  GeneratedReport withFindings(List<String> other) {
    return new GeneratedReport(procedure, exam, indication, other, impression);
  }

  GeneratedReport withProcedure(String other) {
    return new GeneratedReport(other, exam, indication, findings, impression);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("EXAM: ").append(exam).append("\n\nINDICATION: ").append(indication);
    text.append("\n\nFINDINGS:\n")
        .append(String.join("\n\n", findings))
        .append("\n\nIMPRESSION:\n");
    for (int i = 0; i < impression.size(); i++) {
      text.append(i + 1).append(". ").append(impression.get(i)).append('\n');
    }
    return text.toString();
  }

  /** The segmented case: a woman of 40 years. */
  Audit audit() {
    return audit(procedure, text());
  }

  static Audit audit(String procedure, String text) {
    Report report =
        Report.of("main", "A1")
            .patient(new Patient(null, "", "", LocalDate.of(1986, 1, 5), Sex.FEMALE, ""))
            .order(new Order("", "", null, null, new Coding("", "X1", procedure), "", "", ""))
            .text(Report.canonicalText(text))
            .status(ReportStatus.FINAL)
            .issued(Instant.parse("2026-04-01T09:30:00Z"))
            .effective(Instant.parse("2026-04-01T08:30:00Z"))
            .build();
    return SEGMENTER.segment(Audit.of(new UUID(0, 1), report).started(Instant.EPOCH).build());
  }

  /** The ids of the flags, sorted, each with the words that it points at, in lower case. */
  static String flags(Checks checks, Audit c, UnaryOperator<String> change) {
    return checks.check(c).checks().stream()
        .map(
            r ->
                r.check()
                    + " "
                    + Stream.of(r.first().value(), r.second().value())
                        .map(
                            v ->
                                change.apply(
                                    v.replaceAll("[\\s\u00a0]+", " ").toLowerCase(Locale.ROOT)))
                        .sorted()
                        .collect(Collectors.joining(" / ")))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  /** How many flags there are of each check. */
  static Map<String, Long> counts(Checks checks, Audit c) {
    return checks.check(c).checks().stream()
        .collect(Collectors.groupingBy(CheckResult::check, TreeMap::new, Collectors.counting()));
  }
}

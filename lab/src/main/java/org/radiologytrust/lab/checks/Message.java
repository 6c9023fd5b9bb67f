package org.radiologytrust.lab.checks;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A report with the order and patient that it is sent with.
 *
 * @param id of the report in its file
 * @param images {@code null} when no images are compared
 * @param earlier the patient's earlier report on the same examination; {@code null} for none
 */
record Message(
    String id,
    ReportText text,
    Subject subject,
    LocalDate study,
    Exam exam,
    @Nullable Images images,
    @Nullable ReportText earlier) {
  private static final String DAY = "yyyyMMdd";

  /** Days between an earlier report and this one. */
  static final int BEFORE = 120;

  /** A message of a patient without earlier reports. */
  Message(
      String id,
      ReportText text,
      Subject subject,
      LocalDate study,
      Exam exam,
      @Nullable Images images) {
    this(id, text, subject, study, exam, images, null);
  }

  Message behind(@Nullable ReportText other) {
    return new Message(id, text, subject, study, exam, images, other);
  }

  /** The message of the earlier report. */
  Optional<Message> before() {
    return Optional.ofNullable(earlier)
        .map(e -> new Message(id, e, subject, study.minusDays(BEFORE), exam, null));
  }

  /** The report as one of another patient and day. */
  Message of(Subject other, LocalDate day) {
    return new Message(id, text, other, day, exam, images, earlier);
  }

  Message with(ReportText other) {
    return new Message(id, other, subject, study, exam, images, earlier);
  }

  Message with(Subject other) {
    return new Message(id, text, other, study, exam, images, earlier);
  }

  Message with(Exam other) {
    return new Message(id, text, subject, study, other, images, earlier);
  }

  Message with(Images other) {
    return new Message(id, text, subject, study, exam, other, earlier);
  }

  /** The fields that the checks compare, by their name in HL7 or DICOM. */
  Map<String, String> fields(StudyWords words) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("PID-7", day(subject.birth()));
    fields.put("PID-8", subject.code());
    fields.put("OBR-4", words.order(exam));
    fields.put("OBR-7", day(study) + "1015");
    boolean apart = StudyWords.sideInField(exam);
    String side = apart ? words.data().sides().get(exam.side()).order().get(0) : "";
    // one site has the side beside the body part, another in the modifier of the procedure
    fields.put("OBR-15", apart && exam.style() % 4 == 1 ? "^^^^" + side : "");
    fields.put("OBR-22", day(study) + "1130");
    boolean dicom = exam.modality().length() == 2;
    fields.put("OBR-24", dicom && exam.style() % 3 != 2 ? exam.modality() : "");
    fields.put("OBR-45", exam.style() % 4 == 3 ? side : "");
    if (images != null) {
      fields.put("Modality", images.modality());
      fields.put("BodyPartExamined", images.bodyPart());
      fields.put("ImageLaterality", images.side());
    }
    return fields;
  }

  private static String day(LocalDate date) {
    return date.format(DateTimeFormatter.ofPattern(DAY));
  }

  /** The message as ORU^R01 with one OBX for each line of the report. */
  byte[] hl7(StudyWords words) {
    Map<String, String> f = fields(words);
    StringBuilder message = new StringBuilder();
    segment(
        message, "MSH|^~\\&|RIS|LAB|RTL|RTL|" + f.get("OBR-22") + "||ORU^R01|1|P|2.5||||||UTF-8");
    segment(message, "PID|1||1^^^LAB||LAB^PATIENT||" + f.get("PID-7") + "|" + f.get("PID-8"));
    String[] obr = new String[46];
    Arrays.fill(obr, "");
    obr[1] = "1";
    obr[3] = "1";
    obr[4] = "1^" + escaped(f.get("OBR-4")) + "^L";
    obr[7] = f.get("OBR-7");
    obr[15] = f.get("OBR-15");
    obr[22] = f.get("OBR-22");
    obr[24] = f.get("OBR-24");
    obr[25] = "F";
    obr[45] = f.get("OBR-45");
    obr[0] = "OBR";
    segment(message, String.join("|", obr));
    int line = 0;
    for (String said : text.text().split("\n", -1)) {
      line++;
      segment(message, "OBX|" + line + "|TX|1^REPORT^L||" + escaped(said) + "||||||F");
    }
    return message.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void segment(StringBuilder message, String segment) {
    message.append(segment).append('\r');
  }

  private static String escaped(String s) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      out.append(
          switch (c) {
            case '\\' -> "\\E\\";
            case '|' -> "\\F\\";
            case '^' -> "\\S\\";
            case '&' -> "\\T\\";
            case '~' -> "\\R\\";
            default -> String.valueOf(c);
          });
    }
    return out.toString();
  }
}

package org.radiologytrust.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Study;
import org.radiologytrust.text.Segmenter;

/** Builds segmented cases for the checks; {@code ~} in a text is a new line. */
final class CaseBuilder {
  private static final Segmenter SEGMENTER = new Segmenter(SiteFiles.shipped());

  private final Segmenter segmenter;
  private String text = "";
  private String code = "";
  private String procedure = "";
  private String modality = "";
  private String laterality = "";
  private Sex sex = Sex.UNKNOWN;
  private Sex studySex = Sex.UNKNOWN;
  private final List<Instance> images = new ArrayList<>();
  private final Map<ReportField, String> sources =
      new EnumMap<>(
          Map.of(
              ReportField.PROCEDURE, "OBR-4",
              ReportField.MODALITY, "OBR-24",
              ReportField.LATERALITY, "OBR-15.5",
              ReportField.SEX, "PID-8"));

  /** A case in English. */
  CaseBuilder() {
    this(SEGMENTER);
  }

  CaseBuilder(Segmenter segmenter) {
    this.segmenter = segmenter;
  }

  CaseBuilder text(String t) {
    text = Report.canonicalText(t.replace('~', '\n'));
    return this;
  }

  CaseBuilder procedure(String p) {
    code = "X1";
    procedure = p;
    return this;
  }

  CaseBuilder orderModality(String m) {
    modality = m;
    return this;
  }

  CaseBuilder orderLaterality(String l) {
    laterality = l;
    return this;
  }

  CaseBuilder source(ReportField field, String source) {
    sources.put(field, source);
    return this;
  }

  CaseBuilder sex(Sex s) {
    sex = s;
    return this;
  }

  CaseBuilder studySex(Sex s) {
    studySex = s;
    return this;
  }

  CaseBuilder image(String mod, String bodyPart, String seriesLaterality, String imageLaterality) {
    images.add(
        new Instance(
            "1." + images.size(),
            "1",
            "",
            mod,
            bodyPart,
            seriesLaterality,
            imageLaterality,
            "",
            1,
            1,
            ""));
    return this;
  }

  Audit build() {
    Report report =
        new Report(
            "main",
            "A1",
            patient(sex),
            new Order(
                "", "", null, null, new Coding("", code, procedure), modality, "", laterality),
            text,
            null,
            ReportStatus.FINAL,
            null,
            null,
            "",
            "N",
            false);
    report = report.readFrom(sources);
    List<Study> studies =
        images.isEmpty()
            ? List.of()
            : List.of(new Study("1.2", "A1", patient(studySex), null, "", true, images));
    return segmenter.segment(
        Audit.of(new UUID(0, 1), report).studies(studies).started(Instant.EPOCH).build());
  }

  private static Patient patient(Sex sex) {
    return new Patient(null, "", "", null, sex, "");
  }
}

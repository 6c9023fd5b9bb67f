package org.radiologytrust.check;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Study;
import org.radiologytrust.text.sections.Segmenter;

/** Builds segmented cases for the checks; {@code ~} in a text is a new line. */
public final class CaseBuilder {
  private static final Segmenter SEGMENTER = new Segmenter(SiteFiles.shipped());

  private final Segmenter segmenter;
  private String text = "";
  private String code = "";
  private String procedure = "";
  private String modality = "";
  private String laterality = "";
  private String bodyPart = "";
  private @Nullable LocalDate born;
  private @Nullable Instant studied;
  private Sex sex = Sex.UNKNOWN;
  private Sex studySex = Sex.UNKNOWN;
  private final List<Instance> images = new ArrayList<>();
  private final List<EarlierReport> earlier = new ArrayList<>();
  private final Map<ReportField, String> sources =
      new EnumMap<>(
          Map.of(
              ReportField.PROCEDURE, "OBR-4",
              ReportField.MODALITY, "OBR-24",
              ReportField.LATERALITY, "OBR-15.5",
              ReportField.BODY_PART, "OBR-15.4",
              ReportField.BIRTH_DATE, "PID-7",
              ReportField.SEX, "PID-8",
              ReportField.STUDY_DATE, "OBR-7"));

  /** A case in English. */
  public CaseBuilder() {
    this(SEGMENTER);
  }

  public CaseBuilder(Segmenter segmenter) {
    this.segmenter = segmenter;
  }

  public CaseBuilder text(String t) {
    text = Report.canonicalText(t.replace('~', '\n'));
    return this;
  }

  public CaseBuilder procedure(String p) {
    code = "X1";
    procedure = p;
    return this;
  }

  public CaseBuilder orderModality(String m) {
    modality = m;
    return this;
  }

  public CaseBuilder orderLaterality(String l) {
    laterality = l;
    return this;
  }

  public CaseBuilder orderBodyPart(String part) {
    bodyPart = part;
    return this;
  }

  /** The birth date, {@code none} or yyyy-mm-dd. */
  public CaseBuilder born(String date) {
    born = date(date);
    return this;
  }

  /** When the study was performed, {@code none} or yyyy-mm-dd. */
  public CaseBuilder studied(String date) {
    LocalDate day = date(date);
    studied = day == null ? null : day.atTime(12, 0).toInstant(ZoneOffset.UTC);
    return this;
  }

  private static @Nullable LocalDate date(String date) {
    return date.equals("none") ? null : LocalDate.parse(date);
  }

  public CaseBuilder source(ReportField field, String source) {
    sources.put(field, source);
    return this;
  }

  public CaseBuilder sex(Sex s) {
    sex = s;
    return this;
  }

  public CaseBuilder studySex(Sex s) {
    studySex = s;
    return this;
  }

  public CaseBuilder image(
      String mod, String bodyPart, String seriesLaterality, String imageLaterality) {
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

  /** An earlier report; they are added newest first. */
  public CaseBuilder earlier(String date, String of, String t) {
    Report report =
        Report.of("main", "E" + earlier.size())
            .patient(patient(sex, born))
            .order(order(new Coding("", "", of), "", "", ""))
            .text(Report.canonicalText(t.replace('~', '\n')))
            .status(ReportStatus.FINAL)
            .build();
    earlier.add(EarlierReport.of("v" + earlier.size(), date(date), report));
    return this;
  }

  private static Order order(Coding what, String modality, String part, String side) {
    return new Order("", "", null, null, what, modality, part, side);
  }

  public Audit build() {
    Report report =
        Report.of("main", "A1")
            .patient(patient(sex, born))
            .order(order(new Coding("", code, procedure), modality, bodyPart, laterality))
            .text(text)
            .status(ReportStatus.FINAL)
            .effective(studied)
            .build();
    report = report.toBuilder().sources(sources).build();
    List<Study> studies =
        images.isEmpty()
            ? List.of()
            : List.of(new Study("1.2", "A1", patient(studySex, null), null, "", true, images));
    return segmenter.segment(
        Audit.of(new UUID(0, 1), report)
            .studies(studies)
            .earlier(earlier)
            .started(Instant.EPOCH)
            .build());
  }

  private static Patient patient(Sex sex, @Nullable LocalDate born) {
    return new Patient(null, "", "", born, sex, "");
  }
}

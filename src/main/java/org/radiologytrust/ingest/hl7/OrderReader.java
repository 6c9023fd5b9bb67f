package org.radiologytrust.ingest.hl7;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.ReportField;

/** Reads the order of a report from OBR and the fields of the mapping. */
final class OrderReader {
  private static final Pattern UID = Pattern.compile("[0-2](\\.\\d+)+");
  private static final Pattern DIGIT = Pattern.compile(".*\\d.*");
  private static final String PROCEDURE = "OBR-4";
  private static final int MAX_UID = 64;
  private static final int MAX_ID = 64;

  private final Reading reading;
  private final RadiologyCodes codes;

  OrderReader(Reading reading) {
    this.reading = reading;
    this.codes = reading.codes();
  }

  /**
   * Reads the order.
   *
   * @param main the order that identifies the report
   * @param groups all orders that the report answers
   */
  Order read(Hl7Message message, OrderGroup main, List<OrderGroup> groups) {
    Segment obr = main.obr();
    Set<String> accessions = new LinkedHashSet<>();
    Stream.concat(Stream.of(main), groups.stream())
        .map(this::accession)
        .filter(number -> !number.isEmpty())
        .forEach(accessions::add);
    Coding procedure =
        new Coding(obr.value(4, 3), obr.value(4, 1), first(obr.value(4, 2), obr.value(4, 5)));
    String names = obr.value(4, 2) + " " + obr.value(4, 5);
    return new Order(
        reading.value(MappedField.PLACER, main),
        reading.value(MappedField.FILLER, main),
        List.copyOf(accessions),
        studyUids(message),
        procedure,
        first(modality(main), codes.modalityIn(names)),
        reading.value(MappedField.BODY_PART, main),
        first(side(main), codes.sideIn(names)));
  }

  /** The fields that a report's patient and the order's {@link #read} parts are taken from. */
  Map<ReportField, String> sources(OrderGroup main) {
    return Map.of(
        ReportField.PATIENT_ID,
        "PID-3",
        ReportField.BIRTH_DATE,
        "PID-7",
        ReportField.SEX,
        "PID-8",
        ReportField.PROCEDURE,
        PROCEDURE,
        ReportField.MODALITY,
        place(modalityField(main), PROCEDURE),
        ReportField.BODY_PART,
        place(reading.first(MappedField.BODY_PART, main, value -> true), "OBR-15.4"),
        ReportField.LATERALITY,
        place(sideField(main), PROCEDURE),
        ReportField.STUDY_DATE,
        "OBR-7",
        ReportField.RELEASE_DATE,
        main.obr().value(22, 1).isEmpty() ? "MSH-7" : "OBR-22");
  }

  private static String place(Reading.@Nullable Found found, String otherwise) {
    return found == null ? otherwise : found.rule().path().place();
  }

  private String modality(OrderGroup main) {
    Reading.Found found = modalityField(main);
    return found == null ? "" : modality(found.value());
  }

  private Reading.@Nullable Found modalityField(OrderGroup main) {
    return reading.first(MappedField.MODALITY, main, value -> !modality(value).isEmpty());
  }

  private String modality(String code) {
    String own = reading.mapping().modalities().get(code);
    return own == null ? codes.modality(code) : own;
  }

  private String side(OrderGroup main) {
    Reading.Found found = sideField(main);
    if (found == null) {
      return "";
    }
    boolean word = reading.mapping().rules(MappedField.SIDE_WORDS).contains(found.rule());
    return word ? codes.sideIn(found.value()) : found.value();
  }

  private Reading.@Nullable Found sideField(OrderGroup main) {
    Reading.Found found = reading.first(MappedField.SIDE, main, value -> true);
    return found != null
        ? found
        : reading.first(MappedField.SIDE_WORDS, main, value -> !codes.sideIn(value).isEmpty());
  }

  /** The accession number: the first value with a digit, because some sites put others there. */
  private String accession(OrderGroup group) {
    Reading.Found found =
        reading.first(
            MappedField.ACCESSION,
            group,
            value -> value.length() <= MAX_ID && DIGIT.matcher(value).matches());
    return found == null ? "" : found.value();
  }

  private List<String> studyUids(Hl7Message message) {
    Set<String> uids = new LinkedHashSet<>();
    for (Segment segment : message.segments()) {
      for (Rule rule : reading.mapping().rules(MappedField.STUDY_UID)) {
        for (String uid : rule.path().values(segment)) {
          if (uid.length() <= MAX_UID && UID.matcher(uid).matches()) {
            uids.add(uid);
            reading.used(new Reading.Found(uid, rule, segment), MappedField.STUDY_UID.words);
          }
        }
      }
    }
    return List.copyOf(uids);
  }

  private static String first(String one, String other) {
    return one.isEmpty() ? other : one;
  }
}

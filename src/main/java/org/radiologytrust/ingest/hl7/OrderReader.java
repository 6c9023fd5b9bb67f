package org.radiologytrust.ingest.hl7;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.ReportField;

/** Reads the order of a report from OBR, ORC, ZDS, IPC and identifying OBX. */
final class OrderReader {
  private static final Pattern UID = Pattern.compile("[0-2](\\.\\d+)+");
  private static final Pattern DIGIT = Pattern.compile(".*\\d.*");
  private static final String PROCEDURE = "OBR-4";
  private static final int MAX_UID = 64;
  private static final int MAX_ID = 64;

  private final RadiologyCodes codes;
  private final ObservationReader observations;

  OrderReader(RadiologyCodes codes, ObservationReader observations) {
    this.codes = codes;
    this.observations = observations;
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
        first(obr.value(2, 1), orc(main, 2)),
        fillerOrderNumber(main),
        List.copyOf(accessions),
        studyUids(message),
        procedure,
        first(codes.modality(obr.value(24, 1)), codes.modalityIn(names)),
        first(obr.value(15, 4, 2), obr.value(15, 4, 1)),
        first(siteSide(obr), first(codes.sideIn(obr.value(45, 1)), codes.sideIn(names))));
  }

  /** The fields that a report's patient and the order's {@link #read} parts are taken from. */
  Map<ReportField, String> sources(OrderGroup main) {
    Segment obr = main.obr();
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
        codes.modality(obr.value(24, 1)).isEmpty() ? PROCEDURE : "OBR-24",
        ReportField.BODY_PART,
        "OBR-15.4",
        ReportField.LATERALITY,
        !siteSide(obr).isEmpty()
            ? "OBR-15.5"
            : codes.sideIn(obr.value(45, 1)).isEmpty() ? PROCEDURE : "OBR-45",
        ReportField.STUDY_DATE,
        "OBR-7",
        ReportField.RELEASE_DATE,
        obr.value(22, 1).isEmpty() ? "MSH-7" : "OBR-22");
  }

  private static String siteSide(Segment obr) {
    return first(obr.value(15, 5, 2), obr.value(15, 5, 1));
  }

  String fillerOrderNumber(OrderGroup group) {
    return first(group.obr().value(3, 1), orc(group, 3));
  }

  /**
   * The accession number: OBR-18 or IPC-1, otherwise the filler order number, otherwise the placer
   * order number. A value without a digit is ignored, because some sites put body parts and
   * locations into OBR-18.
   */
  private String accession(OrderGroup group) {
    List<String> candidates = new ArrayList<>();
    candidates.add(group.obr().value(18, 1));
    group.procedures().forEach(ipc -> candidates.add(ipc.value(1, 1)));
    candidates.add(fillerOrderNumber(group));
    candidates.add(first(group.obr().value(2, 1), orc(group, 2)));
    return candidates.stream()
        .filter(value -> value.length() <= MAX_ID && DIGIT.matcher(value).matches())
        .findFirst()
        .orElse("");
  }

  private List<String> studyUids(Hl7Message message) {
    Set<String> uids = new LinkedHashSet<>();
    for (Segment segment : message.segments()) {
      String uid =
          switch (segment.name()) {
            case "ZDS" -> segment.value(1, 1);
            case "IPC" -> segment.value(3, 1);
            case "OBX" -> observations.studyUid(segment);
            default -> "";
          };
      if (uid.length() <= MAX_UID && UID.matcher(uid).matches()) {
        uids.add(uid);
      }
    }
    return List.copyOf(uids);
  }

  private static String orc(OrderGroup group, int field) {
    return group.orc() == null ? "" : group.orc().value(field, 1);
  }

  private static String first(String one, String other) {
    return one.isEmpty() ? other : one;
  }
}

package org.radiologytrust.ingest.hl7.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.hl7.mapping.MappedField;
import org.radiologytrust.ingest.hl7.mapping.Rule;
import org.radiologytrust.ingest.hl7.message.OrderGroup;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.Urgency;

/** Reads the order of a report from OBR and the fields of the mapping. */
final class OrderReader {
  private static final Pattern UID = Pattern.compile("[0-2](\\.\\d+)+");
  private static final Pattern DIGIT = Pattern.compile(".*\\d.*");
  private static final String PROCEDURE = "OBR-4";
  private static final String FILLER = "filler:";
  private static final String PLACER = "placer:";
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
   * @param segments those that name its studies
   */
  Order read(OrderGroup main, List<OrderGroup> groups, List<Segment> segments) {
    Segment obr = main.obr();
    Set<String> accessions = new LinkedHashSet<>();
    Stream.concat(Stream.of(main), groups.stream())
        .map(this::accession)
        .filter(number -> !number.isEmpty())
        .forEach(accessions::add);
    Coding procedure =
        new Coding(obr.value(4, 3), obr.value(4, 1), first(obr.value(4, 2), obr.value(4, 5)));
    String names = obr.value(4, 2) + " " + obr.value(4, 5);
    reading.used(obr, 4, "procedure");
    reading.used(obr, 7, "time of the examination");
    return new Order(
        reading.value(MappedField.PLACER, main),
        reading.value(MappedField.FILLER, main),
        List.copyOf(accessions),
        studyUids(segments),
        procedure,
        first(modality(main), codes.modalityIn(names)),
        reading.value(MappedField.BODY_PART, main),
        first(side(main), codes.sideIn(names)));
  }

  /** How urgent the most urgent of these orders is; {@code null} if all are routine. */
  @Nullable Urgency urgency(List<OrderGroup> groups) {
    return groups.stream()
        .map(
            group ->
                reading.first(MappedField.URGENCY, group, value -> codes.urgency(value) != null))
        .filter(Objects::nonNull)
        .map(found -> codes.urgency(found.value()))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Reads one of several orders. */
  Order read(OrderGroup group) {
    return read(group, List.of(), group.segments());
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

  /** The numbers of an order; orders with one in common are answered by the same report. */
  Set<String> numbers(OrderGroup group) {
    Set<String> numbers = new LinkedHashSet<>();
    Stream.of(accession(group), reading.value(MappedField.FILLER, group))
        .filter(number -> !number.isEmpty())
        .forEach(number -> numbers.add(FILLER + number));
    String placer = reading.value(MappedField.PLACER, group);
    if (!placer.isEmpty()) {
      numbers.add(PLACER + placer);
    }
    return numbers;
  }

  /** The numbers of the order that OBR-29 names as the parent, in the form of {@link #numbers}. */
  List<String> parents(OrderGroup group) {
    Segment obr = group.obr();
    List<String> numbers = new ArrayList<>();
    // EIP: two entity identifiers, the placer's and the filler's
    for (int component : new int[] {1, 2}) {
      String number = obr.value(29, component);
      if (!number.isEmpty()) {
        numbers.add((component == 1 ? PLACER : FILLER) + number);
      }
    }
    return numbers;
  }

  /** Further ids of the report, as {@link org.radiologytrust.model.Report#otherIds} has them. */
  List<String> otherIds(List<OrderGroup> groups, String reportId) {
    Set<String> ids = new LinkedHashSet<>();
    for (OrderGroup group : groups) {
      String filler = reading.value(MappedField.FILLER, group);
      String placer = reading.value(MappedField.PLACER, group);
      if (!filler.isEmpty() && !filler.equals(reportId)) {
        ids.add(FILLER + filler);
      }
      if (!placer.isEmpty() && !placer.equals(reportId)) {
        ids.add(PLACER + placer);
      }
    }
    return List.copyOf(ids);
  }

  /**
   * The accession number: the first value with a digit that is no person, because some sites put
   * others there.
   */
  private String accession(OrderGroup group) {
    Reading.Found found =
        reading.first(
            MappedField.ACCESSION,
            group,
            value -> value.length() <= MAX_ID && DIGIT.matcher(value).matches(),
            this::isPerson);
    return found == null ? "" : found.value();
  }

  private boolean isPerson(Reading.Repetition field) {
    boolean person = NamedPerson.isIn(field);
    if (person) {
      String place = field.rule().path().place();
      reading.trace().unused(field.segment(), place, "a person, not an accession number");
    }
    return person;
  }

  private List<String> studyUids(List<Segment> segments) {
    Set<String> uids = new LinkedHashSet<>();
    for (Segment segment : segments) {
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

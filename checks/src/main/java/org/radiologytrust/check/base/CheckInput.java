package org.radiologytrust.check.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Texts;

/** What a check needs besides some text of the report. */
public enum CheckInput {
  PROCEDURE("procedure in the order", c -> ordered(c, order -> ""), CheckInput::orders),
  ORDERED_SIDE("procedure in the order", c -> ordered(c, Order::laterality), CheckInput::orders),
  ORDERED_MODALITY("procedure in the order", c -> ordered(c, Order::modality), CheckInput::orders),
  ORDERED_BODY_PART("procedure in the order", c -> ordered(c, Order::bodyPart), CheckInput::orders),
  SEX(
      "sex of the patient",
      c -> patients(c).stream().anyMatch(p -> p.sex() != Sex.UNKNOWN),
      c -> patients(c).stream().map(Patient::sex).filter(sex -> sex != Sex.UNKNOWN).limit(1)),
  BIRTH_DATE(
      "birth date",
      c -> patients(c).stream().anyMatch(p -> p.birthDate() != null),
      c -> patients(c).stream().map(Patient::birthDate).filter(Objects::nonNull).limit(1)),
  STUDY_DATE("date of the study", c -> studied(c).findAny().isPresent(), c -> studied(c).limit(1)),
  IMAGES(
      "images",
      c -> !c.images().isEmpty(),
      c -> c.images().stream().map(CheckInput::tags).distinct().sorted()),
  /** A patient's first report lacks nothing: see {@link #expected}. */
  EARLIER(
      "earlier report of the patient",
      c -> !c.earlier().isEmpty(),
      c -> c.earlier().stream().map(CheckInput::version)),
  /** For a check that flags what the report does not say: it may say so in what was not read. */
  WHOLE_TEXT(
      "complete text of the report",
      c -> c.report().notAudited().stream().noneMatch(NotAudited::reportText),
      c -> c.report().notAudited().stream().filter(NotAudited::reportText));

  /** Digits of a hash: enough to tell the inputs of two runs of one check apart. */
  private static final int DIGITS = 16;

  private final String words;
  private final Predicate<Audit> present;
  private final Function<Audit, Stream<?>> values;

  CheckInput(String words, Predicate<Audit> present, Function<Audit, Stream<?>> values) {
    this.words = words;
    this.present = present;
    this.values = values;
  }

  /** What it is, to follow "no" or "without". Inputs that are missing together have the same. */
  public String words() {
    return words;
  }

  /** Whether the case has it. */
  public boolean present(Audit c) {
    return present.test(c);
  }

  /** Whether a case without it lacks something that people should know. */
  public boolean expected() {
    return this != EARLIER;
  }

  /** Whether it is read from the order. */
  public boolean ofOrder() {
    return words.equals(PROCEDURE.words);
  }

  /** Hash of the values that the case has for these inputs, in hexadecimal; empty for none. */
  public static String hash(Set<CheckInput> inputs, Audit c) {
    return inputs.isEmpty()
        ? ""
        : Texts.sha256(
                inputs.stream()
                    .sorted()
                    .map(input -> input + "=" + input.values.apply(c).map(String::valueOf).toList())
                    .collect(Collectors.joining("|")))
            .substring(0, DIGITS);
  }

  private static Stream<?> orders(Audit c) {
    return c.report().answered().stream()
        .map(o -> List.of(Examination.procedure(o), o.laterality(), o.modality(), o.bodyPart()));
  }

  private static List<String> version(EarlierReport e) {
    return List.of(e.id(), e.sha256(), e.studied() + "", e.procedure(), e.modality());
  }

  private static String tags(Instance image) {
    return List.of(
            image.modality(), image.bodyPartExamined(), image.laterality(), image.imageLaterality())
        .toString();
  }

  /** When it was studied, else when it was released; the first that is known. */
  private static Stream<?> studied(Audit c) {
    return Stream.of(
            Stream.of(Optional.ofNullable(c.report().effective())),
            c.studies().stream().map(study -> Optional.ofNullable(study.studyDate())),
            Stream.of(Optional.ofNullable(c.report().issued())))
        .flatMap(dates -> dates)
        .flatMap(Optional::stream);
  }

  private static boolean ordered(Audit c, Function<Order, String> field) {
    return c.report().answered().stream()
        .anyMatch(o -> !Examination.procedure(o).isBlank() || !field.apply(o).isBlank());
  }

  /** The patient as the report and as the images know it. */
  private static List<Patient> patients(Audit c) {
    List<Patient> all = new ArrayList<>();
    all.add(c.report().patient());
    c.studies().forEach(s -> all.add(s.patient()));
    all.removeIf(Objects::isNull);
    return all;
  }
}

package org.radiologytrust.check.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

/** What a check needs besides some text of the report. */
public enum CheckInput {
  PROCEDURE("procedure in the order", c -> ordered(c, order -> "")),
  ORDERED_SIDE("procedure in the order", c -> ordered(c, Order::laterality)),
  ORDERED_MODALITY("procedure in the order", c -> ordered(c, Order::modality)),
  ORDERED_BODY_PART("procedure in the order", c -> ordered(c, Order::bodyPart)),
  SEX("sex of the patient", c -> patients(c).stream().anyMatch(p -> p.sex() != Sex.UNKNOWN)),
  BIRTH_DATE("birth date", c -> patients(c).stream().anyMatch(p -> p.birthDate() != null)),
  STUDY_DATE(
      "date of the study",
      c ->
          c.report().effective() != null
              || c.report().issued() != null
              || c.studies().stream().anyMatch(s -> s.studyDate() != null)),
  IMAGES("images", c -> !c.images().isEmpty()),
  /** For a check that flags what the report does not say: it may say so in what was not read. */
  WHOLE_TEXT(
      "complete text of the report",
      c -> c.report().notAudited().stream().noneMatch(NotAudited::reportText));

  private final String words;
  private final Predicate<Audit> present;

  CheckInput(String words, Predicate<Audit> present) {
    this.words = words;
    this.present = present;
  }

  /** What it is, to follow "no" or "without". Inputs that are missing together have the same. */
  public String words() {
    return words;
  }

  /** Whether the case has it. */
  public boolean present(Audit c) {
    return present.test(c);
  }

  /** Whether it is read from the order. */
  public boolean ofOrder() {
    return words.equals(PROCEDURE.words);
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

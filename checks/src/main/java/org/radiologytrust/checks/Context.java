package org.radiologytrust.checks;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known besides the text. Whatever is {@code null} or empty is not known.
 *
 * @param order what was ordered
 * @param patient whom the report is about
 * @param studied the day of the examination
 * @param images attributes of its images
 * @param earlier the patient's earlier reports, in any order
 */
public record Context(
    @Nullable Ordered order,
    @Nullable Subject patient,
    @Nullable LocalDate studied,
    List<Pictured> images,
    List<EarlierReport> earlier) {
  /** Nothing is known besides the text. */
  public static final Context UNKNOWN = new Context(null, null, null, List.of(), List.of());

  public Context {
    images = List.copyOf(images);
    earlier = List.copyOf(earlier);
  }

  /**
   * What was ordered. A component that is not known is empty.
   *
   * @param procedure its name, such as {@code XR KNEE LEFT}
   * @param modality a DICOM modality, such as {@code CR}
   * @param bodyPart in the order's own words
   * @param side in the order's own words
   */
  public record Ordered(String procedure, String modality, String bodyPart, String side) {
    public Ordered {
      Objects.requireNonNull(procedure, "procedure");
      Objects.requireNonNull(modality, "modality");
      Objects.requireNonNull(bodyPart, "bodyPart");
      Objects.requireNonNull(side, "side");
    }

    /** An order of which only the procedure's name is known. */
    public static Ordered of(String procedure) {
      return new Ordered(procedure, "", "", "");
    }
  }

  /** A patient. */
  public record Subject(@Nullable LocalDate born, @Nullable Sex sex) {
    /** Withholds the patient's data, because a record's default text may reach a log. */
    @Override
    public String toString() {
      return "Subject[withheld]";
    }
  }

  /** Administrative sex. */
  public enum Sex {
    FEMALE,
    MALE
  }

  /**
   * An image. A component that is not known is empty.
   *
   * @param modality Modality (0008,0060)
   * @param bodyPart Body Part Examined (0018,0015)
   * @param side Image Laterality (0020,0062) or Laterality (0020,0060)
   * @param view View Position (0018,5101)
   */
  public record Pictured(String modality, String bodyPart, String side, String view) {
    public Pictured {
      Objects.requireNonNull(modality, "modality");
      Objects.requireNonNull(bodyPart, "bodyPart");
      Objects.requireNonNull(side, "side");
      Objects.requireNonNull(view, "view");
    }
  }

  /**
   * An earlier report of the same patient.
   *
   * @param studied the day of its examination
   * @param procedure its name, such as {@code CT CHEST}; empty if it is not known
   */
  public record EarlierReport(LocalDate studied, String procedure, String text) {
    public EarlierReport {
      Objects.requireNonNull(studied, "studied");
      Objects.requireNonNull(procedure, "procedure");
      Objects.requireNonNull(text, "text");
    }

    /** Withholds the text, because a record's default text may reach a log. */
    @Override
    public String toString() {
      return "EarlierReport[withheld]";
    }
  }

  /** Withholds the patient's data, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Context[withheld]";
  }
}

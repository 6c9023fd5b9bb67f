package org.radiologytrust.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.text.WordTokens;

/** Finds which examination a report is about, in its text and its order. */
final class Examination {
  private Examination() {}

  static List<WordTokens> stated(Audit c) {
    return c.sentences().stream().filter(s -> s.section().stated()).map(WordTokens::of).toList();
  }

  static List<WordTokens> of(Audit c, Section section) {
    return c.sentences().stream()
        .filter((Sentence s) -> s.section() == section)
        .map(WordTokens::of)
        .toList();
  }

  /**
   * A field of the report's message as evidence. A value that was read from the procedure's name is
   * shown as that name.
   *
   * @param value the field's value
   */
  static Evidence evidence(Report report, ReportField field, String value) {
    String source = report.source(field);
    boolean name =
        field == ReportField.PROCEDURE || source.equals(report.source(ReportField.PROCEDURE));
    return Evidence.field(source, name ? procedure(report.order()) : value);
  }

  /** The procedure as words. */
  static String procedure(Order order) {
    Coding p = order.procedure();
    return p.display().isBlank() ? p.code() : p.display();
  }

  /** All images of the audit's studies. */
  static List<Instance> images(Audit c) {
    return c.studies().isEmpty()
        ? c.instances()
        : c.studies().stream().flatMap(s -> s.instances().stream()).toList();
  }

  /** The values of Modality on the images, each once. */
  static List<String> modalities(Audit c) {
    return images(c).stream().map(Instance::modality).filter(m -> !m.isBlank()).distinct().toList();
  }

  /**
   * The one-sided body parts that the orders name, else those of the examination line. None if a
   * part with both sides is named too.
   */
  static Set<String> lateralParts(Audit c, BodyParts parts, List<WordTokens> lines) {
    Set<String> codes = new LinkedHashSet<>();
    for (Order order : c.report().answered()) {
      codes.addAll(parts.orderedCodes(WordTokens.of(procedure(order))));
      codes.addAll(parts.orderedCodes(WordTokens.of(order.bodyPart())));
    }
    if (codes.isEmpty()) {
      lines.forEach(t -> codes.addAll(parts.orderedCodes(t)));
    }
    // "Left hip with pelvis" shows both hips.
    return codes.stream().allMatch(parts::lateral) ? codes : Set.of();
  }
}

package org.radiologytrust.check.exam;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.check.exam.ExaminationKinds.Kind;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;
import org.radiologytrust.text.mentions.Sides;

/**
 * Tells which studies show the same part of the body in the same kind of images, by the tags of
 * their images; the part also by the report's order.
 */
public final class StudyKinds {
  private final ExaminationKinds kinds;

  /**
   * @throws IllegalArgumentException when a file is not valid
   */
  public StudyKinds(SiteFiles files) {
    kinds = new ExamChecks(files, new Sides(files)).kinds();
  }

  /**
   * Whether a study surely is of the same kind as a study of the report.
   *
   * @param own the studies of the report
   */
  public boolean isSame(Report report, List<Study> own, Study other) {
    List<Kind> others = kinds(other, new Order("", "", null, null, null, "", "", ""));
    return own.stream()
        .flatMap(study -> kinds(study, report.order()).stream())
        .anyMatch(kind -> others.stream().anyMatch(that -> kinds.comparable(kind, that)));
  }

  /** One for each modality of the study's images. */
  private List<Kind> kinds(Study study, Order order) {
    Set<String> modalities =
        study.instances().stream().map(Instance::modality).collect(Collectors.toSet());
    return modalities.stream().map(modality -> kind(study, modality, order)).toList();
  }

  /** The modality of images is known: words that name another one do not count. */
  private Kind kind(Study study, String modality, Order order) {
    List<Instance> images =
        study.instances().stream().filter(i -> i.modality().equals(modality)).toList();
    Kind tagged =
        kind(
            modality,
            study.studyDescription(),
            one(images.stream().map(Instance::bodyPartExamined)),
            side(images));
    Kind ordered = kinds.of(order, modality);
    Set<String> parts = new HashSet<>(tagged.parts());
    parts.addAll(ordered.parts());
    return new Kind(
        tagged.name(),
        kind(modality, "", "", "").modalities(),
        parts,
        tagged.side() == null ? ordered.side() : tagged.side());
  }

  private Kind kind(String modality, String procedure, String bodyPart, String side) {
    Coding name = new Coding("", "", procedure);
    return kinds.of(new Order("", "", null, null, name, modality, bodyPart, side), modality);
  }

  /** The side of all images; empty where they have none, or several. */
  private static String side(List<Instance> images) {
    return one(images.stream().map(Instance::side));
  }

  private static String one(Stream<String> values) {
    List<String> different = values.filter(value -> !value.isBlank()).distinct().toList();
    return different.size() == 1 ? different.get(0) : "";
  }
}

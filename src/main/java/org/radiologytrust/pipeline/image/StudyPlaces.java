package org.radiologytrust.pipeline.image;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.PriorStudy;
import org.radiologytrust.model.Study;

/** What stands in a prompt for the images of several studies: each begins with its name. */
public final class StudyPlaces {
  private StudyPlaces() {}

  /** For the images of a report's studies. Those of a single study have no name. */
  public static String of(Audit c) {
    return own(c, c.instances(), "STUDY", "");
  }

  /**
   * For those of earlier studies, the earlier first, and then those of the report's.
   *
   * @param priors whose images are shown
   */
  public static String compared(Audit c, List<PriorStudy> priors) {
    StringBuilder places = new StringBuilder();
    for (int i = 0; i < priors.size(); i++) {
      places
          .append("EARLIER STUDY")
          .append(priors.size() == 1 ? "" : " " + (i + 1))
          .append(':')
          .append(ImageGroup.places(priors.get(i).instances(), 1));
    }
    return places + own(c, c.compared(), "CURRENT STUDY", "CURRENT STUDY:");
  }

  private static String own(Audit c, List<Instance> images, String name, String alone) {
    List<List<Instance>> studies = studies(c, images);
    if (studies.size() < 2) {
      return alone + ImageGroup.places(images, 1);
    }
    StringBuilder places = new StringBuilder();
    int number = 1;
    for (int i = 0; i < studies.size(); i++) {
      List<Instance> study = studies.get(i);
      String kind = modality(study) + " " + bodyPart(study);
      places
          .append(name + " " + (i + 1) + " (" + kind.strip() + "):")
          .append(ImageGroup.places(study, number));
      number += (int) study.stream().filter(image -> image.slice() == null).count();
    }
    return places.toString();
  }

  /** The images of each study, which follow each other. */
  private static List<List<Instance>> studies(Audit c, List<Instance> images) {
    List<List<Instance>> studies = new ArrayList<>();
    String last = null;
    for (Instance image : images) {
      String study = study(c, image);
      if (!study.equals(last)) {
        studies.add(new ArrayList<>());
      }
      studies.get(studies.size() - 1).add(image);
      last = study;
    }
    return studies;
  }

  private static String study(Audit c, Instance image) {
    return c.studies().stream()
        .filter(
            study ->
                study.instances().stream()
                    .anyMatch(i -> i.sopInstanceUid().equals(image.sopInstanceUid())))
        .map(Study::studyInstanceUid)
        .findFirst()
        .orElse("");
  }

  /** The modality of images; of several, each once. */
  public static String modality(List<Instance> images) {
    return each(images.stream().map(Instance::modality));
  }

  /** The part of the body that images show; of several, each once. */
  public static String bodyPart(List<Instance> images) {
    return each(images.stream().map(Instance::bodyPartExamined));
  }

  private static String each(Stream<String> values) {
    String codes =
        values
            .filter(value -> !value.isBlank())
            .map(DicomCode::of)
            .distinct()
            .collect(Collectors.joining(", "));
    return codes.isEmpty() ? DicomCode.of("") : codes;
  }
}

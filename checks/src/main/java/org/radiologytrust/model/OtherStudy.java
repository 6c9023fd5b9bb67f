package org.radiologytrust.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A study that has the number of a report and another patient. It says whose it is and what it
 * shows, but not where its images are: nobody can open them with it.
 *
 * @param studyDate {@code null} when unknown
 * @param views what its images show, in words of DICOM such as {@code DX CHEST PA}; each once, the
 *     first few
 * @param images number of its images
 * @param imagesSha256 hash of the SOP Instance UIDs of its images
 * @param came when its first image was seen; {@code null} when unknown
 */
public record OtherStudy(
    String studyInstanceUid,
    String accessionNumber,
    Patient patient,
    @Nullable LocalDate studyDate,
    String studyDescription,
    List<String> views,
    int images,
    String imagesSha256,
    @Nullable Instant came) {
  private static final int MOST_VIEWS = 4;

  public OtherStudy {
    views = Texts.copy(views);
  }

  public static OtherStudy of(Study study, @Nullable Instant came) {
    return new OtherStudy(
        study.studyInstanceUid(),
        study.accessionNumber(),
        study.patient(),
        study.studyDate(),
        study.studyDescription(),
        study.instances().stream().map(OtherStudy::view).distinct().limit(MOST_VIEWS).toList(),
        study.instances().size(),
        Texts.sha256(
            study.instances().stream()
                .map(Instance::sopInstanceUid)
                .sorted()
                .collect(Collectors.joining(" "))),
        came);
  }

  private static String view(Instance image) {
    return Stream.of(image.modality(), image.bodyPartExamined(), image.viewPosition())
        .filter(part -> !part.isBlank())
        .collect(Collectors.joining(" "));
  }

  /** Withholds the patient's data, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "OtherStudy[withheld]";
  }
}

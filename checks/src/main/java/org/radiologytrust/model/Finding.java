package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A finding that the model reports on one image without having seen the report.
 *
 * @param id unique within the audit, for example {@code F1.2}
 * @param location the model's words for the place
 * @param confidence 0 to 1, as the model wrote it
 * @param visualCue the model's words for what on the image shows it
 * @param box where the model says that it is; {@code null} if it was not asked, or did not say it
 */
public record Finding(
    String id,
    String sopInstanceUid,
    String description,
    String location,
    double confidence,
    String visualCue,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ImageBox box) {
  /** A finding without a box. */
  public Finding(
      String id,
      String sopInstanceUid,
      String description,
      String location,
      double confidence,
      String visualCue) {
    this(id, sopInstanceUid, description, location, confidence, visualCue, null);
  }

  /** What it is and where. */
  public String words() {
    return Stream.of(description, location)
        .map(Texts::orEmpty)
        .filter(text -> !text.isBlank())
        .collect(Collectors.joining(", "));
  }
}

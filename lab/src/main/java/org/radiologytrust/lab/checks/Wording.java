package org.radiologytrust.lab.checks;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Texts;

/**
 * One way to seed an error, and to make its twin.
 *
 * @param parts the report is of one of these parts only; empty for any
 * @param modalities the report has one of these modalities; empty for any
 * @param sided whether the order must name one side
 * @param neutral whether the report must not name age or sex, so that they may be changed
 * @param sex F or M: of the patient before the change
 * @param has a pattern that the report must have
 * @param avoid a pattern that it must not have, since the seeded words would contradict it
 * @param earlier what an earlier report has that is else the same; without it, there is none
 * @param both what twin and error have
 * @param error what only the error has
 * @param twin what only the twin has
 */
record Wording(
    @Nullable List<String> parts,
    @Nullable List<String> modalities,
    boolean sided,
    boolean neutral,
    @Nullable String sex,
    @Nullable String has,
    @Nullable String avoid,
    @Nullable Change earlier,
    @Nullable Change both,
    Change error,
    @Nullable Change twin) {
  private static final Pattern EXAM = Pattern.compile("(?i)\\{(?:not-)?(?:part|modality)}");

  Wording {
    parts = Texts.copy(parts);
    modalities = Texts.copy(modalities);
    both = both == null ? Change.NONE : both;
    twin = twin == null ? Change.NONE : twin;
  }

  /** Whether words or images name what was examined, so that this must be known. */
  boolean namesExam() {
    return Stream.of(both, error, twin)
        .anyMatch(c -> c.images() != null || EXAM.matcher(c.toString()).find());
  }
}

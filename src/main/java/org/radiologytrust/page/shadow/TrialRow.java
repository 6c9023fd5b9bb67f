package org.radiologytrust.page.shadow;

import java.time.Instant;
import java.util.List;
import org.radiologytrust.html.VisibleText;
import org.radiologytrust.journal.shadow.ShadowAudits.Kept;
import org.radiologytrust.page.door.ExamName;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.ProblemWords;
import org.radiologytrust.review.Problems;
import org.radiologytrust.review.ShownFlags;

/** A report in the list of a trial. */
record TrialRow(Kept kept, Instant now, ProblemWords words) {
  String address() {
    return "/trial/" + kept.row().report();
  }

  String exam() {
    return ExamName.of(kept.row().exam().name(), kept.row().exam().modality());
  }

  String accession() {
    return kept.row().exam().accession();
  }

  /** Such as {@code 2 flags, 1 question}, or why nothing is known. */
  String counts() {
    if (kept.audit().failed() && !kept.audit().imagesRefused()) {
      return "not auditable";
    }
    ShownFlags shown = ShownFlags.of(kept.audit(), List.of());
    int flags = shown.flags().size();
    int questions = shown.questions().size();
    String incomplete = kept.audit().unfinished().isEmpty() ? "" : ", not all checks finished";
    return (flags == 0 ? "no flag" : flags == 1 ? "1 flag" : flags + " flags")
        + (questions == 0 ? "" : questions == 1 ? ", 1 question" : ", " + questions + " questions")
        + incomplete;
  }

  /** The sentence about the first flag; why there is no audit. */
  List<ProblemWords.Piece> why() {
    String sentence =
        Problems.of(kept.audit()).stream()
            .findFirst()
            .map((Problem first) -> words.of(kept.audit(), first))
            .orElse(kept.audit().failure());
    return ProblemWords.pieces(VisibleText.plain(sentence));
  }

  String ended() {
    return Times.when(kept.ended(), now);
  }
}

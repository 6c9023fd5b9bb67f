package org.radiologytrust.presign;

import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.journal.drafts.DraftFlags;
import org.radiologytrust.journal.drafts.DraftFlags.DraftFlag;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Span;
import org.radiologytrust.review.FlagMarks;

/**
 * Keeps the flags of open reports without their words, where the signed report can be known by a
 * number. Quiet flags are kept, too: nobody saw them, so what became of them shows how often people
 * change a draft anyway.
 */
record FlagKeeper(FlagMarks marks, DraftFlags kept) {
  void keep(Draft draft) {
    List<String> numbers = marks.numbers(draft.audit().report());
    List<DraftFlag> flags =
        Stream.concat(draft.audit().checks().stream(), draft.quiet().stream())
            .flatMap(flag -> numbers.stream().limit(1).map(number -> flag(number, flag)))
            .toList();
    if (!flags.isEmpty()) {
      kept.keep(flags);
    }
  }

  private DraftFlag flag(String number, CheckResult flag) {
    Span place = flag.first().span();
    return new DraftFlag(
        number, flag.check(), marks.of(flag), place.start(), place.end(), flag.strength());
  }
}
